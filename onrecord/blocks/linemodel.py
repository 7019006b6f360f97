"""The trained opinion on which lines of a text dump are the article's body, joined to that of the rules.

The model is a sum of small decision trees over `features` (gradient boosting, after Friedman 2001); it is trained
by `train/blocks.py` and described in `models/blocks-1/MODEL_CARD.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from onrecord.blocks.characters import Array
from onrecord.blocks.features import candidates, line_features
from onrecord.blocks.inside import Verdict
from onrecord.blocks.lines import Units
from onrecord.blocks.shares import Reading
from onrecord.lang.language import Language
from onrecord.model import BlockKind
from onrecord.weights import Arrays, load_weights

MODEL = "blocks-1"
RULES_SHARE = 0.4
"""How much the rules' own opinion weighs beside the model's probability."""

AGAINST = ", against: "
"""What stands in the reason between the model's verdict and the rules' that it overruled."""

_HALF = 0.5
_CERTAIN = frozenset[BlockKind](["headline", "byline", "date", "clock", "marker", "credit"])


def judge_lines(units: Units, verdicts: Sequence[Verdict], reading: Reading, language: Language) -> list[Verdict]:
    """Return the verdicts, corrected where the model is surer than the rules.

    Args:
        units: Of a text dump.
        verdicts: The rules' on each.
        reading: What the rules made of the page.
        language: Whose words to know.
    """
    out = list(verdicts)
    open_ = np.logical_not(settled([kind for kind, _ in verdicts], reading.end))
    rows = np.flatnonzero(candidates(units) & open_)
    if not len(rows):
        return out
    features = line_features(units, reading, rows, language)
    chances = probabilities(features, load_weights(f"{MODEL}/weights.npz"))
    for at, chance in zip(rows.tolist(), chances.tolist(), strict=True):
        out[at] = _joined(verdicts[at], chance)
    return out


def settled(kinds: Sequence[BlockKind], end: int) -> list[bool]:
    """Tell of each unit whether the rules' verdict stands whatever the model says.

    What they know for certain by its words stands; what follows the mark that ends a text is another text, and
    what stands from `end` on are readers' comments.
    """
    count = len(kinds)
    text = kinds.index("paragraph") if "paragraph" in kinds else count
    marked = kinds.index("marker", text) if "marker" in kinds[text:] else count
    out = list(map(_CERTAIN.__contains__, kinds))
    out[marked + 1 : end] = [kind != "paragraph" for kind in kinds[marked + 1 : end]]
    out[end:] = [True] * (count - end)
    return out


def keeps(chance: float, *, rules: bool) -> bool:
    """Tell whether a unit is text, by the model's probability and by whether the rules hold it to be."""
    return (1 - RULES_SHARE) * chance + RULES_SHARE * rules >= _HALF


def _joined(verdict: Verdict, chance: float) -> Verdict:
    kind, reason = verdict
    rules = kind == "paragraph"
    kept = keeps(chance, rules=rules)
    if not kept and not rules:
        return verdict
    if kept and rules:
        return kind, f"{reason}; line model {chance:.2f}"
    return ("paragraph" if kept else "notice"), f"line model {chance:.2f}{AGAINST}{reason}"


def probabilities(features: Array, trees: Arrays) -> Array:
    """Return for each row how likely it is to be the article's body.

    Args:
        features: Rows as `line_features` makes them.
        trees: Perfect binary trees, node by node: `feature` and `threshold` of the inner nodes, `value` of the
            leaves; a row goes right where its feature is above the threshold.
    """
    feature, threshold, value = trees["feature"], trees["threshold"], trees["value"]
    number, inner = feature.shape
    count, columns = len(features), features.T
    # All rows meet the same first node of a tree. The others are counted through all trees and looked up in the
    # features column by column, as `line_features` lays them out.
    flat, column, row = columns.ravel(), feature.ravel() * np.intp(count), np.arange(count)
    first = np.arange(number)[:, None] * inner
    left = 1 - first
    node = first + 1 + (columns.take(feature[:, 0], axis=0) > threshold[:, :1])
    for _ in range(inner.bit_length() - 1):
        at = column.take(node, mode="clip")
        at += row
        right = flat.take(at, mode="clip") > threshold.take(node, mode="clip")
        node += node
        node += left
        node += right
    node += np.arange(number)[:, None] - inner
    return cast("Array", 1 / (1 + np.exp(-value.take(node, mode="clip").sum(axis=0))))
