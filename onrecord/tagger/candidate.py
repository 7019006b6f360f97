"""What the reader hands on: one possible attribution, as spans of the page's text."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Span, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible attribution.

    Attributes:
        content: What is reported; in text order; empty where somebody is silent.
        cue: The reporting words; empty for a floating quotation.
        speaker: The noun phrase of who says it, or None where the sentence names nobody.
        addressee: To whom, where the cue's own phrase says so.
        acts: The verbal acts of the cue.
        belief: The cue tells of a mind ("believes"), not of speech.
        negated: The cue is negated.
        silent: Nothing was said.
        continues: The candidate goes on from the quotation before it, whose speaker is then likely.
        by: The rule that found it, or "network:" and the word that carries the cue.
        confidence: How likely content and speaker are right, 0 to 1.
        speaker_confidence: How likely the speaker is right, if the content is.
    """

    content: Spans
    cue: Spans
    speaker: Span | None
    addressee: Span | None = None
    acts: tuple[str, ...] = ()
    belief: bool = False
    negated: bool = False
    silent: bool = False
    continues: bool = False
    by: str
    confidence: float
    speaker_confidence: float = 1.0
