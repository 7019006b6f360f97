"""The words of a page: where each begins and ends, and numbers by which equal ones are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np

from onrecord.blocks.characters import SPACE, Array, Characters

_BASE = 0x9E3779B97F4A7C15
"""An odd number, so that its powers never come to nothing."""

_COMMON = 1 << 15
"""Few pages have more characters: their powers are made once."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a page in order.

    Attributes:
        opens: Where they begin.
        closes: Where they end.
        firsts: Of each unit, the number of its first word.
        lasts: Of each unit, the number of the word after its last one.
    """

    opens: Array
    closes: Array
    firsts: Array
    lasts: Array


def word_bounds(characters: Characters, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return where the words of a page begin and end: what white space or the edge of a unit parts.

    Args:
        characters: Of the page's text.
        starts: Where its units begin, at least one, in order and apart.
        ends: Where they end.
    """
    filled = characters.kinds & SPACE == 0
    edge = np.ones(len(filled) + 1, dtype=np.bool_)
    np.not_equal(filled[1:], filled[:-1], out=edge[1:-1])
    edge[0], edge[-1] = filled[0], filled[-1]
    edges = edge.nonzero()[0]
    # Units may stand side by side without white space between them.
    beside = starts[1:][(starts[1:] == ends[:-1]) & ~edge[starts[1:]]]
    if len(beside):
        edges = np.sort(np.concatenate([edges, beside, beside]))
    return edges[::2], edges[1::2]


def words_of(opens: Array, closes: Array, starts: Array, ends: Array) -> Words:
    """Return words by the units that they stand in."""
    return Words(opens, closes, opens.searchsorted(starts), opens.searchsorted(ends))


class Runs:
    """Numbers for runs of symbols: the same wherever a run stands, so equal runs have equal numbers."""

    __slots__ = ("_back", "_sums")

    def __init__(self, symbols: Array) -> None:
        """Prepare a row of symbols, positive numbers each."""
        size = len(symbols)
        powers, self._back = _common_powers() if size < _COMMON else _powers(size + 1)
        self._sums = np.zeros(size + 1, dtype=np.uint64)
        np.multiply(symbols.astype(np.uint64), powers[:size], out=self._sums[1:])
        self._sums[1:].cumsum(out=self._sums[1:])

    def numbers(self, first: Array, last: Array) -> Array:
        """Return a number for each run from `first` up to `last`."""
        # The same run further down stands under higher powers; those that take it back bring it level.
        return cast("Array", (self._sums[last] - self._sums[first]) * self._back[first])


@cache
def _common_powers() -> tuple[Array, Array]:
    return _powers(_COMMON)


def _powers(size: int) -> tuple[Array, Array]:
    """Return so many powers of `_BASE`, and those of its inverse."""
    up, back = (np.cumprod(np.full(size, base, dtype=np.uint64)) for base in (_BASE, pow(_BASE, -1, 1 << 64)))
    return up, back
