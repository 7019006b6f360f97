"""What can be said of each unit of a page (a line, or an element) before its neighbours are looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import NamedTuple

import numpy as np

from onrecord.blocks.characters import (
    BULLETS,
    Array,
    Characters,
    bounds_of,
    read_characters,
    without_edges,
)
from onrecord.blocks.counts import Counts, count
from onrecord.blocks.phrases import Phrases, bare, holds, phrases, start_kind, within_places
from onrecord.blocks.words import Runs, Words, word_bounds, words_of
from onrecord.blocks.wrapped import unit_heads
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page, Segment, Span
from onrecord.text import fold_codes, make_spans

SENTENCE = 8
"""A unit of so many words that ends as a sentence does is running text unless something speaks against it."""

LINKED = 0.6
"""A unit of which so much is link text is a link."""

TITLE = 0.8
"""A unit with a greater share of capitalised words is printed as titles and names are."""

LONG = 25
"""A title or a label seldom has so many words."""

_STOP = re.compile(r"""[.!?…]["”’'»)\]]*$|[.!?…]["”’'»]*\s*\([^()]{2,40}\)$""")
_LONG_PHRASE_LINE = 70
_LONG_HEADING = 9
_TAIL = 60
_MARKED = BULLETS + " \t"


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


_LINE: Callable[[Iterable[object]], Line] = partial(tuple.__new__, Line)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of a page in order; together they cover every segment.

    Attributes:
        lines: Each of them.
        characters: Of the page's text.
        spelled: The words of the page by their folded letters: equal words have equal numbers.
        bounds: The words of the page, by unit.
        starts: Where they begin.
        ends: Where they end.
        firsts: Where their keys begin.
        lasts: Where their keys end.
        counts: What their characters add up to.
        words: How many words they have, less a bullet.
        linked: The share of each that is link text, 0 to 1.
        stop: Whether they end as a sentence does.
        sentence: Whether they are running text by themselves.
        running: How many words of running text they hold: all of theirs or none.
        repeats: How often their words stand on the page.
        known: Which of them consist of a known heading or hold a known phrase.
    """

    lines: tuple[Line, ...]
    characters: Characters
    spelled: Runs
    bounds: Words
    starts: Array
    ends: Array
    firsts: Array
    lasts: Array
    counts: Counts
    words: Array
    linked: Array
    stop: Array
    sentence: Array
    running: Array
    repeats: Array
    known: Sequence[int]


def read_units(page: Page, language: Language) -> Units:
    """Return the units of a page with any text, that is, with at least one segment."""
    text, heads = page.text, page.segments
    characters = read_characters(text)
    codes = fold_codes(text, characters.codes)
    folded = str(codes.tobytes(), "utf-32-le", "surrogatepass")
    spans = [segment.span for segment in heads]
    starts, ends = bounds_of(spans)
    opens, closes = word_bounds(characters, starts, ends)
    first = unit_heads(text, characters, starts, ends, closes) if heads[0].tag == "line" else None
    if first is not None:
        heads = tuple(compress(heads, first.tolist()))
        starts, ends = starts[first], ends[np.append(first[1:], True)]
        spans = list(make_spans(starts.tolist(), ends.tolist()))
    bounds = words_of(opens, closes, starts, ends)
    counts = count(characters, bounds, starts, ends)
    firsts, lasts = without_edges(characters, starts, ends)
    texts = [text[start:end] for start, end in spans]
    keys = [folded[start:end] for start, end in zip(firsts.tolist(), lasts.tolist(), strict=True)]
    headings, found = _known(folded, codes, spans, keys, counts, phrases(language))
    known = [at for at, (kind, phrase) in enumerate(zip(headings, found, strict=True)) if kind or phrase]
    linked = np.array([_linked(head) if head.links else 0.0 for head in heads])
    words, stop = counts.words - counts.bullet, _stops(texts, counts)
    sentence = _sentences(words, stop, counts, linked)
    sentence[known] = False
    again = Counter(keys)
    repeats = [again[key] for key in keys]
    columns = (
        *(spans, heads, words.tolist(), texts, keys, stop.tolist(), counts.title.tolist(), counts.caps.tolist()),
        *(counts.bullet.tolist(), linked.tolist(), repeats, headings, found, counts.digits.tolist()),
        *(counts.low.tolist(), sentence.tolist()),
    )
    return Units(
        lines=tuple(map(_LINE, zip(*columns, strict=True))),
        characters=characters,
        spelled=Runs(codes),
        bounds=bounds,
        starts=starts,
        ends=ends,
        firsts=firsts,
        lasts=lasts,
        counts=counts,
        words=words,
        linked=linked,
        stop=stop,
        sentence=sentence,
        running=words * sentence,
        repeats=np.array(repeats),
        known=known,
    )


def _sentences(words: Array, stop: Array, counts: Counts, linked: Array) -> Array:
    """Tell of each unit whether its shape is that of running text."""
    printed = (counts.title > TITLE) & (words < LONG)
    out: Array = stop & (words >= SENTENCE) & ~counts.caps & (linked < LINKED) & ~printed
    return out


def _known(
    folded: str, codes: Array, spans: Sequence[Span], keys: Sequence[str], counts: Counts, table: Phrases
) -> tuple[list[BlockKind | None], list[tuple[BlockKind, str] | None]]:
    """Return the kind of a known heading that each unit consists of, and the known phrase in it."""
    words: list[int] = counts.words.tolist()
    plains, bare_keys = [folded[start:end] for start, end in spans], list(keys)
    for at in counts.bullet.nonzero()[0].tolist():
        plains[at] = plains[at].lstrip(_MARKED)
        if keys[at][:1] in BULLETS:  # those that are no `EDGES`
            bare_keys[at] = bare(plains[at])
    heading, starts = table.heading.get, table.start
    headings = [
        heading(plain) or heading(key) if many <= _LONG_HEADING else None
        for many, plain, key in zip(words, plains, bare_keys, strict=True)
    ]
    found = _within(folded, codes, spans, table)
    opened = [at for at, plain in enumerate(plains) if plain.partition(" ")[0] in starts]
    for at in opened:
        found[at] = start_kind(plains[at], table) or found[at]
    for at in [at for at, known in enumerate(found) if known]:
        phrase = found[at]
        if phrase and not (words[at] <= _LONG_PHRASE_LINE and holds(*phrase, words[at])):
            found[at] = None
    return headings, found


def _within(
    folded: str, codes: Array, spans: Sequence[Span], table: Phrases
) -> list[tuple[BlockKind, str] | None]:
    """Return for each span the first known phrase inside it, or None."""
    first: list[tuple[BlockKind, str] | None] = [None] * len(spans)
    for place, kind, phrase in reversed(within_places(folded, table, codes)):
        at = bisect_right(spans, place, key=_start) - 1
        if at >= 0 and place < spans[at].end:
            first[at] = kind, phrase
    return first


def _start(span: Span) -> int:
    return span.start


def _stops(texts: Sequence[str], counts: Counts) -> Array:
    """Tell of each unit whether it ends as a sentence does, a closing mark or a source in brackets behind it."""
    out = counts.stop.copy()
    for at in counts.closed.nonzero()[0].tolist():
        text = texts[at]
        out[at] = _STOP.search(text, max(0, len(text) - _TAIL)) is not None
    return out


def _linked(segment: Segment) -> float:
    return min(1.0, sum(end - start for start, end in segment.links) / (segment.span.end - segment.span.start))
