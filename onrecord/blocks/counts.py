"""What the characters of each unit add up to, counted for all units of a page at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from onrecord.model import Span

Array = np.ndarray[Any, Any]

_SEEN, _SPACE, _UPPER, _SMALL, _LETTER, _DIGIT, _QUOTE = (1 << bit for bit in range(7))
_KINDS = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
"""What each character is, filled as characters are met."""

_PRINTED = 4
"""Words of fewer letters are not counted when it is asked whether a line is printed in title case."""

_BASE = 0x9E3779B97F4A7C15
"""An odd number, so that its powers never come to nothing."""

_LONGEST_ALIKE = 140
_FEW = 40
"""A unit of more words is no title."""


class Counts(NamedTuple):
    """One list each, with one number for each unit.

    Attributes:
        words: How many.
        title: The share of its longer words after the first that begin with a capital, 0 to 1.
        caps: It has letters, and every one is a capital.
        digits: How many of its characters are 0 to 9.
        quotes: How many of its characters are double quotation marks.
        stops: How many full stops in it have a space after them.
    """

    words: Sequence[int]
    title: Sequence[float]
    caps: Sequence[bool]
    digits: Sequence[int]
    quotes: Sequence[int]
    stops: Sequence[int]


def count(text: str, spans: Sequence[Span]) -> Counts:
    """Return what the characters of each unit of a text add up to.

    Args:
        text: The page's text.
        spans: Of its units, at least one, in order and apart.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds(text, codes)
    starts, ends = np.array(spans, dtype=np.intp).T

    def many(flags: Array) -> Array:
        places = np.flatnonzero(flags != 0)
        return cast("Array", places.searchsorted(ends) - places.searchsorted(starts))

    stops = codes == ord(".")
    stops[:-1] &= codes[1:] == ord(" ")
    stops[ends - 1] = False
    words, title = _words(kinds, starts, ends)
    return Counts(
        words.tolist(),
        title.tolist(),
        ((many(kinds & _UPPER) > 0) & (many(kinds & _SMALL) == 0)).tolist(),
        many(kinds & _DIGIT).tolist(),
        many(kinds & _QUOTE).tolist(),
        many(stops).tolist(),
    )


def alike(text: str, spans: Sequence[Span]) -> Array:
    """Return for each unit how many others have its shape: its marks, with words and numbers of any length.

    `3 March 2031, 6:34 pm` and `12 May 2031, 11:05 am` are alike, and so are the dates, the names and the labels
    that a program prints again and again. Units of more than 140 characters are like no other.

    Args:
        text: The page's text.
        spans: Of its units, at least one, in order and apart.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds(text, codes)
    starts, ends = np.array(spans, dtype=np.intp).T
    shown = np.where(kinds & (_LETTER | _DIGIT) > 0, kinds, codes + np.uint32(256)).astype(np.uint64)
    shown[kinds & _SPACE > 0] = _SPACE
    again = np.zeros(len(codes), dtype=np.bool_)
    again[1:] = (shown[1:] == shown[:-1]) & (kinds[1:] & (_SMALL | _DIGIT | _SPACE) > 0)
    again[starts] = False
    kept = np.concatenate([[0], np.cumsum(~again)])
    powers = np.cumprod(np.full(kept[-1] + 1, _BASE, dtype=np.uint64))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(shown[~again] * powers[:-1])])
    first, last = kept[starts], kept[ends]
    # The same shape further down stands under higher powers; those between the two bring it level.
    hashes = (sums[last] - sums[first]) * powers[kept[-1] - first]
    _, which, many = np.unique(hashes, return_inverse=True, return_counts=True)
    return np.where(ends - starts > _LONGEST_ALIKE, 0, many[which] - 1)


def _words(kinds: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Return the number of words of each unit, and the share of longer ones that are capitalised."""
    filled = kinds & _SPACE == 0
    opens, closes = filled.copy(), filled.copy()
    opens[1:] &= ~filled[:-1]
    closes[:-1] &= ~filled[1:]
    # Units may stand side by side without white space between them.
    opens[starts], closes[ends - 1] = filled[starts], filled[ends - 1]
    at = np.flatnonzero(opens)
    head = kinds[at]
    longer = (np.flatnonzero(closes) - at + 1 >= _PRINTED) & (head & _LETTER > 0)
    first, last = at.searchsorted(starts), at.searchsorted(ends)
    after = np.minimum(first + 1, last)
    upto = np.concatenate([[0], np.cumsum(longer)])
    capitals = np.concatenate([[0], np.cumsum(longer & (head & _UPPER > 0))])
    total = np.where(last - first > _FEW, 0, upto[last] - upto[after])
    share = np.where(total > 0, (capitals[last] - capitals[after]) / np.maximum(1, total), 0.0)
    return last - first, share


def _kinds(text: str, codes: Array) -> Array:
    """Return what each character of a text is."""
    kinds = _KINDS[codes]
    if not kinds.all():
        for char in set(text):
            _KINDS[ord(char)] = _kind(char)
        kinds = _KINDS[codes]
    return kinds


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
    )
