"""The learned reader's view of a text: its words and marks, their letters' case, and which stand in quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from onrecord.model import Span, Spans
from onrecord.tagger.marks import Quotation

_TOKEN = re.compile(r"\w+(?:[.'’\-&]\w+)*|[^\w\s]")

LONGEST_WORD = 60
"""Code points; a longer word is cut, so that no word costs more than some ten pieces a model reads."""

CASES = 4
"""How many kinds of case there are: none or small, Capital first, ALL CAPITALS, other."""

QUOTES = 3
"""How many kinds of place there are: outside quotations, inside one, inside one that nobody closes."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark: where it stands, its case and its place as numbers that the model has learned."""

    span: Span
    text: str
    case: int
    quote: int


def find_words(text: str, paragraph: Span, places: Places) -> list[Word]:
    """Return the words and marks of a paragraph, in order."""
    found = []
    for match in _TOKEN.finditer(text, paragraph.start, paragraph.end):
        for start in range(match.start(), match.end(), LONGEST_WORD):
            span = Span(start, min(start + LONGEST_WORD, match.end()))
            word = text[span.start : span.end]
            found.append(Word(span, word, _case(word), places.at(span.start)))
    return found


class Places:
    """Which places of a text stand in quotations."""

    def __init__(self, quotations: tuple[Quotation, ...]) -> None:
        pieces = sorted((piece, quotation.closed) for quotation in quotations for piece in quotation.pieces)
        self._starts = [piece.start for piece, _ in pieces]
        self._pieces = pieces

    def at(self, place: int) -> int:
        """Return 0 outside quotations, 1 inside one that is closed, 2 inside one that is not."""
        which = bisect_right(self._starts, place) - 1
        if which < 0:
            return 0
        piece, closed = self._pieces[which]
        if place >= piece.end:
            return 0
        return 1 if closed else 2


def _case(word: str) -> int:
    if word == word.lower():
        return 0
    if word[0].isupper() and word[1:] == word[1:].lower():
        return 1
    return 2 if word == word.upper() else 3


def words_of(text: str, paragraphs: Spans, quotations: tuple[Quotation, ...]) -> list[list[Word]]:
    """Return the words of each paragraph."""
    places = Places(quotations)
    return [find_words(text, paragraph, places) for paragraph in paragraphs]
