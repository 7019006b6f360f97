"""Texts ranked by the runs of letters that they share with one: near spellings, endings, compounds, numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from onrecord.text import fold

_SIZE = 4
"""Letters of a run: runs of three, four and five together rank no better, and take four times as long."""
_GAP = re.compile(r"\W+")
_MOST_LETTERS = 600
"""Of a longer text the first so many letters count."""


def by_grams(text: str, others: Sequence[str]) -> list[int]:
    """Return the numbers of some texts, the most like the first text first.

    Likeness is the cosine of counts of runs of four letters, each weighed by how few of the texts have it; texts
    of equal likeness stay in their order.
    """
    counts = [_grams(other) for other in others]
    held = Counter(gram for count in counts for gram in count)
    rarity = {gram: math.log((len(others) + 1) / texts) for gram, texts in held.items()}
    wanted = _weighed(_grams(text), rarity)
    likeness = [_likeness(wanted, _weighed(count, rarity)) for count in counts]
    return sorted(range(len(others)), key=lambda at: -likeness[at])


def _grams(text: str) -> Counter[str]:
    letters = f" {_GAP.sub(' ', fold(text[:_MOST_LETTERS]))} "
    return Counter(letters[at : at + _SIZE] for at in range(len(letters) - _SIZE + 1))


def _weighed(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    return {gram: (1 + math.log(count)) * rarity[gram] for gram, count in counts.items() if gram in rarity}


def _likeness(wanted: Mapping[str, float], weights: Mapping[str, float]) -> float:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    shared = sum(weight * wanted[gram] for gram, weight in weights.items() if gram in wanted)
    return shared / length if length else 0.0
