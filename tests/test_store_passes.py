"""The book of passes: a page is taken in once by each version of a pass, and again when its record changes.

And the batches that passes work in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_contract import ADDED, a_record, a_source

from onrecord.errors import LedgerError
from onrecord.model import AddProgress
from onrecord.store import SqliteStore
from onrecord.store.batches import in_growing_batches
from onrecord.store.passes import pending, take


def test_a_page_waits_until_it_is_taken_in_and_again_when_its_record_or_the_pass_changes(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    source = a_source()
    record = a_record(source)
    store.put_page(source, record, ADDED)
    page = record.page.id
    with store.writing() as connection:
        assert pending(connection, "relay", "1") == (page,)
        take(connection, "relay", "1", [page])
        assert pending(connection, "relay", "1") == ()
        assert pending(connection, "actors", "1") == (page,)
        assert pending(connection, "relay", "2") == (page,)
    store.put_page(source, replace(record, statements=()), ADDED)
    with store.reading() as connection:
        assert pending(connection, "relay", "1") == (page,)
    store.close()


def test_what_a_pass_took_in_is_forgotten_with_what_it_stored(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    source = a_source()
    record = a_record(source)
    store.put_page(source, record, ADDED)
    with pytest.raises(LedgerError):
        _take_and_fail(store, record.page.id)
    with store.reading() as connection:
        assert pending(connection, "relay", "1") == (record.page.id,)
    store.close()


def _take_and_fail(store: SqliteStore, page: str) -> None:
    with store.writing() as connection:
        take(connection, "relay", "1", [page])
        connection.execute("INSERT INTO nowhere VALUES (1)")


@given(st.integers(0, 3_000), st.integers(1, 300), st.integers(0, 20_000))
def test_growing_batches_hold_every_item_once_and_read_what_was_before_sixteen_times_an_item(
    items: int, least: int, before: int
) -> None:
    told: list[AddProgress] = []
    batches = list(in_growing_batches(range(items), least, before, "Comparing", told.append))
    assert [item for batch in batches for item in batch] == list(range(items))
    assert all(len(batch) >= min(least, items - batch[0]) for batch in batches)
    assert all(before + batch[0] < 16 * (len(batch) + 1) for batch in batches[:-1] if len(batch) > least)
    assert [(at.done, at.total) for at in told] == [(batch[-1] + 1, items) for batch in batches]
