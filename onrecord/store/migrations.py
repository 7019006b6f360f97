"""Laying a ledger out, and bringing an older one up to the newest layout.

The layouts are counted in `PRAGMA user_version`. A new file gets `schema.sql` as it stands; a file of layout n
takes the steps from n on. Either happens in one transaction: a file is never between two layouts.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import apsw

from onrecord.store.sql import all_rows, transaction

APPLICATION_ID = 0x6F6E7263
"""The letters "onrc": marks a SQLite file as a ledger of onrecord."""

Step = Callable[[apsw.Connection], None]

STEPS: tuple[Step, ...] = ()
"""`STEPS[n - 1]` takes a file of layout n to layout n + 1."""


def newest(steps: tuple[Step, ...] = STEPS) -> int:
    """Return the number of the newest layout."""
    return len(steps) + 1


def version_of(connection: apsw.Connection) -> int:
    """Return the number of a file's layout; 0 for a file that has none yet."""
    return int(all_rows(connection, "PRAGMA user_version")[0][0])


def migrate(connection: apsw.Connection, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring a ledger, which may be an empty file, to the newest layout; a no-op where it is there already."""
    if version_of(connection) == newest(steps):
        return
    with transaction(connection):
        version = version_of(connection)  # again: another process may have been quicker
        if version == 0:
            connection.execute(schema())
            connection.pragma("application_id", APPLICATION_ID)
        else:
            for step in steps[version - 1 :]:
                step(connection)
        connection.pragma("user_version", newest(steps))


def schema() -> str:
    """Return the text of `schema.sql`."""
    return (resources.files("onrecord.store") / "schema.sql").read_text(encoding="utf-8")
