"""Decisions that hold across pages, for the rooms that act on them: one actor or two, one claim, which stance.

Each function takes the log (any iterable of decisions: a ledger's, a coder's file) and returns what stands, the
later of two that contradict each other. Anchors are at words: `places.locate` finds the statement in a record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.decisions.log import standing
from onrecord.decisions.slots import anchor_key
from onrecord.model import Anchor, Decision, Stance

ClaimEditKind = Literal["split", "merge", "relate", "rename"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether two are one actor.

    Attributes:
        same: They are; otherwise they are not.
        a: One of them: a speaker at words of a page (`mention`, else the statement's only speaker), or a name.
        b: The other.
        decision: Who said so, when and why.
    """

    same: bool
    a: Anchor
    b: Anchor
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEdit:
    """What was decided about claims; each claim is known by statements that bear on it, and by its question.

    Attributes:
        kind: `split`: the statements of `others` leave the claim of `target` for one of their own, `question`;
            `merge`: the claims of `target` and `others` are one; `relate`: they are related, not the same;
            `rename`: the claim of `target` is called `question`.
        target: A statement of the claim; without page and name where the claim is known by its question alone.
        others: Statements of the other claims, or those that are split off.
        claim: The question of the claim as it was shown when that was decided.
        question: The new question, or that of the other claim; None where none was given.
        decision: Who said so, when and why.
    """

    kind: ClaimEditKind
    target: Anchor
    others: tuple[Anchor, ...]
    claim: str | None
    question: str | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFix:
    """The stance that a person reads in a statement towards a claim."""

    statement: Anchor
    claim: str | None
    stance: Stance
    decision: Decision


def actor_judgements(log: Iterable[Decision]) -> tuple[Judgement, ...]:
    """Return who was judged to be one actor, or not: decisions `same-actor`, `not-same-actor` and `actor`."""
    last: dict[frozenset[object], Judgement] = {}
    for decision in standing(log):
        for judgement in _judged(decision):
            pair = frozenset({anchor_key(judgement.a), anchor_key(judgement.b)})
            last.pop(pair, None)
            last[pair] = judgement
    return tuple(last.values())


def claim_edits(log: Iterable[Decision]) -> tuple[ClaimEdit, ...]:
    """Return what was decided about claims, in the order in which it counts."""
    return tuple(edit for decision in standing(log) if (edit := _edited(decision)) is not None)


def stance_fixes(log: Iterable[Decision]) -> tuple[StanceFix, ...]:
    """Return the stances that people gave, the last one for each statement and claim."""
    last: dict[object, StanceFix] = {}
    for decision in standing(log):
        stance = _stance(decision.values[0]) if decision.kind == "stance" and decision.values else None
        if stance is not None:
            key = (anchor_key(decision.target), decision.claim)
            last.pop(key, None)
            last[key] = StanceFix(
                statement=decision.target, claim=decision.claim, stance=stance, decision=decision
            )
    return tuple(last.values())


def reviews(log: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the last review of each statement by each person: `values` is `("reviewed",)` or `("unsure",)`."""
    last: dict[object, Decision] = {}
    for decision in standing(log):
        if decision.kind == "review":
            last[anchor_key(decision.target), decision.who] = decision
    return tuple(last.values())


def _judged(decision: Decision) -> tuple[Judgement, ...]:
    match decision.kind:
        case "actor":
            others = tuple(Anchor(name=value) for value in decision.values[:1])
        case "same-actor" | "not-same-actor":
            others = decision.others
        case _:
            return ()
    same = decision.kind != "not-same-actor"
    return tuple(Judgement(same=same, a=decision.target, b=other, decision=decision) for other in others)


def _edited(decision: Decision) -> ClaimEdit | None:
    kind = _edit_kind(decision)
    if kind is None:
        return None
    return ClaimEdit(
        kind=kind,
        target=decision.target,
        others=decision.others,
        claim=decision.claim,
        question=decision.values[0] if decision.values else None,
        decision=decision,
    )


def _edit_kind(decision: Decision) -> ClaimEditKind | None:
    match decision.kind:
        case "claim-split":
            return "split"
        case "claim-merge":
            return "merge"
        case "claim-relate":
            return "relate"
        case "claim-rename":
            return "rename"
        case _:
            return None


def _stance(value: str) -> Stance | None:
    match value:
        case "confirms" | "asserts" | "suspects" | "doubts" | "denies" | "deflects" | "declines" | "none":
            return value
        case _:
            return None
