"""What a general extractor holds to be the main content of a page, as spans of the page's own text.

trafilatura judges; its words are found again in the text as we rendered it, in order, white space aside. It gives
no offsets, so nothing of its output is kept but where it points; what does not align (about one character in a
thousand) is left out.

It is given the tree that the page was rendered from, written out again, less what it would throw away unread: a
third of its time went into mending, parsing and copying scripts and drawings.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np
from lxml.etree import LxmlError, _Element, iterwalk
from selectolax.lexbor import LexborHTMLParser

from onrecord.model import Segment, Span, Spans
from onrecord.text import joined

MOST_SEGMENTS = 8_000
"""Pages of more segments are not judged: lists and archives, on which the judge would take minutes."""

MOST_TAGS = 20_000
"""Nor are pages of more tags: among as many neighbours the judge takes time that grows with their square."""

_UNREAD = 'script:not([type="application/ld+json"]), style, svg, aside, footer'
"""What the judge takes out before it looks at anything, even where it falls back on all of a page's text.
Structured data stays: where a page shows little, it reads the article in there."""

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ENOUGH = 0.5
"""Where its own rules find less of a page's paragraphs, the judge is asked again with the algorithms it falls back
on: on pages measured, as right as always asking for them, and faster."""

_PARTS_AHEAD = 8
_PARTS = frozenset(["p", "head", "item", "quote", "cell", "code", "list", "row", "table", "ab", "div", "lb"])
_JUDGES_FAILURES = (LxmlError, RecursionError, AssertionError, LookupError, TypeError, ValueError, AttributeError)
"""What the judge may raise on odd markup. It is one of two opinions: without it the rules of `blocks` decide."""

_SHORTEST = 12
"""A line of fewer characters is looked for only close to the one before it: it may stand anywhere by chance."""

_NEAR = 400
_PROBE = 24


def find_main(tree: LexborHTMLParser, text: str, segments: tuple[Segment, ...]) -> Spans | None:
    """Return where the main content stands in the page's text; None where the judge is silent or fails.

    Args:
        tree: The parsed page. It is used up: what the judge would not read is taken out of it.
        text: As rendered.
        segments: As rendered.
    """
    if not segments or len(segments) > MOST_SEGMENTS:
        return None
    markup = _readable(tree)
    if markup.count("<") > MOST_TAGS:
        return None
    main: Spans = ()
    for fast in (True, False):
        main = joined(text, _align(_judged(markup, fast=fast), text))
        if _covered(main, segments) >= _ENOUGH:
            break
    return main or None


def _readable(tree: LexborHTMLParser) -> str:
    """Return the markup of a page, less what the judge would not read."""
    # Innermost first: a node must not outlive the one around it.
    for node in reversed(tree.css(_UNREAD)):
        node.decompose()
    return tree.html or ""


def _covered(main: Spans, segments: tuple[Segment, ...]) -> float:
    """Return how much of the page's paragraphs, those that are links set aside, stands in the main content."""
    running = covered = at = 0
    for segment in segments:
        start, end = segment.span
        linked = sum(last - first for first, last in segment.links)
        if segment.tag not in ("p", "blockquote") or 2 * linked > end - start:
            continue
        running += end - start
        while at < len(main) and main[at].end <= start:
            at += 1
        covered += sum(max(0, min(end, one.end) - max(start, one.start)) for one in main[at : at + _PARTS_AHEAD])
    return covered / running if running else float(bool(main))


def _judged(markup: str, *, fast: bool) -> list[str]:
    """Return the lines that trafilatura takes for the main content; fast without its two other algorithms."""
    from trafilatura import bare_extraction  # noqa: PLC0415 -- takes half a second, which only HTML pages pay

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(markup, include_comments=False, fast=fast)
    except _JUDGES_FAILURES:
        return []
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    return list(_lines(found.body))


def _lines(body: _Element) -> Iterator[str]:
    """Yield the words of each part of the judge's tree, in order."""
    words: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _PARTS and words:
            yield "".join(words)
            words = []
        words.append((element.text if event == "start" else element.tail) or "")
    yield "".join(words)


def _align(lines: list[str], text: str) -> Iterator[Span]:
    """Yield where each line stands in the text, looked for behind the one before it."""
    stream, places = _without_space(text)
    cursor = 0
    for line in lines:
        for start, end in _places(_squeezed(line), stream, cursor):
            yield Span(int(places[start]), int(places[end - 1]) + 1)
            cursor = end


def _squeezed(words: str) -> str:
    """Return words less white space and characters that nobody sees."""
    return "".join(words.split()).translate(_UNSEEN)


def _without_space(text: str) -> tuple[str, np.ndarray[Any, Any]]:
    """Return the text as `_squeezed` has it, and where in the text each character of that stands."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    kept = np.ones(len(codes), dtype=np.bool_)
    for code in map(ord, set(text)):
        if code in _UNSEEN or chr(code).isspace():
            kept &= codes != code
    places = np.flatnonzero(kept)
    return str(codes[places].tobytes(), "utf-32-le"), places


def _places(words: str, stream: str, cursor: int) -> Iterator[tuple[int, int]]:
    """Yield where a line's words stand in the stream: as a whole, or the pieces of it that do."""
    if not words:
        return
    found = _find(words, stream, cursor)
    if found >= 0:
        yield found, found + len(words)
        return
    if len(words) < 2 * _PROBE:
        return
    first, last = _find(words[:_PROBE], stream, cursor), -1
    if first >= 0:
        last = stream.find(words[-_PROBE:], first, first + 2 * len(words))
    if last >= 0:
        yield first, last + _PROBE


def _find(words: str, stream: str, cursor: int) -> int:
    """Return where words stand behind the cursor; before it only where they are long enough to be themselves."""
    if len(words) < _SHORTEST:
        return stream.find(words, cursor, cursor + _NEAR)
    found = stream.find(words, cursor)
    return found if found >= 0 or len(words) < _PROBE else stream.find(words)
