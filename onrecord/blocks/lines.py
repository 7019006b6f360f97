"""What can be said of each unit of a page (a line, or an element) before its neighbours are looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.blocks.counts import count
from onrecord.blocks.phrases import Phrases, bare, heading_kind, holds, phrases, start_kind, within_places
from onrecord.blocks.wrapped import rejoin
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page, Segment, Span
from onrecord.text import fold

BULLETS = "•*□☆◦‣▪●○◆▶►→»›·+○■"
_STOP = re.compile(r"""[.!?…]["”’'»)\]]*$|[.!?…]["”’'»]*\s*\([^()]{2,40}\)$""")
_STOPS = ".!?…"
_CLOSERS = "\"”’'»)]"
_LONG_PHRASE_LINE = 70
_LONG_HEADING = 9


class Line(NamedTuple):
    """One unit of a page and what it looks like.

    Attributes:
        span: Where it stands; a rejoined paragraph covers all its lines.
        segment: Its first segment: path, tag, hints.
        words: How many.
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
        quotes: How many of its characters are double quotation marks.
        stops: How many full stops in it have a space after them.
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
    quotes: int
    stops: int

    @property
    def opens_low(self) -> bool:
        """It begins in lower case or with a closing mark: it goes on with what stands before."""
        return self.text[0].islower() or self.text[0] in ",;.)”’»"


def read_lines(page: Page, language: Language) -> tuple[Line, ...]:
    """Return the units of a page in order; together they cover every segment."""
    folded, table = fold(page.text), phrases(language)
    groups = rejoin(page.text, page.segments)
    spans = [
        group[0].span if len(group) == 1 else Span(group[0].span.start, group[-1].span.end) for group in groups
    ]
    if not spans:
        return ()
    keys = [bare(folded[start:end]) for start, end in spans]
    repeats = Counter(keys)
    found = _within(folded, spans, table)
    counts = zip(*count(page.text, spans), strict=True)
    lines = []
    for span, group, key, inner, counted in zip(spans, groups, keys, found, counts, strict=True):
        start, end = span
        words, title, caps, digits, quotes, stops = counted
        text, plain = page.text[start:end], folded[start:end]
        bullet = text[0] in BULLETS and end - start > 1
        if bullet:
            plain = plain.lstrip(BULLETS + " \t")
        heading = None
        if words <= _LONG_HEADING:
            heading = heading_kind(plain, bare(plain) if bullet else key, table)
        phrase = None if words > _LONG_PHRASE_LINE else start_kind(plain, table) or inner
        if phrase and not holds(*phrase, words):
            phrase = None
        # By place: a page has hundreds of units, and names cost as much as all the rest.
        lines.append(
            Line(
                *(span, group[0], words - bullet, text, key, _stops(text), title, caps, bullet),
                *(_linked(span, group), repeats[key], heading, phrase, digits, quotes, stops),
            )
        )
    return tuple(lines)


def _within(folded: str, spans: list[Span], table: Phrases) -> Iterator[tuple[BlockKind, str] | None]:
    """Yield for each span the first known phrase inside it, or None."""
    places = within_places(folded, table)
    at = 0
    for span in spans:
        first = None
        while at < len(places) and places[at][0] < span.end:
            if first is None and places[at][0] >= span.start:
                first = places[at][1:]
            at += 1
        yield first


def _stops(text: str) -> bool:
    """Tell whether a unit ends as a sentence does."""
    last = text[-1]
    return last in _STOPS or (last in _CLOSERS and _STOP.search(text, max(0, len(text) - 60)) is not None)


def _linked(span: Span, group: tuple[Segment, ...]) -> float:
    if len(group) == 1 and not group[0].links:
        return 0.0
    linked = sum(end - start for segment in group for start, end in segment.links)
    return min(1.0, linked / (span.end - span.start))
