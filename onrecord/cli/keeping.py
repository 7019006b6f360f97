"""`forget`, `backup` and `merge`: taking a page out of a ledger, copying it, joining two."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import show
from onrecord.cli.door import FAILED, FINDINGS, stopped_by_signals
from onrecord.cli.fixing import Who, Why, user
from onrecord.cli.options import JsonFlag, ledger_of
from onrecord.cli.progress import progress
from onrecord.cli.settings_of import limit_settings, taking
from onrecord.errors import InputError
from onrecord.model import Hanging, MergeReport
from onrecord.settings import Settings

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
    """Forget a page for good; that it was forgotten is kept.

    Its source goes, its statements, and what people wrote about it. Says what goes and asks first. The same source
    is not read again unless `add --forgotten` asks for it. The file is then made smaller, which takes about as
    long as copying it.
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
        show.note(
            "Somebody else is reading this ledger: bytes of the page stay in the file until all have closed it."
        )


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; nothing is overwritten.")],
) -> None:
    """Copy the ledger, also while pages are being added to it."""
    with stopped_by_signals(), ledger_of(ctx) as ledger, progress("Copying") as tell:
        ledger.backup(file, tell)
    show.note(f"{file} holds the ledger as it was when the copy began; `onrecord -l {file} verify` proves it.")


@taking(limit_settings)
def merge(
    ctx: typer.Context,
    other: Annotated[Path, typer.Argument(metavar="LEDGER", help="Another ledger; it is only read.")],
    *,
    json: JsonFlag = False,
    settings: Settings,
) -> None:
    """Take in another ledger: pages, and who decided what and when.

    Where two people decided differently the later decision holds, and both stay in the log. Merging the same
    ledger again adds nothing. Exit code 1 when something of it could not be taken.
    """
    with stopped_by_signals(), ledger_of(ctx) as ledger, progress("Merging") as tell:
        report = ledger.merge(other, settings=settings, on_progress=tell)
    for problem in report.problems:
        show.note(problem.problem.message)
    if json:
        show.json_object(report)
    else:
        _told(report)
    if report.problems:
        raise typer.Exit(FINDINGS)


def _told(report: MergeReport) -> None:
    show.line(
        f"New here: {show.plural(report.pages, 'page')}, {show.plural(report.captures, 'capture')}, "
        f"{show.plural(report.decisions, 'decision')}; {show.plural(report.renewed, 'page')} made anew."
    )
    if report.conflicts:
        show.line(
            f"People contradict each other {report.conflicts:,} times; `onrecord decisions list` shows on what."
        )
    if report.forgotten:
        show.note(f"{show.plural(report.forgotten, 'page')} forgotten here did not come.")
    if report.forgotten_there:
        pages = ", ".join(report.forgotten_there)
        show.note(f"Forgotten there and still here: {pages}; `onrecord forget` takes them out here too.")


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
