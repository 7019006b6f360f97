"""A page that was taken again with other bytes: which pages these are, and what was decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import apsw

from onrecord.decisions import decision_from_json, in_order, standing
from onrecord.decisions.carrying import carried, has_words
from onrecord.model import Decision
from onrecord.store.sql import all_rows

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

# Bytes with the same text, and what was taken at the same path or address; standard input is no place.
_OTHERS = """
SELECT theirs.sha256 FROM capture AS own JOIN capture AS theirs ON theirs.path = own.path
WHERE own.sha256 = :sha256 AND own.path <> '-'
UNION SELECT theirs.sha256 FROM capture AS own JOIN capture AS theirs ON theirs.url = own.url
WHERE own.sha256 = :sha256
UNION SELECT theirs.sha256 FROM page AS own JOIN page AS theirs ON theirs.text_sha256 = own.text_sha256
WHERE own.sha256 = :sha256
EXCEPT SELECT :sha256
"""

_PAGES = f"SELECT id, text, text_sha256 FROM page WHERE sha256 IN ({_OTHERS}) ORDER BY id"  # noqa: S608  # from above

_DECIDED = f"SELECT body FROM decision WHERE body <> '{{}}' AND copies = 0 AND page IN ({_OTHERS})"  # noqa: S608  # from above

_TOLD = """
SELECT applied.page, applied.decision FROM applied
JOIN decision ON decision.id = applied.decision JOIN page ON page.id = applied.page
WHERE decision.body <> '{}' AND decision.copies = 0 AND page.sha256 <> decision.page
"""


class Recaptures:
    """What was decided about words of a page, where other bytes were taken at its place or have its text."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def decided(self, sha256: str) -> tuple[Decision, ...]:
        """Return what was decided about other captures of a page, as it counts on this one."""
        with self._store.reading() as connection:
            return tuple(one for decision in _decided(connection, sha256) if (one := carried(decision)))

    def pages(self, decision: Decision) -> tuple[str, ...]:
        """Return the other captures of the page that a decision is about, on which it holds too."""
        if decision.copies or decision.target.page is None or carried(decision) is None:
            return ()
        with self._store.reading() as connection:
            rows = all_rows(connection, _PAGES, {"sha256": decision.target.page})
        return tuple(page for page, text, digest in rows if has_words(text, digest, decision))

    def stale(self, sha256: str | None = None) -> tuple[str, ...]:
        """Return the pages, of one source or all, whose record is behind what was decided about other captures."""
        with self._store.reading() as connection:
            given = self._store.decisions.all() if sha256 is None else _decided(connection, sha256)
            told = _by_page(
                all_rows(connection, _TOLD)
                if sha256 is None
                else all_rows(connection, f"{_TOLD} AND page.sha256 = ?", (sha256,))
            )
        wanted = _by_page((page, one.id) for one in standing(given) for page in self.pages(one))
        if sha256 is not None:
            known = self._store.page_of(sha256)
            wanted = {page: ids for page, ids in wanted.items() if known and page == known[0]}
        return tuple(sorted(page for page in {*wanted, *told} if wanted.get(page) != told.get(page)))


def _decided(connection: apsw.Connection, sha256: str) -> tuple[Decision, ...]:
    rows: Iterator[tuple[str]] = iter(all_rows(connection, _DECIDED, {"sha256": sha256}))
    return in_order(decision_from_json(body) for (body,) in rows)


def _by_page(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for page, decision in pairs:
        out[page].add(decision)
    return dict(out)
