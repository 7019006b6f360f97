"""What the line model sees of each unit of a text dump: numbers that any dump gives, whoever rendered it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import numpy as np

from onrecord.blocks.alike import alike
from onrecord.blocks.characters import Array, many_within
from onrecord.blocks.lines import Units
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
_BACK, _ON = np.array([[back] for back, _ in _WINDOWS]), np.array([[on + 1] for _, on in _WINDOWS])
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
_BULLETED, _DATED = OWN.index("bullet"), OWN.index("date")

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
    flags = np.concatenate([own[_BULLETED : _BULLETED + 1], own[_DATED : _DATED + 1], _marks(units)]) > 0
    parts = [
        own.take(rows, axis=1),
        _means(own[_AVERAGED], rows),
        _beside(own[_NEIGHBOURS], rows),
        _distances(flags, rows),
        _places(units, reading, rows),
    ]
    return np.concatenate(parts).T


def _own(units: Units, reading: Reading, language: Language) -> Array:
    """Return what each unit is by itself, a column a unit, in the order of `OWN`."""
    counts, words, codes = units.counts, units.words, units.characters.codes
    dates = _dates(units)
    common, personal, *like = read_shares(units, reading, candidates(units), language)
    columns: dict[str, Sequence[float] | Array] = {
        "words": np.log1p(words),
        "stop": units.stop,
        "sentence": units.sentence,
        "title": counts.title,
        "bullet": counts.bullet,
        "repeats": np.minimum(units.repeats, _MOST_REPEATS) - 1,
        "colon": codes[units.ends - 1] == ord(":"),
        "digits": counts.digits / (units.ends - units.starts),
        "common": common,
        "personal": personal,
        "quotes": np.minimum(counts.quotes, 4),
        "stops": np.minimum(counts.stops, 6),
        "gap": np.minimum(_gaps(codes, units.starts, units.ends), 5),
        "date": dates,
        "like_text": like[0],
        "like_lead": like[1],
        "like_headline": like[2],
        "date_above": np.append(False, dates[:-1]),
        "score": reading.scores,
        "paragraph": reading.paragraphs,
        "alike": np.log1p(alike(units.characters, units.starts, units.ends)),
        "as_long": np.where(words >= _LONG, np.minimum(np.bincount(words)[words] - 1, _MOST), 0),
        "cut_off": _cut_off(units),
        "low": counts.low,
        "caps": counts.caps,
    }
    own = np.empty((len(OWN), len(words)))
    for at, name in enumerate(OWN):
        own[at] = columns[name]
    return own


def _dates(units: Units) -> Array:
    """Tell of each unit whether it is short and seems to hold a date."""
    out = np.zeros(len(units.lines), dtype=np.bool_)
    short = (units.counts.digits > 0) & (units.ends - units.starts < _SHORT_DATE)
    for at in short.nonzero()[0].tolist():
        out[at] = _DATE.search(units.lines[at].text) is not None
    return out


def _cut_off(units: Units) -> Array:
    """Tell of each unit whether dots at its end say that it goes on elsewhere."""
    out = np.zeros(len(units.lines), dtype=np.bool_)
    for at in (units.counts.stop | units.counts.closed).nonzero()[0].tolist():
        out[at] = units.lines[at].text.endswith(_CUT)
    return out


def _gaps(codes: Array, starts: Array, ends: Array) -> Array:
    r"""Return how many line ends (\n) stand before each unit, after the unit before it."""
    return many_within((codes == ord("\n")).nonzero()[0], np.append(0, ends[:-1]), starts)


def _marks(units: Units) -> Array:
    """Return where the headings and words stand that distances are counted from."""
    out = np.zeros((len(MARKS), len(units.lines)))
    for at in units.known:
        line = units.lines[at]
        if line.heading:
            out[MARKS.index(_HEADINGS.get(line.heading, "other_heading")), at] = 1
        elif line.phrase and line.phrase[0] in ("caption", "credit", "footer"):
            out[MARKS.index("footer_words" if line.phrase[0] == "footer" else "caption"), at] = 1
    return out


def _means(columns: Array, rows: Array) -> Array:
    """Return the mean of each column over each window about some units, column by column."""
    width, count = columns.shape
    sums = np.zeros((width, count + 1))
    columns.cumsum(axis=1, out=sums[:, 1:])
    low = np.maximum(0, rows - _BACK).ravel()
    high = np.minimum(count, rows + _ON).ravel()
    means = (sums.take(high, axis=1) - sums.take(low, axis=1)) / (high - low)
    return cast("Array", means.reshape(-1, len(rows)))


def _beside(columns: Array, rows: Array) -> Array:
    """Return each column as it stands so many units away from some, 0 beyond the page, column by column."""
    width, count = columns.shape
    reach = max(_OFFSETS)
    padded = np.zeros((width, count + 2 * reach))
    padded[:, reach : reach + count] = columns
    moved = padded.take((rows + (np.array(_OFFSETS)[:, None] + reach)).ravel(), axis=1)
    return cast("Array", moved.reshape(-1, len(rows)))


def _distances(flags: Array, rows: Array) -> Array:
    """Return how many units ago each flag was last up, and in how many the later ones will be, at most `_FAR`."""
    count = flags.shape[1]
    both = np.concatenate([flags, flags[1 : 1 + len(_UNTIL), ::-1]])
    at = np.arange(count)
    last = np.maximum.accumulate(np.where(both, at, -_FAR), axis=1)
    since = np.minimum(_FAR, at - last)
    return np.concatenate(
        [since[: len(flags)].take(rows, axis=1), since[len(flags) :].take(count - 1 - rows, axis=1)]
    )


def _places(units: Units, reading: Reading, rows: Array) -> Array:
    """Return where some units stand on the page and by the article that the rules see; the order is `_PLACE`."""
    count, sentence, upto = len(units.words), units.sentence, units.running.cumsum()
    total = max(1.0, float(upto[-1]))
    median = _median(units.words[sentence])
    first, end = reading.run or (0, 0)
    headline = first if reading.headline is None else reading.headline
    out = np.empty((len(_PLACE), len(rows)))
    out[0] = rows / count
    out[1] = upto[rows]
    out[2] = total - out[1]
    out[1] -= units.running[rows]
    out[3], out[4], out[5], out[6] = total, count, np.count_nonzero(sentence) / count, median
    out[7] = units.words[rows] / (median + 1)
    out[[8, 9, 11]] = np.minimum(_NEAR, np.maximum(-_NEAR, rows - np.array([[first], [end], [headline]])))
    out[10] = (rows >= first) & (rows < end)
    return out


def _median(values: Array) -> float:
    """Return the median; of nothing, 0. For a few numbers this takes a tenth of numpy's time."""
    if not len(values):
        return 0.0
    ranked = np.sort(values).tolist()
    return float(ranked[len(ranked) // 2] + ranked[(len(ranked) - 1) // 2]) / 2
