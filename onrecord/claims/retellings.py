"""Several pages may report one act of saying: where stances are compared over time it is one step, not several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from onrecord.model import Appearance
from onrecord.store import Place


def join_retold(found: Iterable[tuple[Place, Appearance]], firsts: Mapping[Place, Place]) -> Iterator[Appearance]:
    """Yield one appearance for each act of saying of a party, with the ids of the other reports of it.

    The one that says a day stands for the others, then the one on the earliest page that the ledger holds.

    Args:
        found: What bears on a claim, by place.
        firsts: For each place the earliest report of what was said there: itself where it is the only one.
    """
    sayings: dict[tuple[Place, tuple[str, ...]], list[tuple[Place, Appearance]]] = defaultdict(list)
    for place, one in found:
        sayings[firsts[place], one.sides].append((place, one))
    for (first, _), reports in sayings.items():
        ranked = sorted(reports, key=lambda report: (_vagueness(report[1]), report[0] != first, report[0]))
        others = tuple(one.statement for _, one in ranked[1:])
        yield replace(ranked[0][1], retold=others) if others else ranked[0][1]


def _vagueness(one: Appearance) -> int:
    """Return 0 for a day that is known, 1 for days that are bounded, 2 for neither."""
    if one.said is None or not (one.said.from_ or one.said.to):
        return 2
    return int(one.said.from_ != one.said.to)
