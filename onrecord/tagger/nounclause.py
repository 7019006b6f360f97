"""A content that is a noun with a clause: "accusations by officials, which Transmarine told first, that …"."""

from __future__ import annotations

import re

from onrecord.lang import Language
from onrecord.model import Span, Spans
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.cues import reporting_nouns
from onrecord.text import cut, fold, overlaps, word_spans

_TO_CLAUSE = re.compile(r"[^.;:“”\"\n—–]{0,160}?[ ,]that\b")
_PLAIN = re.compile(r"[^.;:“”\"\n—–]{0,160}\Z")


def with_clause(text: str, content: Spans, taken: Spans, rule: Candidate | None, language: Language) -> Spans:
    """Return a content whole that is a noun of saying, what stands beside it, and what was said.

    Args:
        text: The page's text.
        content: As the network has it, in text order: it may end before the clause, or leave out what stands
            between the noun and the clause.
        taken: Words of the cue and the speaker.
        rule: What the rules found for the same cue.
        language: Whose table has the nouns.
    """
    out = [content[0]]
    for piece in content[1:]:
        gap = Span(out[-1].end, piece.start)
        free = gap.start < gap.end and not any(overlaps(gap, span) for span in taken)
        clause = text.startswith("that ", piece.start) and _PLAIN.match(text, gap.start, gap.end)
        if free and clause and _reports(text, Span(out[-1].start, piece.start), language):
            out[-1] = Span(out[-1].start, piece.end)
        else:
            out.append(piece)
    if (
        rule is not None
        and len(out) == len(rule.content) == 1
        and _same_noun(text, out[0], rule.content[0], language)
    ):
        return rule.content
    return tuple(out)


def _same_noun(text: str, content: Span, longer: Span, language: Language) -> bool:
    """Tell whether a content is the noun of a longer one that goes on with its clause, or is that clause alone.

    A clause right after its noun is left alone: "concern that …" of "expressed concern that …" is in the cue.
    """
    if content.start == longer.start and content.end < longer.end:
        return bool(_TO_CLAUSE.match(text, content.end, longer.end)) and _reports(text, content, language)
    if content.end != longer.end or content.start <= longer.start or not text.startswith("that ", content.start):
        return False
    before = Span(longer.start, content.start)
    beside = not _is_noun(cut(text, before).rsplit(maxsplit=1)[-1], language)
    return beside and bool(_PLAIN.match(text, *before)) and _reports(text, before, language)


def _reports(text: str, span: Span, language: Language) -> bool:
    """Tell whether a noun that can carry a statement stands in a span."""
    return any(_is_noun(cut(text, word), language) for word in word_spans(text, span))


def _is_noun(word: str, language: Language) -> bool:
    return fold(word) in reporting_nouns(language)
