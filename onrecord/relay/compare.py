"""Which texts are worth comparing: those whose sketches share enough values. Arrays in, pairs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.relay.sketch import FLAG_BITS, Sketch

_FEWEST = 2
"""Values that two sketches must share: one is often chance."""

_LEAST = 0.03
"""The share of the smaller sketch that its own words' values must make up."""

_MOST_MATCHES = 1 << 20
"""Shared values that are counted in one go; what every page has makes many."""

_ROOM, _MOST_BITS = 32, 24
"""Slots for each value by which most others are told apart, and the bits that number them at most."""

Counts = npt.NDArray[np.int64]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, eq=False)
class Sketches(Generic[Key]):
    """Some sketches, laid end to end.

    Attributes:
        keys: What each is of.
        values: Their values.
        owners: For each value the place of its sketch.
    """

    keys: Sequence[Key]
    values: Sketch
    owners: Counts

    def own(self) -> Counts:
        """Return how many values each has of words that are not quoted."""
        return np.bincount(self.owners[(self.values & 1) == 0], minlength=len(self.keys))


def lay_out(keys: Sequence[Key], stored: Sequence[bytes]) -> Sketches[Key]:
    """Return sketches that are given as they are stored."""
    values = np.frombuffer(b"".join(stored), dtype="<i8")
    sizes = [len(data) // values.itemsize for data in stored]
    return Sketches(keys, values, np.repeat(np.arange(len(keys)), sizes))


class SketchIndex(Generic[Key]):
    """The sketches of what is new, to be asked which of them are like others, however many these are."""

    def __init__(self, new: Sketches[Key]) -> None:
        """Sort the values of all sketches once."""
        order = np.argsort(new.values, kind="stable")
        self._keys = new.keys
        self._values, self._owners = new.values[order], new.owners[order]
        self._own = new.own()
        self._held = np.zeros(1 << min(_MOST_BITS, (_ROOM * len(order)).bit_length()), dtype=np.bool_)
        self._held[self._slots(new.values)] = True

    def like(self, others: Sketches[Key], *, later: bool = False) -> Iterator[tuple[Key, Key]]:
        """Yield the pairs of one of these and one of some others that share enough of their own or quoted words.

        Args:
            others: The others; the pairs come in their order.
            later: Only pairs whose other one has a later place: for these asked for each other.
        """
        own = others.own()
        likely = np.flatnonzero(self._held[self._slots(others.values)])
        values, owners = others.values[likely], others.owners[likely]
        first = np.searchsorted(self._values, values, "left")
        counts = np.searchsorted(self._values, values, "right") - first
        for of in _slices(owners, counts, len(others.keys)):
            theirs = np.repeat(owners[of], counts[of])
            mine = self._owners[_ranges(first[of], counts[of])]
            quoted = np.repeat(values[of] & 1, counts[of])
            pairs, shared = np.unique((theirs * len(self._keys) + mine) * 2 + quoted, return_counts=True)
            theirs, mine = np.divmod(pairs >> 1, len(self._keys))
            least = np.where(pairs & 1, 0, _LEAST * np.minimum(self._own[mine], own[theirs]))
            enough = (shared >= np.maximum(_FEWEST, least)) & ((mine < theirs) | (not later))
            theirs, mine = np.divmod(np.unique(pairs[enough] >> 1), len(self._keys))
            for other, one in zip(theirs.tolist(), mine.tolist(), strict=True):
                yield self._keys[one], others.keys[other]

    def _slots(self, values: Sketch) -> Sketch:
        """Return where it is noted whether a value may be held; most of others are not, and need no search."""
        return values >> FLAG_BITS & (len(self._held) - 1)


def pairs_to_compare(new: Sketches[Key], before: Iterable[Sketches[Key]]) -> Iterator[tuple[Key, Key]]:
    """Yield what is new with all that it is to be compared with, so that each pair comes once.

    Args:
        new: What has not been compared yet.
        before: What has been compared with each other, some at a time.
    """
    index = SketchIndex(new)
    for some in before:
        yield from index.like(some)
    yield from index.like(new, later=True)


def _slices(owners: Counts, counts: Counts, others: int) -> Iterator[Counts]:
    """Yield the places of values that are shared: those of one owner together, and no slice with many matches."""
    found = np.flatnonzero(counts)
    each = np.bincount(owners[found], weights=counts[found], minlength=others)
    within = (np.cumsum(each) // _MOST_MATCHES).astype(np.int64)[owners[found]]
    cuts = np.flatnonzero(np.diff(within)) + 1
    return (part for part in np.split(found, cuts) if len(part))


def _ranges(first: Counts, counts: Counts) -> Counts:
    """Return first, first + 1, … for each of some places, as many as its count says."""
    ends = np.cumsum(counts)
    return np.repeat(first - (ends - counts), counts) + np.arange(int(ends[-1]))
