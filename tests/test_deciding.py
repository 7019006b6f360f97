"""Entering decisions: the pages they are about are made anew, and the log is written by one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from strait_page import strait_page

from onrecord.deciding import By, decide, entering, propose
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Decision
from onrecord.record import made_by, reader_of
from onrecord.settings import Settings
from onrecord.store import SqliteStore
from onrecord.workers import Here

HERE = Settings(jobs=0)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """Return a store with one page."""
    page = strait_page(tmp_path)
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        ledger.add([page], settings=HERE)
    return SqliteStore(tmp_path / "a.db")


def drafts(store: SqliteStore, **given: str) -> tuple[Decision, ...]:
    """Return drafts about the only page."""
    return propose(store.record(store.page_ids()[0]), None, given, By(who="ada"))


def test_a_page_is_made_anew_by_the_reader_that_made_it(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = store.page_ids()[0]
    full = replace(store.record(page), made_by=made_by("full"))
    store.put_page(store.source(page), full, "2031-03-15T00:00:00+00:00")
    asked: list[Settings] = []

    def here(settings: Settings) -> Here:
        asked.append(settings)
        return Here(HERE)

    monkeypatch.setattr(entering, "open_reader", here)
    decide(store, drafts(store, outlet="Lunn Radio"), HERE)
    assert [settings.reader for settings in asked] == ["full"]
    assert reader_of(replace(made_by(), models=("of another version",))) is None


def test_a_log_that_grows_while_a_page_is_read_is_not_written_over(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is read once more, with what the other one decided."""
    other = SqliteStore(store.path)
    real = store.put_decisions
    tries: list[int] = []

    def slow(decisions: Sequence[Decision], records: Any, *, known: int) -> bool:  # noqa: ANN401  # handed through
        if not tries:
            decide(other, drafts(store, published="2031-03-21"), HERE)
        tries.append(known)
        return real(decisions, records, known=known)

    monkeypatch.setattr(store, "put_decisions", slow)
    decided = decide(store, drafts(store, outlet="Lunn Radio"), HERE)
    assert tries == [0, 1]
    article = store.record(decided.pages[0]).article
    assert article.outlet is not None
    assert (article.outlet.value, article.published.value) == ("Lunn Radio", "2031-03-21")
    assert store.decisions.stale() == ()


def test_a_page_that_can_no_longer_be_read_is_a_problem_and_its_decision_waits_for_the_next_add(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = store.page_ids()[0]
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.workers.reading.make_record", failing)
        decided = decide(store, drafts(store, outlet="Lunn Radio"), HERE)
    assert [(one.page, one.problem.reason) for one in decided.problems] == [(page, "failed")]
    assert store.decisions.stale() == (page,)
    path = store.record(page).page.path
    assert path is not None
    with Ledger(store) as ledger:
        ledger.add([path], settings=HERE)
        outlet = ledger.record(page).article.outlet
        assert outlet is not None
        assert outlet.value == "Lunn Radio"
        assert ledger.decisions.stale() == ()


def failing(*_given: object) -> None:
    """Fail as a reader with a fault does."""
    raise ValueError("a fault")
