"""Proof that two pages share words: exact tiling with runs, each standing in both pages.

The method is greedy string tiling (Wise, YAP3, 1996): the longest run that both texts share is taken, its words
are spent, and so on until no run is long enough. Order does not matter, so paragraphs that were moved are found;
words that were put in between (an advert, a changed name) only end one run and begin another.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.relay.words import PageWords

SHORTEST = 5
"""Words that a run must have outside quotation marks: of fewer, chance gives many."""

_MOST_PLACES = 8
"""Places in one text at which the same run of words is tried; it recurs more often only in lists and refrains."""


class Run(NamedTuple):
    """Words that two pages share: from which word on in each, and how many."""

    a: int
    b: int
    length: int


def tile(a: PageWords, b: PageWords, *, quoted: bool = False) -> tuple[Run, ...]:
    """Return the runs of their own words, or of quoted ones, that two articles share, in the order of the first.

    No word of either stands in two runs. The same pages the other way round give the same runs.
    """
    left, right = _masked(a, quoted=quoted), _masked(b, quoted=quoted)
    swapped = (len(left), left) > (len(right), right)
    if swapped:
        left, right = right, left
    runs = _tile(left, right)
    return tuple(sorted(Run(run.b, run.a, run.length) if swapped else run for run in runs))


def _masked(words: PageWords, *, quoted: bool) -> tuple[str, ...]:
    """Return the words as they are compared; one of the other sort is empty and equals no word."""
    return tuple(word if sort == quoted else "" for word, sort in zip(words.folded, words.quoted, strict=True))


def _tile(a: Sequence[str], b: Sequence[str]) -> Iterator[Run]:
    """Yield the runs, the longest first; of equals the first in `a`, then in `b`."""
    used_a, used_b = bytearray(len(a)), bytearray(len(b))
    heap = [(-run.length, run.a, run.b) for run in _matches(a, b)]
    heapq.heapify(heap)
    while heap:
        length, at_a, at_b = heapq.heappop(heap)
        free = list(_free(used_a, used_b, Run(at_a, at_b, -length)))
        if free == [Run(at_a, at_b, -length)]:
            used_a[at_a : at_a - length] = used_b[at_b : at_b - length] = b"\x01" * -length
            yield free[0]
        else:
            for part in free:
                heapq.heappush(heap, (-part.length, part.a, part.b))


def _matches(a: Sequence[str], b: Sequence[str]) -> Iterator[Run]:
    """Yield every run of words that both texts share and that cannot be made longer."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(b) - SHORTEST + 1):
        found = places[tuple(b[at : at + SHORTEST])]
        if len(found) < _MOST_PLACES:
            found.append(at)
    for at in range(len(a) - SHORTEST + 1):
        gram = tuple(a[at : at + SHORTEST])
        if "" in gram:
            continue
        for other in places.get(gram, ()):
            if not (at and other and a[at - 1] and a[at - 1] == b[other - 1]):
                yield Run(at, other, _length(a, b, at, other))


def _length(a: Sequence[str], b: Sequence[str], at: int, other: int) -> int:
    length = 0
    while (
        at + length < len(a) and other + length < len(b) and a[at + length] and a[at + length] == b[other + length]
    ):
        length += 1
    return length


def _free(used_a: bytearray, used_b: bytearray, run: Run) -> Iterator[Run]:
    """Yield the parts of a run of which no word is spent in either text, where they are long enough."""
    start = None
    for offset in range(run.length + 1):
        spent = offset == run.length or used_a[run.a + offset] or used_b[run.b + offset]
        if not spent:
            start = offset if start is None else start
        elif start is not None:
            if offset - start >= SHORTEST:
                yield Run(run.a + start, run.b + start, offset - start)
            start = None
