"""How stances change: kinds of shifts, both utterances, and no order that the pages do not give."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_pages import Line, a_ledger, a_page

from onrecord.errors import InputError
from onrecord.model import ActorChanges, ShiftKind

CLAIM = "Varland has supplied drones to Kestria"

DENIES = ("denied that", "it had supplied drones to Kestria")
SAYS = ("said that", "it has supplied drones to Kestria")
MAY = ("said that", "it may have supplied drones to Kestria")
DOUBTS = ("said that", "there are no indications that it supplied drones to Kestria")
DEFLECTS = ("said that", "it has the right to supply drones to Kestria")
NO_PLAN = ("said that", "it has no intention of supplying drones to Kestria")
CHARGE: Line = ("Brannock", "said that", "Varland has supplied drones to Kestria", "2031-01-01")


def changes(folder: Path, *lines: Line) -> ActorChanges:
    """Return what Varland said, a page a statement, with a charge by another state before it."""
    pages = [a_page("charge", [CHARGE])]
    pages += [a_page(f"p{nth}", [line]) for nth, line in enumerate(lines)]
    with a_ledger(folder / "ledger.db", pages) as ledger:
        return next(one for one in ledger.changes(CLAIM) if one.actor == "Varland")


def says(words: tuple[str, str], day: str | None) -> Line:
    return ("Varland", *words, day)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (DENIES, SAYS, "reversal"),
        (DENIES, MAY, "reversal"),
        (MAY, SAYS, "harder"),
        (DENIES, DOUBTS, "softer"),
        (DENIES, DEFLECTS, "went silent"),
        (DEFLECTS, SAYS, "broke silence"),
        (DENIES, NO_PLAN, "other aspect"),
    ],
)
def test_each_kind_of_shift_holds_both_utterances(
    tmp_path: Path, before: tuple[str, str], after: tuple[str, str], kind: ShiftKind
) -> None:
    found = changes(tmp_path, says(after, "2031-03-01"), says(before, "2031-02-01"))
    assert [(shift.kind, shift.before.words, shift.after.words) for shift in found.shifts] == [
        (kind, before[1], after[1])
    ]
    assert [one.words for one in found.dated] == [before[1], after[1]]


def test_the_same_answer_again_is_no_shift(tmp_path: Path) -> None:
    assert changes(tmp_path, says(DENIES, "2031-02-01"), says(DENIES, "2031-03-01")).shifts == ()


def test_what_was_said_on_one_day_is_compared_with_other_days_only(tmp_path: Path) -> None:
    found = changes(tmp_path, says(DENIES, "2031-02-01"), says(SAYS, "2031-02-01"))
    assert found.shifts == ()
    assert len(found.dated) == 2


def test_after_a_silence_the_answers_around_it_are_compared_too(tmp_path: Path) -> None:
    found = changes(tmp_path, says(DENIES, "2031-02-01"), says(DEFLECTS, "2031-03-01"), says(SAYS, "2031-04-01"))
    assert [shift.kind for shift in found.shifts] == ["went silent", "reversal", "broke silence"]


def test_an_utterance_without_a_day_stands_apart_with_its_bounds_and_shifts_nothing(tmp_path: Path) -> None:
    found = changes(tmp_path, says(DENIES, "2031-02-01"), says(SAYS, None))
    assert found.shifts == ()
    assert [(one.words, one.bounds) for one in found.undated] == [(SAYS[1], "no date on the page")]


def test_silence_is_on_the_timeline(tmp_path: Path) -> None:
    pages = [a_page("p", [CHARGE, ("Varland", "declined to comment", "", "2031-02-01")])]
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        (silent,) = (one for one in ledger.trace(CLAIM) if one.stance == "declines")
        assert (silent.words, silent.said and silent.said.from_) == ("", "2031-02-01")


def test_an_actor_is_asked_for_by_name_and_nonsense_refused(tmp_path: Path) -> None:
    pages = [a_page("a", [CHARGE]), a_page("b", [says(DENIES, "2031-02-01")])]
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        (found,) = ledger.changes("Varland")
        assert (found.actor, found.claim) == ("Varland", CLAIM)
        with pytest.raises(InputError, match="neither an actor"):
            ledger.changes("?")


LONG = "it had supplied drones to Kestria even once in all these long winters"


def test_what_several_pages_report_of_one_denial_is_one_step_that_names_the_others(tmp_path: Path) -> None:
    found = changes(
        tmp_path,
        ("Varland", "denied that", LONG, "2031-02-01"),
        ("Varland", "denied that", LONG + " of war", "2031-02-01"),
        ("Varland", "has denied that", LONG, None),
        says(MAY, "2031-03-01"),
    )
    assert [(one.stance, len(one.retold)) for one in found.dated] == [("denies", 2), ("suspects", 0)]
    assert found.undated == ()
    assert [shift.kind for shift in found.shifts] == ["reversal"]


def test_the_same_denial_of_another_month_is_a_step_of_its_own(tmp_path: Path) -> None:
    found = changes(
        tmp_path,
        ("Varland", "denied that", LONG, "2031-02-01"),
        ("Varland", "denied that", LONG + " of war", "2031-03-01"),
    )
    assert [one.retold for one in found.dated] == [(), ()]
