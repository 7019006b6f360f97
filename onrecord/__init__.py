"""Who said what, on whose word: statements in messy news pages, every span proven.

Read the package in the order a page takes: `model`, `text`, `encode`, `decisions`, `read`, `blocks`, `masthead`,
`tagger`, `statements`, `mentions`, `times`, `qualify`, `record`, `store`, `meaning`, `actors`, `relay`, `claims`,
`workers`, `adding`, `deciding`, `proving`, `forgetting`, `merging`,
`ledger`, `sureness`, `export`, `check`, `web`, `cli`.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path

from onrecord.errors import InputError, LedgerError, OnrecordError, SpanError, UnreadableError
from onrecord.lang import get_language
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Record, Source, Span, Statement
from onrecord.read import find_sources, load_source, read_pages
from onrecord.record import find_in, make_record
from onrecord.settings import DEFAULT, Reader
from onrecord.sureness import open_sure
from onrecord.text import line_spans

__all__ = [
    "InputError",
    "Ledger",
    "LedgerError",
    "OnrecordError",
    "Record",
    "Span",
    "SpanError",
    "Statement",
    "UnreadableError",
    "find_statements",
    "open",
    "read_page",
]

__version__ = version("onrecord")


def find_statements(
    text: str, *, published: str | None = None, reader: Reader = DEFAULT.reader
) -> list[Statement]:
    """Find the statements in plain article text, a paragraph a line.

    Args:
        text: The body of an article, without menus and adverts; spans are code points of it.
        published: The article's ISO day; without it "on Thursday" stays unknown.
        reader: "full" for the network with the rules beside it, "fast" for the rules alone.

    Raises:
        InputError: `published` is not an ISO day.
    """
    statements, _ = find_in(text, tuple(line_spans(text)), _iso_day(published), get_language("en"), reader)
    return list(statements)


def read_page(page: str | Path | bytes) -> Record:
    """Read one page, from a path or from its bytes, and take down everything on it.

    Raises:
        InputError: There is no such file.
        UnreadableError: It cannot be read as a page; the message says why.
    """
    source = Source(data=page) if isinstance(page, bytes) else load_source(find_sources([page])[0])
    return make_record(next(iter(read_pages(source))), get_language("en"))


def open(  # noqa: A001 - `onrecord.open(...)` reads as it should
    path: str | Path, *, create: bool = True, min_confidence: float = 0.0
) -> Ledger:
    """Open a ledger, or begin one.

    Args:
        path: The file.
        create: Make it where there is none.
        min_confidence: Only statements at least so sure are seen in it, 0 to 1; above 0 the file must be there.

    Raises:
        LedgerError: The file cannot be opened, is not a ledger, or belongs to a newer version.
    """
    return open_sure(path, min_confidence) if min_confidence > 0 else open_ledger(path, create=create)


def _iso_day(day: str | None) -> str | None:
    """Return an ISO day unchanged.

    Raises:
        InputError: It is not one.
    """
    if day is None:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise InputError(f"{day!r} is not a day; write it as YYYY-MM-DD.") from None
