"""The log of decisions in a ledger: rows are added and read, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from onrecord.decisions import decision_from_json, decision_to_json, in_order
from onrecord.decisions.log import undone
from onrecord.model import Anchor, Decision, Outcome
from onrecord.store.passes import renew
from onrecord.store.sql import all_rows, one_row
from onrecord.store.storable import storable_text
from onrecord.text import name_key

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

_PUT = """
INSERT INTO decision (id, kind, page, copies, of, who, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE body = '{}'
"""

# CROSS JOIN keeps the order (SQLite's "The SQLite Query Optimizer Overview", 7): decisions are few, pages many.
_STALE = """
SELECT DISTINCT page.id FROM decision CROSS JOIN page ON page.sha256 = decision.page
WHERE NOT EXISTS (SELECT 1 FROM applied WHERE applied.page = page.id AND applied.decision = decision.id)
"""

_ANCHORED = """
SELECT page.id FROM page
WHERE page.sha256 = :page OR page.id IN (SELECT speaker.page FROM speaker WHERE speaker.key = :key)
"""


_ORPHANS = "SELECT body, page, reason FROM orphans WHERE body <> '{}' ORDER BY at, id"

_TOLD = "SELECT page FROM applied WHERE decision = ?"

_OUTCOMES = "SELECT decision, outcome FROM applied ORDER BY outcome = 'in-force'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A decision that corrects nothing any more.

    Attributes:
        decision: The decision.
        page: The page's id; None where the ledger does not have the page.
        reason: Why, as a slug.
    """

    decision: Decision
    page: str | None
    reason: str


class DecisionLog:
    """The decisions of a ledger; what is deleted nowhere can be read by anybody at any time."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def all(self) -> tuple[Decision, ...]:
        """Return all decisions in the order in which they count."""
        return self._read("SELECT body FROM decision WHERE body <> '{}'")

    def of_page(self, sha256: str) -> tuple[Decision, ...]:
        """Return the decisions that may bear on a page: its own, and those that hold for copies of their words.

        Among the latter are those about words of other captures of the page.
        """
        own = self._read("SELECT body FROM decision WHERE body <> '{}' AND (page = ? OR copies = 1)", (sha256,))
        return in_order((*own, *self._store.recaptures.decided(sha256)))

    def like(self, prefix: str) -> tuple[Decision, ...]:
        """Return the decisions whose id starts so, at most twenty."""
        prefix = storable_text(prefix)
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
            rows = (
                all_rows(connection, _STALE)
                if sha256 is None
                else all_rows(connection, f"{_STALE} AND decision.page = ?", (sha256,))
            )
            own = {page for (page,) in rows}
        return tuple(sorted({*own, *self._store.recaptures.stale(sha256)}))

    def orphans(self) -> tuple[Orphan, ...]:
        """Return what neither holds nor was undone or overruled: its words, statement or page are not there."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _ORPHANS)
        gone = undone(self.all())
        found = (Orphan(decision=decision_from_json(body), page=page, reason=why) for body, page, why in rows)
        return tuple(orphan for orphan in found if orphan.decision.id not in gone)

    def outcomes(self) -> dict[str, Outcome]:
        """Return what became of each decision that a record tells of; one in force somewhere is in force."""
        with self._store.reading() as connection:
            return dict(all_rows(connection, _OUTCOMES))

    def pages_with(self, anchor: Anchor) -> tuple[str, ...]:
        """Return the pages whose text holds all words of an anchor; what they stand beside is not looked at."""
        quotes = (*anchor.content, *anchor.cue)
        if not quotes:
            return ()
        has = " AND ".join("instr(text, ?)" for _ in quotes)
        with self._store.reading() as connection:
            rows = all_rows(
                connection,
                f"SELECT id FROM page WHERE {has} ORDER BY id",  # noqa: S608  # from the line above
                [quote.exact for quote in quotes],
            )
        return tuple(page for (page,) in rows)

    def untold(self, decision: Decision) -> tuple[str, ...]:
        """Return the pages that hold the words of a decision and whose record does not tell of it."""
        with self._store.reading() as connection:
            told = {row[0] for row in all_rows(connection, _TOLD, (decision.id,))}
        return tuple(page for page in self.pages_with(decision.target) if page not in told)

    def _read(self, sql: str, bindings: tuple[str, ...] = ()) -> tuple[Decision, ...]:
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, bindings)
        return in_order(decision_from_json(body) for (body,) in rows)


def last(connection: apsw.Connection) -> tuple[int, str | None]:
    """Return how many decisions there are and the time of the latest."""
    row = one_row(connection, "SELECT count(*), max(at) FROM decision")
    return (row[0], row[1]) if row else (0, None)


def put_decisions(connection: apsw.Connection, decisions: Iterable[Decision]) -> int:
    """Add decisions to the log and let every pass take in again what they are about; return how many are new.

    One whose words went with a page that was forgotten, and is back, has them again.
    """
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


def forget(connection: apsw.Connection, sha256: str) -> None:
    """Take the words out of every decision that quotes a page; the rows stay, and decide nothing any more."""
    connection.execute(
        "UPDATE decision SET body = '{}' WHERE body <> '{}' AND (page = ?1 OR instr(body, ?1))", (sha256,)
    )
