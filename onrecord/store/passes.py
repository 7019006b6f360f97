"""Which pages a pass over the ledger has still to take in: the book that keeps every pass incremental."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from onrecord.store.sql import all_rows
from onrecord.store.turns import count_turn

_PENDING = """
SELECT id FROM page
WHERE id NOT IN (SELECT page FROM taken WHERE pass = :pass AND version = :version) ORDER BY id
"""

_TAKE = (
    "INSERT INTO taken (pass, version, page) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version"
)


def pending(connection: apsw.Connection, name: str, version: str) -> tuple[str, ...]:
    """Return the pages that this version of a pass has not taken in as they stand now, by id."""
    return tuple(page for (page,) in all_rows(connection, _PENDING, {"pass": name, "version": version}))


def count_taken(connection: apsw.Connection, name: str, version: str) -> int:
    """Return how many pages this version of a pass has taken in."""
    sql = "SELECT count(*) FROM taken WHERE pass = ? AND version = ?"
    return int(all_rows(connection, sql, (name, version))[0][0])


def count_waiting(connection: apsw.Connection, name: str) -> int:
    """Return how many pages a pass has still to take in as they stand, counted and not compared page by page."""
    sql = "SELECT (SELECT count(*) FROM page) - (SELECT count(*) FROM taken WHERE pass = ?)"
    return int(all_rows(connection, sql, (name,))[0][0])


def take(connection: apsw.Connection, name: str, version: str, pages: Iterable[str]) -> None:
    """Put down that a pass has taken pages in; in the transaction that stores what it made of them."""
    connection.executemany(_TAKE, [(name, version, page) for page in pages])


def renew(connection: apsw.Connection, page: str) -> None:
    """Let every pass take a page in again that may have been taken in, or read to be."""
    count_turn(connection)
    connection.execute("DELETE FROM taken WHERE page = ?", (page,))
