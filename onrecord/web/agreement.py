"""How right the reader is by a random sample that people looked through, and how far two people agree.

Sources: E. B. Wilson, "Probable inference" (1927), the interval of a share; K. Krippendorff, "Content Analysis"
(2004), chapter 11, alpha for nominal data, any number of coders and missing answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from onrecord.decisions.log import standing
from onrecord.decisions.slots import anchor_key
from onrecord.model import Decision

SAMPLE = "random sample"
"""Why, of what is decided while a random sample is looked through; other words may follow it."""

Verdict = Literal["right", "wrong", "unsure"]

_Z = 1.959964
"""Of the normal distribution, for an interval that holds with 95%."""

_RANK: dict[Verdict, int] = {"unsure": 0, "right": 1, "wrong": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What a random sample says of all statements.

    Attributes:
        right, wrong, unsure: How many of the sample were judged so; the unsure ones are in no share.
        share: right / (right + wrong); None where nobody has judged any.
        low, high: Between these it lies with 95%.
    """

    right: int
    wrong: int
    unsure: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far people agree on which statements are right.

    Attributes:
        coders: Who judged anything.
        both: How many statements two or more of them judged.
        alpha: Krippendorff's, 1 for perfect agreement and 0 for chance; None where it cannot be told.
    """

    coders: tuple[str, ...]
    both: int
    alpha: float | None


def precision(log: Iterable[Decision]) -> Precision:
    """Return what the sample in a log of decisions says; a statement that several people judged counts once."""
    sampled = (decision for decision in standing(log) if decision.why.startswith(SAMPLE))
    judged: dict[object, Verdict] = {}
    for (statement, _), verdict in _verdicts(sampled).items():
        judged[statement] = max(verdict, judged.get(statement, "unsure"), key=_RANK.__getitem__)
    number = Counter(judged.values())
    right, wrong = number["right"], number["wrong"]
    low, high = wilson(right, right + wrong)
    share = right / (right + wrong) if right + wrong else None
    return Precision(right=right, wrong=wrong, unsure=number["unsure"], share=share, low=low, high=high)


def agreement(log: Iterable[Decision]) -> Agreement:
    """Return how far those who decided agree: right or wrong, statement by statement."""
    units: dict[object, list[str]] = defaultdict(list)
    coders = set()
    for (statement, who), verdict in _verdicts(standing(log)).items():
        if verdict != "unsure":
            units[statement].append(verdict)
            coders.add(who)
    shared = [values for values in units.values() if len(values) > 1]
    return Agreement(coders=tuple(sorted(coders)), both=len(shared), alpha=nominal_alpha(shared))


def wilson(hits: int, number: int) -> tuple[float | None, float | None]:
    """Return the interval in which the share of hits lies with 95%; (None, None) of no trials."""
    if not number:
        return None, None
    share, z2 = hits / number, _Z * _Z
    middle = share + z2 / (2 * number)
    spread = _Z * sqrt(share * (1 - share) / number + z2 / (4 * number * number))
    return max(0.0, (middle - spread) / (1 + z2 / number)), min(1.0, (middle + spread) / (1 + z2 / number))


def nominal_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha for nominal values: a unit holds the values that coders gave it.

    None where no unit has two values, or where all values are the same: then chance cannot be told.
    """
    paired = [values for values in units if len(values) > 1]
    total = Counter(value for values in paired for value in values)
    number = sum(total.values())
    expected = number * number - sum(count * count for count in total.values())
    if not expected:
        return None
    observed = sum(_disagreeing(values) / (len(values) - 1) for values in paired)
    return 1 - (number - 1) * observed / expected


def _disagreeing(values: Sequence[str]) -> int:
    """Count the ordered pairs of values that differ."""
    return len(values) ** 2 - sum(count * count for count in Counter(values).values())


def _verdicts(decisions: Iterable[Decision]) -> Mapping[tuple[object, str], Verdict]:
    """Return what each person thinks of each statement: one that had to be corrected was wrong."""
    out: dict[tuple[object, str], Verdict] = {}
    for decision in decisions:
        verdict = _verdict(decision)
        if verdict is not None and (decision.target.content or decision.target.cue):
            key = anchor_key(decision.target), decision.who
            out[key] = max(verdict, out.get(key, "unsure"), key=_RANK.__getitem__)
    return out


def _verdict(decision: Decision) -> Verdict | None:
    match decision.kind:
        case "review":
            return "unsure" if decision.values == ("unsure",) else "right"
        case "not-statement" | "content" | "cue" | "speaker" | "form" | "said" | "addressee" | "via" | "acts":
            return "wrong"
        case _:
            return None
