"""The reader's one door: rules alone, or the network with the rules beside it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from onrecord.lang import Language
from onrecord.model import Problem, Span, Spans
from onrecord.settings import Reader
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.confidence import load_confidence
from onrecord.tagger.find import RULES, find_by_rules
from onrecord.tagger.learned import find_learned
from onrecord.tagger.marks import Quotation, find_quotations
from onrecord.tagger.merge import Marks, merge
from onrecord.tagger.network import MODEL
from onrecord.tagger.voice import nobody_tells

READERS: Mapping[Reader, tuple[str, ...]] = MappingProxyType({"full": (MODEL, RULES), "fast": (RULES,)})
"""What each reader reads with, as records name it."""

MOST = 200_000
"""Code points that the network reads of one page, some 33,000 words; hardly an article is longer."""


def tag(
    text: str, paragraphs: Spans, language: Language, reader: Reader
) -> tuple[tuple[Candidate, ...], tuple[Problem, ...]]:
    """Return every attribution of the paragraphs, in text order; candidates may nest.

    Args:
        text: The page's text; all spans are of it.
        paragraphs: The paragraphs of the body, in order.
        language: The language whose tables are used.
        reader: "full" for the network and the rules, "fast" for the rules alone.

    Returns:
        The candidates, and a Problem for each stretch that was not read as it should be.

    Raises:
        ModelError: The network's files are not those that were shipped.
    """
    quotations = find_quotations(text, paragraphs)
    rules, problems = find_by_rules(text, paragraphs, quotations, language)
    if reader == "fast":
        return _told(text, rules, quotations, language), problems
    near, unread = _readable(paragraphs)
    end = near[-1].end if near else 0
    beside = tuple(rule for rule in rules if _first(rule) < end)
    beyond = tuple(rule for rule in rules if _first(rule) >= end)
    findings = find_learned(text, near, quotations)
    found = merge(text, findings, beside, quotations, language, load_confidence(f"{MODEL}/confidence.json"))
    return _told(text, (*found, *beyond), quotations, language), (*problems, *unread)


def _told(
    text: str, candidates: tuple[Candidate, ...], quotations: tuple[Quotation, ...], language: Language
) -> tuple[Candidate, ...]:
    """Return the candidates that hold quoted words, or that somebody tells who is not the text itself."""
    marks = Marks(text, quotations)
    return tuple(c for c in candidates if marks.share(c.content) > 0 or not nobody_tells(text, c, language))


def _first(candidate: Candidate) -> int:
    return (candidate.content or candidate.cue)[0].start


def _readable(paragraphs: Spans) -> tuple[Spans, tuple[Problem, ...]]:
    """Return the paragraphs up to the most that the network reads, and a Problem where some are left."""
    size = 0
    for number, paragraph in enumerate(paragraphs):
        size += paragraph.end - paragraph.start
        if size > MOST:
            rest = Span(paragraph.start, paragraphs[-1].end)
            message = (
                f"The page's body goes on after {MOST:,} characters; from there on it was read by rules alone. "
                "Break it into pages to have all of it read in full."
            )
            problem = Problem(stage="statements", reason="read-by-rules", message=message, span=rest)
            return paragraphs[:number], (problem,)
    return paragraphs, ()
