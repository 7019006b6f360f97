"""The log of decisions in a ledger file: it only grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_contract import ADDED, a_record, a_source

from onrecord.decisions import about_name, about_page, about_statement, stamped
from onrecord.errors import LedgerError
from onrecord.model import Applied, Decision, Record
from onrecord.store import SqliteStore
from onrecord.store.decisions import forget
from onrecord.store.passes import pending, take

NOON = datetime(2031, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """Return a store with one page."""
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    source = a_source()
    store.put_page(source, a_record(source), ADDED)
    return store


def decisions(record: Record) -> tuple[Decision, ...]:
    """Return a decision about a statement of a page, about the page, and about a name."""
    drafts = (
        Decision(
            kind="speaker",
            target=about_statement(record, record.statements[1]),
            values=("Mara Velt",),
            who="ada",
            why="",
        ),
        Decision(
            kind="published", target=about_page(record), values=("2031-03-07",), who="ada", why="", copies=True
        ),
        Decision(
            kind="same-actor", target=about_name("Mara Velt"), others=(about_name("M. Velt"),), who="ben", why=""
        ),
    )
    return tuple(stamped(draft, NOON.replace(minute=nth), None) for nth, draft in enumerate(drafts))


def applied(record: Record, decision: Decision) -> Record:
    """Return a record that knows a decision."""
    known = Applied(
        decision=decision.id,
        kind=decision.kind,
        outcome="orphaned",
        reason="gone",
        who=decision.who,
        at=decision.at,
        why=decision.why,
    )
    return replace(record, decisions=(*record.decisions, known))


def test_decisions_come_back_in_order_and_by_page(store: SqliteStore) -> None:
    record = a_record(a_source())
    log = decisions(record)
    assert store.decisions.last() == (0, None)
    assert store.put_decisions(reversed(log), (), known=0)
    assert store.decisions.all() == log
    assert store.decisions.last() == (3, log[2].at)
    assert store.decisions.of_page(record.page.sha256) == log[:2]
    assert store.decisions.of_page("00" * 32) == log[1:2], "one that holds for copies may bear on any page"
    assert store.decisions.like(log[0].id[:6]) == log[:1]
    assert store.decisions.like("no such") == ()


def test_the_same_decision_again_adds_nothing_and_a_log_that_grew_is_not_written_over(store: SqliteStore) -> None:
    log = decisions(a_record(a_source()))
    assert store.put_decisions(log[:2], (), known=0)
    assert not store.put_decisions(log[2:], (), known=0)
    assert store.put_decisions(log, (), known=2)
    assert store.decisions.all() == log


def test_a_page_is_stale_until_its_record_knows_every_decision_about_it(store: SqliteStore) -> None:
    record = a_record(a_source())
    log = decisions(record)
    store.put_decisions(log, (), known=0)
    assert store.decisions.stale() == store.decisions.stale(record.page.sha256) == (record.page.id,)
    assert store.decisions.stale("00" * 32) == ()
    knowing = applied(applied(record, log[0]), log[1])
    store.put_decisions((), (knowing,), known=3)
    assert store.decisions.stale() == ()
    assert store.record(record.page.id) == knowing
    assert list(store.check()) == []
    store.rebuild()
    assert list(store.check()) == []
    assert store.decisions.all() == log


def test_the_orphans_are_a_view(store: SqliteStore) -> None:
    record = a_record(a_source())
    log = decisions(record)
    elsewhere = replace(log[0].target, page="ef" * 32)
    lost = stamped(replace(log[0], id="", target=elsewhere), NOON, None)
    store.put_decisions((*log, lost), (applied(record, log[0]),), known=0)
    with store.reading() as connection:
        rows = connection.execute("SELECT id, page, reason FROM orphans ORDER BY reason").fetchall()
    assert rows == [(log[0].id, record.page.id, "gone"), (lost.id, None, "no-page")]


def test_every_pass_takes_in_again_what_a_decision_is_about(store: SqliteStore) -> None:
    record = a_record(a_source())
    log = decisions(record)
    for nth, decision in enumerate(log):
        with store.writing() as connection:
            take(connection, "actors", "1", [record.page.id])
            assert pending(connection, "actors", "1") == ()
        store.put_decisions((decision,), (), known=nth)
        with store.reading() as connection:
            assert pending(connection, "actors", "1") == (record.page.id,), decision.kind


def test_a_row_is_never_deleted_nor_changed(store: SqliteStore) -> None:
    store.put_decisions(decisions(a_record(a_source())), (), known=0)
    for sql in ("DELETE FROM decision", "UPDATE decision SET who = 'eve'", "UPDATE decision SET body = '[]'"):
        with pytest.raises(LedgerError, match="undo it"), store.reading() as connection:
            connection.execute(sql)
    assert store.decisions.last()[0] == 3


def test_forgetting_a_page_takes_its_words_out_of_the_log_and_leaves_the_rows(store: SqliteStore) -> None:
    record = a_record(a_source())
    log = decisions(record)
    store.put_decisions(log, (), known=0)
    with store.writing() as connection:
        forget(connection, record.page.sha256)
    assert store.decisions.all() == log[2:]
    with store.reading() as connection:
        rows = connection.execute("SELECT count(*), sum(instr(body, 'Ardel')) FROM decision").fetchall()
    assert rows == [(3, 0)]
