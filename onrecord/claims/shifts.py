"""How an actor's stance on a claim changes, by utterances of different days; what has no day stands apart.

Who has an office in a state or party speaks as that party: "Kestria" holds what its ministers say. Others stand
for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from onrecord.claims.timeline import part
from onrecord.model import ActorChanges, Appearance, Shift, ShiftKind, Stance
from onrecord.text import name_key

_VALUE: dict[Stance, int] = {
    "denies": -2,
    "doubts": -1,
    "suspects": 1,
    "asserts": 2,
    "confirms": 2,
}
"""Stances that answer yes or no, and how hard; the others do neither."""


def find_changes(claim: str, appearances: Iterable[Appearance]) -> tuple[ActorChanges, ...]:
    """Return each actor's sequence on a claim with its shifts, those with the most dated days first.

    Args:
        claim: The claim, as it is shown.
        appearances: What bears on it, as `trace` gives it; their order does not matter.
    """
    held: dict[str, list[Appearance]] = {}
    for one in appearances:
        for actor in dict.fromkeys(one.sides):
            held.setdefault(actor, []).append(one)
    grouped: dict[str, list[tuple[str, list[Appearance]]]] = {}
    for actor, found in held.items():
        grouped.setdefault(name_key(actor), []).append((actor, found))
    changes = [_changes(claim, found) for found in grouped.values()]
    return tuple(sorted(changes, key=lambda c: (-len(c.shifts), -len(c.dated), -len(c.undated), c.actor)))


def _changes(claim: str, forms: Sequence[tuple[str, Sequence[Appearance]]]) -> ActorChanges:
    """Put one actor's appearances in order, under the form of the name that stands most often."""
    actor = min(forms, key=lambda form: (-len(form[1]), form[0]))[0]
    dated, undated = part(one for _, found in forms for one in found)
    return ActorChanges(actor=actor, claim=claim, dated=dated, undated=undated, shifts=_shifts(dated))


def _shifts(dated: Sequence[Appearance]) -> tuple[Shift, ...]:
    """Compare each day with the one before; after a silence, the answer that ends it with the last one too."""
    days = [_of_day(list(group)) for _, group in groupby(dated, key=_day)]
    shifts = [shift for before, after in pairwise(days) if (shift := _shift(before, after)) is not None]
    answered = [one for one in days if one.stance in _VALUE]
    spoken = {(id(before), id(after)) for before, after in pairwise(days)}
    over = [
        shift
        for before, after in pairwise(answered)
        if (id(before), id(after)) not in spoken and (shift := _shift(before, after)) is not None
    ]
    return tuple(sorted([*shifts, *over], key=lambda shift: (_day(shift.after), _day(shift.before))))


def _day(one: Appearance) -> str:
    return (one.said.from_ or "") if one.said is not None else ""


def _of_day(found: Sequence[Appearance]) -> Appearance:
    """Return what stands for a day: the plainest answer, on the claim itself where there is one."""
    return min(
        found,
        key=lambda one: (
            one.stance not in _VALUE,
            one.relation != "itself",
            -abs(_VALUE.get(one.stance, 0)),
            one.page.id,
            one.statement,
        ),
    )


def _shift(before: Appearance, after: Appearance) -> Shift | None:
    kind = _kind(before, after)
    return Shift(kind=kind, before=before, after=after) if kind is not None else None


def _kind(before: Appearance, after: Appearance) -> ShiftKind | None:
    was, now = _VALUE.get(before.stance), _VALUE.get(after.stance)
    if was is None and now is None:
        return None
    if now is None:
        return "went silent"
    if was is None:
        return "broke silence"
    if (before.relation == "aspect") != (after.relation == "aspect"):
        return "other aspect"
    if was * now < 0:
        return "reversal"
    if was == now:
        return None
    return "harder" if abs(now) > abs(was) else "softer"
