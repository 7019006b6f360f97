"""What is forgotten stays so, whoever adds, corrects or imports meanwhile; and comes back whole when asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from strait_page import strait_page

from onrecord import adding
from onrecord.deciding import By, Decided, read_log, write_log
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Decision, Source
from onrecord.settings import Settings
from onrecord.workers import Pending

HERE = Settings(jobs=0, reader="fast")


@pytest.fixture
def page(tmp_path: Path) -> str:
    """A file with a page."""
    return strait_page(tmp_path)


@pytest.fixture
def ledger(tmp_path: Path, page: str) -> Iterator[Ledger]:
    """A ledger with that page."""
    with open_ledger(tmp_path / "a.db", create=True) as opened:
        opened.add([page], settings=HERE)
        yield opened


def forget_elsewhere(ledger: Ledger, page: str) -> None:
    """Forget a page as another process does."""
    with open_ledger(ledger.path) as other:
        other.forget(page, who="bel", why="on request")


def corrected(ledger: Ledger, name: str, who: str = "ada") -> Decided:
    """Correct the speaker of the only statement."""
    return ledger.fix(ledger.find("sunk")[0].statement.id, {"speaker": name}, By(who=who), settings=HERE)


def speakers(ledger: Ledger, page: str) -> list[str | None]:
    return [one.name for statement in ledger.record(page).statements for one in statement.speakers]


def test_a_run_that_was_reading_a_page_does_not_bring_it_back(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process adds and forgets the page between its reading and its storing."""
    real = adding._Adding._read
    began: list[str] = []

    def slow(self: Any, source: Source, sha256: str) -> Pending:  # noqa: ANN401  # of a private class
        pending = real(self, source, sha256)
        if began:
            return pending
        began.append(sha256)
        with open_ledger(tmp_path / "a.db") as other:
            other.add([page], settings=HERE)
            forget_elsewhere(other, page)
        return pending

    monkeypatch.setattr(adding._Adding, "_read", slow)
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        report = ledger.add([page], settings=HERE)
        assert (report.seen, report.refused, report.pages) == (1, 1, 0)
        assert [gap.problem.reason for gap in ledger.gaps()] == ["forgotten"]
        assert len(ledger.forgotten()) == 1
        assert not list(ledger.records())


def test_a_correction_of_a_page_that_is_forgotten_meanwhile_is_one_sentence(
    ledger: Ledger, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ledger._store.put_decisions

    def slow(decisions: Sequence[Decision], records: Any, *, known: int) -> bool:  # noqa: ANN401  # handed through
        forget_elsewhere(ledger, page)
        return real(decisions, records, known=known)

    monkeypatch.setattr(ledger._store, "put_decisions", slow)
    with pytest.raises(InputError, match="was forgotten meanwhile"):
        corrected(ledger, "Odile Wrenn")
    assert ledger.decisions.all() == ()
    assert not list(ledger.records())
    assert ledger.verify(settings=HERE) == ()


def test_a_log_brings_no_words_of_a_forgotten_page(ledger: Ledger, page: str, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(write_log(corrected(ledger, "Odile Wrenn").decisions), encoding="utf-8")
    ledger.undo(who="ada", settings=HERE)
    log = read_log(tmp_path / "log.jsonl")
    ledger.forget(page, who="bel")
    assert ledger.enter(log, settings=HERE).decisions == ()
    assert ledger.decisions.all() == ()
    assert ledger.decisions.orphans() == ()


def test_corrections_come_back_with_a_page_that_is_asked_for_again(
    ledger: Ledger, page: str, tmp_path: Path
) -> None:
    """From a coder's file; what a record tells of is in the log."""
    (tmp_path / "log.jsonl").write_text(write_log(corrected(ledger, "Odile Wrenn").decisions), encoding="utf-8")
    ledger.forget(page, who="bel")
    ledger.add([page], settings=Settings(jobs=0, reader="fast", forgotten=True))
    assert speakers(ledger, page) == ["Mara Velt"]
    ledger.enter(read_log(tmp_path / "log.jsonl"), settings=HERE)
    assert speakers(ledger, page) == ["Odile Wrenn"]
    told = [applied.decision for applied in ledger.record(page).decisions]
    assert told == [decision.id for decision in ledger.decisions.all()]
    assert ledger.enter(read_log(tmp_path / "log.jsonl"), settings=HERE).decisions == ()
    assert ledger.verify(settings=HERE) == ()


def test_forgetting_twice_within_a_second_forgets(ledger: Ledger, page: str) -> None:
    ledger.forget(page, who="bel")
    ledger.add([page], settings=Settings(jobs=0, reader="fast", forgotten=True))
    assert ledger.forgotten() == ()
    ledger.forget(page, who="bel")
    assert len(ledger.forgotten()) == 1
    assert ledger.add([page], settings=HERE).refused == 1


@pytest.mark.parametrize(("who", "why"), [("b\udcff", ""), ("bel", "\ud800")])
def test_who_and_why_are_text(ledger: Ledger, page: str, who: str, why: str) -> None:
    with pytest.raises(InputError, match="no text in Unicode"):
        ledger.forget(page, who=who, why=why)
    with pytest.raises(InputError, match="no text in Unicode"):
        ledger.fix(page, {"outlet": "Lunn Radio"}, By(who=who, why=why), settings=HERE)
    assert ledger.decisions.like("\udcff") == ()
    assert len(list(ledger.records())) == 1
