"""Asking SQLite and writing to it: rows as tuples, transactions all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

Bound = str | int | float | bytes | None
Bindings = Sequence[Bound] | Mapping[str, Bound]

FIRST_CAPTURE = "(SELECT min(id) FROM capture AS first WHERE first.sha256 = page.sha256)"
"""The capture by which a row of `page` is known: where its bytes were first taken from."""


def all_rows(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a query; what their cells are, the query knows."""
    return connection.execute(sql, bindings).fetchall()


def one_row(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> tuple[Any, ...] | None:
    """Return the first row of a query that should have at most one, or None."""
    rows = all_rows(connection, sql, bindings)
    return rows[0] if rows else None


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Take the write lock at once, and commit at the end or undo everything, also on KeyboardInterrupt.

    Inside another one it is a part of that.
    """
    inner: bool = connection.in_transaction
    if inner:
        yield
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # not where it never began, or SQLite itself undid it on a full disk
            connection.execute("ROLLBACK")
        raise
