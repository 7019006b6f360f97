"""A text as numbers: its code points, and what kind of character each of them is."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import numpy as np

from onrecord.model import Span
from onrecord.text import fold

Array = np.ndarray[Any, Any]

SEEN, SPACE, UPPER, SMALL, LETTER, DIGIT, QUOTE = (1 << bit for bit in range(7))
STOP, CLOSER, BULLET, LOW, EDGE, LINE_END, AFTER_WORD, WIDE_ONE = (1 << bit for bit in range(7, 15))
_SHAPE = (1 << 7) - 1
_MARKS = 1 << 8
RUNS_ON = 1 << 31
_KINDS = np.zeros(sys.maxunicode + 1, dtype=np.uint16)
_SHAPES = np.zeros(sys.maxunicode + 1, dtype=np.uint32)
"""What each character is, and what it stands for in a shape; filled as characters are met."""

BULLETS = "•*□☆◦‣▪●○◆▶►→»›·+○■"
EDGES = " \t:.!?…•·|>»«<→←↓▶►*-–—_[]()0123456789,+#"
"""Bullets, counts and stops: what is no part of a unit's words where it stands at their ends, folded."""

AFTER_WORDS = ".,:;!?\"')"
"""Stops and marks after a word, folded."""

WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
"""Characters that fill two columns (Unicode Standard Annex 11: the wide and full-width ones of common use)."""

_STOPS = ".!?…"
_CLOSERS = "\"”’'»)]"
_GOES_ON = ",;.)”’»"


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """A text as numbers: its code points, and what each of them is, as bits."""

    codes: Array
    kinds: Array

    def are(self, kind: int) -> Array:
        """Tell of each character whether it is of a kind, or of one of several."""
        return cast("Array", self.kinds & kind != 0)

    def shapes(self) -> Array:
        """Return for each character a number that those of one kind share: capitals, digits; marks have their own.

        The first bit of a number says that a run of its kind counts as one.
        """
        return _SHAPES.take(self.codes)

    def places(self, kind: int) -> Array:
        """Return where the characters of a kind stand."""
        return self.are(kind).nonzero()[0]


def codes_of(text: str) -> Array:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def read_characters(text: str) -> Characters:
    """Return what each character of a text is."""
    codes = codes_of(text)
    kinds = _KINDS.take(codes)
    if not kinds.min():
        for char in set(text):
            _KINDS[ord(char)] = _kind(char)
            _SHAPES[ord(char)] = _shape(char)
        kinds = _KINDS.take(codes)
    return Characters(codes, kinds)


def bounds_of(spans: Sequence[Span]) -> tuple[Array, Array]:
    """Return the starts and the ends of spans."""
    bounds = np.fromiter(chain.from_iterable(spans), dtype=np.intp, count=2 * len(spans))
    return bounds[::2].copy(), bounds[1::2].copy()


def without_edges(characters: Characters, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return where the words of each unit begin and end, `EDGES` left off; equal where nothing is left."""
    inner = (characters.kinds & EDGE == 0).nonzero()[0]
    if not len(inner):
        return starts, starts
    first, last = inner.searchsorted(starts), inner.searchsorted(ends)
    some = first < last
    begins = np.where(some, inner.take(first, mode="clip"), starts)
    return begins, np.where(some, inner.take(last - 1, mode="clip") + 1, begins)


def over(add: np.ufunc, values: Array, starts: Array, ends: Array) -> Array:
    """Return what the values of each unit come to.

    Args:
        add: What joins two values.
        values: One for each character of a text.
        starts: Where units of the text begin, at least one, in order and apart.
        ends: Where they end.
    """
    bounds = np.empty(2 * len(starts), dtype=np.intp)
    bounds[::2], bounds[1::2] = starts, ends
    kept = bounds[:-1] if ends[-1] == len(values) else bounds
    return cast("Array", add.reduceat(values, kept)[::2])


def many_within(places: Array, starts: Array, ends: Array) -> Array:
    """Return how many of some places, given in order, lie in each unit."""
    return cast("Array", places.searchsorted(ends) - places.searchsorted(starts))


def _shape(char: str) -> int:
    """Return what a character stands for in the shape of a unit."""
    kind = _kind(char)
    if kind & SPACE:
        return RUNS_ON | SPACE
    if kind & (LETTER | DIGIT):
        return kind & _SHAPE | (RUNS_ON if kind & (SMALL | DIGIT) else 0)
    return ord(char) + _MARKS | (RUNS_ON if kind & SMALL else 0)


def _kind(char: str) -> int:
    """Return what a character is, as `str` has it: its `isupper` knows capitals, small and title letters."""
    return (
        SEEN
        | char.isspace() * SPACE
        | char.isupper() * UPPER
        | (char.islower() or (char.istitle() and not char.isupper())) * SMALL
        | char.isalpha() * LETTER
        | (char in "0123456789") * DIGIT
        | (char in '"“”') * QUOTE
        | (char in _STOPS) * STOP
        | (char in _CLOSERS) * CLOSER
        | (char in BULLETS) * BULLET
        | (char.islower() or char in _GOES_ON) * LOW
        | (fold(char) in EDGES) * EDGE
        | (char in "\r\n") * LINE_END
        | (fold(char) in AFTER_WORDS) * AFTER_WORD
        | (WIDE.match(char) is not None) * WIDE_ONE
    )
