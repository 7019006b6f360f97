"""The log of decisions: what stands of it, however it came together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.decisions import (
    about_name,
    actor_judgements,
    claim_edits,
    decision_from_json,
    decision_to_json,
    in_order,
    redo,
    reviews,
    stamped,
    stance_fixes,
    standing,
    undo,
)
from onrecord.decisions.log import id_of
from onrecord.errors import InputError
from onrecord.model import Anchor, Decision, DecisionKind, Quote

NOON = datetime(2031, 3, 8, 12, tzinfo=UTC)
PLACE = Anchor(page="ab" * 32, content=(Quote(exact="no ship was sunk", prefix="said "),))


def entered(*drafts: Decision) -> tuple[Decision, ...]:
    """Return drafts as a log that they were entered in one after the other, at one tick of the clock."""
    log: tuple[Decision, ...] = ()
    for draft in drafts:
        log += (stamped(draft, NOON, log[-1].at if log else None),)
    return log


def draft(kind: DecisionKind = "speaker", *values: str, target: Anchor = PLACE, who: str = "ada") -> Decision:
    """Return a draft."""
    return Decision(kind=kind, target=target, values=values, who=who, why="It says so.")


def test_a_decision_is_the_same_everywhere_and_comes_back_from_its_line() -> None:
    (decision,) = entered(draft("speaker", "Mara Velt"))
    assert stamped(draft("speaker", "Mara Velt"), NOON, None) == decision
    assert decision_from_json(decision_to_json(decision)) == decision
    assert id_of(decision) == decision.id
    assert id_of(replace(decision, why="Another reason.")) != decision.id


def test_a_line_that_is_no_decision_says_so() -> None:
    with pytest.raises(InputError, match="not a decision"):
        decision_from_json('{"kind": "guess"}')


def test_a_decision_needs_somebody_who_takes_it() -> None:
    with pytest.raises(InputError, match="somebody"):
        stamped(draft(who=" "), NOON, None)


def test_later_decisions_count_as_later_even_when_the_clock_stands_still_or_goes_back() -> None:
    first = stamped(draft(), NOON, None)
    second = stamped(draft(), NOON.replace(hour=3), first.at)
    assert in_order((second, first)) == (first, second)
    assert first.id != second.id


def test_undo_and_redo_are_decisions_about_decisions_only() -> None:
    (decision,) = entered(draft())
    undone = stamped(undo(decision, who="ben", why="No."), NOON, decision.at)
    with pytest.raises(InputError, match=decision.id):
        undo(undone, who="ben", why="")


@given(st.lists(st.booleans(), max_size=8), st.randoms())
def test_what_is_undone_and_redone_depends_on_the_last_word_only(
    steps: list[bool], shuffled: st.DataObject
) -> None:
    log = entered(draft("speaker", "Mara Velt"), draft("said", "2031-03-06"))
    for again in steps:
        step = redo if again else undo
        log += (stamped(step(log[0], who="ada", why=""), NOON, log[-1].at),)
    mixed = list(log)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(mixed) == (log[:2] if not steps or steps[-1] else log[1:2])


def test_the_last_judgement_of_a_pair_holds_whichever_way_round_it_is_told() -> None:
    velt, brother = about_name("Mara Velt"), about_name("M. Velt")
    log = entered(
        replace(draft("same-actor", target=velt), others=(brother,)),
        replace(draft("not-same-actor", target=brother), others=(velt,)),
        draft("actor", "Mara Velt"),
    )
    judged = [(one.same, one.b.name) for one in actor_judgements(log)]
    assert judged == [(False, "Mara Velt"), (True, "Mara Velt")]
    undone = (*log, stamped(undo(log[1], who="ada", why=""), NOON, log[-1].at))
    assert [one.same for one in actor_judgements(undone)] == [True, True]


def test_claims_stances_and_reviews_are_handed_to_those_who_act_on_them() -> None:
    log = entered(
        replace(draft("stance", "denies"), claim="Was a ship sunk?"),
        replace(draft("stance", "doubts", who="ben"), claim="Was a ship sunk?"),
        replace(draft("stance", "asserts"), claim="Was a crew lost?"),
        replace(draft("claim-rename", "Was a ship of Kestria sunk?"), claim="Was a ship sunk?"),
        replace(draft("claim-merge"), others=(replace(PLACE, page="cd" * 32),)),
        draft("review", "unsure"),
        draft("review", "reviewed"),
        draft("review", "unsure", who="ben"),
    )
    assert [(one.claim, one.stance) for one in stance_fixes(log)] == [
        ("Was a ship sunk?", "doubts"),
        ("Was a crew lost?", "asserts"),
    ]
    assert [(edit.kind, edit.question, len(edit.others)) for edit in claim_edits(log)] == [
        ("rename", "Was a ship of Kestria sunk?", 0),
        ("merge", None, 1),
    ]
    assert [(one.who, one.values) for one in reviews(log)] == [("ada", ("reviewed",)), ("ben", ("unsure",))]
