"""Where two texts can share a run of words: the places of every five words in a row, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SHORTEST = 5
"""Words that a run must have outside quotation marks: of fewer, chance gives many."""

_MOST_PLACES = 8
"""Places in one text at which the same run of words is tried; it recurs more often only in lists and refrains."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The words of a text as they are compared; one that is left out is empty and equals no word.

    Attributes:
        words: The words.
        numbers: One for each word, 0 for an empty one; they hold in this process only.
        keys: One for each run of five words without an empty one, rising.
        places: Where each run begins; of equal runs in the order of the text.
    """

    words: tuple[str, ...]
    numbers: Numbers
    keys: Numbers
    places: Places


def grams_of(words: Iterable[str]) -> Grams:
    """Return words ready to be compared."""
    held = tuple(words)
    numbers = np.fromiter((hash(word) if word else 0 for word in held), dtype=np.int64, count=len(held)).view(
        np.uint64
    )
    count = max(0, len(held) - SHORTEST + 1)
    keys = np.zeros(count, dtype=np.uint64)
    whole = np.ones(count, dtype=bool)
    for at in range(SHORTEST):
        keys = keys * _FACTOR + numbers[at : at + count]
        whole &= numbers[at : at + count] != 0
    places = np.flatnonzero(whole)
    order = np.argsort(keys[places], kind="stable")
    return Grams(held, numbers, keys[places][order], places[order])


def starts(a: Grams, b: Grams) -> Iterator[tuple[int, int]]:
    """Yield where runs of five shared words begin in both texts that do not go on from a shared word before.

    The words are compared by numbers, as good as by themselves: whoever takes a run must compare its words.
    """
    first = np.searchsorted(b.keys, a.keys, "left")
    counts = np.minimum(np.searchsorted(b.keys, a.keys, "right") - first, _MOST_PLACES)
    total = int(counts.sum())
    if not total:
        return
    ends = np.cumsum(counts)
    within = np.arange(total) - np.repeat(ends - counts, counts)
    at, other = np.repeat(a.places, counts), b.places[np.repeat(first, counts) + within]
    before = a.numbers[at - 1]
    goes_on = (at > 0) & (other > 0) & (before != 0) & (before == b.numbers[other - 1])
    for nth in np.flatnonzero(~goes_on):
        yield int(at[nth]), int(other[nth])
