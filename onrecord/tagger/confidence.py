"""How sure to be of a finding: a logistic regression over its signs, fitted where nothing was trained."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache

from onrecord.tagger.candidate import Candidate
from onrecord.weights import shipped_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a finding.

    Attributes:
        signs: The network's own, see `learned.signs_of`.
        quoted: Which share of the content stands in quotation marks.
        pieces: In how many pieces the content is.
        size: Its code points.
        speaker: Whether a speaker was found.
        rule: Whether the rules found the same cue.
        same_content: Whether they found about the same content to it.
        same_speaker: Whether they found the same speaker, or like the network none.
    """

    signs: tuple[float, ...]
    quoted: float
    pieces: int
    size: int
    speaker: bool
    rule: bool
    same_content: bool
    same_speaker: bool

    def numbers(self) -> tuple[float, ...]:
        """Return the evidence as numbers, in the order that the weights were fitted in."""
        more = (self.quoted, self.pieces - 1, math.log(self.size), self.speaker, self.rule)
        return (*self.signs, *map(float, more), float(self.same_content), float(self.same_speaker))


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """Fitted weights.

    Attributes:
        statement: Bias, then weights: whether content and speaker are both right.
        speaker: Bias, then weights: whether the speaker is right where the content is.
        rules: By kind of rule, how often what only it found is right.
        least: Findings less sure than this are none.
    """

    statement: tuple[float, ...]
    speaker: tuple[float, ...]
    rules: dict[str, float]
    least: float

    def of(self, evidence: Evidence) -> float:
        """Return how likely a finding's content and speaker are right."""
        return _logistic(self.statement, evidence.numbers())

    def of_speaker(self, evidence: Evidence) -> float:
        """Return how likely a finding's speaker is right, if its content is."""
        return _logistic(self.speaker, evidence.numbers())

    def of_rule(self, kind: str, rule: Candidate) -> float:
        """Return how likely a candidate that only the rules found is right."""
        return self.rules.get(kind, rule.confidence)


def _logistic(weights: tuple[float, ...], numbers: tuple[float, ...]) -> float:
    total = weights[0] + sum(w * n for w, n in zip(weights[1:], numbers, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=4)
def load_confidence(name: str) -> Confidence:
    """Return the weights that a model was shipped with.

    Args:
        name: The file below `onrecord/models/`.

    Raises:
        ModelError: The file is not the one that was shipped.
    """
    given = json.loads(shipped_bytes(name))
    return Confidence(
        statement=tuple(given["statement"]),
        speaker=tuple(given["speaker"]),
        rules=given["rules"],
        least=given["least"],
    )
