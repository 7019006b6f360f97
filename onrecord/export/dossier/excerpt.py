"""A statement's words in their context, cut into pieces that say what each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.lang.language import get_language, languages
from onrecord.model import Record, Span, Spans, Statement
from onrecord.text import inside, joined, overlaps, sentence_spans, trim

MARGIN = 300
"""At most so many code points of context are shown on either side of a statement's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of the page's words that are all the same thing.

    Attributes:
        span: Where it stands in the page's text; `Span(n, n)` for a gap.
        words: The words, exactly as they stand.
        content: It belongs to what was said.
        cue: It belongs to the reporting words.
        speaker: It names who speaks.
        gap: Words of the page were left out here.
    """

    span: Span
    words: str
    content: bool = False
    cue: bool = False
    speaker: bool = False
    gap: bool = False


def excerpt(record: Record, statement: Statement) -> tuple[Piece, ...]:
    """Return the sentences around a statement's words, with its content, cue and speakers told apart.

    The pieces that are content hold exactly the content's spans, and so for cue and speakers.
    """
    pieces: list[Piece] = []
    for window in _windows(record, statement):
        if window.start > (pieces[-1].span.end if pieces else _first_word(record.text)):
            pieces.append(Piece(span=Span(window.start, window.start), words="", gap=True))
        pieces.extend(_pieces(record.text, statement, window))
    return tuple(pieces)


def _first_word(text: str) -> int:
    return len(text) - len(text.lstrip())


def _windows(record: Record, statement: Statement) -> Spans:
    """Return what to show: each span's sentences, cut to the margin, joined where they touch."""
    marked = (*statement.content, *statement.cue, *statement.speaker_spans)
    return joined(record.text, [window for span in marked for window in _around(record, span)])


def _around(record: Record, span: Span) -> Iterator[Span]:
    """Yield the context of one span: the span itself, and what its sentences add on either side."""
    low, high = span
    for block in record.blocks:
        if overlaps(block.span, span):
            for sentence in sentence_spans(record.text, block.span, _abbreviations(record)):
                if overlaps(sentence, span):
                    low, high = min(low, sentence.start), max(high, sentence.end)
    cut = Span(max(low, span.start - MARGIN), min(high, span.end + MARGIN))
    yield trim(record.text, cut) or cut
    yield span


def _abbreviations(record: Record) -> frozenset[str]:
    code = record.article.language
    if code is None or code not in languages():
        return frozenset()
    return get_language(code).words("abbreviations", "abbreviation")


def _pieces(text: str, statement: Statement, window: Span) -> Iterator[Piece]:
    marked = (*statement.content, *statement.cue, *statement.speaker_spans)
    edges = {window.start, window.end}
    edges.update(edge for span in marked for edge in span if window.start < edge < window.end)
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        span = Span(start, end)
        yield Piece(
            span=span,
            words=text[start:end],
            content=_in_any(span, statement.content),
            cue=_in_any(span, statement.cue),
            speaker=_in_any(span, statement.speaker_spans),
        )


def _in_any(span: Span, spans: Spans) -> bool:
    return any(inside(span, other) for other in spans)
