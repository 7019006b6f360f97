"""The log of decisions in a ledger: rows are added and read, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import apsw

from onrecord.decisions import decision_from_json, decision_to_json, in_order
from onrecord.model import Anchor, Decision
from onrecord.store.passes import renew
from onrecord.store.sql import all_rows, one_row
from onrecord.text import name_key

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

_PUT = """
INSERT INTO decision (id, kind, page, copies, of, who, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""

_STALE = """
SELECT page.id FROM decision JOIN page ON page.sha256 = decision.page
WHERE (:sha256 IS NULL OR decision.page = :sha256)
    AND NOT EXISTS (SELECT 1 FROM applied WHERE applied.page = page.id AND applied.decision = decision.id)
GROUP BY page.id ORDER BY page.id
"""

_ANCHORED = """
SELECT page.id FROM page
WHERE page.sha256 = :page OR page.id IN (SELECT speaker.page FROM speaker WHERE speaker.key = :key)
"""


class DecisionLog:
    """The decisions of a ledger; what is deleted nowhere can be read by anybody at any time."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def all(self) -> tuple[Decision, ...]:
        """Return all decisions in the order in which they count."""
        return self._read("SELECT body FROM decision WHERE body <> '{}'")

    def of_page(self, sha256: str) -> tuple[Decision, ...]:
        """Return the decisions that may bear on a page: its own, and those that hold for copies of their words."""
        return self._read("SELECT body FROM decision WHERE body <> '{}' AND (page = ? OR copies = 1)", (sha256,))

    def like(self, prefix: str) -> tuple[Decision, ...]:
        """Return the decisions whose id starts so, at most twenty."""
        sql = (
            "SELECT body FROM decision WHERE body <> '{}' AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 20"
        )
        return self._read(sql, (prefix,))

    def last(self) -> tuple[int, str | None]:
        """Return how many decisions there are and the time of the latest: a log that grew since has another."""
        with self._store.reading() as connection:
            return last(connection)

    def stale(self, sha256: str | None = None) -> tuple[str, ...]:
        """Return the pages, of one source or all, whose record does not know every decision about them."""
        with self._store.reading() as connection:
            return tuple(page for (page,) in all_rows(connection, _STALE, {"sha256": sha256}))

    def _read(self, sql: str, bindings: tuple[str, ...] = ()) -> tuple[Decision, ...]:
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, bindings)
        return in_order(decision_from_json(body) for (body,) in rows)


def last(connection: apsw.Connection) -> tuple[int, str | None]:
    """Return how many decisions there are and the time of the latest."""
    row = one_row(connection, "SELECT count(*), max(at) FROM decision")
    return (row[0], row[1]) if row else (0, None)


def put_decisions(connection: apsw.Connection, decisions: Iterable[Decision]) -> int:
    """Add decisions to the log and let every pass take in again what they are about; return how many are new."""
    new = 0
    for decision in decisions:
        target = decision.target
        cells = (decision.id, decision.kind, target.page, int(decision.copies), decision.of)
        connection.execute(_PUT, (*cells, decision.who, decision.at, decision_to_json(decision)))
        if connection.changes():
            new += 1
            for anchor in (target, *decision.others):
                _renew(connection, anchor)
    return new


def _renew(connection: apsw.Connection, anchor: Anchor) -> None:
    key = name_key(anchor.name) if anchor.name else None
    for (page,) in all_rows(connection, _ANCHORED, {"page": anchor.page, "key": key}):
        renew(connection, page)
