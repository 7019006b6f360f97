"""What the line model sees of each unit of a text dump: numbers that any dump gives, whoever rendered it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from onrecord.blocks.characters import Array, alike, line_ends
from onrecord.blocks.lines import Line, Units
from onrecord.blocks.shares import Reading, read_shares
from onrecord.lang.language import Language
from onrecord.model import BlockKind

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

_AVERAGED = [OWN.index(name) for name in _MEANS]
_NEIGHBOURS = [OWN.index(name) for name in _BESIDE]
_SENTENCES, _BULLETED, _DATED = (OWN.index(name) for name in ("sentence", "bullet", "date"))

_FAR = 40
_NEAR = 30
_SHORT_DATE = 60
_FEWEST = 4
_LONG = 15
_MOST = 5
_MOST_REPEATS = 4
_CUT = ("...", "…", "…]", "...]", "...)", "…)")
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


def candidates(units: Units) -> Array:
    """Tell of each unit whether it could be text at all: words enough, or a stop."""
    return (units.words >= _FEWEST) | units.stop


def line_features(units: Units, reading: Reading, rows: Array, language: Language) -> Array:
    """Return one row for each unit asked about; the columns are `FEATURES`.

    Args:
        units: Of a text dump.
        reading: What the rules made of them.
        rows: The indices of the units asked about.
        language: Whose words to know (table `lines`).
    """
    own = _own(units, reading, language)
    flags = np.column_stack([own[:, _DATED], _marks(units.lines)]) > 0
    since = _since(np.column_stack([own[:, _BULLETED] > 0, flags]))
    until = _since(flags[::-1, : len(_UNTIL)])[::-1]
    return np.column_stack(
        [
            own[rows],
            _means(own[:, _AVERAGED], rows),
            _beside(own[:, _NEIGHBOURS], rows),
            since[rows],
            until[rows],
            *_places(units, own[:, _SENTENCES], reading, rows),
        ]
    )


def _own(units: Units, reading: Reading, language: Language) -> Array:
    lines, counts, words = units.lines, units.counts, units.words
    dates = [_dated(line) for line in lines]
    common, personal, *like = read_shares(units, reading, candidates(units), language)
    gaps = line_ends(units.characters, units.starts, units.ends)
    columns: dict[str, Sequence[float] | Array] = {
        "words": np.log1p(words),
        "stop": units.stop,
        "sentence": [line.sentence for line in lines],
        "title": counts.title,
        "bullet": counts.bullet,
        "repeats": np.minimum([line.repeats for line in lines], _MOST_REPEATS) - 1,
        "colon": units.characters.codes[units.ends - 1] == ord(":"),
        "digits": counts.digits / (units.ends - units.starts),
        "common": common,
        "personal": personal,
        "quotes": np.minimum(counts.quotes, 4),
        "stops": np.minimum(counts.stops, 6),
        "gap": np.minimum(gaps, 5),
        "date": dates,
        "like_text": like[0],
        "like_lead": like[1],
        "like_headline": like[2],
        "date_above": [False, *dates[:-1]],
        "score": reading.scores,
        "paragraph": reading.paragraphs,
        "alike": np.log1p(alike(units.characters, units.starts, units.ends)),
        "as_long": np.where(words >= _LONG, np.minimum(np.bincount(words)[words] - 1, _MOST), 0),
        "cut_off": [line.text.endswith(_CUT) for line in lines],
        "low": counts.low,
        "caps": counts.caps,
    }
    own = np.empty((len(lines), len(OWN)))
    for at, name in enumerate(OWN):
        own[:, at] = columns[name]
    return own


def _dated(line: Line) -> bool:
    """Tell whether a short unit seems to hold a date."""
    return line.digits > 0 and len(line.text) < _SHORT_DATE and _DATE.search(line.text) is not None


def _marks(lines: Sequence[Line]) -> Array:
    """Return where the headings and words stand that distances are counted from."""
    out = np.zeros((len(lines), len(MARKS)))
    for at, line in enumerate(lines):
        if line.heading:
            out[at, MARKS.index(_HEADINGS.get(line.heading, "other_heading"))] = 1
        elif line.phrase and line.phrase[0] in ("caption", "credit", "footer"):
            out[at, MARKS.index("footer_words" if line.phrase[0] == "footer" else "caption")] = 1
    return out


def _means(columns: Array, rows: Array) -> Array:
    """Return the mean of each column over each window about some units, column by column."""
    count, width = columns.shape
    sums = np.zeros((count + 1, width))
    np.cumsum(columns, axis=0, out=sums[1:])
    means = np.empty((len(rows), width, len(_WINDOWS)))
    for at, (back, on) in enumerate(_WINDOWS):
        low, high = np.maximum(0, rows - back), np.minimum(count, rows + on + 1)
        means[:, :, at] = (sums[high] - sums[low]) / (high - low)[:, None]
    return means.reshape(len(rows), -1)


def _beside(columns: Array, rows: Array) -> Array:
    """Return each column as it stands so many units away from some, 0 beyond the page, column by column."""
    count, width = columns.shape
    reach = max(_OFFSETS)
    padded = np.zeros((count + 2 * reach, width))
    padded[reach : reach + count] = columns
    moved = np.empty((len(rows), width, len(_OFFSETS)))
    for at, offset in enumerate(_OFFSETS):
        moved[:, :, at] = padded[rows + (reach + offset)]
    return moved.reshape(len(rows), -1)


def _since(flags: Array) -> Array:
    """Return how many units ago each flag was last up, at most `_FAR`."""
    at = np.arange(len(flags))[:, None]
    return np.minimum(_FAR, at - np.maximum.accumulate(np.where(flags, at, -_FAR), axis=0))


def _places(units: Units, sentence: Array, reading: Reading, rows: Array) -> list[Array]:
    """Return where some units stand on the page and by the article that the rules see; the order is `_PLACE`."""
    count, words = len(units.words), units.words
    text = words * sentence
    upto = np.cumsum(text)
    total = max(1.0, float(upto[-1]))
    median = _median(words[sentence > 0])
    first, end = reading.run or (0, 0)
    headline = first if reading.headline is None else reading.headline
    return [
        rows / count,
        (upto - text)[rows],
        total - upto[rows],
        *(np.full(len(rows), value) for value in (total, float(count), sentence.mean(), median)),
        words[rows] / (median + 1),
        *(np.clip(rows - place, -_NEAR, _NEAR) for place in (first, end)),
        (rows >= first) & (rows < end),
        np.clip(rows - headline, -_NEAR, _NEAR),
    ]


def _median(values: Array) -> float:
    """Return the median; of nothing, 0. For a few numbers this takes a tenth of numpy's time."""
    if not len(values):
        return 0.0
    ranked = np.sort(values).tolist()
    return float(ranked[len(ranked) // 2] + ranked[(len(ranked) - 1) // 2]) / 2
