"""The options that several commands share, and what the global ones leave for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_args

import typer

from onrecord.cli.show import note, plural
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Format, Reader
from onrecord.sureness import open_sure

FORMATS: tuple[Format, ...] = get_args(Format)
READERS: tuple[Reader, ...] = get_args(Reader)

DEFAULT_LEDGER = Path("onrecord.db")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before the verb."""

    ledger: Path


def ledger_path(ctx: typer.Context) -> Path:
    """Return the ledger's path as given."""
    given = ctx.find_object(Given)
    return given.ledger if given else DEFAULT_LEDGER


def ledger_of(ctx: typer.Context, *, create: bool = False, least: float = 0.0) -> Ledger:
    """Open the ledger that the command works on; the caller closes it.

    Args:
        ctx: What was given before the verb.
        create: Make it where there is none.
        least: Only statements at least so sure are seen in it.

    Raises:
        LedgerError: There is none, or it cannot be used.
    """
    path = ledger_path(ctx)
    return open_sure(path, least) if least > 0 else open_ledger(path, create=create)


def tell_waiting(ledger: Ledger) -> None:
    """Say so where pages of a ledger are not counted yet in what is found across pages."""
    pages = ledger.waiting()
    if pages:
        note(
            f"{plural(pages, 'page')} of this ledger {'waits' if pages == 1 else 'wait'} to be looked through and"
            f" {'is' if pages == 1 else 'are'} not counted yet: `onrecord add` has not come to its end."
        )


def format_of(given: str | None) -> Format | None:
    """Return the format of files that an option names.

    Raises:
        InputError: There is none of that name.
    """
    found = next((known for known in FORMATS if known == given), None)
    if given is not None and found is None:
        raise InputError(f"There is no format {given!r}; there are {', '.join(FORMATS)}.")
    return found


def reader_of(given: str) -> Reader:
    """Return the reader that an option names.

    Raises:
        InputError: There is none of that name.
    """
    found = next((known for known in READERS if known == given), None)
    if found is None:
        raise InputError(f"There is no reader {given!r}; there are {', '.join(READERS)}.")
    return found


def one_format(*, json: bool, csv: bool) -> None:
    """Refuse two formats at once.

    Raises:
        InputError: Both were asked for.
    """
    if json and csv:
        raise InputError("Ask for --json or for --csv, not for both.")


JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
SpeechFlag = Annotated[bool, typer.Option("--speech", help="Leave out what tells of a mind, not of words.")]
CsvFlag = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="KIND", help=f"The kind of files, not guessed: {', '.join(FORMATS)}."),
]
TextColumn = Annotated[str | None, typer.Option("--text-col", help="A table's column with the text.")]
UrlColumn = Annotated[str | None, typer.Option("--url-col", help="A table's column with the address.")]
DateColumn = Annotated[str | None, typer.Option("--date-col", help="A table's column with the publication time.")]
TitleColumn = Annotated[str | None, typer.Option("--title-col", help="A table's column with the headline.")]
IdColumn = Annotated[str | None, typer.Option("--id-col", help="A table's column that names the row.")]
Confidence = Annotated[
    float,
    typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out statements that are less sure than this."),
]
ReaderOption = Annotated[
    str, typer.Option("--reader", metavar="full|fast", help="The network with rules beside it, or rules alone.")
]
StrictFlag = Annotated[bool, typer.Option("--strict", help="Stop at the first source that cannot be read.")]
