"""Tables with an article a row: CSV and TSV, and JSON a line; any size, a row at a time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from onrecord.errors import UnreadableError
from onrecord.model import Problem
from onrecord.read.charset import decode_plain
from onrecord.read.item import Item, item_source
from onrecord.read.parts import Part, missed, within
from onrecord.settings import Settings

_HEAD = 64 * 1024
_DELIMITERS = ",;\t|"
_NOT_ALNUM = re.compile(r"[^0-9a-z]")
_MOST_BROKEN = 1_000

_USUAL = {
    "text": (
        *("text", "body", "content", "article", "articletext", "articlebody", "maintext", "fulltext", "story"),
        *("plaintext", "bodytext", "html", "articlehtml", "contenthtml", "bodyhtml", "rawhtml"),
    ),
    "url": ("url", "link", "href", "articleurl", "sourceurl", "pageurl", "canonicalurl", "uri", "address"),
    "date": (
        *("published", "datepublished", "publisheddate", "publishedat", "publishdate", "publicationdate"),
        *("pubdate", "publishedtime", "date", "datetime", "timestamp"),
    ),
    "title": ("title", "headline", "heading", "articletitle"),
    "id": ("id", "guid", "uuid", "articleid", "docid", "key"),
    "author": ("author", "authors", "byline", "creator"),
    "language": ("language", "lang"),
}
"""What columns are usually called, the likelier name first; compared by letters and digits alone."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; None where no column does."""

    text: str
    url: str | None
    date: str | None
    title: str | None
    id: str | None
    author: str | None
    language: str | None


def find_columns(names: Sequence[str], name: str, settings: Settings) -> Columns:
    """Return which columns to take: those that the settings name, else those with a usual name.

    Raises:
        UnreadableError: `no-column`: a column that was named is not there, or none can be the text.
    """
    asked = {
        "text": settings.text_column,
        "url": settings.url_column,
        "date": settings.date_column,
        "title": settings.title_column,
        "id": settings.id_column,
    }
    for column in asked.values():
        if column is not None and column not in names:
            raise UnreadableError("no-column", f"{name} has no column {column!r}; it has {_listed(names)}.")
    folded = {_folded(column): column for column in reversed(names)}
    found = {
        kind: asked.get(kind) or next((folded[usual] for usual in usuals if usual in folded), None)
        for kind, usuals in _USUAL.items()
    }
    text = found.pop("text")
    if text is None:
        raise UnreadableError(
            "no-column",
            f"{name} has no column that is called like a text; name it with --text-col. It has {_listed(names)}.",
        )
    return Columns(text=text, **found)


def named_columns(settings: Settings) -> tuple[str, ...]:
    """Return the columns that the settings name."""
    named = (settings.text_column, settings.url_column, settings.date_column, settings.title_column)
    return tuple(column for column in (*named, settings.id_column) if column is not None)


def row_part(row: Mapping[str, object], columns: Columns, name: str, number: int) -> Part:
    """Return a row as a source, or why there is none; its place is `file!id`, or `file!row N` from 1."""
    text = _cell(row, columns.text)
    place = within(name, _cell(row, columns.id) or f"row {number}")
    if not text.strip():
        return missed(
            place, "no-text", f"Row {number} of {name} has no text in {columns.text!r}; nothing was read."
        )
    is_html = _folded(columns.text).endswith("html")
    item = Item(
        html=text if is_html else "",
        text="" if is_html else text,
        title=_cell(row, columns.title),
        published=_cell(row, columns.date),
        author=_cell(row, columns.author),
        language=_cell(row, columns.language),
    )
    return item_source(item, place, _cell(row, columns.url) or None, _replaced(text, place))


def csv_parts(
    stream: io.BufferedReader[Any], name: str, settings: Settings, delimiter: str | None
) -> Iterator[Part]:
    """Yield the rows of a CSV file, the first being the names of its columns.

    Args:
        stream: Its bytes.
        name: What to call it.
        settings: The columns, and the largest row that is read.
        delimiter: What parts the cells; None to go by the first line.

    Raises:
        UnreadableError: `no-column`, or `row-broken` where there is no first line.
    """
    with _Lines(stream, name, settings) as lines:
        yield from _csv_rows(lines, name, settings, delimiter)


def _csv_rows(lines: _Lines, name: str, settings: Settings, delimiter: str | None) -> Iterator[Part]:
    first = lines.peek()
    rows = csv.reader(lines, delimiter=delimiter or max(_DELIMITERS, key=first.count))
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_bytes))
    header = [cell.strip().lstrip("\ufeff") for cell in next(rows, [])]
    columns = find_columns(header, name, settings)
    number = broken = 0
    while broken < _MOST_BROKEN:
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, UnreadableError) as error:
            number, broken = number + 1, broken + 1
            yield _broken(name, number, str(error))
            continue
        if row:
            number += 1
            yield row_part(dict(zip(header, row, strict=False)), columns, name, number)


def jsonl_parts(stream: io.BufferedReader[Any], name: str, settings: Settings) -> Iterator[Part]:
    """Yield the rows of a file with a JSON object on every line; columns are found anew for each."""
    with _Lines(stream, name, settings) as lines:
        yield from _jsonl_rows(lines, name, settings)


def _jsonl_rows(lines: _Lines, name: str, settings: Settings) -> Iterator[Part]:
    number = broken = 0
    while broken < _MOST_BROKEN:
        try:
            line = next(lines)
        except StopIteration:
            return
        except UnreadableError as error:
            number, broken = number + 1, broken + 1
            yield _broken(name, number, str(error))
            continue
        if not line.strip():
            continue
        number += 1
        try:
            row = _object(line)
            # A row may leave fields out, those that the settings name too.
            columns = find_columns([*row, *named_columns(settings)], f"Row {number} of {name}", settings)
            yield row_part(row, columns, name, number)
        except UnreadableError as error:
            yield missed(within(name, f"row {number}"), error.reason, str(error))
        except (ValueError, TypeError, RecursionError) as error:
            broken += 1
            yield _broken(name, number, str(error))


def _object(line: str) -> dict[str, object]:
    row = json.loads(line.lstrip("\ufeff"))
    if not isinstance(row, dict):
        raise TypeError("it is no JSON object")
    return row


class _Lines:
    """The lines of a text, decoded, none longer than a page may be; it leaves the bytes' file open."""

    def __init__(self, stream: io.BufferedReader[Any], name: str, settings: Settings) -> None:
        """Take the bytes; their beginning decides the charset."""
        head = stream.peek(_HEAD)[:_HEAD]
        decoded = decode_plain(head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1] or head)
        self._text = io.TextIOWrapper(stream, encoding=decoded.charset, errors="replace", newline="")
        self._most = settings.max_bytes
        self._name = name
        self._first: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.detach()

    def peek(self) -> str:
        """Return the first line and leave it to be read."""
        self._first = self._first if self._first is not None else self._line()
        return self._first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._first = self._first if self._first is not None else self._line(), None
        if not line:
            raise StopIteration
        return line

    def _line(self) -> str:
        line = self._text.readline(self._most)
        if len(line) < self._most:
            return line
        while (more := self._text.readline(self._most)) and not more.endswith(("\n", "\r")):
            pass
        raise UnreadableError(
            "row-broken", f"a line is longer than {self._most / 2**20:.3g} MiB, more than a page may have"
        )


def _broken(name: str, number: int, why: str) -> Part:
    return missed(
        within(name, f"row {number}"), "row-broken", f"Row {number} of {name} is broken ({why}); it was not read."
    )


def _replaced(text: str, place: str) -> tuple[Problem, ...]:
    if "\ufffd" not in text:
        return ()
    message = f"Characters of {place} could not be decoded and stand as U+FFFD; save the table again as UTF-8."
    return (Problem(stage="read", reason="bytes-replaced", message=message),)


def _cell(row: Mapping[str, object], column: str | None) -> str:
    """Return a cell as text; lists of names are joined."""
    value = row.get(column) if column is not None else None
    if isinstance(value, list):
        return ", ".join(part for part in value if isinstance(part, str))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _folded(column: str) -> str:
    return _NOT_ALNUM.sub("", column.lower())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name[:40]) for name in names[:20]) or "no columns at all"
