"""A sentence as tokens, with its quotations as single stretches: what the rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from onrecord.model import Span, Spans
from onrecord.tagger.marks import Quotation
from onrecord.text import fold, sentence_spans, word_spans

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[.'’\-&]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation; `low` is folded; `quoted` tells that it stands in a quotation."""

    start: int
    end: int
    low: str
    word: bool
    capital: bool
    quoted: bool


@dataclass(frozen=True)
class Unit:
    """A sentence: its tokens, and the pieces of quotations that stand in it (token indices, end exclusive)."""

    text: str
    span: Span
    paragraph: int
    tokens: tuple[Token, ...]
    quotes: tuple[tuple[int, int, Quotation], ...]

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The folded words, for looking up."""
        return tuple(token.low for token in self.tokens)

    def span_of(self, first: int, last: int) -> Span:
        """Return the span from token `first` up to, not including, token `last`."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def quote_at(self, index: int) -> tuple[int, int, Quotation] | None:
        """Return the quotation piece that starts at a token."""
        return next((quote for quote in self.quotes if quote[0] == index), None)

    def quote_before(self, index: int) -> tuple[int, int, Quotation] | None:
        """Return the quotation piece that ends right before a token."""
        return next((quote for quote in self.quotes if quote[1] == index), None)


def find_units(
    text: str,
    paragraphs: Spans,
    quotations: tuple[Quotation, ...],
    abbreviations: frozenset[str],
    reporting: frozenset[str],
) -> Iterator[Unit]:
    """Yield the sentences of each paragraph; a stop inside a quotation ends none.

    Args:
        text: The page's text.
        paragraphs: Where to look.
        quotations: Those that stand in them.
        abbreviations: Folded words whose stop ends no sentence.
        reporting: Folded forms of cues: "…?” Halvorsen asked" is one sentence.
    """
    pieces = sorted((piece, quotation) for quotation in quotations for piece in quotation.pieces)
    for number, paragraph in enumerate(paragraphs):
        here = [(p, q) for p, q in pieces if paragraph.start <= p.start and p.end <= paragraph.end]
        for span in _sentences(text, paragraph, [p for p, _ in here], abbreviations, reporting):
            mine = [(p, q) for p, q in here if span.start <= p.start and p.end <= span.end]
            yield _make_unit(text, span, number, mine)


def _sentences(
    text: str,
    paragraph: Span,
    quoted: list[Span],
    abbreviations: frozenset[str],
    reporting: frozenset[str],
) -> Iterator[Span]:
    """Yield sentences, joined where the break lies inside a quotation or right before what reports one."""
    start: int | None = None
    sentences = tuple(sentence_spans(text, paragraph, abbreviations))
    for number, sentence in enumerate(sentences):
        start = sentence.start if start is None else start
        if any(piece.start < sentence.end < piece.end for piece in quoted):
            continue
        closes = any(piece.end == sentence.end and text[piece.end - 2] in "?!…" for piece in quoted)
        if closes and number + 1 < len(sentences) and _reports(text, sentences[number + 1], reporting):
            continue
        yield Span(start, sentence.end)
        start = None
    if start is not None:
        yield Span(start, paragraph.end)


def _reports(text: str, sentence: Span, reporting: frozenset[str]) -> bool:
    """Tell whether a sentence is the short report after a quotation that ends in a question or an exclamation."""
    opening = [fold(text[s.start : s.end]) for s in islice(word_spans(text, sentence), 5)]
    return any(word in reporting for word in opening) and text[sentence.start] not in '"“„«'


def _make_unit(text: str, span: Span, paragraph: int, pieces: list[tuple[Span, Quotation]]) -> Unit:
    tokens: list[Token] = []
    bounds: list[int] = []
    which = 0
    for match in _TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        while which < len(pieces) and start >= pieces[which][0].end:
            which += 1
        quoted = which < len(pieces) and pieces[which][0].start <= start
        word = match.group()[0].isalnum()
        tokens.append(Token(start, end, fold(match.group()), word, match.group()[0].isupper(), quoted))
        bounds.append(start)
    quotes = []
    for piece, quotation in pieces:
        inside = [i for i, start in enumerate(bounds) if piece.start <= start < piece.end]
        if inside:
            quotes.append((inside[0], inside[-1] + 1, quotation))
    return Unit(text, span, paragraph, tuple(tokens), tuple(quotes))
