"""What screens show of statements: lists by words, day or actor, and the queues of what is to be reviewed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.store.listed import Bound, Listed, Reads, number_of
from onrecord.store.protocol import Place
from onrecord.store.search import RANKED, quoted
from onrecord.store.sql import all_rows, one_row

_WIDER = 10
"""Of so many times more of the least certain statements those are reviewed first that claims rest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement in a list, with the page that shows it.

    Attributes:
        page, nth: Its place in the ledger.
        start, end: From its first content span to its last; None where it has no content.
        day_is: Whether the days are those the page gives for the saying, or the page's own.
        reached: The media it came through, innermost first.
    """

    page: str
    nth: int
    id: str
    speakers: str
    cue: str
    words: str
    form: str
    day_from: str | None
    day_to: str | None
    day_is: Literal["said", "published"] | None
    reached: tuple[str, ...]
    negated: bool
    silent: bool
    confidence: float
    start: int | None
    end: int | None
    outlet: str | None
    published: str | None
    headline: str | None


_STATEMENT_COLUMNS = """
statement.page, statement.nth, statement.id, statement.speakers, statement.cue, statement.words, statement.form,
statement.day_from, statement.day_to,
CASE WHEN statement.said_from IS NOT NULL OR statement.said_to IS NOT NULL THEN 'said'
     WHEN statement.day_from IS NOT NULL THEN 'published' END,
statement.via, statement.negated, statement.silent, statement.confidence,
statement.content_start, statement.content_end, article.outlet, article.published, article.headline
"""

_FOUND = f"""
SELECT {_STATEMENT_COLUMNS}
FROM (SELECT statement_fts.rowid AS n, bm25(statement_fts) AS score
      FROM statement_fts JOIN statement AS one ON one.n = statement_fts.rowid
      WHERE statement_fts MATCH :match AND (:since IS NULL OR one.day_to >= :since)
        AND (:until IS NULL OR one.day_from <= :until)
      LIMIT {RANKED}) AS found
JOIN statement ON statement.n = found.n JOIN article ON article.page = statement.page
ORDER BY found.score, statement.page, statement.nth LIMIT :limit OFFSET :offset
"""  # noqa: S608  # from the constants above

_BY_DAY = f"""
SELECT {_STATEMENT_COLUMNS}, statement.n
FROM statement JOIN article ON article.page = statement.page
WHERE statement.day_from >= coalesce(:day, :since, '') AND (:until IS NULL OR statement.day_from <= :until)
  AND (:day IS NULL OR statement.day_from > :day OR statement.n > :n)
ORDER BY statement.day_from, statement.n LIMIT :limit
"""  # noqa: S608  # from the constant above

_OF_ACTOR = f"""
SELECT DISTINCT {_STATEMENT_COLUMNS}
FROM form JOIN naming ON naming.form = form.id AND naming.part = 'by'
JOIN statement ON statement.page = naming.page AND statement.nth = naming.statement_nth
JOIN article ON article.page = statement.page
WHERE form.actor = :actor
ORDER BY statement.day_from IS NULL, statement.day_from, statement.page, statement.nth LIMIT :limit OFFSET :offset
"""  # noqa: S608  # from the constant above

# What people have reviewed stands in `applied`; ids are hashes, so that their order is a random one that stays.
_TO_REVIEW = """
SELECT statement.page, statement.nth FROM statement
WHERE NOT EXISTS (
    SELECT 1 FROM applied
    WHERE applied.page = statement.page AND applied.statement = statement.id
      AND applied.kind = 'review' AND applied.outcome = 'in-force')
ORDER BY {order} LIMIT :limit
"""

_LEAST_CERTAIN = _TO_REVIEW.format(order="statement.confidence, statement.id")

_AT_RANDOM = _TO_REVIEW.format(order="statement.id, statement.page")

_USED = """
SELECT count(*) FROM claim_bearing WHERE claim_bearing.page = ? AND claim_bearing.nth = ?
"""

_CLAIM_AT = """
SELECT claim.proposition, claim_bearing.stance FROM claim_bearing JOIN claim ON claim.id = claim_bearing.claim
WHERE claim_bearing.page = ? AND claim_bearing.nth = ? AND claim_bearing.stance <> 'none'
ORDER BY claim_bearing.relation = 'itself' DESC, claim_bearing.score DESC, claim.id LIMIT 1
"""


class StatementLists:
    """The questions about statements, put to one store."""

    def __init__(self, store: Reads) -> None:
        """Take the store that is asked."""
        self._store = store

    def found(
        self,
        *,
        words: str = "",
        who: str = "",
        since: str | None = None,
        until: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Listed[StatementRow]:
        """Return the statements that hold all words, the best match first; without words by day.

        Args:
            words: Must all occur in the content or among the speakers.
            who: Words that must all occur among the speakers.
            since: First ISO day; a statement goes by the day said, else by the day published.
            until: Last ISO day.
            after: What `next` of the list before said.
            limit: At most so many.
        """
        parts = [quoted(words), f"speakers : ({quoted(who)})" if quoted(who) else ""]
        match = " AND ".join(f"({part})" for part in parts if part)
        if not match and (words.strip() or who.strip()):
            return Listed(items=())
        if not match:
            return self._by_day(since, until, after, limit)
        offset = number_of(after) or 0
        bound = {"match": match, "since": since, "until": until, "limit": limit + 1, "offset": offset}
        with self._store.reading() as connection:
            rows = all_rows(connection, _FOUND, bound)
        return _statements(rows, limit, str(offset + limit))

    def _by_day(self, since: str | None, until: str | None, after: str | None, limit: int) -> Listed[StatementRow]:
        day, _, n = (after or "").rpartition("_")
        place: Bound = {"day": day or None, "n": number_of(n) or 0}
        bound: Bound = {**place, "since": since, "until": until, "limit": limit + 1}
        with self._store.reading() as connection:
            rows = all_rows(connection, _BY_DAY, bound)
        last = rows[limit - 1] if len(rows) > limit else None
        return _statements(rows, limit, f"{last[7]}_{last[-1]}" if last else None)

    def of_actor(self, actor: str, *, after: str | None = None, limit: int = 100) -> Listed[StatementRow]:
        """Return an actor's statements by day, those without one last; the actor by its id."""
        offset = number_of(after) or 0
        bound: Bound = {"actor": actor, "limit": limit + 1, "offset": offset}
        with self._store.reading() as connection:
            rows = all_rows(connection, _OF_ACTOR, bound)
        return _statements(rows, limit, str(offset + limit))

    def to_review(self, limit: int) -> tuple[Place, ...]:
        """Return statements that nobody has reviewed: of the least certain those that most claims rest on."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _LEAST_CERTAIN, {"limit": limit * _WIDER})
            used = {(page, nth): all_rows(connection, _USED, (page, nth))[0][0] for page, nth in rows}
        most = sorted(used, key=lambda place: -used[place])[:limit]
        return tuple(Place(*place) for place in most)

    def sample(self, limit: int) -> tuple[Place, ...]:
        """Return statements that nobody has reviewed in an order that is random and stays."""
        with self._store.reading() as connection:
            return tuple(Place(*row) for row in all_rows(connection, _AT_RANDOM, {"limit": limit}))

    def claim_at(self, place: Place) -> tuple[str, str] | None:
        """Return the claim that a statement bears on most plainly, in words, and the stance that it takes."""
        with self._store.reading() as connection:
            row = one_row(connection, _CLAIM_AT, tuple(place))
        return (row[0], row[1]) if row else None

    def place_of(self, statement: str) -> StatementRow | None:
        """Return the statement of an id; of pages with the same text, the one with the smallest id."""
        sql = (
            f"SELECT {_STATEMENT_COLUMNS} FROM statement JOIN article ON article.page = statement.page"  # noqa: S608  # from above
            " WHERE statement.id = ? ORDER BY statement.page LIMIT 1"
        )
        with self._store.reading() as connection:
            row = one_row(connection, sql, (statement,))
        return _statement(row) if row else None


def _statements(rows: list[tuple[Any, ...]], limit: int, onward: str | None) -> Listed[StatementRow]:
    items = tuple(_statement(row) for row in rows[:limit])
    return Listed(items=items, next=onward if len(rows) > limit else None)


def _statement(row: tuple[Any, ...]) -> StatementRow:
    cells = dict(zip(StatementRow.__dataclass_fields__, row, strict=False))
    cells["reached"] = tuple(json.loads(cells["reached"]))
    cells["negated"], cells["silent"] = bool(cells["negated"]), bool(cells["silent"])
    return StatementRow(**cells)
