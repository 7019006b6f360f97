"""What the line model sees of each unit of a text dump: numbers that any dump gives, whoever rendered it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from onrecord.blocks.counts import alike
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
    *("stops", "gap", "date", "like_text", "like_lead", "like_headline", "date_above", "score", "paragraph"),
    *("alike", "as_long", "cut_off", "low", "caps"),
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
    "alike",
    "as_long",
    "low",
)
_WINDOWS = ((3, 3), (8, 0), (0, 8), (10, 10))
_BESIDE = ("words", "stop", "sentence", "title", "gap", "digits", "colon", "like_text", "alike", "low")
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
_LONG = 15
_MOST = 5
_LEAD = 6
"""The first sentences of the run that looks most like an article: what the article is about."""

_CUT = ("...", "…", "…]", "...]", "...)", "…)")
_MARKS_AFTER = ".,:;!?\"')"
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
        end: The index of the unit at which readers' comments begin: nothing from there on is text.
    """

    run: tuple[int, int] | None
    headline: int | None
    scores: Sequence[float]
    paragraphs: Sequence[bool]
    end: int


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
    dates = [_dated(line) for line in lines]
    common, personal, like_text, like_lead, like_headline = _shares(lines, reading, language)
    lengths = Counter(line.words for line in lines)
    columns: dict[str, Sequence[float] | Array] = {
        "words": [math.log1p(line.words) for line in lines],
        "stop": [line.stop for line in lines],
        "sentence": [is_sentence(line) for line in lines],
        "title": [line.title for line in lines],
        "bullet": [line.bullet for line in lines],
        "repeats": [min(line.repeats - 1, 3) for line in lines],
        "colon": [line.text[-1] == ":" for line in lines],
        "digits": [line.digits / len(line.text) for line in lines],
        "common": common,
        "personal": personal,
        "quotes": [min(4, line.quotes) for line in lines],
        "stops": [min(6, line.stops) for line in lines],
        "gap": _gaps(page.text, lines),
        "date": dates,
        "like_text": like_text,
        "like_lead": like_lead,
        "like_headline": like_headline,
        "date_above": [0.0, *dates[:-1]],
        "score": reading.scores,
        "paragraph": reading.paragraphs,
        "alike": np.log1p(alike(page.text, [line.span for line in lines])),
        "as_long": [min(lengths[line.words] - 1, _MOST) if line.words >= _LONG else 0 for line in lines],
        "cut_off": [line.text.endswith(_CUT) for line in lines],
        "low": [line.opens_low for line in lines],
        "caps": [line.caps for line in lines],
    }
    own = np.empty((len(lines), len(OWN)))
    for at, name in enumerate(OWN):
        own[:, at] = columns[name]
    return own


def _dated(line: Line) -> bool:
    """Tell whether a short unit seems to hold a date."""
    return line.digits > 0 and len(line.text) < _SHORT_DATE and _DATE.search(line.text) is not None


def _gaps(text: str, lines: Sequence[Line]) -> list[int]:
    """Return how many line ends stand before each unit."""
    last, gaps = 0, []
    for line in lines:
        start, end = line.span
        gaps.append(min(text.count("\n", last, start), 5))
        last = end
    return gaps


def _shares(lines: Sequence[Line], reading: Reading, language: Language) -> Array:
    """Return the shares of each unit's words: common, personal, the text's, its beginning's, the headline's.

    The last three are of the longer words; all are 0 for units that are no candidates. Each different word is
    looked up once.
    """
    rows = candidates(lines)
    out = np.zeros((5, len(lines)))
    words = [lines[at].key.split() for at in rows.tolist()]
    number = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
    if not number:
        return out
    which = np.fromiter(map(number.__getitem__, chain.from_iterable(words)), dtype=np.intp)
    unit = np.repeat(np.arange(len(rows)), np.fromiter(map(len, words), dtype=np.intp, count=len(rows)))
    stems: dict[str | None, int] = {None: 0}
    stem = np.array([stems.setdefault(_stem(word), len(stems)) for word in number], dtype=np.intp)[which]
    long = stem > 0
    first, end = reading.run or (0, 0)
    in_run = ((rows >= first) & (rows < end) & [lines[at].stop for at in rows.tolist()])[unit]
    times = np.bincount(stem[long & in_run], minlength=len(stems))
    leads = [at for at in range(first, end) if is_sentence(lines[at])][:_LEAD]
    in_lead = np.isin(rows, leads)[unit]
    lead = np.bincount(stem[long & in_lead], minlength=len(stems))
    headline = np.zeros(len(stems), dtype=np.bool_)
    if reading.headline is not None:
        shown = map(_stem, lines[reading.headline].key.split())
        headline[[stems[word] for word in shown if word in stems]] = True
    known = [np.fromiter(map(listed.__contains__, number), dtype=np.bool_)[which] for listed in _listed(language)]
    # A word of the text's own units is the text's where it comes up there again.
    for at, flags in enumerate(
        (*known, long & (times[stem] > in_run), long & (lead[stem] > in_lead), long & headline[stem])
    ):
        few = unit if at < len(known) else unit[long]
        out[at, rows] = np.bincount(unit[flags], minlength=len(rows)) / np.maximum(
            1, np.bincount(few, minlength=len(rows))
        )
    return out


def _stem(word: str) -> str | None:
    """Return a longer word less the stops and marks after it; None for a short one."""
    return word.rstrip(_MARKS_AFTER) if len(word) > _SHORT_WORD else None


@lru_cache(maxsize=8)
def _listed(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    rows = language.rows("lines")
    common, personal = (
        frozenset(r["word"] for r in rows if r["class"] == name) for name in ("common", "personal")
    )
    return common, personal


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
