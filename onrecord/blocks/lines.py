"""What can be said of each unit of a page (a line, or an element) before its neighbours are looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from onrecord.blocks.characters import (
    BULLETS,
    Array,
    Characters,
    Counts,
    bounds_of,
    codes_of,
    count,
    read_characters,
    without_edges,
)
from onrecord.blocks.phrases import Phrases, bare, heading_kind, holds, phrases, start_kind, within_places
from onrecord.blocks.wrapped import rejoin
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page, Segment, Span
from onrecord.text import fold

SENTENCE = 8
"""A unit of so many words that ends as a sentence does is running text unless something speaks against it."""

_STOP = re.compile(r"""[.!?…]["”’'»)\]]*$|[.!?…]["”’'»]*\s*\([^()]{2,40}\)$""")
_LONG_PHRASE_LINE = 70
_LONG_HEADING = 9
_TAIL = 60
_LINKED, _TITLE, _LONG = 0.6, 0.8, 25


class Line(NamedTuple):
    """One unit of a page and what it looks like.

    Attributes:
        span: Where it stands; a rejoined paragraph covers all its lines.
        segment: Its first segment: path, tag, hints.
        words: How many, less a bullet.
        text: Its words as they stand.
        key: Its words folded, less marks at the ends: equal keys are repetitions.
        stop: It ends as a sentence does.
        title: The share of its longer words that begin with a capital, 0 to 1.
        caps: Every letter is a capital.
        bullet: It begins with a bullet.
        linked: The share of it that is link text, 0 to 1.
        repeats: How often its words stand on the page.
        heading: The kind of a known heading that it consists of.
        phrase: The kind of a known phrase in it, and the phrase.
        digits: How many of its characters are 0 to 9.
        opens_low: It begins in lower case or with a closing mark: it goes on with what stands before.
        sentence: It is running text by itself: words enough, a stop, and nothing that gives it away.
    """

    span: Span
    segment: Segment
    words: int
    text: str
    key: str
    stop: bool
    title: float
    caps: bool
    bullet: bool
    linked: float
    repeats: int
    heading: BlockKind | None
    phrase: tuple[BlockKind, str] | None
    digits: int
    opens_low: bool
    sentence: bool


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of a page in order; together they cover every segment.

    Attributes:
        lines: Each of them.
        characters: Of the page's text.
        folded: The code points of the text, folded.
        starts: Where they begin.
        ends: Where they end.
        firsts: Where their keys begin.
        lasts: Where their keys end.
        counts: What their characters add up to.
        words: How many words they have, less a bullet.
        stop: Whether they end as a sentence does.
    """

    lines: tuple[Line, ...]
    characters: Characters
    folded: Array
    starts: Array
    ends: Array
    firsts: Array
    lasts: Array
    counts: Counts
    words: Array
    stop: Array


def read_units(page: Page, language: Language) -> Units:
    """Return the units of a page with any text, that is, with at least one segment."""
    characters = read_characters(page.text)
    heads = page.segments
    starts, ends = bounds_of([segment.span for segment in heads])
    groups = rejoin(page.text, characters, heads, starts, ends)
    if groups is not None:
        heads = tuple([group[0] for group in groups])
        starts, ends = bounds_of([Span(group[0].span.start, group[-1].span.end) for group in groups])
    firsts, lasts = without_edges(characters, starts, ends)
    counts = count(characters, starts, ends)
    folded = fold(page.text)
    lines = _lines(page.text, folded, heads, (starts, ends, firsts, lasts), counts, phrases(language))
    return Units(
        lines=lines,
        characters=characters,
        folded=codes_of(folded),
        starts=starts,
        ends=ends,
        firsts=firsts,
        lasts=lasts,
        counts=counts,
        words=counts.words - counts.bullet,
        stop=np.array([line.stop for line in lines]),
    )


def _lines(
    text: str,
    folded: str,
    heads: Sequence[Segment],
    places: tuple[Array, Array, Array, Array],
    counts: Counts,
    table: Phrases,
) -> tuple[Line, ...]:
    """Return the units, made column by column: a page has hundreds of them.

    Args:
        text: The page's text.
        folded: The same, folded.
        heads: The first segment of each unit.
        places: Where the units begin and end, and their keys.
        counts: What their characters add up to.
        table: The phrases to know.
    """
    starts, ends, firsts, lasts = (column.tolist() for column in places)
    spans = list(map(Span, starts, ends))
    texts = [text[start:end] for start, end in spans]
    keys = [folded[first:last] for first, last in zip(firsts, lasts, strict=True)]
    repeats = Counter(keys)
    linked = [_linked(head) if head.links else 0.0 for head in heads]
    stop = _stops(texts, counts)
    words = (counts.words - counts.bullet).tolist()
    title, caps, bullet = counts.title.tolist(), counts.caps.tolist(), counts.bullet.tolist()
    headings, found = _known(folded, spans, keys, counts.words.tolist(), bullet, table)
    sentence = [
        stops
        and many >= SENTENCE
        and not known
        and not heading
        and not capitals
        and share < _LINKED
        and not (titled > _TITLE and many < _LONG)
        for stops, many, known, heading, capitals, share, titled in zip(
            stop, words, found, headings, caps, linked, title, strict=True
        )
    ]
    again, digits, low = [repeats[key] for key in keys], counts.digits.tolist(), counts.low.tolist()
    columns = (
        *(spans, heads, words, texts, keys, stop, title, caps, bullet, linked, again, headings, found),
        *(digits, low, sentence),
    )
    return tuple(map(Line._make, zip(*columns, strict=True)))


def _known(
    folded: str,
    spans: Sequence[Span],
    keys: Sequence[str],
    words: Sequence[int],
    bullet: Sequence[bool],
    table: Phrases,
) -> tuple[list[BlockKind | None], list[tuple[BlockKind, str] | None]]:
    """Return the kind of a known heading that each unit consists of, and the known phrase in it."""
    headings: list[BlockKind | None] = []
    found: list[tuple[BlockKind, str] | None] = []
    for span, key, many, marked, within in zip(
        spans, keys, words, bullet, _within(folded, spans, table), strict=True
    ):
        heading = phrase = None
        if many <= _LONG_PHRASE_LINE:
            plain = folded[span.start : span.end]
            if marked:
                plain = plain.lstrip(BULLETS + " \t")
            if many <= _LONG_HEADING:
                heading = heading_kind(plain, bare(plain) if marked else key, table)
            phrase = start_kind(plain, table) or within
            if phrase and not holds(*phrase, many):
                phrase = None
        headings.append(heading)
        found.append(phrase)
    return headings, found


def _within(folded: str, spans: Sequence[Span], table: Phrases) -> list[tuple[BlockKind, str] | None]:
    """Return for each span the first known phrase inside it, or None."""
    first: list[tuple[BlockKind, str] | None] = [None] * len(spans)
    for place, kind, phrase in reversed(within_places(folded, table)):
        at = bisect_right(spans, place, key=_start) - 1
        if at >= 0 and place < spans[at].end:
            first[at] = kind, phrase
    return first


def _start(span: Span) -> int:
    return span.start


def _stops(texts: Sequence[str], counts: Counts) -> list[bool]:
    """Tell of each unit whether it ends as a sentence does, a closing mark or a source in brackets behind it."""
    out: list[bool] = counts.stop.tolist()
    for at in np.flatnonzero(counts.closed).tolist():
        text = texts[at]
        out[at] = _STOP.search(text, max(0, len(text) - _TAIL)) is not None
    return out


def _linked(segment: Segment) -> float:
    return min(1.0, sum(end - start for start, end in segment.links) / (segment.span.end - segment.span.start))
