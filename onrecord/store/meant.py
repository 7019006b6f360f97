"""Which statements the beginning of an id means."""

from __future__ import annotations

from onrecord.model import Record, Statement
from onrecord.store.protocol import Store


def statements_meant(store: Store, prefix: str) -> tuple[tuple[Record, Statement], ...]:
    """Return the statements whose ids begin so, each with its record.

    Pages of the same text share their statements' ids; then the page with the smallest id is given.
    """
    found: dict[str, tuple[Record, Statement]] = {}
    for place in store.statements_like(prefix) if prefix else ():
        record = store.record(place.page)
        statement = record.statements[place.nth]
        found.setdefault(statement.id, (record, statement))
    return tuple(found.values())
