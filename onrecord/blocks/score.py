"""How much a unit looks like running text, and the run of units that looks most like an article."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.blocks.lines import SENTENCE, Line
from onrecord.model import BlockKind

_LINKED = 0.6
_TITLE = 0.8
_LONG = 25
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


def promo(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a heading of related stories stands inside the text: sentences soon go on after it."""
    sentences = 0
    for line in lines[index + 1 : index + 1 + _SOON]:
        if line.heading in ("related", "comment", "footer", "marker"):
            break
        sentences += line.words if line.sentence else 0
    return lines[index].heading == "related" and sentences >= _GOES_ON


def score(line: Line, hint: BlockKind | None, *, body: bool, inside: bool = False) -> float:
    """Return how much a unit speaks for running text: words for it, a cost against it.

    Args:
        line: The unit.
        hint: What the markup says about it.
        body: A container named for the article's body is around it.
        inside: It heads related stories, and the text goes on below them.
    """
    if inside:
        return _PROMO_COST
    if line.heading:
        return _HEADING_COST.get(line.heading, _DEFAULT_COST)
    if line.phrase:
        return _PHRASE_COST.get(line.phrase[0], _DEFAULT_COST)
    if hint:
        return _HINT_COST
    value = _plain(line)
    return value + 6.0 if body and value > 0 else value


def _plain(line: Line) -> float:
    if line.sentence:
        return float(min(line.words, _MOST)) * (0.5 if line.repeats > 1 else 1.0) - (4.0 if line.bullet else 0.0)
    if line.linked >= _LINKED or line.bullet:
        return -6.0
    if line.stop and line.words < SENTENCE:
        return -0.5
    if line.words >= _LONG and line.title < _TITLE:
        return line.words * 0.3
    if line.opens_low and not line.stop:
        return -2.0
    return -4.0


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
