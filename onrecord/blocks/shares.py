"""Whose words a unit shares: the commonest ones, those of the text, of its beginning, of its headline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from onrecord.blocks.characters import AFTER_WORD, Array, Runs, codes_of, gather, word_bounds
from onrecord.blocks.lines import Units
from onrecord.lang.language import Language

_SHORT_WORD = 4
_LEAD = 6
"""The first sentences of the run that looks most like an article: what the article is about."""


class Reading(NamedTuple):
    """What the rules make of a page, for the model to start from.

    Attributes:
        run: The units [first, end) that look most like an article, or None.
        headline: The index of the headline, or None.
        scores: Of each unit, as `score` gives them.
        paragraphs: Whether the rules hold each unit to be text.
        end: The index of the unit at which readers' comments begin: nothing from there on is text.
    """

    run: tuple[int, int] | None
    headline: int | None
    scores: Sequence[float]
    paragraphs: Sequence[bool]
    end: int


class _Words(NamedTuple):
    """The words of some units, each as a number that equal words share.

    Attributes:
        row: In which of the units it stands, counted among those that were asked about.
        word: The word.
        long: It has more than four characters.
        stem: Of the long ones alone: the word less the stops and marks after it.
    """

    row: Array
    word: Array
    long: Array
    stem: Array


def read_shares(units: Units, reading: Reading, asked: Array, language: Language) -> Array:
    """Return the shares of each unit's words: common, personal, the text's, its beginning's, the headline's.

    The last three are of the longer words; all are 0 for units that are not asked about.

    Args:
        units: Of a page.
        reading: What the rules made of them.
        asked: Which units to ask about.
        language: Whose words to know (table `lines`).
    """
    out = np.zeros((5, len(units.lines)))
    rows = np.flatnonzero(asked & (units.firsts < units.lasts))
    if not len(rows):
        return out
    row, word, long, stem = _words(units, rows)
    out[:2, rows] = _shares(row, [_among(word, listed) for listed in _listed(language)], len(rows))
    row, (stems, which) = row[long], np.unique(stem, return_inverse=True)
    first, end = reading.run or (0, 0)
    in_text = ((rows >= first) & (rows < end) & units.stop[rows])[row]
    leads = np.zeros(len(units.lines), dtype=np.bool_)
    leads[[at for at in range(first, end) if units.lines[at].sentence][:_LEAD]] = True
    flags = [_again(which, in_text), _again(which, leads[rows][row])]
    if reading.headline is not None:
        shown = [word for word in units.lines[reading.headline].key.split() if len(word) > _SHORT_WORD]
        flags.append(_among(stems, _numbers([word.rstrip(AFTER_WORD) for word in shown]))[which])
    out[2 : 2 + len(flags), rows] = _shares(row, flags, len(rows))
    return out


def _words(units: Units, rows: Array) -> _Words:
    """Return the words of some units, as they stand in their keys."""
    at, begins, ends = gather(units.firsts[rows], units.lasts[rows])
    codes = units.folded.take(at)
    opens, closes = word_bounds(units.characters.spaces(at), begins, ends)
    runs = Runs(codes)
    long = closes - opens > _SHORT_WORD
    kept = np.where(units.characters.after_words(at), 0, np.arange(1, len(codes) + 1))
    stem_ends = np.maximum(opens, np.maximum.accumulate(kept)[closes - 1])
    return _Words(
        begins.searchsorted(opens, side="right") - 1,
        runs.numbers(opens, closes),
        long,
        runs.numbers(opens[long], stem_ends[long]),
    )


def _again(word: Array, own: Array) -> Array:
    """Tell of each word whether it comes up in a text; of the text's own words, whether it does so again."""
    times = np.bincount(word[own], minlength=len(word))
    found: Array = times[word] > own
    return found


def _shares(row: Array, flags: Sequence[Array], count: int) -> list[Array]:
    """Return for each kind of flag the share of each row's words that have it."""
    many = np.maximum(1, np.bincount(row, minlength=count))
    return [np.bincount(row[one], minlength=count) / many for one in flags]


def _among(numbers: Array, listed: Array) -> Array:
    """Tell which numbers are in a sorted list."""
    if not len(listed):
        return np.zeros(len(numbers), dtype=np.bool_)
    found: Array = listed.take(listed.searchsorted(numbers), mode="clip") == numbers
    return found


def _numbers(words: Sequence[str]) -> Array:
    """Return the numbers of some words, sorted."""
    codes = codes_of("".join(words))
    ends = np.cumsum([0, *map(len, words)])
    return np.sort(Runs(codes).numbers(ends[:-1], ends[1:]))


@lru_cache(maxsize=8)
def _listed(language: Language) -> tuple[Array, Array]:
    rows = language.rows("lines")
    common, personal = (
        _numbers([row["word"] for row in rows if row["class"] == name]) for name in ("common", "personal")
    )
    return common, personal
