"""From joins to actors: which forms are one, whatever the order in which pages came.

A pure function of the forms of one component, their possible joins and what people judged. Judgements come first,
then the joins that hold by themselves, the surest first, then the weak ones, the longest short form first; one
that would put together what must stay apart is left out. A weak join holds only where its short form has no other
place to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.actors.likeness import Join, Known, readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person or a reference says of two forms: that they are one actor's, or that they are not."""

    one: str
    other: str
    same: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """What became of a component.

    Attributes:
        actor: The actor of each form: the smallest id among its forms.
        held: The joins that hold, as (one, other).
        open: The joins that do not, since the short form may be several actors' or something speaks against it.
    """

    actor: Mapping[str, str]
    held: frozenset[tuple[str, str]]
    open: frozenset[tuple[str, str]]


class _Sets:
    """Disjoint sets of forms, each with what must not come into it."""

    def __init__(self, forms: Mapping[str, Known], apart: Iterable[tuple[str, str]]) -> None:
        self._parent = {form: form for form in forms}
        self._hangul = {
            form: readings(known.key) if known.sort == "person" else None for form, known in forms.items()
        }
        self._reference = {form: known.reference for form, known in forms.items()}
        self._apart: dict[str, set[str]] = {form: set() for form in forms}
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def find(self, form: str) -> str:
        """Return the smallest form of the set."""
        while self._parent[form] != form:
            self._parent[form] = self._parent[self._parent[form]]
            form = self._parent[form]
        return form

    def fit(self, one: str, other: str) -> bool:
        """Tell whether two sets may be one.

        Nobody said otherwise, no reference knows them as two, and one Hangul name is left for all of it.
        """
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        if any(self.find(form) == b for form in self._apart[a]):
            return False
        if self._reference[a] and self._reference[b] and self._reference[a] != self._reference[b]:
            return False
        mine, theirs = self._hangul[a], self._hangul[b]
        return not mine or not theirs or bool(mine & theirs)

    def join(self, one: str, other: str) -> None:
        """Make two sets one."""
        a, b = sorted((self.find(one), self.find(other)))
        if a == b:
            return
        self._parent[b] = a
        self._apart[a] |= self._apart[b]
        self._reference[a] = self._reference[a] or self._reference[b]
        mine, theirs = self._hangul[a], self._hangul[b]
        self._hangul[a] = mine & theirs if mine and theirs else mine or theirs


def cluster(forms: Mapping[str, Known], joins: Sequence[Join], verdicts: Sequence[Verdict] = ()) -> Clustered:
    """Return the actors of a component.

    Args:
        forms: All forms of it, by id.
        joins: The possible joins among them.
        verdicts: What was said about pairs of them.
    """
    sets = _Sets(forms, [(v.one, v.other) for v in verdicts if not v.same])
    for verdict in sorted((v for v in verdicts if v.same), key=lambda v: (v.one, v.other)):
        sets.join(verdict.one, verdict.other)
    sure = sorted((j for j in joins if j.short is None), key=lambda j: (-j.score, j.one, j.other))
    held = {(j.one, j.other) for j in sure if _joined(sets, j)}
    weak = [join for join in joins if join.short is not None]
    for level in sorted({_rank(forms, join) for join in weak}):
        held |= _settle(sets, [join for join in weak if _rank(forms, join) == level])
    return Clustered(
        actor={form: sets.find(form) for form in forms},
        held=frozenset(held),
        open=frozenset((j.one, j.other) for j in joins if (j.one, j.other) not in held),
    )


def _joined(sets: _Sets, join: Join) -> bool:
    fits = sets.fit(join.one, join.other)
    if fits:
        sets.join(join.one, join.other)
    return fits


def _rank(forms: Mapping[str, Known], join: Join) -> tuple[int, int]:
    """Return which weak joins come first: those of the form that tells most."""
    key = forms[join.short or ""].key
    return -len(key.split()), -len(key)


def _settle(sets: _Sets, joins: Sequence[Join]) -> set[tuple[str, str]]:
    """Make the weak joins of one level at once, each where its short form can go to one actor only."""
    targets: dict[str, set[str]] = {}
    for join in joins:
        short, other = _ends(join)
        if sets.fit(short, other):
            targets.setdefault(sets.find(short), set()).add(sets.find(other))
    good = {short for short, goals in targets.items() if len(goals - {short}) <= 1}
    chosen = sorted(
        (j for j in joins if sets.find(_ends(j)[0]) in good and sets.fit(*_ends(j))),
        key=lambda j: (-j.score, j.one, j.other),
    )
    return {(join.one, join.other) for join in chosen if _joined(sets, join)}


def _ends(join: Join) -> tuple[str, str]:
    """Return the short form and the other one."""
    short = join.short or join.one
    return short, join.other if short == join.one else join.one
