"""The application: every verb, in the order in which a newcomer meets them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import (
    asking,
    checking,
    claims,
    draft,
    exporting,
    fixing,
    keeping,
    relaying,
    serving,
    taking,
    who,
)
from onrecord.cli.door import Verbs
from onrecord.cli.options import DEFAULT_LEDGER, Given

VERBS = (
    taking.read,
    taking.add,
    asking.status,
    asking.gaps,
    asking.find,
    asking.show,
    who.who,
    asking.trace,
    claims.changes,
    relaying.relay,
    draft.check,
    fixing.fix,
    checking.verify,
    checking.doctor,
    keeping.forget,
    keeping.backup,
    keeping.merge,
    exporting.export,
    serving.serve,
)
"""A verb is the function of its name; its docstring is its help."""

app = typer.Typer(
    name="onrecord",
    cls=Verbs,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def onrecord(
    ctx: typer.Context,
    *,
    ledger: Annotated[Path, typer.Option("--ledger", "-l", help="The ledger, one SQLite file.")] = DEFAULT_LEDGER,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version.",
            is_eager=True,
            callback=lambda value: _print_version(wanted=value),
        ),
    ] = False,
) -> None:
    """Who said what, on whose word: read messy news pages into a proven ledger of statements.

    Data goes to stdout, progress and warnings to stderr. Exit codes: 0 fine; 1 findings (something was refused or
    unproven, or nothing was found); 2 it could not be done.
    """
    ctx.obj = Given(ledger)


for verb in VERBS:
    app.command(verb.__name__)(verb)
app.add_typer(claims.claims)
app.add_typer(fixing.decisions)


def main() -> None:
    """Run the command line on the arguments of the process."""
    app(prog_name="onrecord")
