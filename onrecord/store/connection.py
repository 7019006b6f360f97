"""Opening a ledger file, and saying in one sentence why that cannot be done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from onrecord.errors import LedgerError
from onrecord.store.migrations import APPLICATION_ID, migrate, newest, version_of
from onrecord.store.sql import one_row

_MAGIC = b"SQLite format 3\x00"
_HEAD = 72
"""So far the application's number reaches into the file (SQLite's "Database File Format", 1.3)."""
_URI = apsw.SQLITE_OPEN_URI


def connect(path: Path, *, create: bool, busy_ms: int) -> apsw.Connection:
    """Open a ledger, lay it out where it is new, bring it up to date where it is old and can be written.

    Args:
        path: The file.
        create: Make the file where there is none; it must then be possible to write it.
        busy_ms: How long to wait for another process that is writing, in milliseconds.

    Raises:
        LedgerError: The file cannot be opened or is not a ledger that this version can read.
    """
    _check_file(path, create=create)
    writable = _is_writable(path)
    if create and not writable:
        raise LedgerError(f"The ledger {path} cannot be written: its file or folder is read-only; choose another.")
    with told(path):
        connection = _open(path, create=create) if writable else _open_to_read(path)
        try:
            _set_up(connection, busy_ms)
            _check_ours(connection, path, create=create, writable=writable)
            if writable:
                migrate(connection)
                connection.pragma("journal_mode", "WAL")
        except BaseException:
            connection.close()
            raise
    return connection


def is_ledger(path: Path) -> bool:
    """Tell whether a file is a ledger, by its first bytes: those of SQLite, with the number that marks ledgers."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.startswith(_MAGIC) and head[-4:] == APPLICATION_ID.to_bytes(4, "big")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a LedgerError: one sentence with what to do."""
    try:
        yield
    except apsw.Error as error:
        raise LedgerError(_sentence(path, error)) from error


def _sentence(path: Path, error: apsw.Error) -> str:
    match error:
        case apsw.BusyError() | apsw.LockedError():
            return f"The ledger {path} is being written by another process; wait until that is done and try again."
        case apsw.FullError():
            return f"The disk with the ledger {path} is full; make room and run it again, nothing stored is lost."
        case apsw.ReadOnlyError() | apsw.PermissionsError():
            return f"The ledger {path} can only be read here; make file and folder writable or choose another."
        case apsw.NotADBError() | apsw.CorruptError():
            return f"The ledger {path} is damaged ({error}); restore a copy, or add its pages to a new one."
        case apsw.CantOpenError() | apsw.IOError():
            return f"The ledger {path} cannot be opened or read ({error}); check the disk and the permissions."
        case _:
            return f"The ledger {path} could not be used: {error}."


def _check_file(path: Path, *, create: bool) -> None:
    try:
        if path.is_dir():
            raise LedgerError(f"{path} is a folder, not a ledger; give the path of a file with -l.")
        if not path.exists():
            _check_missing(path, create=create)
            return
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path} cannot be read ({error}); check its path and permissions.") from error
    if head and head != _MAGIC:
        raise LedgerError(f"{path} is not a ledger: it is not a SQLite file; give another path with -l.")


def _check_missing(path: Path, *, create: bool) -> None:
    if not create:
        raise LedgerError(f"There is no ledger at {path}; make one with `onrecord -l {path} add PATH`.")
    if not path.parent.is_dir():
        raise LedgerError(f"There is no folder {path.parent} to make the ledger {path.name} in; make it first.")


def _is_writable(path: Path) -> bool:
    there = not path.exists() or os.access(path, os.W_OK)
    return there and os.access(path.absolute().parent, os.W_OK)


def _open(path: Path, *, create: bool) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    # As a URI, since a file name need not be UTF-8.
    return apsw.Connection(path.absolute().as_uri(), flags=flags | _URI)


def _open_to_read(path: Path) -> apsw.Connection:
    """Open a file that cannot be written.

    A WAL file in a folder where SQLite cannot make its shared memory opens only as `immutable`, which is right
    as long as nobody's unfinished write-ahead log lies beside it.
    """
    uri = path.absolute().as_uri()
    connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | _URI)
    try:
        version_of(connection)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        connection.close()
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return apsw.Connection(f"{uri}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | _URI)
    return connection


def _set_up(connection: apsw.Connection, busy_ms: int) -> None:
    connection.set_busy_timeout(busy_ms)
    connection.pragma("foreign_keys", True)
    connection.pragma("trusted_schema", False)  # a ledger may come from a stranger
    connection.pragma("synchronous", "FULL")  # a stored page outlives a power cut


def _check_ours(connection: apsw.Connection, path: Path, *, create: bool, writable: bool) -> None:
    version = version_of(connection)
    empty = one_row(connection, "SELECT 1 FROM sqlite_schema LIMIT 1") is None
    if empty and version == 0:
        if not create:
            raise LedgerError(f"{path} is empty, not yet a ledger; fill it with `onrecord -l {path} add PATH`.")
        return
    if connection.pragma("application_id") != APPLICATION_ID:
        raise LedgerError(f"{path} is a SQLite file, but not a ledger of onrecord; give another path with -l.")
    if version > newest():
        raise LedgerError(
            f"The ledger {path} is of a newer onrecord (layout {version}; this one knows {newest()}); update it."
        )
    if version < newest() and not writable:
        raise LedgerError(
            f"The ledger {path} has an older layout and cannot be written here; open it once where it can be."
        )
