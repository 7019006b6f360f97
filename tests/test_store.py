"""The SQLite store: the contract, then what only a file can get wrong."""

from __future__ import annotations

from pathlib import Path

from store_contract import StoreContract

from onrecord.store import SqliteStore, Store


class TestSqliteStore(StoreContract):
    """The store in one SQLite file passes the contract."""

    def open_store(self, path: Path) -> Store:
        return SqliteStore(path, create=True)
