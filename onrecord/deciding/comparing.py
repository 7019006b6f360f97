"""Two coders' logs held against each other: what each alone decided, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from onrecord.decisions import standing
from onrecord.decisions.slots import slot, verdict
from onrecord.model import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two standing decisions on the same words that say different things."""

    ours: Decision
    theirs: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two logs differ, of what stands in each.

    Attributes:
        agreed: Things that both decide alike.
        conflicts: Things that they decide differently.
        ours: What only the first decides.
        theirs: What only the second decides.
    """

    agreed: int
    conflicts: tuple[Conflict, ...]
    ours: tuple[Decision, ...]
    theirs: tuple[Decision, ...]


def compare(ours: Iterable[Decision], theirs: Iterable[Decision]) -> Difference:
    """Return how two logs differ; of several decisions on one thing in one log the last counts."""
    first, second = _last(ours), _last(theirs)
    both = [what for what in first if what in second]
    differing = [what for what in both if verdict(first[what]) != verdict(second[what])]
    return Difference(
        agreed=len(both) - len(differing),
        conflicts=tuple(Conflict(ours=first[what], theirs=second[what]) for what in differing),
        ours=tuple(decision for what, decision in first.items() if what not in second),
        theirs=tuple(decision for what, decision in second.items() if what not in first),
    )


def conflicts(log: Iterable[Decision]) -> tuple[Conflict, ...]:
    """Return where people contradict each other in one log: each one's last word on a thing, pair by pair.

    `ours` is the later of the two, which holds.
    """
    said: dict[Hashable, dict[str, Decision]] = {}
    for decision in standing(log):
        said.setdefault(slot(decision), {}).pop(decision.who, None)
        said[slot(decision)][decision.who] = decision
    out = []
    for by_person in said.values():
        *earlier, last = by_person.values()
        out += [Conflict(ours=last, theirs=one) for one in earlier if verdict(one) != verdict(last)]
    return tuple(out)


def _last(log: Iterable[Decision]) -> dict[Hashable, Decision]:
    return {slot(decision): decision for decision in standing(log)}
