"""What the characters of each unit add up to, counted for all units of a page at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from onrecord.blocks.characters import (
    BULLET,
    CLOSER,
    DIGIT,
    LETTER,
    LOW,
    QUOTE,
    SMALL,
    STOP,
    UPPER,
    Array,
    Characters,
    many_within,
    over,
)
from onrecord.blocks.words import Words

_PRINTED = 4
"""Words of fewer letters are not counted when it is asked whether a line is printed in title case."""

_FEW = 40
"""A unit of more words is no title."""


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


def count(characters: Characters, words: Words, starts: Array, ends: Array) -> Counts:
    """Return what the characters of each unit of a text add up to.

    Args:
        characters: Of the text.
        words: Of the text.
        starts: Where its units begin, at least one, in order and apart.
        ends: Where they end.
    """
    kinds = characters.kinds
    any_of = over(np.bitwise_or, kinds, starts, ends)
    first, last = kinds[starts], kinds[ends - 1]
    return Counts(
        words.lasts - words.firsts,
        _title(kinds, words),
        (any_of & (UPPER | SMALL)) == UPPER,
        many_within(characters.places(DIGIT), starts, ends),
        many_within(characters.places(QUOTE), starts, ends),
        _stops(characters.codes, words, ends),
        last & STOP != 0,
        last & CLOSER != 0,
        (first & BULLET != 0) & (ends - starts > 1),
        first & LOW != 0,
    )


def _title(kinds: Array, words: Words) -> Array:
    """Return the share of each unit's longer words that are capitalised."""
    opens, first, last = words.opens, words.firsts, words.lasts
    head = kinds[opens]
    longer = (words.closes - opens >= _PRINTED) & (head & LETTER > 0)
    after = np.minimum(first + 1, last)
    upto = _upto(longer)
    capitals = _upto(longer & (head & UPPER > 0))
    total = np.where(last - first > _FEW, 0, upto[last] - upto[after])
    return np.where(total > 0, (capitals[last] - capitals[after]) / np.maximum(1, total), 0.0)


def _stops(codes: Array, words: Words, ends: Array) -> Array:
    """Return how many words of each unit end in a full stop before a space; the unit's own last stop is none."""
    closes, first, last = words.closes, words.firsts, words.lasts
    stops = (codes[closes - 1] == ord(".")) & (codes.take(closes, mode="clip") == ord(" "))
    final = last[first < last] - 1
    stops[final[closes[final] == ends[first < last]]] = False
    upto = _upto(stops)
    found: Array = upto[last] - upto[first]
    return found


def _upto(flags: Array) -> Array:
    """Return how many flags are up before each place, the one behind the last included."""
    out = np.zeros(len(flags) + 1, dtype=np.intp)
    flags.cumsum(out=out[1:])
    return out
