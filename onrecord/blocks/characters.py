"""What the characters of each unit add up to, counted for all units of a page at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, cast

import numpy as np

from onrecord.model import Span
from onrecord.text import fold

Array = np.ndarray[Any, Any]

_SEEN, _SPACE, _UPPER, _SMALL, _LETTER, _DIGIT, _QUOTE = (1 << bit for bit in range(7))
_SHAPE = (1 << 7) - 1
_STOP, _CLOSER, _BULLET, _LOW, _EDGE, _LINE_END, _AFTER_WORD, _WIDE = (1 << bit for bit in range(7, 15))
_KINDS = np.zeros(sys.maxunicode + 1, dtype=np.uint16)
"""What each character is, filled as characters are met."""

BULLETS = "•*□☆◦‣▪●○◆▶►→»›·+○■"
EDGES = " \t:.!?…•·|>»«<→←↓▶►*-–—_[]()0123456789,+#"
"""Bullets, counts and stops: what is no part of a unit's words where it stands at their ends, folded."""

AFTER_WORD = ".,:;!?\"')"
"""Stops and marks after a word, folded."""

WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
"""Characters that fill two columns (Unicode Standard Annex 11: the wide and full-width ones of common use)."""

_STOPS = ".!?…"
_CLOSERS = "\"”’'»)]"
_GOES_ON = ",;.)”’»"

_PRINTED = 4
"""Words of fewer letters are not counted when it is asked whether a line is printed in title case."""

_BASE = 0x9E3779B97F4A7C15
"""An odd number, so that its powers never come to nothing."""

_COMMON = 1 << 15
"""Few pages have more characters: their powers are made once."""

_LONGEST_ALIKE = 140
_FEW = 40
"""A unit of more words is no title."""


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """A text as numbers: its code points, and what each of them is."""

    codes: Array
    kinds: Array

    def spaces(self, at: Array) -> Array:
        """Tell of the characters at some places which are white space."""
        return cast("Array", self.kinds.take(at) & _SPACE != 0)

    def after_words(self, at: Array) -> Array:
        """Tell of the characters at some places which are among `AFTER_WORD`."""
        return cast("Array", self.kinds.take(at) & _AFTER_WORD != 0)


class Counts(NamedTuple):
    """One array each, with one value for each unit.

    Attributes:
        words: How many.
        title: The share of its longer words after the first that begin with a capital, 0 to 1.
        caps: It has letters, and every one is a capital.
        digits: How many of its characters are 0 to 9.
        quotes: How many of its characters are double quotation marks.
        stops: How many full stops in it have a space after them.
        stop: Its last character ends a sentence.
        closed: Its last character closes a quotation or a bracket.
        bullet: It begins with a bullet.
        low: It begins in lower case or with a closing mark.
    """

    words: Array
    title: Array
    caps: Array
    digits: Array
    quotes: Array
    stops: Array
    stop: Array
    closed: Array
    bullet: Array
    low: Array


def codes_of(text: str) -> Array:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def read_characters(text: str) -> Characters:
    """Return what each character of a text is."""
    codes = codes_of(text)
    kinds = _KINDS.take(codes)
    if not kinds.all():
        for char in set(text):
            _KINDS[ord(char)] = _kind(char)
        kinds = _KINDS.take(codes)
    return Characters(codes, kinds)


def bounds_of(spans: Sequence[Span]) -> tuple[Array, Array]:
    """Return the starts and the ends of spans."""
    bounds = np.fromiter(chain.from_iterable(spans), dtype=np.intp, count=2 * len(spans))
    return bounds[::2], bounds[1::2]


def count(characters: Characters, starts: Array, ends: Array) -> Counts:
    """Return what the characters of each unit of a text add up to.

    Args:
        characters: Of the text.
        starts: Where its units begin, at least one, in order and apart.
        ends: Where they end.
    """
    codes, kinds = characters.codes, characters.kinds
    stops = np.zeros(len(kinds), dtype=np.bool_)
    np.equal(codes[:-1], ord("."), out=stops[:-1])
    stops[:-1] &= codes[1:] == ord(" ")
    stops[ends - 1] = False
    words, title = _words(kinds, starts, ends)
    any_of = _over(np.bitwise_or, kinds, starts, ends)
    first, last = kinds[starts], kinds[ends - 1]
    return Counts(
        words,
        title,
        (any_of & (_UPPER | _SMALL)) == _UPPER,
        _over(np.add, kinds & _DIGIT != 0, starts, ends),
        _over(np.add, kinds & _QUOTE != 0, starts, ends),
        _over(np.add, stops, starts, ends),
        last & _STOP != 0,
        last & _CLOSER != 0,
        (first & _BULLET != 0) & (ends - starts > 1),
        first & _LOW != 0,
    )


def _over(add: np.ufunc, values: Array, starts: Array, ends: Array) -> Array:
    """Return what the values of each unit come to."""
    bounds = np.empty(2 * len(starts), dtype=np.intp)
    bounds[::2], bounds[1::2] = starts, ends
    kept = bounds[:-1] if ends[-1] == len(values) else bounds
    kind = np.intp if values.dtype == np.bool_ else None
    return cast("Array", add.reduceat(values, kept, dtype=kind)[::2])


def without_edges(characters: Characters, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return where the words of each unit begin and end, `EDGES` left off; equal where nothing is left."""
    inner = np.flatnonzero(characters.kinds & _EDGE == 0)
    first, last = inner.searchsorted(starts), inner.searchsorted(ends)
    some = first < last
    if not len(inner):
        return starts, starts
    begins = np.where(some, inner.take(first, mode="clip"), starts)
    return begins, np.where(some, inner.take(last - 1, mode="clip") + 1, begins)


def columns_of(characters: Characters, starts: Array, ends: Array) -> Array:
    """Return the column at which each unit ends, where it is one line, its indent counted."""
    wide = characters.kinds & _WIDE != 0
    out = ends - line_starts(characters, starts, ends)
    return cast("Array", out + _over(np.add, wide, starts, ends) if wide.any() else out)


def line_starts(characters: Characters, starts: Array, ends: Array) -> Array:
    r"""Return where the line of each unit begins: after the line end before it; \r and \n end lines."""
    after = np.concatenate([[0], np.flatnonzero(characters.kinds & _LINE_END != 0) + 1])
    last = np.concatenate([[0], ends[:-1]])
    return cast("Array", np.maximum(last, after[after.searchsorted(starts, side="right") - 1]))


def line_ends(characters: Characters, starts: Array, ends: Array) -> Array:
    r"""Return how many line ends (\n) stand before each unit, after the unit before it."""
    at = np.flatnonzero(characters.codes == ord("\n"))
    return cast("Array", at.searchsorted(starts) - at.searchsorted(np.concatenate([[0], ends[:-1]])))


def alike(characters: Characters, starts: Array, ends: Array) -> Array:
    """Return for each unit how many others have its shape: its marks, with words and numbers of any length.

    `3 March 2031, 6:34 pm` and `12 May 2031, 11:05 am` are alike, and so are the dates, the names and the labels
    that a program prints again and again. Units of more than 140 characters are like no other.

    Args:
        characters: Of the text.
        starts: Where its units begin, at least one, in order and apart.
        ends: Where they end.
    """
    out = np.zeros(len(starts), dtype=np.intp)
    short = np.flatnonzero(ends - starts <= _LONGEST_ALIKE)
    at, begins, behind = gather(starts[short], ends[short])
    codes, kinds = characters.codes.take(at), characters.kinds.take(at) & _SHAPE
    shown = np.where(kinds & (_LETTER | _DIGIT) > 0, kinds, codes + np.uint32(256)).astype(np.uint64)
    shown[kinds & _SPACE > 0] = _SPACE
    again = np.zeros(len(at), dtype=np.bool_)
    again[1:] = (shown[1:] == shown[:-1]) & (kinds[1:] & (_SMALL | _DIGIT | _SPACE) > 0)
    again[begins] = False
    kept = np.concatenate([[0], np.cumsum(~again)])
    numbers = Runs(shown[~again]).numbers(kept[begins], kept[behind])
    _, which, many = np.unique(numbers, return_inverse=True, return_counts=True)
    out[short] = many[which] - 1
    return out


def gather(starts: Array, ends: Array) -> tuple[Array, Array, Array]:
    """Return the places of the characters of some units in a row, and where in that row each begins and ends."""
    sizes = ends - starts
    behind = np.cumsum(sizes)
    begins = behind - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - begins, sizes), begins, behind


class Runs:
    """Numbers for runs of symbols: the same wherever a run stands, so equal runs have equal numbers."""

    __slots__ = ("_back", "_sums")

    def __init__(self, symbols: Array) -> None:
        """Prepare a row of symbols, positive numbers each."""
        size = len(symbols)
        powers, self._back = _common_powers() if size < _COMMON else _powers(size + 1)
        self._sums = np.zeros(size + 1, dtype=np.uint64)
        np.cumsum(symbols * powers[:size], out=self._sums[1:])

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


def _words(kinds: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return the number of words of each unit, and the share of longer ones that are capitalised."""
    at, closes = word_bounds(kinds & _SPACE != 0, starts, ends)
    head = kinds[at]
    longer = (closes - at >= _PRINTED) & (head & _LETTER > 0)
    first, last = at.searchsorted(starts), at.searchsorted(ends)
    after = np.minimum(first + 1, last)
    upto = np.concatenate([[0], np.cumsum(longer)])
    capitals = np.concatenate([[0], np.cumsum(longer & (head & _UPPER > 0))])
    total = np.where(last - first > _FEW, 0, upto[last] - upto[after])
    share = np.where(total > 0, (capitals[last] - capitals[after]) / np.maximum(1, total), 0.0)
    return last - first, share


def word_bounds(spaces: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return where the words of the units begin and end: what white space or the edge of a unit parts."""
    filled = ~spaces
    opens, closes = filled.copy(), filled.copy()
    opens[1:] &= ~filled[:-1]
    closes[:-1] &= ~filled[1:]
    # Units may stand side by side without white space between them.
    opens[starts], closes[ends - 1] = filled[starts], filled[ends - 1]
    return np.flatnonzero(opens), np.flatnonzero(closes) + 1


def _kind(char: str) -> int:
    """Return what a character is, as `str` has it: its `isupper` knows capitals, small and title letters."""
    return (
        _SEEN
        | char.isspace() * _SPACE
        | char.isupper() * _UPPER
        | (char.islower() or (char.istitle() and not char.isupper())) * _SMALL
        | char.isalpha() * _LETTER
        | (char in "0123456789") * _DIGIT
        | (char in '"“”') * _QUOTE
        | (char in _STOPS) * _STOP
        | (char in _CLOSERS) * _CLOSER
        | (char in BULLETS) * _BULLET
        | (char.islower() or char in _GOES_ON) * _LOW
        | (fold(char) in EDGES) * _EDGE
        | (char in "\r\n") * _LINE_END
        | (fold(char) in AFTER_WORD) * _AFTER_WORD
        | (WIDE.match(char) is not None) * _WIDE
    )
