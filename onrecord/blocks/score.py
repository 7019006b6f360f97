"""How much a unit looks like running text, and the run of units that looks most like an article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.blocks.characters import Array
from onrecord.blocks.hints import in_body
from onrecord.blocks.lines import LINKED, LONG, SENTENCE, TITLE, Line, Units
from onrecord.lang.language import Language
from onrecord.model import BlockKind

_MOST = 45
_HEADING_COST: dict[BlockKind, float] = {
    "related": -35.0,
    "comment": -60.0,
    "footer": -40.0,
    "ticker": -30.0,
    "share": -6.0,
    "advert": -2.0,
    "menu": -8.0,
    "notice": -8.0,
    "marker": -60.0,
    "subhead": -2.0,
}
_PHRASE_COST: dict[BlockKind, float] = {
    "related": -8.0,
    "comment": -40.0,
    "footer": -40.0,
    "caption": -3.0,
    "credit": -3.0,
    "byline": -4.0,
    "advert": -4.0,
}
_PROMO_COST = -20.0
_SOON, _GOES_ON = 6, 40
"""A heading is a promo inside the text where so many units below it hold so many words of sentences."""

_DEFAULT_COST = -10.0
_HINT_COST = -14.0
_BODY = 6.0


def promo(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a heading of related stories stands inside the text: sentences soon go on after it."""
    sentences = 0
    for line in lines[index + 1 : index + 1 + _SOON]:
        if line.heading in ("related", "comment", "footer", "marker"):
            break
        sentences += line.words if line.sentence else 0
    return lines[index].heading == "related" and sentences >= _GOES_ON


def scores(units: Units, hints: Sequence[tuple[BlockKind, str] | None], language: Language) -> list[float]:
    """Return how much each unit speaks for running text: words for it, a cost against it.

    Args:
        units: Of a page.
        hints: What the markup says about each, or None.
        language: Whose names of the article's body to know.
    """
    lines = units.lines
    out: list[float] = _plain(units).tolist()
    for at, value in enumerate(out):
        if value > 0 and lines[at].segment.hints and in_body(lines[at].segment, language):
            out[at] = value + _BODY
        if hints[at]:
            out[at] = _HINT_COST
    for at in units.known:
        line = lines[at]
        if line.heading == "related" and promo(lines, at):
            out[at] = _PROMO_COST
        elif line.heading:
            out[at] = _HEADING_COST.get(line.heading, _DEFAULT_COST)
        elif line.phrase:
            out[at] = _PHRASE_COST.get(line.phrase[0], _DEFAULT_COST)
    return out


def _plain(units: Units) -> Array:
    """Return what the shape of each unit says, whatever its words and its markup."""
    words, counts, stop, linked = units.words, units.counts, units.stop, units.linked
    text = np.minimum(words, _MOST) * np.where(units.repeats > 1, 0.5, 1.0) - 4.0 * counts.bullet
    other = np.where(counts.low & ~stop, -2.0, -4.0)
    other = np.where((words >= LONG) & (counts.title < TITLE), words * 0.3, other)
    other = np.where(stop & (words < SENTENCE), -0.5, other)
    other = np.where((linked >= LINKED) | counts.bullet, -6.0, other)
    return np.where(units.sentence, text, other)


def best_run(scores: Sequence[float]) -> tuple[int, int] | None:
    """Return the run [first, end) with the greatest sum, the earliest of equals; None where all are negative."""
    best, best_run_, total, first = 0.0, None, 0.0, 0
    for index, value in enumerate(scores):
        if total <= 0:
            total, first = 0.0, index
        total += value
        if total > best:
            best, best_run_ = total, (first, index + 1)
    return best_run_
