"""What the line model sees of each unit of a text dump: numbers that any dump gives, whoever rendered it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from onrecord.blocks.lines import Line
from onrecord.blocks.score import is_sentence
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page

Array = np.ndarray[Any, Any]

OWN = (
    *(
        "words",
        "stop",
        "sentence",
        "title",
        "bullet",
        "repeats",
        "colon",
        "digits",
        "common",
        "personal",
        "quotes",
    ),
    *("stops", "gap", "date", "like_text", "like_headline", "date_above", "score", "paragraph"),
)
MARKS = ("related", "comment", "footer", "other_heading", "caption", "footer_words")
_MEANS = (
    "words",
    "stop",
    "sentence",
    "title",
    "bullet",
    "repeats",
    "digits",
    "common",
    "personal",
    "date",
    "like_text",
)
_WINDOWS = ((3, 3), (8, 0), (0, 8), (10, 10))
_BESIDE = ("words", "stop", "sentence", "title", "gap", "digits", "colon", "like_text")
_OFFSETS = (-2, -1, 1, 2)
_SINCE = ("bullet", "date", *MARKS)
_UNTIL = ("date", "related", "comment", "footer")
_PLACE = (
    "place",
    "before",
    "after",
    "all",
    "units",
    "sentences",
    "median",
    "longer",
    "start",
    "end",
    "run",
    "headline",
)
FEATURES = (
    *OWN,
    *(f"{name} {back} back {on} on" for name in _MEANS for back, on in _WINDOWS),
    *(f"{name} at {offset:+d}" for name in _BESIDE for offset in _OFFSETS),
    *(f"since {name}" for name in _SINCE),
    *(f"until {name}" for name in _UNTIL),
    *_PLACE,
)
"""The names of the columns, in order."""

_FAR = 40
_NEAR = 30
_SHORT_DATE = 60
_FEWEST = 4
_SHORT_WORD = 4
_MARKS_AFTER = ".,:;!?\"')"
_DIGITS = "0123456789"
_DIGIT = re.compile(r"[0-9]")
_SENTENCE_BREAK = ". "
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d:\d\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d",
    re.IGNORECASE,
)
_HEADINGS: dict[BlockKind, str] = {
    "related": "related",
    "comment": "comment",
    "footer": "footer",
    "ticker": "footer",
}


class Reading(NamedTuple):
    """What the rules make of a page, for the model to start from.

    Attributes:
        run: The units [first, end) that look most like an article, or None.
        headline: The index of the headline, or None.
        scores: Of each unit, as `score` gives them.
        paragraphs: Whether the rules hold each unit to be text.
    """

    run: tuple[int, int] | None
    headline: int | None
    scores: Sequence[float]
    paragraphs: Sequence[bool]


class _Words(NamedTuple):
    """The words that a page's units are compared with."""

    common: frozenset[str]
    personal: frozenset[str]
    text: frozenset[str]
    again: frozenset[str]
    headline: frozenset[str]


def candidates(lines: Sequence[Line]) -> Array:
    """Return the indices of the units that could be text at all: words enough, or a stop."""
    return np.array([at for at, line in enumerate(lines) if line.words >= _FEWEST or line.stop], dtype=np.intp)


def line_features(page: Page, lines: Sequence[Line], reading: Reading, language: Language) -> Array:
    """Return one row a unit; the columns are `FEATURES`.

    Args:
        page: Whose lines they are.
        lines: Its units, at least one.
        reading: What the rules made of them.
        language: Whose words to know (table `lines`).
    """
    own = _own(page, lines, reading, language)
    columns = {name: own[:, at] for at, name in enumerate(OWN)}
    marks = _marks(lines)
    flags = columns | {name: marks[:, at] for at, name in enumerate(MARKS)}
    return np.column_stack(
        [
            own,
            _means(own[:, [OWN.index(name) for name in _MEANS]]),
            _beside(own[:, [OWN.index(name) for name in _BESIDE]]),
            *(_since(flags[name] > 0) for name in _SINCE),
            *(_since(flags[name][::-1] > 0)[::-1] for name in _UNTIL),
            *_places(lines, columns["sentence"], reading),
        ]
    )


def _own(page: Page, lines: Sequence[Line], reading: Reading, language: Language) -> Array:
    words = _known(lines, reading, language)
    first, end = reading.run or (0, 0)
    rows = []
    last = 0
    for at, line in enumerate(lines):
        gap = min(page.text.count("\n", last, line.span.start), 5)
        last = line.span.end
        compared = (
            _compared(line, words, inside=first <= at < end) if line.words >= _FEWEST or line.stop else _NONE
        )
        rows.append((*_shape(line, gap), *compared))
    own = np.array(rows, dtype=np.float64)
    out = np.empty((len(lines), len(OWN)))
    out[:, : len(OWN) - 3] = own[:, _ORDER]
    dates = own[:, _ROW.index("date")]
    out[:, -3] = np.concatenate([[0.0], dates[:-1]])
    out[:, -2] = reading.scores
    out[:, -1] = reading.paragraphs
    return out


_ROW = (
    *(
        "words",
        "stop",
        "sentence",
        "title",
        "bullet",
        "repeats",
        "colon",
        "digits",
        "quotes",
        "stops",
        "gap",
        "date",
    ),
    *("common", "personal", "like_text", "like_headline"),
)
_ORDER = [_ROW.index(name) for name in OWN[:-3]]
_NONE = (0.0, 0.0, 0.0, 0.0)


def _shape(line: Line, gap: int) -> tuple[float, ...]:
    """Return what a unit's own characters tell."""
    text = line.text
    length = len(text)
    digits = _DIGIT.search(text) is not None
    return (
        math.log1p(line.words),
        line.stop,
        is_sentence(line),
        line.title,
        line.bullet,
        min(line.repeats - 1, 3),
        text[-1] == ":",
        sum(map(text.count, _DIGITS)) / length if digits else 0.0,
        min(4, text.count('"') + text.count("“") + text.count("”")),
        min(6, text.count(_SENTENCE_BREAK)),
        gap,
        digits and length < _SHORT_DATE and _DATE.search(text) is not None,
    )


def _compared(line: Line, words: _Words, *, inside: bool) -> tuple[float, float, float, float]:
    """Return the shares of a unit's words that are common, personal, the text's and the headline's."""
    all_words = line.key.split()
    long = _long(all_words)
    text = words.again if inside and line.stop else words.text
    many, few = max(1, len(all_words)), max(1, len(long))
    return (
        sum(map(words.common.__contains__, all_words)) / many,
        sum(map(words.personal.__contains__, all_words)) / many,
        sum(map(text.__contains__, long)) / few,
        sum(map(words.headline.__contains__, long)) / few,
    )


def _long(words: Sequence[str]) -> list[str]:
    """Return the longer words, less the stops and marks after them."""
    return [word.rstrip(_MARKS_AFTER) for word in words if len(word) > _SHORT_WORD]


@lru_cache(maxsize=8)
def _listed(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    rows = language.rows("lines")
    common, personal = (
        frozenset(r["word"] for r in rows if r["class"] == name) for name in ("common", "personal")
    )
    return common, personal


def _known(lines: Sequence[Line], reading: Reading, language: Language) -> _Words:
    first, end = reading.run or (0, 0)
    counts: Counter[str] = Counter()
    for line in lines[first:end]:
        if line.stop:
            counts.update(_long(line.key.split()))
    headline = lines[reading.headline].key if reading.headline is not None else ""
    return _Words(
        *_listed(language),
        frozenset(counts),
        frozenset(word for word, count in counts.items() if count > 1),
        frozenset(_long(headline.split())),
    )


def _marks(lines: Sequence[Line]) -> Array:
    """Return where the headings and words stand that distances are counted from."""
    out = np.zeros((len(lines), len(MARKS)))
    for at, line in enumerate(lines):
        if line.heading:
            out[at, MARKS.index(_HEADINGS.get(line.heading, "other_heading"))] = 1
        elif line.phrase and line.phrase[0] in ("caption", "credit", "footer"):
            out[at, MARKS.index("footer_words" if line.phrase[0] == "footer" else "caption")] = 1
    return out


def _means(columns: Array) -> Array:
    """Return the mean of each column over each window, column by column."""
    count, width = columns.shape
    sums = np.concatenate([np.zeros((1, width)), np.cumsum(columns, axis=0)])
    at = np.arange(count)
    means = []
    for back, on in _WINDOWS:
        low, high = np.maximum(0, at - back), np.minimum(count, at + on + 1)
        means.append((sums[high] - sums[low]) / (high - low)[:, None])
    return np.stack(means, axis=2).reshape(count, width * len(_WINDOWS))


def _beside(columns: Array) -> Array:
    """Return each column as it stands so many units away, 0 beyond the page, column by column."""
    count, width = columns.shape
    reach = max(_OFFSETS)
    padded = np.concatenate([np.zeros((reach, width)), columns, np.zeros((reach, width))])
    moved = [padded[reach + offset : reach + offset + count] for offset in _OFFSETS]
    return np.stack(moved, axis=2).reshape(count, width * len(_OFFSETS))


def _since(flags: Array) -> Array:
    """Return how many units ago a flag was last up, at most `_FAR`."""
    at = np.arange(len(flags))
    return np.minimum(_FAR, at - np.maximum.accumulate(np.where(flags, at, -_FAR)))


def _places(lines: Sequence[Line], sentence: Array, reading: Reading) -> list[Array]:
    """Return where each unit stands on the page and by the article that the rules see; the order is `_PLACE`."""
    count = len(lines)
    at, words = np.arange(count), np.array([line.words for line in lines], dtype=np.float64)
    text = words * sentence
    upto = np.cumsum(text)
    total = max(1.0, float(upto[-1]))
    median = float(np.median(words[sentence > 0])) if sentence.any() else 0.0
    first, end = reading.run or (0, 0)
    headline = first if reading.headline is None else reading.headline
    return [
        at / count,
        upto - text,
        total - upto,
        np.full(count, total),
        np.full(count, float(count)),
        np.full(count, sentence.mean()),
        np.full(count, median),
        words / (median + 1),
        np.clip(at - first, -_NEAR, _NEAR),
        np.clip(at - end, -_NEAR, _NEAR),
        (at >= first) & (at < end),
        np.clip(at - headline, -_NEAR, _NEAR),
    ]
