"""Spans and what can be done with text without knowing what it means: proving, folding, splitting.

Every function that returns spans returns them in the coordinates of the text it was given, never of a slice.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import SpanError
from onrecord.model import Span, Spans

OPENING_MARKS = "“„«‟"
CLOSING_MARKS = "”»"
DOUBLE_MARKS = OPENING_MARKS + CLOSING_MARKS + '"'

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]++["”’'»)\]]*+(?=\s)""")
_PLACE = re.Match.span
_SPAN: Callable[[Iterable[int]], Span] = partial(tuple.__new__, Span)
_LAST_WORD = re.compile(r"[\w.]+$")

LONGEST_SENTENCE = 4_000
"""Code points that one sentence may hold, some 700 words; a longer one is cut, so that no page costs too much."""


def make_spans(starts: Iterable[int], ends: Iterable[int]) -> Iterator[Span]:
    """Return spans by where they start and end; for the hundreds of a page, a third of the time of `Span`."""
    return map(_SPAN, zip(starts, ends, strict=True))


def cut(text: str, span: Span) -> str:
    """Return the words at a span.

    Raises:
        SpanError: The span is empty or lies outside the text.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise SpanError(f"The span [{span.start}, {span.end}) does not lie in a text of {len(text)} characters.")
    return text[span.start : span.end]


def join_words(text: str, spans: Iterable[Span]) -> str:
    """Return the words at several spans, pieces joined by " … ", runs of white space as one space."""
    return " … ".join(" ".join(cut(text, span).split()) for span in spans)


def trim(text: str, span: Span) -> Span | None:
    """Return the span less white space at both ends, or None where nothing is left."""
    words = text[span.start : span.end]
    kept = words.strip()
    if not kept:
        return None
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(kept))


def overlaps(a: Span, b: Span) -> bool:
    """Tell whether two spans share a code point."""
    return a.start < b.end and b.start < a.end


def inside(inner: Span, outer: Span) -> bool:
    """Tell whether `inner` lies wholly in `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def joined(text: str, spans: Iterable[Span]) -> Spans:
    """Return sorted spans with those joined that overlap or have only white space between them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not text[out[-1].end : span.start].strip()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


class _Folding(dict[int, str]):
    """A `str.translate` table filled as characters are met; every value has length one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "“”„«»‟":
            folded = '"'
        elif char in "‘’‚‛ʼ′":
            folded = "'"
        elif unicodedata.category(char) == "Pd":
            folded = "-"
        elif char.isspace():
            folded = " "
        else:
            base = unicodedata.normalize("NFKD", char)[:1]
            lower = base.casefold()
            folded = lower if len(base) == 1 and len(lower) == 1 else char
        self[code] = folded
        return folded


_FOLDING = _Folding()
_FOLDED = np.zeros(sys.maxunicode + 1, dtype=np.uint32)
"""The same by code point, 0 for those that were not met yet."""

_PLAIN = bytes(ord(" ") if chr(code).isspace() else code for code in range(256))
"""ASCII with its white space as spaces: it has no diacritics, and no other quotes or dashes."""

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

_PAGE = 200


def fold(text: str) -> str:
    """Return text for comparison: lower case, no diacritics, plain quotes, dashes and spaces.

    The result has as many code points as `text`, so that a span of one is a span of the other.
    """
    if text.isascii():
        lower = text.lower()
        return lower if text.isprintable() else str(lower.encode().translate(_PLAIN), "ascii")
    if len(text) < _PAGE:
        return text.translate(_FOLDING)
    # `translate` is slow on what is not ASCII; looking all of a page's characters up at once is not.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return str(fold_codes(text, codes).tobytes(), "utf-32-le", "surrogatepass")


def fold_codes(text: str, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the code points of a folded text.

    Args:
        text: As it stands, not empty.
        codes: Its code points.
    """
    folded = _FOLDED.take(codes)
    if not folded.min():
        for char in set(text):
            _FOLDED[ord(char)] = ord(_FOLDING[ord(char)])
        folded = _FOLDED.take(codes)
    return folded


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return a name for comparison: folded, letters and digits only, single spaces between words.

    Letters with their marks beside them are those with their marks on them (Unicode's NFC), and what is not seen,
    as a soft hyphen, parts no name.
    """
    if not name.isascii():
        name = unicodedata.normalize("NFC", name.translate(_UNSEEN))
    return " ".join(_LETTERS.findall(fold(name)))


def word_spans(text: str, span: Span | None = None) -> Iterator[Span]:
    """Return the spans of words: runs of letters and digits, held together by inner . ' ’ and -."""
    within = span or Span(0, len(text))
    return starmap(Span, map(_PLACE, _WORD.finditer(text, within.start, within.end)))


def line_spans(text: str) -> Iterator[Span]:
    r"""Yield every line that is not blank, less the white space around it; \n, \r\n and \r end lines."""
    for match in re.finditer(r"[^\r\n]+", text):
        span = trim(text, Span(*match.span()))
        if span:
            yield span


def sentence_spans(text: str, span: Span, abbreviations: frozenset[str] = frozenset()) -> Iterator[Span]:
    """Yield the sentences of a paragraph, each trimmed; together they cover all of it but white space.

    Args:
        text: The page's text.
        span: The paragraph.
        abbreviations: Folded words with their stop ("mr.", "u.s.") that end no sentence before a capital.
    """
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        if not _ends_sentence(text, match, span.end, abbreviations):
            continue
        yield from _shortened(text, Span(start, match.end()))
        start = match.end()
    yield from _shortened(text, Span(start, span.end))


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence trimmed, in several parts where it is longer than any sentence is."""
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        blank = max(text.rfind(" ", start + 1, limit), text.rfind("\n", start + 1, limit))
        end = blank if blank > start else limit
        part = trim(text, Span(start, end))
        if part:
            yield part
        start = end
    rest = trim(text, Span(start, span.end))
    if rest:
        yield rest


class Sentences:
    """The sentences of a text's paragraphs, looked up by place; a paragraph is split when first asked for."""

    def __init__(self, text: str, paragraphs: Spans, abbreviations: frozenset[str]) -> None:
        self._text = text
        self._abbreviations = abbreviations
        self._paragraphs = sorted(paragraphs)
        self._split: dict[int, Spans] = {}

    def at(self, place: int) -> Span | None:
        """Return the sentence that holds a code point, or None where no paragraph's sentence does."""
        number = bisect_right(self._paragraphs, place, key=lambda span: span.start) - 1
        if number < 0 or place >= self._paragraphs[number].end:
            return None
        if number not in self._split:
            paragraph = self._paragraphs[number]
            self._split[number] = tuple(sentence_spans(self._text, paragraph, self._abbreviations))
        sentences = self._split[number]
        which = bisect_right(sentences, place, key=lambda span: span.start) - 1
        return sentences[which] if which >= 0 and place < sentences[which].end else None


def _ends_sentence(text: str, end: re.Match[str], limit: int, abbreviations: frozenset[str]) -> bool:
    """Tell whether a stop ends a sentence: what follows starts one, and what precedes is no abbreviation."""
    ahead = text[end.end() : min(limit, end.end() + 8)].lstrip()
    opener = ahead.lstrip("\"“„«‘'([").lstrip()
    if not ahead or not opener or opener[0].islower():
        return False
    if end.group() != ".":
        return True
    last = _LAST_WORD.search(text, max(0, end.start() - 24), end.end())
    word = fold(last.group()) if last else ""
    return word not in abbreviations and not re.fullmatch(r"[a-z]\.", word)
