"""Printing: data on stdout, notes on stderr. On a terminal tables fit its width; piped, nothing is cut.

Words of pages never reach a terminal raw: `visible` spells out what would act on it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, OverflowMethod
from rich.table import Table
from rich.text import Text

from onrecord.export.safe import BIDI_CONTROLS, visible
from onrecord.export.tables import Row, write_rows

_PAD_LIMIT, _ROOMY, _LEAST = 60, 34, 10
"""Widths: of a padded column at most, of an elastic one at best, of any (a day) at least."""
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *map(ord, BIDI_CONTROLS))}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its name in tables and CSV, and whether a terminal may cut it to fit."""

    name: str
    elastic: bool = False


def note(sentence: str) -> None:
    """Say something beside the data, on stderr."""
    sys.stderr.write(visible(sentence) + "\n")


def _put(words: str) -> None:
    """Write a line as stdout encodes it; typer's echo would override an ASCII terminal's encoding."""
    sys.stdout.write(words + "\n")


def line(words: str = "") -> None:
    """Print one line of data; anything in it that would act on a terminal is spelled out."""
    _put(visible(words))


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
    """Print rows for a reader: fitted to a terminal, in full when piped."""
    cells = [["" if cell is None else visible(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _fitted(columns, cells)
    else:
        _aligned(columns, cells)


def _fitted(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    console = Console(file=sys.stdout, highlight=False)
    shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column, width in zip(columns, _widths(columns, cells, console.width), strict=True):
        overflow: OverflowMethod = "ellipsis" if column.elastic else "fold"
        shown.add_column(column.name, no_wrap=column.elastic, overflow=overflow, width=width)
    for row in cells:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown)


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], total: int) -> list[int]:
    """Return widths that fit the terminal: what is not elastic folds until the elastic column has room."""
    natural = [max(cell_len(row[at]) for row in cells) for at in range(len(columns))]
    room = total - 2 * len(columns) - 2
    cap = _PAD_LIMIT
    while cap > _LEAST and room - _taken(columns, natural, cap) < _ROOMY:
        cap -= 1
    left = max(_LEAST, room - _taken(columns, natural, cap))
    widths = zip(columns, natural, strict=True)
    return [left if column.elastic else max(len(column.name), min(width, cap)) for column, width in widths]


def _taken(columns: Sequence[Column], natural: Sequence[int], cap: int) -> int:
    fixed = (pair for pair in zip(columns, natural, strict=True) if not pair[0].elastic)
    return sum(max(len(column.name), min(width, cap)) for column, width in fixed)


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
        line(f"{name.ljust(width)}  {'-' if value is None else value}".rstrip())


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 page", "2 pages", and "0 pages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
