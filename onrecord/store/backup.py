"""A copy of a ledger as it is at one moment, whoever writes meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from onrecord.errors import LedgerError
from onrecord.store.connection import told
from onrecord.store.sql import all_rows

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

_AT_ONCE = 4_000
"""Pages of the file to a step: some 16 MiB."""

OnShare = Callable[[int, int], None]


def copy_to(store: SqliteStore, target: Path, on_share: OnShare | None = None) -> None:
    """Copy the file of a store with SQLite's backup.

    It is written beside its place under another name first: under its own name there is a whole copy or none.

    Args:
        store: What is copied; a transaction holds it at one moment.
        target: A file that is not there yet.
        on_share: Called with how many pages of the file are copied, and of how many.

    Raises:
        LedgerError: The file is there already, or cannot be written.
    """
    if target.exists():
        raise LedgerError(f"{target} is there already; give another name, nothing is overwritten.")
    if not target.absolute().parent.is_dir():
        raise LedgerError(f"There is no folder {target.parent} to put the copy {target.name} in; make it first.")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.absolute().parent)
    os.close(handle)
    part = Path(name)
    try:
        _copy(store, part, on_share)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(store: SqliteStore, part: Path, on_share: OnShare | None) -> None:
    with store.reading() as source, told(part):
        copy = apsw.Connection(str(part))
        try:
            source.execute("BEGIN")
            all_rows(source, "SELECT 1 FROM page LIMIT 1")  # from here on this connection sees one moment
            with copy.backup("main", source, "main") as going:
                while not going.done:
                    going.step(_AT_ONCE)
                    if on_share is not None:
                        on_share(going.page_count - going.remaining, going.page_count)
        finally:
            if source.in_transaction:
                source.execute("COMMIT")
            copy.close()
