"""Whose words a unit shares: the commonest ones, those of the text, of its beginning, of its headline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from onrecord.blocks.characters import AFTER_WORD, Array, codes_of
from onrecord.blocks.lines import Units
from onrecord.blocks.words import Runs
from onrecord.lang.language import Language

_SHORT_WORD = 4
_LEAD = 6
"""The first sentences of the run that looks most like an article: what the article is about."""

_CLASSES = ("common", "personal")
_SLOT_BITS = 12
_BITS = 64
_MIXER = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio's bits, as Knuth's multiplicative hashing has them."""


class Reading(NamedTuple):
    """What the rules make of a page, for the model to start from.

    Attributes:
        run: The units [first, end) that look most like an article, or None.
        headline: The index of the headline, or None.
        scores: Of each unit, as `scores` gives them.
        paragraphs: Whether the rules hold each unit to be text.
        end: The index of the unit at which readers' comments begin: nothing from there on is text.
    """

    run: tuple[int, int] | None
    headline: int | None
    scores: Sequence[float]
    paragraphs: Sequence[bool]
    end: int


class _Words(NamedTuple):
    """The words of a page, each as a number that equal words share.

    Attributes:
        row: In which unit it stands.
        word: The word.
        long: Which have more than four characters.
        stem: Of the long ones alone: the word less the stops and marks after it.
    """

    row: Array
    word: Array
    long: Array
    stem: Array


class _Listed(NamedTuple):
    """Known words by the first bits of their numbers, each in a slot of its own.

    Attributes:
        shift: How far to shift a number for its slot.
        words: The number of the word in each slot.
        classes: The place of its class among `_CLASSES`, in each slot; behind the last where there is no word.
    """

    shift: np.uint64
    words: Array
    classes: Array


def read_shares(units: Units, reading: Reading, asked: Array, language: Language) -> Array:
    """Return the shares of each unit's words: common, personal, the text's, its beginning's, the headline's.

    The last three are of the longer words; all are 0 for units that are not asked about.

    Args:
        units: Of a text dump.
        reading: What the rules made of them.
        asked: Which units to ask about; those that end as a sentence does are among them.
        language: Whose words to know (table `lines`).
    """
    count = len(units.lines)
    row, word, long, stem = _words(units)
    classes = _classes(word, language)
    out = np.zeros((5, count))
    out[:2] = _shares(row, [classes == at for at in range(len(_CLASSES))], count)
    row, which = row[long], _numbered(stem)
    first, end = reading.run or (0, 0)
    in_text, leads = np.zeros((2, count), dtype=np.bool_)
    in_text[first:end] = units.stop[first:end]
    leads[first + units.sentence[first:end].nonzero()[0][:_LEAD]] = True
    flags = [_again(which, in_text[row]), _again(which, leads[row])]
    if reading.headline is not None:
        shown = np.zeros(len(which), dtype=np.bool_)
        shown[which[row == reading.headline]] = True
        flags.append(shown[which])
    out[2 : 2 + len(flags)] = _shares(row, flags, count)
    out[:, ~asked] = 0
    return out


def _words(units: Units) -> _Words:
    """Return the words of a page as they stand in the keys of its units."""
    bounds, characters = units.bounds, units.characters
    row = np.repeat(np.arange(len(units.lines)), bounds.lasts - bounds.firsts)
    opens = np.maximum(bounds.opens, units.firsts[row])
    closes = np.minimum(bounds.closes, units.lasts[row])
    kept = opens < closes
    row, opens, closes = row[kept], opens[kept], closes[kept]
    long = closes - opens > _SHORT_WORD
    begins, ends = opens[long], closes[long]
    marked = (characters.kinds[ends - 1] & AFTER_WORD != 0).nonzero()[0]
    marks = characters.places(AFTER_WORD)
    first = marks.copy()
    first[1:][marks[1:] == marks[:-1] + 1] = 0
    stem_ends = np.maximum.accumulate(first)[marks.searchsorted(ends[marked] - 1)]
    ends[marked] = np.maximum(begins[marked], stem_ends)
    numbers = units.spelled.numbers
    return _Words(row, numbers(opens, closes), long, numbers(begins, ends))


def _numbered(stems: Array) -> Array:
    """Return a number for each stem, the same for equal ones and less than there are stems."""
    order = stems.argsort()
    ranked = stems[order]
    which = np.empty(len(stems), dtype=np.intp)
    which[order] = np.concatenate([[0], (ranked[1:] != ranked[:-1]).cumsum()])[: len(stems)]
    return which


def _again(word: Array, own: Array) -> Array:
    """Tell of each word whether it comes up in a text; of the text's own words, whether it does so again."""
    times = np.bincount(word[own], minlength=len(word))
    found: Array = times[word] > own
    return found


def _shares(row: Array, flags: Sequence[Array], count: int) -> list[Array]:
    """Return for each kind of flag the share of each row's words that have it."""
    many = np.maximum(1, np.bincount(row, minlength=count))
    return [np.bincount(row[one], minlength=count) / many for one in flags]


def _classes(words: Array, language: Language) -> Array:
    """Return the place of each word's class among `_CLASSES`, behind the last for words of none."""
    listed = _listed(language)
    slots = _slots(words, listed.shift)
    return np.where(listed.words.take(slots) == words, listed.classes.take(slots), len(_CLASSES))


@lru_cache(maxsize=8)
def _listed(language: Language) -> _Listed:
    rows = [row for row in language.rows("lines") if row["class"] in _CLASSES]
    words, bits = _numbers([row["word"] for row in rows]), _SLOT_BITS
    while len(set(_slots(words, np.uint64(_BITS - bits)).tolist())) < len(set(words.tolist())):
        bits += 1
    shift = np.uint64(_BITS - bits)
    slots = _slots(words, shift)
    table = _Listed(shift, np.zeros(1 << bits, dtype=np.uint64), np.full(1 << bits, len(_CLASSES)))
    table.words[slots] = words
    table.classes[slots] = [_CLASSES.index(row["class"]) for row in rows]
    return table


def _slots(words: Array, shift: np.uint64) -> Array:
    """Return the first bits of each number, mixed: those of short words differ in their last bits alone."""
    slots: Array = (words * _MIXER) >> shift
    return slots.view(np.intp)


def _numbers(words: Sequence[str]) -> Array:
    """Return the numbers of some words."""
    ends = np.array(list(accumulate(map(len, words))))
    return Runs(codes_of("".join(words))).numbers(np.concatenate([[0], ends[:-1]]), ends)
