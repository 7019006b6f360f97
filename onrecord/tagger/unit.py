"""A sentence as tokens, with its quotations as single stretches: what the rules look at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from onrecord.model import Span, Spans
from onrecord.tagger.marks import Quotation
from onrecord.text import fold, inside, sentence_spans, word_spans

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:Mrs?|Ms|Dr|Rev|Sen|Rep|Gov|Gen|Lt|Col|Prof|St|Jr|Sr)\.|(?<!\w)[A-Z]\.(?=\s[A-Z])"
    r"|\w+(?:[.'’\-&]\w+)*|[^\w\s]"
)

_LONGEST = 12_000


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
        return self._by_start.get(index)

    def quote_before(self, index: int) -> tuple[int, int, Quotation] | None:
        """Return the quotation piece that ends right before a token."""
        return self._by_end.get(index)

    @cached_property
    def _by_start(self) -> dict[int, tuple[int, int, Quotation]]:
        return {quote[0]: quote for quote in reversed(self.quotes)}

    @cached_property
    def _by_end(self) -> dict[int, tuple[int, int, Quotation]]:
        return {quote[1]: quote for quote in reversed(self.quotes)}


def find_units(
    text: str,
    paragraphs: Spans,
    quotations: tuple[Quotation, ...],
    abbreviations: frozenset[str],
    reporting: frozenset[str],
) -> Iterator[Unit]:
    """Yield the sentences of each paragraph; a stop inside a quotation ends none, unless it runs on and on.

    Args:
        text: The page's text.
        paragraphs: Where to look.
        quotations: Those that stand in them.
        abbreviations: Folded words whose stop ends no sentence.
        reporting: Folded forms of cues: "…?” Halvorsen asked" is one sentence.
    """
    pieces = sorted((piece, quotation) for quotation in quotations for piece in quotation.pieces)
    for number, paragraph in enumerate(paragraphs):
        here = _touching(pieces, paragraph)
        for span in _sentences(text, paragraph, [p for p, _ in here], abbreviations, reporting):
            yield _make_unit(text, span, number, _touching(here, span))


def _touching(pieces: list[tuple[Span, Quotation]], span: Span) -> list[tuple[Span, Quotation]]:
    """Return the pieces that share a code point with a span; pieces are in order and do not overlap."""
    first = bisect_right(pieces, span.start, key=lambda entry: entry[0].end)
    last = bisect_left(pieces, span.end, key=lambda entry: entry[0].start)
    return pieces[first:last]


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
        which = bisect_left(quoted, sentence.end, key=lambda piece: piece.end)
        piece = quoted[which] if which < len(quoted) else None
        room = sentence.end - start < _LONGEST
        if room and piece is not None and piece.start < sentence.end < piece.end:
            continue
        closes = room and piece is not None and piece.end == sentence.end and text[piece.end - 2] in "?!…"
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
        first, last = bisect_left(bounds, piece.start), bisect_left(bounds, piece.end)
        if first < last and inside(piece, span):
            quotes.append((first, last, quotation))
    return Unit(text, span, paragraph, tuple(tokens), tuple(quotes))
