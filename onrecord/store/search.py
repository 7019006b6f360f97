"""Searching statements: what a user types, made safe for FTS5, and the query with bounded work."""

from __future__ import annotations

import json

from onrecord.store.protocol import Query
from onrecord.store.storable import storable_text

RANKED = 2_000
"""Of more matches than these, the first ones added are ranked: ranking every page with a common word takes
over a second on a million statements."""

_DAYS_AND_CONFIDENCE = """(:since IS NULL OR statement.day_to >= :since)
  AND (:until IS NULL OR statement.day_from <= :until)
  AND statement.confidence >= :least"""

NARROWED = f"""(:actors IS NULL OR EXISTS (
    SELECT 1 FROM naming JOIN form ON form.id = naming.form
    WHERE naming.page = statement.page AND naming.statement_nth = statement.nth AND naming.part = 'by'
    AND form.actor IN (SELECT value FROM json_each(:actors))))
  AND {_DAYS_AND_CONFIDENCE}"""  # noqa: S608  # from the constant above
"""What a query asks of a statement beside its words; `bound` fills it in."""

_SEARCH = f"""
SELECT page, nth FROM (
    SELECT statement.page, statement.nth, bm25(statement_fts) AS score
    FROM statement_fts JOIN statement ON statement.n = statement_fts.rowid
    WHERE statement_fts MATCH :match AND {NARROWED}
    LIMIT :ranked
)
ORDER BY score, page, nth LIMIT :limit
"""  # noqa: S608  # from the constants above

_LIST = f"""
SELECT statement.page, statement.nth FROM statement
WHERE {_DAYS_AND_CONFIDENCE}
ORDER BY statement.day_from IS NULL, statement.day_from, statement.page, statement.nth LIMIT :limit
"""  # noqa: S608  # from the constants above

_LIST_OF_SPEAKERS = f"""
SELECT DISTINCT statement.page, statement.nth FROM form JOIN naming ON naming.form = form.id
JOIN statement ON statement.page = naming.page AND statement.nth = naming.statement_nth
WHERE form.actor IN (SELECT value FROM json_each(:actors)) AND naming.part = 'by'
  AND {_DAYS_AND_CONFIDENCE}
ORDER BY statement.day_from IS NULL, statement.day_from, statement.page, statement.nth LIMIT :limit
"""  # noqa: S608  # from the constants above


def quoted(words: str) -> str:
    """Return an FTS5 expression that asks for all the words, with nothing in them taken for syntax.

    Each run without white space becomes a phrase; runs without a letter or digit are left out, since FTS5 finds
    no word in them. The result is empty where nothing is left to ask for.
    """
    runs = storable_text(words).replace("\0", " ").replace('"', " ").split()
    return " ".join(f'"{run}"' for run in dict.fromkeys(runs) if any(c.isalnum() for c in run))


def sql_of(query: Query) -> tuple[str, dict[str, str | float | None]] | None:
    """Return the SQL of a query with its bindings, or None where nothing can match it."""
    match = quoted(query.words)
    if query.words.strip() and not match:
        return None
    given = {**bound(query), "limit": query.limit}
    if match:
        return _SEARCH, {**given, "match": match, "ranked": RANKED}
    if query.actors is not None:
        return _LIST_OF_SPEAKERS, given
    return _LIST, {key: value for key, value in given.items() if key != "actors"}


def bound(query: Query) -> dict[str, str | float | None]:
    """Return what a query's actors, days and confidence bind in `NARROWED`."""
    actors = None if query.actors is None else json.dumps(sorted(query.actors))
    return {"actors": actors, "since": query.since, "until": query.until, "least": query.least}
