"""What can be said of each unit of a page (a line, or an element) before its neighbours are looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.blocks.phrases import Phrases, bare, heading_kind, holds, phrases, start_kind, within_places
from onrecord.blocks.wrapped import rejoin
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page, Segment, Span
from onrecord.text import fold

BULLETS = "•*□☆◦‣▪●○◆▶►→»›·+○■"
_STOP = re.compile(r"""[.!?…]["”’'»)\]]*$|[.!?…]["”’'»]*\s*\([^()]{2,40}\)$""")
_CLOSERS = ".!?…\"”’'»)]"
_LONG_PHRASE_LINE = 70
_PRINTED = 4
"""Words of fewer letters are not counted when it is asked whether a line is printed in title case."""


@dataclass(frozen=True, slots=True)
class Line:
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

    @property
    def opens_low(self) -> bool:
        """It begins in lower case or with a closing mark: it goes on with what stands before."""
        return self.text[0].islower() or self.text[0] in ",;.)”’»"


def read_lines(page: Page, language: Language) -> tuple[Line, ...]:
    """Return the units of a page in order; together they cover every segment."""
    folded, table = fold(page.text), phrases(language)
    groups = rejoin(page.text, page.segments)
    spans = [Span(group[0].span.start, group[-1].span.end) for group in groups]
    keys = [bare(folded[start:end]) for start, end in spans]
    counts = Counter(keys)
    found = _within(folded, spans, table)
    return tuple(
        _line(_Seen(page.text, folded, span, group, key, counts[key], inner), table)
        for span, group, key, inner in zip(spans, groups, keys, found, strict=True)
    )


class _Seen(NamedTuple):
    """What one pass over the page has found out about a unit."""

    text: str
    folded: str
    span: Span
    group: tuple[Segment, ...]
    key: str
    repeats: int
    inner: tuple[BlockKind, str] | None


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


def _line(seen: _Seen, table: Phrases) -> Line:
    span = seen.span
    words, folded = seen.text[span.start : span.end], seen.folded[span.start : span.end]
    tokens = words.split()
    bullet = words[0] in BULLETS and len(words) > 1
    plain = folded.lstrip(BULLETS + " \t") if bullet else folded
    phrase = None if len(tokens) > _LONG_PHRASE_LINE else start_kind(plain, table) or seen.inner
    return Line(
        span=span,
        segment=seen.group[0],
        words=len(tokens) - bullet,
        text=words,
        key=seen.key,
        stop=words[-1] in _CLOSERS and _STOP.search(words, max(0, len(words) - 60)) is not None,
        title=_title_share(tokens),
        caps=words.isupper(),
        bullet=bullet,
        linked=_linked(span, seen.group),
        repeats=seen.repeats,
        heading=heading_kind(plain, bare(plain) if bullet else seen.key, table) if len(tokens) <= 9 else None,
        phrase=phrase if phrase and holds(*phrase, len(tokens)) else None,
    )


def _title_share(tokens: list[str]) -> float:
    """Return the share of longer words after the first that begin with a capital."""
    if len(tokens) > 40:
        return 0.0
    longer = [token for token in tokens[1:] if len(token) >= _PRINTED and token[0].isalpha()]
    return sum(token[0].isupper() for token in longer) / len(longer) if longer else 0.0


def _linked(span: Span, group: tuple[Segment, ...]) -> float:
    if len(group) == 1 and not group[0].links:
        return 0.0
    linked = sum(end - start for segment in group for start, end in segment.links)
    return min(1.0, linked / (span.end - span.start))
