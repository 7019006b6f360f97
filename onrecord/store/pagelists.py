"""What screens show of pages: lists of them, how many were read, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.store.counts import Coverage, count_sources
from onrecord.store.listed import Bound, Listed, Reads, number_of
from onrecord.store.search import RANKED, quoted
from onrecord.store.sql import FIRST_CAPTURE, all_rows

State = Literal["read", "partly"]


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


_PAGE_COLUMNS = f"""
page.id, capture.path, capture.url, article.headline, article.outlet, article.published, capture.added,
(SELECT count(*) FROM statement WHERE statement.page = page.id),
(SELECT count(*) FROM problem WHERE problem.page = page.id), page.n
FROM page JOIN article ON article.page = page.id JOIN capture ON capture.id = {FIRST_CAPTURE}
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

_GAPS_OF_PAGES = f"""
SELECT coalesce(capture.path, capture.url, ''), problem.page, problem.stage, problem.reason, problem.message,
       problem.nth
FROM problem JOIN page ON page.id = problem.page JOIN capture ON capture.id = {FIRST_CAPTURE}
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


class PageLists:
    """The questions about pages, put to one store."""

    def __init__(self, store: Reads) -> None:
        """Take the store that is asked."""
        self._store = store

    def coverage(self) -> Coverage:
        """Return what became of the sources."""
        with self._store.reading() as connection:
            return count_sources(connection)

    def listed(
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
        before = number_of(after)
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

    def gaps(self, *, reason: str | None = None, after: str | None = None, limit: int = 100) -> Listed[GapRow]:
        """Return what was not read: refused sources first, then by page; only of one reason where it is given."""
        page, _, number = (after or "").rpartition("_")
        place: Bound = {"page": page, "after": number_of(number) or 0}
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
