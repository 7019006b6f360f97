"""Laying a ledger out, and bringing an older one up to the newest layout.

The layouts are counted in `PRAGMA user_version`, and the files of `layout/` by the number that their names begin
with: file n takes a ledger of layout n - 1 to layout n, an empty file being of layout 0. All the steps of a file
happen in one transaction: it is never between two layouts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import resources

import apsw

from onrecord.errors import LedgerError
from onrecord.store.sql import all_rows, transaction

_PARTS = """
SELECT name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL
UNION ALL SELECT held.name, own.name || ' ' || own.type
FROM pragma_table_list AS held JOIN pragma_table_xinfo(held.name) AS own
WHERE held.schema = 'main' AND held.type IN ('table', 'virtual')
"""

APPLICATION_ID = 0x6F6E7263
"""The letters "onrc": marks a SQLite file as a ledger of onrecord."""


def layouts() -> tuple[str, ...]:
    """Return the texts of `layout/`, in order."""
    folder = resources.files("onrecord.store") / "layout"
    files = [file for file in folder.iterdir() if re.fullmatch(r"\d+_\w+\.sql", file.name)]
    return tuple(
        file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: int(file.name.split("_")[0]))
    )


LAYOUTS = layouts()


def newest(steps: Sequence[str] = LAYOUTS) -> int:
    """Return the number of the newest layout."""
    return len(steps)


def version_of(connection: apsw.Connection) -> int:
    """Return the number of a file's layout; 0 for a file that has none yet."""
    return int(all_rows(connection, "PRAGMA user_version")[0][0])


def migrate(connection: apsw.Connection, steps: Sequence[str] = LAYOUTS) -> None:
    """Bring a ledger, which may be an empty file, to the newest layout; a no-op where it is there already.

    Raises:
        LedgerError: Its layout has the number of an older one and is another; it is left as it is.
    """
    if version_of(connection) == newest(steps):
        return
    with transaction(connection):
        version = version_of(connection)  # again: another process may have been quicker
        for step in steps[version:]:
            connection.execute(step)
        if version and not _parts(connection) >= _parts_of(steps):
            raise LedgerError(
                f"The ledger {connection.filename} is of a version of onrecord that was never released and "
                "cannot be brought up to date; add its pages to a new ledger."
            )
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", newest(steps))


def _parts(connection: apsw.Connection) -> frozenset[tuple[str, str]]:
    """Return the indexes, triggers and views of a file, each with its SQL less comments, and all columns."""
    return frozenset(
        (name, " ".join(re.sub(r"--.*", "", sql).split())) for name, sql in all_rows(connection, _PARTS)
    )


def _parts_of(steps: Sequence[str]) -> frozenset[tuple[str, str]]:
    connection = apsw.Connection(":memory:")
    try:
        for step in steps:
            connection.execute(step)
        return _parts(connection)
    finally:
        connection.close()


def schema() -> str:
    """Return the whole layout as one text."""
    return "\n".join(LAYOUTS)
