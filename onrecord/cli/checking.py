"""`verify` and `doctor`: does the ledger prove itself, and is this machine fit to keep one."""

from __future__ import annotations

import typer

from onrecord.cli import show
from onrecord.cli.door import FINDINGS
from onrecord.cli.fitness import examine
from onrecord.cli.options import CsvFlag, JsonFlag, ledger_of, ledger_path, one_format
from onrecord.cli.progress import progress
from onrecord.cli.settings_of import limit_settings, taking
from onrecord.settings import Settings

UNPROVEN_COLUMNS = (
    *(show.Column("page"), show.Column("path"), show.Column("reason")),
    show.Column("message", elastic=True),
)


@taking(limit_settings)
def verify(ctx: typer.Context, *, json: JsonFlag = False, csv: CsvFlag = False, settings: Settings) -> None:
    """Read all again from the stored bytes and prove every span. Exit code 1 when one is not proven."""
    one_format(json=json, csv=csv)
    with ledger_of(ctx) as ledger, progress("Verifying") as tell:
        unproven = ledger.verify(tell, settings=settings)
    if json:
        for finding in unproven:
            show.json_object(finding)
    else:
        rows = [(one.page, one.path, one.reason, one.message) for one in unproven]
        show.listing(UNPROVEN_COLUMNS, rows, csv=csv)
    if unproven:
        raise typer.Exit(FINDINGS)
    show.note("Proven: every page's text follows from its bytes, and every span holds its words.")


def doctor(ctx: typer.Context, *, json: JsonFlag = False) -> None:
    """Look at this machine and the ledger for what could go wrong. Exit code 1 when something could."""
    findings = examine(ledger_path(ctx))
    if json:
        for one in findings:
            show.json_object(one)
    else:
        show.facts((("" if one.fine else "! ") + one.name, _words(one.value, one.advice)) for one in findings)
    if not all(one.fine for one in findings):
        raise typer.Exit(FINDINGS)


def _words(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
