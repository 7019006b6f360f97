"""The options that several commands share, and what the global ones leave for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger

DEFAULT_LEDGER = Path("onrecord.db")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before the verb."""

    ledger: Path


def ledger_path(ctx: typer.Context) -> Path:
    """Return the ledger's path as given."""
    given = ctx.find_object(Given)
    return given.ledger if given else DEFAULT_LEDGER


def ledger_of(ctx: typer.Context, *, create: bool = False) -> Ledger:
    """Open the ledger that the command works on; the caller closes it.

    Raises:
        LedgerError: There is none, or it cannot be used.
    """
    return open_ledger(ledger_path(ctx), create=create)


def one_format(*, json: bool, csv: bool) -> None:
    """Refuse two formats at once.

    Raises:
        InputError: Both were asked for.
    """
    if json and csv:
        raise InputError("Ask for --json or for --csv, not for both.")


JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
CsvFlag = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
StrictFlag = Annotated[bool, typer.Option("--strict", help="Stop at the first source that cannot be read.")]
