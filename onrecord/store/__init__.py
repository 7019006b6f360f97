"""Where a ledger's state lives: a small protocol, and a SQLite file that keeps it."""

from onrecord.store.protocol import Place, Query, Refusal, Store, Stored
from onrecord.store.sqlite import SqliteStore

__all__ = ["Place", "Query", "Refusal", "SqliteStore", "Store", "Stored"]
