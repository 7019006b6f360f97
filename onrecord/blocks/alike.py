"""Which units of a page have the same shape: dates, names and labels that a program prints again and again."""

from __future__ import annotations

import numpy as np

from onrecord.blocks.characters import RUNS_ON, Array, Characters
from onrecord.blocks.words import Runs

_LONGEST = 140


def alike(characters: Characters, starts: Array, ends: Array) -> Array:
    """Return for each unit how many others have its shape: its marks, with words and numbers of any length.

    `3 March 2031, 6:34 pm` and `12 May 2031, 11:05 am` are alike, and so are the dates, the names and the labels
    that a program prints again and again. Units of more than 140 characters are like no other.

    Args:
        characters: Of the text.
        starts: Where its units begin, at least one, in order and apart.
        ends: Where they end.
    """
    shapes = characters.shapes()
    new = shapes < RUNS_ON
    new[1:] |= shapes[1:] != shapes[:-1]
    new[starts] = True
    kept = new.nonzero()[0]
    short = (ends - starts <= _LONGEST).nonzero()[0]
    first, last = kept.searchsorted(starts[short]), kept.searchsorted(ends[short])
    out = np.zeros(len(starts), dtype=np.intp)
    out[short] = times(Runs(shapes.take(kept)).numbers(first, last)) - 1
    return out


def times(numbers: Array) -> Array:
    """Return how often each of some numbers comes up among them."""
    ranked = np.sort(numbers)
    many: Array = ranked.searchsorted(numbers, side="right") - ranked.searchsorted(numbers)
    return many
