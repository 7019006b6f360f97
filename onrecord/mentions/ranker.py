"""The ranker of antecedents (`who-1`): how likely each candidate is what a pronoun means.

A linear score over the features of `antecedents`, made a probability over the candidates at hand (a conditional
logit). `train/antecedents.py` makes it; `bench/who.py` measures it. The same page gives the same numbers on every
run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from onrecord.lang import Language
from onrecord.mentions.antecedents import FEATURES, Array, Ask, Layout, Trail, candidates, read_pronoun, weigh
from onrecord.mentions.cast import Figure
from onrecord.model import Span, Spans
from onrecord.text import fold
from onrecord.weights import Arrays, load_weights

MODEL = "who-1"
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is|[Ii]t|[Tt]hey)\b")
SURE = 0.5
"""A pronoun is given a name from this probability on; below it stays unclear, with its candidates."""

LIKELY = 0.4
"""From this probability on it counts beside another reason: being the one who spoke last."""

SURER = 0.8
"""From this probability on it is believed against the one who spoke last."""

TRUSTED = 0.7
"""From this probability on a pronoun is itself a mention for the pronouns after it."""

_CANDIDATES = 3
_UNSHOWN = 0.3
"""How likely "he" means a name that nothing shows to be a person's, however few others there are."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a pronoun seems to mean: the likeliest figure, how likely, and the names it could be, best first."""

    figure: Figure
    probability: float
    names: tuple[str, ...]


def guess_all(
    text: str, paragraphs: Spans, cast: tuple[Figure, ...], layout: Layout, language: Language
) -> dict[int, Guess]:
    """Return what each third-person pronoun of a page seems to mean, by where it starts.

    Pronouns are taken in order, and one that was taken to mean somebody is a mention for those after it.
    """
    trails = [Trail(figure, []) for figure in cast]
    weights = load_weights(f"{MODEL}/weights.npz")
    out = {}
    for paragraph in paragraphs:
        for match in _PRONOUN.finditer(text, paragraph.start, paragraph.end):
            ask = read_pronoun(Span(*match.span()), fold(match.group()), language)
            guess = follow(ask, trails, layout, weights, language) if ask else None
            if guess is not None:
                out[match.start()] = guess
    return out


def follow(ask: Ask, trails: list[Trail], layout: Layout, weights: Arrays, language: Language) -> Guess | None:
    """Return what one pronoun seems to mean, and note it as a mention of a person; None where nobody fits."""
    found = candidates(ask, trails, language)
    if not found:
        return None
    chances = probabilities(weights[ask.kind], weigh(ask, found, layout))
    order = np.argsort(-chances, kind="stable")
    best = found[int(order[0])][0]
    chance = float(chances[order[0]]) if best.figure.shown or ask.kind != "person" else _UNSHOWN
    if ask.kind == "person" and chance >= TRUSTED:
        best.pronouns.append(ask.span)
    names = tuple(found[int(i)][0].figure.name for i in order[:_CANDIDATES])
    return Guess(best.figure, chance, names)


def probabilities(weights: Array, rows: Array) -> Array:
    """Return the probability of each candidate: softmax of the weighted rows.

    Args:
        weights: One number for each of `FEATURES`.
        rows: As `antecedents.weigh` makes them.
    """
    scores = rows @ weights[: len(FEATURES)]
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum(), dtype=np.float64)
