"""`forget`, `backup` and `merge`: taking a page out of a ledger, copying it, joining two."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord.cli import show
from onrecord.cli.door import FAILED
from onrecord.cli.fixing import Who, Why, user
from onrecord.cli.options import JsonFlag, ledger_of
from onrecord.errors import InputError
from onrecord.model import Hanging

PageArgument = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page's id or its start, or where it was taken.")
]


def forget(
    ctx: typer.Context,
    page: PageArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    why: Why = "",
    who: Who = None,
    json: JsonFlag = False,
) -> None:
    """Forget a page: its source, its statements, and what people wrote about it; that it happened is kept.

    Says what goes and asks first. The same source is not read again unless `add --forgotten` asks for it. The file
    is then made smaller, which takes about as long as copying it.
    """
    with ledger_of(ctx) as ledger:
        hanging = ledger.hanging(page)
        if not yes:
            _confirm(hanging)
        gone = ledger.forget(hanging.page, who=who or user(), why=why)
        shrunk = ledger.shrink()
    if json:
        show.json_object(gone)
    else:
        show.line(f"Forgotten: page {hanging.page}. Its sha256, who forgot it, when and why are kept.")
    if not shrunk:
        show.note("The file keeps its size until nobody else has it open; nothing of the page is left in it.")


def _confirm(hanging: Hanging) -> None:
    """Ask whether to go on.

    Raises:
        InputError: There is nobody to ask.
        typer.Exit: The answer is no.
    """
    show.note(
        f"Page {hanging.page} goes for good, with {show.plural(hanging.captures, 'capture')}, "
        f"{show.plural(hanging.statements, 'statement')} and the words of "
        f"{show.plural(hanging.decisions, 'decision')}. Its bytes are not kept anywhere in this ledger."
    )
    if not sys.stdin.isatty():
        raise InputError("Nobody can be asked here; say --yes to forget the page.")
    if not typer.confirm("Forget it?", err=True):
        raise typer.Exit(FAILED)
