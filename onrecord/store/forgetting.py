"""Forgetting a page: everything that hangs on it goes, bytes and words; that it happened is all that stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import apsw

from onrecord.model import Forgotten, Hanging
from onrecord.store import relays, utterances
from onrecord.store.decisions import forget as forget_decisions
from onrecord.store.sql import all_rows, one_row
from onrecord.store.turns import count_turn

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

_HANGING = """
SELECT page.id, page.sha256,
       (SELECT count(*) FROM capture WHERE capture.sha256 = page.sha256),
       (SELECT count(*) FROM statement WHERE statement.page = page.id),
       (SELECT count(*) FROM decision WHERE body <> '{}' AND (page = page.sha256 OR instr(body, page.sha256)))
FROM page WHERE page.id = ?
"""

_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'decision'
AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) AS own WHERE own.name = 'page') ORDER BY name
"""

_BEFORE = (
    # the pass over claims sees that something is left to do, and finds which of them still stand
    "UPDATE claim SET looked = 0 WHERE id = (SELECT min(id) FROM claim)",
    "DELETE FROM sign WHERE n IN (SELECT n FROM vector WHERE page = :page)",
)

_AFTER = (
    "DELETE FROM page WHERE id = :page",
    "DELETE FROM capture WHERE sha256 = :sha256",
    "DELETE FROM refusal WHERE sha256 = :sha256",
    "DELETE FROM source WHERE sha256 = :sha256",
    # what a search index has deleted stays in it until its parts are merged
    "INSERT INTO article_fts (article_fts) VALUES ('optimize')",
    "INSERT INTO statement_fts (statement_fts) VALUES ('optimize')",
)

_COLUMNS = "sha256, who, at, why"


class Forgetting:
    """What was forgotten in one store, and how a page is."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def hanging(self, page: str) -> Hanging:
        """Return what hangs on a page by its whole id; KeyError where there is none."""
        with self._store.reading() as connection:
            row = one_row(connection, _HANGING, (page,))
        if row is None:
            raise KeyError(page)
        return Hanging(page=row[0], sha256=row[1], captures=row[2], statements=row[3], decisions=row[4])

    def of(self, sha256: str) -> Forgotten | None:
        """Return by whom a source was forgotten; None where it was not, or was added again since."""
        sql = f"SELECT {_COLUMNS} FROM forgotten WHERE sha256 = ? AND back IS NULL ORDER BY n DESC LIMIT 1"  # noqa: S608  # from above
        with self._store.reading() as connection:
            row = one_row(connection, sql, (sha256,))
        return _forgotten(row) if row else None

    def all(self) -> tuple[Forgotten, ...]:
        """Return what is forgotten, in the order of forgetting."""
        sql = f"SELECT {_COLUMNS} FROM forgotten WHERE back IS NULL ORDER BY at, sha256"  # noqa: S608  # from above
        with self._store.reading() as connection:
            return tuple(map(_forgotten, all_rows(connection, sql)))

    def note(self, gone: Forgotten) -> None:
        """Put down that a source is forgotten that this ledger does not have; a no-op where that is known."""
        with self._store.writing() as connection:
            _note(connection, gone)

    def returned(self, sha256: str, at: str) -> None:
        """Put down that a source was added again all the same."""
        with self._store.writing() as connection:
            connection.execute("UPDATE forgotten SET back = ? WHERE sha256 = ? AND back IS NULL", (at, sha256))

    def remove(self, page: str, gone: Forgotten) -> None:
        """Take a page out, with all that hangs on it but its names, which the pass over actors takes out before.

        Freed bytes of the file are overwritten. What was found across pages is found anew by the passes.
        """
        bound = {"page": page, "sha256": gone.sha256}
        with self._store.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            count_turn(connection)
            forget_decisions(connection, gone.sha256)
            relays.leave(connection, page)
            utterances.leave(connection, page)
            tables = [f"DELETE FROM {table} WHERE page = :page" for (table,) in all_rows(connection, _TABLES)]  # noqa: S608  # the schema's own
            for sql in (*_BEFORE, *tables, *_AFTER):
                connection.execute(sql, {name: value for name, value in bound.items() if f":{name}" in sql})
            _note(connection, gone)

    def shrink(self) -> bool:
        """Give free room back to the disk; False where others are reading, so that old bytes stay for them."""
        with self._store.reading() as connection:
            try:
                connection.execute("VACUUM")
            except apsw.BusyError:
                return False
            busy, _, _ = all_rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)")[0]
        return not busy


def any_forgotten(connection: apsw.Connection, sources: Iterable[str | None]) -> bool:
    """Tell whether one of these sources, by sha256, is forgotten."""
    sql = "SELECT 1 FROM forgotten WHERE sha256 = ? AND back IS NULL"
    return any(one_row(connection, sql, (sha256,)) for sha256 in {*sources})


def _note(connection: apsw.Connection, gone: Forgotten) -> None:
    connection.execute(
        f"INSERT INTO forgotten ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET back = NULL",  # noqa: S608  # from above
        (gone.sha256, gone.who, gone.at, gone.why),
    )


def _forgotten(row: tuple[str, str, str, str]) -> Forgotten:
    return Forgotten(sha256=row[0], who=row[1], at=row[2], why=row[3])
