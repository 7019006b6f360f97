"""A record as the rows of the derived tables; the same record always gives the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from onrecord.model import Article, Found, Record, Span, Spans, Speaker, Statement
from onrecord.text import cut, join_words, name_key

Cell = str | int | float | None
Row = tuple[Cell, ...]

_ENCODER = json.JSONEncoder(ensure_ascii=False)
"""One for all: `json.dumps` with settings makes a new one at each call."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "article": (
        *("page", "language", "headline", "outlet", "bylines", "agencies", "dateline"),
        *("published", "published_by", "not_after", "updated", "body"),
    ),
    "statement": (
        *("page", "nth", "id", "speakers", "cue", "words", "form", "via"),
        *("said_from", "said_to", "said_precision", "said_by", "day_from", "day_to", "within"),
        *("acts", "hedges", "negated", "silent", "flags", "confidence", "content_start", "content_end"),
    ),
    "speaker": (
        *("page", "statement_nth", "nth", "name", "key", "actor", "kind", "role", "affiliation"),
        *("on_behalf_of", "mention", "mention_start", "mention_end"),
    ),
    "block": ("page", "nth", "span_start", "span_end", "kind", "reason", "path"),
    "problem": ("page", "nth", "stage", "reason", "message", "span_start", "span_end"),
    "applied": (*("page", "nth", "decision", "kind", "outcome", "reason", "statement", "span_start", "span_end"),),
}
"""The derived tables, those that others refer to first, each with the columns that its rows fill in order."""


def derived_rows(record: Record) -> dict[str, list[Row]]:
    """Return the rows that a record gives, by table, as `COLUMNS` orders them.

    Raises:
        SpanError: A span of the record lies outside its text.
    """
    page = record.page.id
    return {
        "article": [_article(record)],
        "statement": [_statement(record, nth, s) for nth, s in enumerate(record.statements)],
        "speaker": list(_speakers(record)),
        "block": [(page, nth, *b.span, b.kind, b.reason, b.path) for nth, b in enumerate(record.blocks)],
        "problem": [
            (page, nth, p.stage, p.reason, p.message, *_ends(p.span)) for nth, p in enumerate(record.problems)
        ],
        "applied": [
            (page, nth, a.decision, a.kind, a.outcome, a.reason, a.statement, *_ends(a.span))
            for nth, a in enumerate(record.decisions)
        ],
    }


def actor_key(speaker: Speaker, page: str) -> str | None:
    """Return what tells a speaker's identity, as far as a name tells; None for one without a name.

    An anonymous or unclear speaker is not the same one on another page: two officials are two.
    """
    key = name_key(speaker.name or "")
    if not key:
        return None
    return f"{key} @{page}" if speaker.kind in {"anonymous", "unclear"} else key


def _article(record: Record) -> Row:
    article: Article = record.article
    return (
        record.page.id,
        article.language,
        _value(article.headline),
        _value(article.outlet),
        _array(found.value for found in article.bylines),
        _array(found.value for found in article.agencies),
        _value(article.dateline),
        article.published.value,
        article.published.by,
        article.published.not_after,
        article.updated.value if article.updated else None,
        "\n".join(cut(record.text, span) for span in article.body),
    )


def _statement(record: Record, nth: int, statement: Statement) -> Row:
    text, said = record.text, statement.said
    return (
        record.page.id,
        nth,
        statement.id,
        "; ".join(_shown(text, speaker) for speaker in statement.speakers),
        join_words(text, statement.cue),
        join_words(text, statement.content),
        statement.form,
        _array(via.name for via in statement.via),
        said.from_ if said else None,
        said.to if said else None,
        said.precision if said else None,
        said.by if said else None,
        *_days(record.article, statement),
        statement.within,
        _array(statement.acts),
        _array(cut(text, hedge.span) for hedge in statement.hedges),
        int(statement.negated),
        int(statement.silent),
        _array(statement.flags),
        float(statement.confidence),
        *_extent(statement.content),
    )


def _speakers(record: Record) -> Iterator[Row]:
    for nth, statement in enumerate(record.statements):
        for at, speaker in enumerate(statement.speakers):
            yield (
                record.page.id,
                nth,
                at,
                speaker.name,
                name_key(speaker.name or "") or None,
                actor_key(speaker, record.page.id),
                speaker.kind,
                speaker.role.value if speaker.role else None,
                speaker.affiliation.value if speaker.affiliation else None,
                speaker.on_behalf_of,
                cut(record.text, speaker.mention) if speaker.mention else None,
                *_ends(speaker.mention),
            )


def _days(article: Article, statement: Statement) -> tuple[str | None, str | None]:
    """Return the days a statement goes by: said where known, a missing end being the other; else published."""
    said = statement.said
    if said and (said.from_ or said.to):
        return said.from_ or said.to, said.to or said.from_
    return article.published.value, article.published.value


def _shown(text: str, speaker: Speaker) -> str:
    if speaker.name:
        return speaker.name
    return join_words(text, [speaker.mention]) if speaker.mention else "unclear"


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _array(values: Iterable[str]) -> str:
    return _ENCODER.encode(list(values))


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _extent(spans: Spans) -> tuple[int | None, int | None]:
    return (min(s.start for s in spans), max(s.end for s in spans)) if spans else (None, None)


def select_rows(table: str) -> str:
    """Return the query for a page's rows of a derived table, in the order `derived_rows` gives them."""
    order = [column for column in COLUMNS[table] if column.endswith("nth")] or ["page"]
    return f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE page = ? ORDER BY {', '.join(order)}"  # noqa: S608  # from COLUMNS


def insert_rows(table: str) -> str:
    """Return the statement that adds one row to a derived table."""
    columns = COLUMNS[table]
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # from COLUMNS
