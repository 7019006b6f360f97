"""Printing: data on stdout, notes on stderr. On a terminal tables fit its width; piped, nothing is cut.

Words of pages never reach a terminal raw: `visible` spells out what would act on it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from shutil import get_terminal_size
from typing import Any

from pydantic import TypeAdapter
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.cli.fitting import entry, natural, wrap
from onrecord.export.safe import BIDI_CONTROLS, visible
from onrecord.export.tables import Row, write_rows

_PAD_LIMIT, _ROOMY = 60, 40
"""Widths: of a padded column at most, of an elastic one in a terminal's table at least."""
_LINES = 4
"""So many lines of an elastic cell are shown in a terminal."""
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *map(ord, BIDI_CONTROLS))}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list, as tables, CSV, and a terminal too narrow for a table show it."""

    name: str
    elastic: bool = False
    """Words of any length: a terminal wraps them, and cuts what is very long."""
    lead: str = ""
    """What says what a value is where no head of a column does, as in "via KCNA"."""
    blank: str = ""
    """What a reader is shown where there is nothing."""
    data: bool = False
    """For programs: in CSV alone."""


def note(sentence: str) -> None:
    """Say something beside the data, on stderr."""
    sys.stderr.write(visible(sentence) + "\n")


def _put(words: str) -> None:
    """Write a line as stdout encodes it; typer's echo would override an ASCII terminal's encoding."""
    sys.stdout.write(words + "\n")


def line(words: str = "", indent: str | None = None) -> None:
    """Print one line of data; anything in it that would act on a terminal is spelled out.

    Args:
        words: The line; a terminal gets it in several where it is too long.
        indent: What these begin with; by default they stand below the first.
    """
    words = visible(words)
    if sys.stdout.isatty():
        margin = words[: len(words) - len(words.lstrip(" "))] if indent is None else indent
        words = "\n".join(wrap(words, get_terminal_size().columns, indent=margin))
    _put(words)


def json_line(text: str) -> None:
    """Print one line of JSON; what would act on a terminal, or what its encoding lacks, is escaped."""
    text = text.translate(_JSON_ESCAPES)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text), separators=(",", ":"))
    _put(text)


def json_object(value: object) -> None:
    """Print a frozen dataclass as one line of JSON, keys as in the model."""
    adapter = _adapter(type(value))  # type: ignore[arg-type]  # mypy doubts that classes can be hashed
    json_line(adapter.dump_json(value, by_alias=True).decode("utf-8"))


def json_values(**values: str) -> None:
    """Print named values as one line of JSON."""
    json_line(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=32)
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def listing(columns: Sequence[Column], rows: Sequence[Row], *, csv: bool) -> None:
    """Print a list, as CSV or for a reader; a list of nothing prints nothing but the CSV header."""
    if csv:
        csv_lines(columns, rows)
    elif rows:
        table(columns, rows)


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Print rows as CSV with a header; cells that a spreadsheet would run get a leading apostrophe."""
    write_rows(sys.stdout, [[column.name for column in columns]])
    write_rows(sys.stdout, rows)


def table(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Print rows for a reader: fitted to a terminal, in full when piped; what is for CSV alone is left out."""
    shown = [(at, column) for at, column in enumerate(columns) if not column.data]
    cells = [[visible(str(row[at] or column.blank)) for at, column in shown] for row in rows]
    heads = [column for _, column in shown]
    if sys.stdout.isatty():
        _fitted(heads, cells)
    else:
        _aligned(heads, cells)


def _fitted(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    """Print a table where it fits the terminal with every short cell on one line, else an entry a row."""
    size = get_terminal_size()
    console = Console(file=sys.stdout, highlight=False, width=size.columns, height=size.lines)
    widths = natural([[column.name for column in columns], *cells])
    short = sum(width for column, width in zip(columns, widths, strict=True) if not column.elastic)
    left = console.width - short - 2 * len(columns)
    if left < (_ROOMY if any(column.elastic for column in columns) else 0):
        _entries(console, columns, cells)
        return
    shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column in columns:
        shown.add_column(column.name, no_wrap=not column.elastic, overflow="fold")
    for row in cells:
        named = zip(columns, row, strict=True)
        fitted = ("\n".join(wrap(cell, left, most=_LINES)) if column.elastic else cell for column, cell in named)
        shown.add_row(*map(Text, fitted))
    console.print(shown)


def _entries(console: Console, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    for row in cells:
        named = list(zip(columns, row, strict=True))
        heads = (f"{column.lead}{cell}" for column, cell in named if cell and not column.elastic)
        words = next((cell for column, cell in named if column.elastic), "")
        head, body = entry(heads, words, console.width, _LINES)
        console.print(Text("\n".join(head), style="bold"), soft_wrap=True)
        if body:
            console.print(Text("\n".join(body)), soft_wrap=True)


def _aligned(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    lines = [[column.name for column in columns], *cells]
    widths = [min(_PAD_LIMIT, max(cell_len(row[at]) for row in lines)) for at in range(len(columns))]
    for row in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        _put("  ".join(padded).rstrip())


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names and values below one another, the names aligned; None prints as "-"."""
    shown = list(pairs)
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        line(f"{name.ljust(width)}  {'-' if value is None else value}".rstrip(), indent=" " * (width + 2))


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 page", "2 pages", and "0 pages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
