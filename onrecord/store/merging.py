"""What one ledger asks of another when it takes it in, and the order of captures after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.model import Capture
from onrecord.store.protocol import Refusal
from onrecord.store.sql import all_rows

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

# Captures are numbered in the order of adding; those of one second that stood here stay in theirs.
_RENUMBER = (
    "CREATE TEMP TABLE in_order (id INTEGER PRIMARY KEY, place INTEGER NOT NULL)",
    "INSERT INTO in_order SELECT id, row_number() OVER (ORDER BY added, id) FROM capture",
    "UPDATE capture SET id = -(SELECT place FROM in_order WHERE in_order.id = capture.id)",
    "UPDATE capture SET id = -id",
    "DROP TABLE in_order",
)


class Merging:
    """What merging needs of one store beyond what adding needs."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def refusals(self) -> tuple[Refusal, ...]:
        """Return what was refused whole, in the order of refusing."""
        sql = "SELECT path, sha256, reason, message, tried FROM refusal ORDER BY id"
        with self._store.reading() as connection:
            rows = all_rows(connection, sql)
        return tuple(
            Refusal(path=path, sha256=sha256, reason=reason, message=message, tried=tried)
            for path, sha256, reason, message, tried in rows
        )

    def date_back(self, sha256: str, capture: Capture) -> bool:
        """Let a capture that both ledgers have be as old as in the other one; tell whether it was younger."""
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE capture SET added = ?2 WHERE sha256 = ?1 AND path IS ?3 AND url IS ?4 AND added > ?2",
                (sha256, capture.added, capture.path, capture.url),
            )
            return connection.changes() > 0

    def put_captures_in_order(self) -> None:
        """Number captures in the order in which they were added, wherever that was."""
        with self._store.writing() as connection:
            for sql in _RENUMBER:
                connection.execute(sql)
