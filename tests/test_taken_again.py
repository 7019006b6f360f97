"""Corrections of words come along when their page is taken again with other bytes, whichever came first."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.deciding import By, propose
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Decision
from onrecord.settings import Settings
from onrecord.store import SqliteStore

HERE = Settings(jobs=0, reader="fast")
TEXT = (
    "Kestria lost no ship\n\nTolmin Gazette, 14 March 2031\n\nThe strait of Tessaly was quiet all week.\n\n"
    "Foreign minister Mara Velt said on Thursday that no ship of Kestria was sunk in the strait of Tessaly.\n\n"
    "The harbour of Tolmin lay in the sun, and nobody there was in a hurry.\n"
)
AGAIN = TEXT + "\nThis report was updated.\n"
TWIN = "\ufeff" + TEXT
"""Other bytes, the same text."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ledger(folder: Path) -> Iterator[Ledger]:
    """A ledger with one page."""
    with open_ledger(folder / "a.db", create=True) as opened:
        take(opened, TEXT)
        yield opened


def take(ledger: Ledger, text: str, name: str = "strait.txt") -> str:
    """Put a page where another one may have been, add it, and return its id."""
    Path(name).write_text(text, encoding="utf-8")
    ledger.add([name], settings=HERE)
    return ledger.record(name).page.id


def correct(ledger: Ledger, page: str, **given: str) -> tuple[Decision, ...]:
    """Correct the only statement of a page, anchored at that page."""
    record = ledger.record(page)
    return ledger.decide(propose(record, record.statements[0], given, By(who="ada")), settings=HERE).decisions


def speakers(ledger: Ledger) -> list[list[str | None]]:
    return [[one.name for one in record.statements[0].speakers] for record in ledger.records()]


@pytest.mark.parametrize(("text", "name"), [(AGAIN, "strait.txt"), (TWIN, "elsewhere.txt")])
def test_a_correction_holds_on_the_next_capture_and_is_undone_there_too(
    ledger: Ledger, text: str, name: str
) -> None:
    correct(ledger, "strait.txt", speaker="Odile Wrenn")
    later = take(ledger, text, name)
    assert speakers(ledger) == [["Odile Wrenn"]] * 2
    assert "corrected-speaker" in ledger.record(later).statements[0].flags
    assert [(one.who, one.outcome) for one in ledger.record(later).decisions] == [("ada", "in-force")]
    assert ledger.add([name], settings=HERE).unchanged == 1
    ledger.undo(who="ada", settings=HERE)
    assert speakers(ledger) == [["Mara Velt"]] * 2
    ledger.redo(who="ada", settings=HERE)
    assert speakers(ledger) == [["Odile Wrenn"]] * 2
    assert ledger.decisions.stale() == ()
    assert ledger.verify(settings=HERE) == ()


def test_whichever_capture_is_corrected_the_other_one_is(ledger: Ledger) -> None:
    later = take(ledger, AGAIN)
    correct(ledger, later, speaker="Odile Wrenn")
    assert speakers(ledger) == [["Odile Wrenn"]] * 2


def test_the_later_of_two_decisions_holds_on_both_captures(ledger: Ledger) -> None:
    first = ledger.record("strait.txt").page.id
    correct(ledger, first, speaker="Odile Wrenn")
    later = take(ledger, AGAIN)
    correct(ledger, later, speaker="Halden Broek")
    assert speakers(ledger) == [["Halden Broek"]] * 2
    correct(ledger, first, speaker="Odile Wrenn")
    assert speakers(ledger) == [["Odile Wrenn"]] * 2


def test_a_statement_that_is_none_is_none_again_and_one_that_was_missed_is_there(ledger: Ledger) -> None:
    correct(ledger, "strait.txt", statement="no")
    missed = {"missed": "was quiet all week", "speaker": "Mara Velt"}
    ledger.fix("strait.txt", missed, By(who="ada"), settings=HERE)
    later = take(ledger, AGAIN)
    (statement,) = ledger.record(later).statements
    assert "missed-by-reader" in statement.flags


def test_words_between_other_neighbours_and_what_the_page_states_are_left_alone(ledger: Ledger) -> None:
    correct(ledger, "strait.txt", speaker="Odile Wrenn")
    ledger.fix("strait.txt", {"outlet": "Lunn Radio"}, By(who="ada"), settings=HERE)
    correct(ledger, "strait.txt", review="reviewed")
    moved = ledger.record(take(ledger, AGAIN.replace("sunk in the strait", "sunk off the strait")))
    assert [one.name for one in moved.statements[0].speakers] == ["Mara Velt"]
    assert moved.article.outlet is None
    assert moved.decisions == ()
    assert ledger.decisions.orphans() == ()


def test_the_same_words_at_another_place_are_left_alone(ledger: Ledger) -> None:
    correct(ledger, "strait.txt", speaker="Odile Wrenn")
    other = ledger.record(take(ledger, AGAIN, "elsewhere.txt"))
    assert [one.name for one in other.statements[0].speakers] == ["Mara Velt"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_captures_and_the_correction_come_makes_no_difference(
    folder: Path, order: tuple[int, ...]
) -> None:
    """A page comes to the place of another one: what was decided there holds on both, whenever that was."""
    with open_ledger(folder / "all.db", create=True) as ledger:
        take(ledger, TEXT, "first.txt")
        take(ledger, AGAIN, "second.txt")
        first = ledger.find("sunk")[0].page.id

        def meet() -> object:
            return take(ledger, AGAIN, "first.txt")

        def decide() -> object:
            return correct(ledger, first, speaker="Odile Wrenn")

        def look() -> object:
            return ledger.add(["second.txt"], settings=HERE)

        steps: tuple[Callable[[], object], ...] = (meet, decide, look)
        for nth in order:
            steps[nth]()
        assert speakers(ledger) == [["Odile Wrenn"]] * 2
        assert ledger.decisions.stale() == ()


def test_merged_ledgers_carry_corrections_over_whichever_takes_the_other_in(ledger: Ledger, folder: Path) -> None:
    correct(ledger, "strait.txt", speaker="Odile Wrenn")
    with open_ledger(folder / "b.db", create=True) as other:
        take(other, AGAIN)
        ledger.backup(folder / "copy.db")
        ledger.merge(folder / "b.db", settings=HERE)
        other.merge(folder / "copy.db", settings=HERE)
        assert speakers(ledger) == speakers(other) == [["Odile Wrenn"]] * 2
        assert ledger.decisions.stale() == other.decisions.stale() == ()


def test_standard_input_is_no_place(folder: Path) -> None:
    """Whatever was piped in stands at `-`."""
    store = SqliteStore(folder / "a.db", create=True)
    with Ledger(store) as ledger:
        take(ledger, TEXT, "first.txt")
        correct(ledger, "first.txt", speaker="Odile Wrenn")
        take(ledger, AGAIN, "second.txt")
        with store.writing() as connection:
            connection.execute("UPDATE capture SET path = '-'")
        assert store.decisions.stale() == ()
        with store.writing() as connection:
            connection.execute("UPDATE capture SET path = 'one.txt'")
        assert len(store.decisions.stale()) == 1
