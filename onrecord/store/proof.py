"""Proving a record against its own text: pure, and without the source bytes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

from onrecord.errors import SpanError
from onrecord.model import Found, Record, Span, Statement, Unproven
from onrecord.text import cut, trim


def prove(record: Record) -> tuple[Unproven, ...]:
    """Return everything in a record that its own text does not bear out; empty when all of it does.

    What is proved: the hashes and the page's id; every span cuts words out of the text that do not begin or end
    with white space; every fact of the masthead with a span is the words at it, up to white space; statement
    ids are unique, and `within` leads outwards to statements of the same page without going round.
    """
    findings = (*_hashes(record), *_spans(record), *_facts(record), *_ids(record))
    return tuple(
        Unproven(page=record.page.id, path=record.page.path, reason=reason, message=message)
        for reason, message in findings
    )


Finding = tuple[str, str]


def _hashes(record: Record) -> Iterator[Finding]:
    digest = hashlib.sha256(record.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != record.page.text_sha256:
        yield "other-text", f"The text's sha256 is {digest}, the record states {record.page.text_sha256}."
    if not record.page.id or not record.page.sha256.startswith(record.page.id):
        yield "other-id", f"The id {record.page.id!r} is not the beginning of the sha256 {record.page.sha256}."


def _spans(record: Record) -> Iterator[Finding]:
    for where, span in _spans_in(record, "record"):
        try:
            words = cut(record.text, span)
        except SpanError as error:
            yield "bad-span", f"{where}: {error}"
            continue
        if trim(record.text, span) != span:
            yield "untrimmed-span", f"{where}: the words {words[:80]!r} begin or end with white space."


def _spans_in(value: object, where: str) -> Iterator[tuple[str, Span]]:
    """Yield every span in a value, however deep, with the way that leads to it."""
    if isinstance(value, Span):
        yield where, value
    elif isinstance(value, tuple):
        for nth, item in enumerate(value):
            yield from _spans_in(item, f"{where}[{nth}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _spans_in(getattr(value, field.name), f"{where}.{field.name}")


def _facts(record: Record) -> Iterator[Finding]:
    article = record.article
    single = {
        "headline": article.headline,
        "outlet": article.outlet,
        "dateline": article.dateline,
        "republishes": article.republishes,
    }
    several = {"bylines": article.bylines, "agencies": article.agencies}
    facts = [(name, found) for name, found in single.items() if found]
    facts += [(f"{name}[{nth}]", found) for name, many in several.items() for nth, found in enumerate(many)]
    for name, found in facts:
        if not _is_verbatim(record.text, found):
            words = record.text[slice(*found.span)] if found.span else ""
            yield (
                "other-words",
                f"article.{name} is {found.value!r}, but its span holds {words[:80]!r}.",
            )


def _is_verbatim(text: str, found: Found) -> bool:
    return found.span is None or found.value.split() == text[slice(*found.span)].split()


def _ids(record: Record) -> Iterator[Finding]:
    statements: dict[str, Statement] = {}
    for statement in record.statements:
        if statement.id in statements:
            yield "twin-id", f"Two statements have the id {statement.id}."
        statements[statement.id] = statement
    for statement in record.statements:
        yield from _within(statement, statements)


def _within(statement: Statement, statements: dict[str, Statement]) -> Iterator[Finding]:
    met = {statement.id}
    outer = statement.within
    while outer is not None:
        if outer not in statements:
            yield "dangling-within", f"Statement {statement.id} lies within {outer}, which the page does not have."
            return
        if outer in met:
            yield "circular-within", f"Statement {statement.id} lies within itself, by way of {outer}."
            return
        met.add(outer)
        outer = statements[outer].within
