"""What screens show of a ledger: short lists with a way to go on, counts, and never all pages at once.

Every list is asked for by a key that an index holds, so that it costs the same on a ledger of ten pages and of a
hundred thousand. `next` of a list is what to ask for to go on; None at its end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

import apsw

from onrecord.store.protocol import Place
from onrecord.store.search import RANKED, quoted
from onrecord.store.sql import all_rows, one_row
from onrecord.store.voices import Spoken, Voice, voices
from onrecord.text import name_key

State = Literal["read", "partly"]

Item = TypeVar("Item")

_WIDER = 10
"""Of so many times more of the least certain statements those are reviewed first that claims rest on."""
Bound = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Item]):
    """A part of a list; `next` asks for the part after it."""

    items: tuple[Item, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of the sources of a ledger. Always: sources = read + partly + refused."""

    sources: int
    read: int
    partly: int
    refused: int
    captures: int
    statements: int
    undated: int
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One page in a list; `problems` counts what was not understood of it."""

    id: str
    path: str | None
    url: str | None
    headline: str | None
    outlet: str | None
    published: str | None
    added: str
    statements: int
    problems: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One actor in a list; `sort` is person, body or government."""

    id: str
    name: str
    sort: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One thing that was not read or not understood; `page` is None where the source was refused whole."""

    path: str
    page: str | None
    stage: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How often one reason stands among the gaps."""

    reason: str
    times: int


class Reads(Protocol):
    """What of a store these questions need."""

    def reading(self) -> AbstractContextManager[apsw.Connection]:
        """Lend this thread's connection."""
        ...


_FIRST_CAPTURE = "(SELECT min(id) FROM capture AS first WHERE first.sha256 = page.sha256)"

_COVERAGE = """
SELECT (SELECT count(*) FROM page), (SELECT count(DISTINCT page) FROM problem),
       (SELECT count(*) FROM refusal
        WHERE sha256 IS NULL OR NOT EXISTS (SELECT 1 FROM page WHERE page.sha256 = refusal.sha256)),
       (SELECT count(*) FROM capture), (SELECT count(*) FROM statement),
       (SELECT count(*) FROM article WHERE published IS NULL),
       (SELECT min(published) FROM article), (SELECT max(published) FROM article)
"""

_PAGE_COLUMNS = f"""
page.id, capture.path, capture.url, article.headline, article.outlet, article.published, capture.added,
(SELECT count(*) FROM statement WHERE statement.page = page.id),
(SELECT count(*) FROM problem WHERE problem.page = page.id), page.n
FROM page JOIN article ON article.page = page.id JOIN capture ON capture.id = {_FIRST_CAPTURE}
"""  # noqa: S608  # from the constant above

_PAGES = f"""
SELECT {_PAGE_COLUMNS}
WHERE (:before IS NULL OR page.n < :before) AND page.n > :newer
  AND (:state IS NULL
       OR (:state = 'partly') = EXISTS (SELECT 1 FROM problem WHERE problem.page = page.id))
ORDER BY page.n DESC LIMIT :limit
"""  # noqa: S608  # from the constant above

_PAGES_WITH = f"""
SELECT {_PAGE_COLUMNS}
JOIN (SELECT rowid AS n, bm25(article_fts, 5.0, 1.0) AS score FROM article_fts
      WHERE article_fts MATCH :match LIMIT {RANKED}) AS found ON found.n = article.n
WHERE page.n > :newer
  AND (:state IS NULL
       OR (:state = 'partly') = EXISTS (SELECT 1 FROM problem WHERE problem.page = page.id))
ORDER BY found.score, page.id LIMIT :limit OFFSET :before
"""  # noqa: S608  # from the constants above

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

_ACTORS = f"""
SELECT form.actor, max(form.name), form.sort, sum(found.times) AS times FROM (
    SELECT form, count(*) AS times FROM naming WHERE part = 'by' GROUP BY form ORDER BY times DESC LIMIT {RANKED}
) AS found JOIN form ON form.id = found.form
WHERE form.page IS NULL
GROUP BY form.actor ORDER BY times DESC, form.actor LIMIT :limit OFFSET :offset
"""  # noqa: S608  # from the constant above

_ACTORS_WITH = f"""
SELECT form.actor, max(form.name), form.sort, sum(
    (SELECT count(*) FROM naming WHERE naming.form = form.id AND naming.part = 'by')) AS times
FROM (SELECT actor FROM form WHERE instr(key, :key) LIMIT {RANKED}) AS found JOIN form ON form.actor = found.actor
GROUP BY form.actor ORDER BY times DESC, form.actor LIMIT :limit OFFSET :offset
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

_GAPS_OF_PAGES = f"""
SELECT coalesce(capture.path, capture.url, ''), problem.page, problem.stage, problem.reason, problem.message,
       problem.nth
FROM problem JOIN page ON page.id = problem.page JOIN capture ON capture.id = {_FIRST_CAPTURE}
WHERE (problem.page, problem.nth) > (:page, :after) AND (:reason IS NULL OR problem.reason = :reason)
ORDER BY problem.page, problem.nth LIMIT :limit
"""  # noqa: S608  # from the constant above

_REFUSED = """
SELECT path, NULL, 'read', reason, message || iif(
           EXISTS (SELECT 1 FROM capture WHERE capture.path = refusal.path AND capture.added > refusal.tried),
           ' Other bytes at this path have been read since.', ''), id
FROM refusal WHERE id > :after AND (:reason IS NULL OR reason = :reason) ORDER BY id LIMIT :limit
"""

_REASONS = """
SELECT reason, sum(times) FROM (
    SELECT reason, count(*) AS times FROM problem GROUP BY reason
    UNION ALL SELECT reason, count(*) FROM refusal GROUP BY reason)
GROUP BY reason ORDER BY 2 DESC, 1
"""


class Screens:
    """The questions of the screens, put to one store."""

    def __init__(self, store: Reads) -> None:
        """Take the store that is asked."""
        self._store = store

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Let all questions that this thread asks within see the ledger as it is now, whoever writes meanwhile."""
        with self._store.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("COMMIT")

    def coverage(self) -> Coverage:
        """Return what became of the sources."""
        with self._store.reading() as connection:
            row = all_rows(connection, _COVERAGE)[0]
        pages, partly, refused, captures, statements, undated, first, last = row
        return Coverage(
            sources=pages + refused,
            read=pages - partly,
            partly=partly,
            refused=refused,
            captures=captures,
            statements=statements,
            undated=undated,
            first_published=first,
            last_published=last,
        )

    def pages(
        self,
        *,
        words: str = "",
        state: State | None = None,
        newer: int = 0,
        after: str | None = None,
        limit: int = 50,
    ) -> Listed[PageRow]:
        """Return pages, those added last first; with words, the best match of headline and body first.

        Args:
            words: Must all occur; nothing in them is syntax. More than some thousand matches are not ranked.
            state: Only pages read whole, or only those read in part.
            newer: Only pages that were added after the one that was the `newest` then.
            after: What `next` of the list before said.
            limit: At most so many.
        """
        match = quoted(words)
        if words.strip() and not match:
            return Listed(items=())
        before = _number(after)
        bound: Bound = {"state": state, "newer": newer, "limit": limit + 1}
        with self._store.reading() as connection:
            if match:
                rows = all_rows(connection, _PAGES_WITH, {**bound, "match": match, "before": before or 0})
            else:
                rows = all_rows(connection, _PAGES, {**bound, "before": before})
        items = tuple(
            PageRow(**dict(zip(PageRow.__dataclass_fields__, row, strict=False))) for row in rows[:limit]
        )
        if len(rows) <= limit:
            return Listed(items=items)
        return Listed(items=items, next=str((before or 0) + limit if match else rows[limit - 1][-1]))

    def newest(self) -> int:
        """Return a number that grows with every page that is added."""
        with self._store.reading() as connection:
            return int(all_rows(connection, "SELECT coalesce(max(n), 0) FROM page")[0][0])

    def statements(
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
        offset = _number(after) or 0
        bound = {"match": match, "since": since, "until": until, "limit": limit + 1, "offset": offset}
        with self._store.reading() as connection:
            rows = all_rows(connection, _FOUND, bound)
        return _statements(rows, limit, str(offset + limit))

    def _by_day(self, since: str | None, until: str | None, after: str | None, limit: int) -> Listed[StatementRow]:
        day, _, n = (after or "").rpartition("_")
        place: Bound = {"day": day or None, "n": _number(n) or 0}
        bound: Bound = {**place, "since": since, "until": until, "limit": limit + 1}
        with self._store.reading() as connection:
            rows = all_rows(connection, _BY_DAY, bound)
        last = rows[limit - 1] if len(rows) > limit else None
        return _statements(rows, limit, f"{last[7]}_{last[-1]}" if last else None)

    def statements_of(self, actor: str, *, after: str | None = None, limit: int = 100) -> Listed[StatementRow]:
        """Return an actor's statements by day, those without one last; the actor by its id."""
        offset = _number(after) or 0
        bound: Bound = {"actor": actor, "limit": limit + 1, "offset": offset}
        with self._store.reading() as connection:
            rows = all_rows(connection, _OF_ACTOR, bound)
        return _statements(rows, limit, str(offset + limit))

    def actors(self, *, words: str = "", after: str | None = None, limit: int = 50) -> Listed[ActorRow]:
        """Return the actors who speak most often, or those whose name holds words as they follow one another.

        Args:
            words: The beginning, middle or end of a name; some thousand names that hold them are looked at.
            after: What `next` of the list before said.
            limit: At most so many.
        """
        offset, key = _number(after) or 0, name_key(words)
        bound: Bound = {"key": key, "limit": limit + 1, "offset": offset}
        if words.strip() and not key:
            return Listed(items=())
        with self._store.reading() as connection:
            if key:
                rows = all_rows(connection, _ACTORS_WITH, bound)
            else:
                rows = all_rows(connection, _ACTORS, {"limit": limit + 1, "offset": offset})
        items = tuple(ActorRow(id=row[0], name=row[1], sort=row[2], statements=row[3]) for row in rows[:limit])
        return Listed(items=items, next=str(offset + limit) if len(rows) > limit else None)

    def gaps(self, *, reason: str | None = None, after: str | None = None, limit: int = 100) -> Listed[GapRow]:
        """Return what was not read: refused sources first, then by page; only of one reason where it is given."""
        page, _, number = (after or "").rpartition("_")
        place: Bound = {"page": page, "after": _number(number) or 0}
        wanted: Bound = {"reason": reason, "limit": limit + 1}
        rows: list[tuple[Any, ...]] = []
        with self._store.reading() as connection:
            if not page:
                rows = all_rows(connection, _REFUSED, {**wanted, "after": place["after"]})
                place = {"page": "", "after": 0}
            if len(rows) <= limit:
                rows += all_rows(connection, _GAPS_OF_PAGES, {**wanted, **place})
        items = tuple(GapRow(**dict(zip(GapRow.__dataclass_fields__, row, strict=False))) for row in rows[:limit])
        if len(rows) <= limit:
            return Listed(items=items)
        last = rows[limit - 1]
        return Listed(items=items, next=f"{last[1] or ''}_{last[-1]}")

    def reasons(self) -> tuple[ReasonCount, ...]:
        """Return how often each reason stands among the gaps, the most frequent first."""
        with self._store.reading() as connection:
            return tuple(
                ReasonCount(reason=reason, times=times) for reason, times in all_rows(connection, _REASONS)
            )

    def to_review(self, limit: int) -> tuple[Place, ...]:
        """Return statements that nobody has reviewed: of the least certain those that most claims rest on."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _LEAST_CERTAIN, {"limit": limit * _WIDER})
            used = {(page, nth): all_rows(connection, _USED, (page, nth))[0][0] for page, nth in rows}
        most = sorted(used, key=lambda place: -used[place])[:limit]
        return tuple(Place(*place) for place in most)

    def claim_at(self, place: Place) -> tuple[str, str] | None:
        """Return the claim that a statement bears on most plainly, in words, and the stance that it takes."""
        with self._store.reading() as connection:
            row = one_row(connection, _CLAIM_AT, tuple(place))
        return (row[0], row[1]) if row else None

    def sample(self, limit: int) -> tuple[Place, ...]:
        """Return statements that nobody has reviewed in an order that is random and stays."""
        with self._store.reading() as connection:
            return tuple(Place(*row) for row in all_rows(connection, _AT_RANDOM, {"limit": limit}))

    def voices(self, pages: Iterable[str]) -> dict[Spoken, Voice]:
        """Return who is meant by each speaker of some pages; those of whom nothing is known are left out."""
        with self._store.reading() as connection:
            return voices(connection, pages)

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


def _number(text: str | None) -> int | None:
    """Return what `next` stands for; what no list gave asks for the beginning."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
