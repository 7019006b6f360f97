"""Proof that two pages share words: exact tiling with runs, each standing in both pages.

The method is greedy string tiling (Wise, YAP3, 1996): the longest run that both texts share is taken, its words
are spent, and so on until no run is long enough. Order does not matter, so paragraphs that were moved are found;
words that were put in between (an advert, a changed name) only end one run and begin another.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.relay.grams import SHORTEST, Grams, starts
from onrecord.relay.words import PageWords


class Run(NamedTuple):
    """Words that two pages share: from which word on in each, and how many."""

    a: int
    b: int
    length: int


def tile(a: PageWords, b: PageWords, *, quoted: bool = False) -> tuple[Run, ...]:
    """Return the runs of their own words, or of quoted ones, that two articles share, in the order of the first.

    No word of either stands in two runs. The same pages the other way round give the same runs.
    """
    left, right = (a.quoted_grams, b.quoted_grams) if quoted else (a.own_grams, b.own_grams)
    swapped = (len(left.words), left.words) > (len(right.words), right.words)
    if swapped:
        left, right = right, left
    runs = _tile(left, right)
    return tuple(sorted(Run(run.b, run.a, run.length) if swapped else run for run in runs))


def _tile(a: Grams, b: Grams) -> Iterator[Run]:
    """Yield the runs, the longest first; of equals the first in `a`, then in `b`."""
    used_a, used_b = bytearray(len(a.words)), bytearray(len(b.words))
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


def _matches(a: Grams, b: Grams) -> Iterator[Run]:
    """Yield every run of words that both texts share and that cannot be made longer."""
    for at, other in starts(a, b):
        length = _length(a.words, b.words, at, other)
        if length >= SHORTEST:
            yield Run(at, other, length)


def _length(a: Sequence[str], b: Sequence[str], at: int, other: int) -> int:
    length = 0
    for one, two in zip(a[at:], b[other:], strict=False):
        if not one or one != two:
            break
        length += 1
    return length


def _free(used_a: bytearray, used_b: bytearray, run: Run) -> Iterator[Run]:
    """Yield the parts of a run of which no word is spent in either text, where they are long enough."""
    if not (_spent(used_a, run.a, run.length) or _spent(used_b, run.b, run.length)):
        yield run
        return
    start = None
    for offset in range(run.length + 1):
        spent = offset == run.length or used_a[run.a + offset] or used_b[run.b + offset]
        if not spent:
            start = offset if start is None else start
        elif start is not None:
            if offset - start >= SHORTEST:
                yield Run(run.a + start, run.b + start, offset - start)
            start = None


def _spent(used: bytearray, at: int, length: int) -> bool:
    return used.find(1, at, at + length) >= 0
