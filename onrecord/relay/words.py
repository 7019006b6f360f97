"""The words of a page's article that can be compared with another page's, and which of them are somebody else's.

Quoted words are kept apart: two reports of one speech share them without either having copied the other. Words are
taken for quoted where they stand in quotation marks, where the paragraph before introduces them with a colon, and
where the writer speaks of himself: a reporter does not, a pasted letter or press statement does. Notices ("all
rights reserved") are nobody's words and left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from onrecord.blocks.phrases import phrases, start_kind, within_places
from onrecord.lang.language import Language
from onrecord.model import Span, Spans
from onrecord.relay.grams import Grams, grams_of
from onrecord.tagger.marks import find_quotations
from onrecord.text import fold, sentence_spans, word_spans

_OPENING_SINGLES = "‘'"
_NOTICES = frozenset({"footer", "notice", "share", "comment", "related", "advert"})
_LINE = 3
"""Code points that a line between two words takes up at least, with the ends of lines around it."""

_OFTEN = 0.03
"""The share of a paragraph's own words that, being "I", "we" and the like, give it away: one word in 33."""


@dataclass(frozen=True)  # without slots: what is made of the words once is kept beside them
class PageWords:
    """The words of an article in reading order.

    Attributes:
        folded: Each word as it is compared.
        spans: Where it stands in the page's text.
        quoted: Whether it is quoted from somebody.
        sentences: The index after the last word of each sentence, rising; the last one is the number of words.
    """

    folded: tuple[str, ...]
    spans: Spans
    quoted: tuple[bool, ...]
    sentences: tuple[int, ...]

    @property
    def own(self) -> int:
        """How many words are the article's own."""
        return len(self.quoted) - sum(self.quoted)

    @cached_property
    def _gaps(self) -> tuple[int, ...]:
        return tuple(at for at, (one, other) in enumerate(pairwise(self.spans)) if other.start - one.end >= _LINE)

    def gaps_in(self, first: int, count: int) -> tuple[int, ...]:
        """Return which of some words in a row have room for a line between them and the next of these words."""
        return self._gaps[bisect_left(self._gaps, first) : bisect_left(self._gaps, first + count - 1)]

    @cached_property
    def own_grams(self) -> Grams:
        """The words that are the article's own, in runs."""
        return grams_of(word if not hidden else "" for word, hidden in zip(self.folded, self.quoted, strict=True))

    @cached_property
    def quoted_grams(self) -> Grams:
        """The words that are quoted, in runs."""
        return grams_of(word if hidden else "" for word, hidden in zip(self.folded, self.quoted, strict=True))


def read_words(text: str, body: Spans, language: Language) -> PageWords:
    """Return the words of an article, given the paragraphs of its body."""
    folded_text = fold(text)
    marks = _marked(text, body)
    notices = [at for at, kind, _ in within_places(folded_text, phrases(language)) if kind in _NOTICES]
    abbreviations = language.words("abbreviations", "abbreviation")
    writers = table_words(language, "self")
    folded: list[str] = []
    spans: list[Span] = []
    quoted: list[bool] = []
    sentences: list[int] = []
    for paragraph in body:
        first = len(folded)
        for sentence in sentence_spans(text, paragraph, abbreviations):
            if _is_notice(folded_text, sentence, notices, language):
                continue
            found = list(word_spans(text, sentence))
            folded += [folded_text[word.start : word.end] for word in found]
            spans += found
            quoted += _covered(found, marks)
            if found:
                sentences.append(len(folded))
        if _speaks_of_himself(folded[first:], quoted[first:], writers):
            quoted[first:] = [True] * (len(quoted) - first)
    return PageWords(tuple(folded), tuple(spans), tuple(quoted), tuple(sentences))


@lru_cache(maxsize=32)
def table_words(language: Language, kind: str) -> frozenset[str]:
    """Return the words of one kind from the table `relay`, folded."""
    return frozenset(fold(row["words"]) for row in language.rows("relay") if row["kind"] == kind)


def _marked(text: str, body: Spans) -> list[Span]:
    """Return what stands in quotation marks or after a colon that ends a paragraph, in order."""
    marks = [piece for quotation in find_quotations(text, body) for piece in quotation.pieces]
    marks += [after for before, after in pairwise(body) if text[before.end - 1] == ":"]
    marks += [p for p in body if text[p.start] in _OPENING_SINGLES and not _closes(text, p)]
    return sorted(marks)


def _closes(text: str, paragraph: Span) -> bool:
    """Tell whether a single mark that opens a paragraph is closed in it: else the quotation runs on."""
    return any(
        text[at] in "’'" and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
        for at in range(paragraph.start + 1, paragraph.end)
    )


def _is_notice(folded: str, sentence: Span, notices: Sequence[int], language: Language) -> bool:
    """Tell whether a sentence is an outlet's or an agency's notice, which stands under stories of every kind."""
    if any(sentence.start <= at < sentence.end for at in notices):
        return True
    found = start_kind(folded[sentence.start : sentence.end], phrases(language))
    return found is not None and found[0] in _NOTICES


def _covered(words: Sequence[Span], marks: Sequence[Span]) -> list[bool]:
    """Tell of each word of a sentence whether it lies in one of the marked spans."""
    if not words:
        return []
    near = [mark for mark in marks if mark.start < words[-1].end and words[0].start < mark.end]
    return [any(mark.start < word.end and word.start < mark.end for mark in near) for word in words]


def _speaks_of_himself(words: Sequence[str], quoted: Sequence[bool], writers: frozenset[str]) -> bool:
    """Tell whether a paragraph reads, outside quotation marks, as the words of one who says I or we."""
    own = [word for word, hidden in zip(words, quoted, strict=True) if not hidden]
    return sum(word in writers for word in own) > len(own) * _OFTEN
