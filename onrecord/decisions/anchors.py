"""Pointing at words so that they are found again in another text of the same page, or not at all.

A `Quote` is a TextQuoteSelector of the W3C Web Annotation Data Model (section 4.2.4): the words, what stands right
before and right after them. The standard leaves open what to do where several places match or none does; here
nothing is ever chosen: words are found where exactly one place has them with both of their neighbours, and
otherwise they are lost, with the reason. Runs of white space count as one space, since a renderer may break lines
elsewhere; every other character must be the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import numpy as np

from onrecord.errors import SpanError
from onrecord.model import Anchor, Quote, Quotes, Record, Span, Spans, Statement
from onrecord.text import cut, trim

CONTEXT = 32
"""Code points of context on either side, as the annotation tools in use take."""

Lost = Literal["gone", "moved", "ambiguous"]
"""The words are not in the text; they are, but not between the same neighbours; they are so more than once."""


def quote(text: str, span: Span) -> Quote:
    """Return a span by its words and their neighbours.

    Raises:
        SpanError: The span is empty, lies outside the text, or begins or ends with white space.
    """
    words = cut(text, span)
    if words != words.strip():
        raise SpanError(f"The words {words[:80]!r} begin or end with white space; mark words only.")
    prefix = text[max(0, span.start - CONTEXT) : span.start]
    return Quote(exact=words, prefix=prefix, suffix=text[span.end : span.end + CONTEXT], start=span.start)


def quotes(text: str, spans: Iterable[Span]) -> Quotes:
    """Return several spans as `quote` does."""
    return tuple(quote(text, span) for span in spans)


def find(text: str, wanted: Quote, *, same_text: bool = False) -> Span | Lost:
    """Return where quoted words stand in a text, or why that cannot be told.

    Args:
        text: The text to look in.
        wanted: The words with their neighbours.
        same_text: The text is the one that the words were taken from; then they stand where they stood.

    Returns:
        A span whose words are those quoted, up to white space, between the same neighbours: the only such one.
    """
    if same_text and text.startswith(wanted.exact, wanted.start):
        return Span(wanted.start, wanted.start + len(wanted.exact))
    words, places = _squeezed(text)
    exact = " ".join(wanted.exact.split())
    if not exact or exact not in words:
        return "gone"
    before = _squeeze(wanted.prefix).lstrip(" ")
    whole = before + exact + _squeeze(wanted.suffix).rstrip(" ")
    first = words.find(whole)
    if first < 0:
        return "moved"
    if words.find(whole, first + 1) >= 0:
        return "ambiguous"
    start = first + len(before)
    return trim(text, Span(int(places[start]), int(places[start + len(exact) - 1]) + 1)) or "gone"


def find_all(text: str, wanted: Quotes, *, same_text: bool = False) -> Spans | Lost:
    """Return where several quotes stand, or why one of them cannot be found."""
    out = []
    for one in wanted:
        found = find(text, one, same_text=same_text)
        if isinstance(found, str):
            return found
        out.append(found)
    return tuple(out)


def about_statement(record: Record, statement: Statement, mention: Span | None = None) -> Anchor:
    """Return an anchor at a statement, or at one of those who make it.

    Args:
        record: Of the page.
        statement: One of the record's.
        mention: The words that name the speaker who is meant, where one of several is.
    """
    text = record.text
    return Anchor(
        page=record.page.sha256,
        text=record.page.text_sha256,
        content=quotes(text, statement.content),
        cue=quotes(text, statement.cue),
        mention=quote(text, mention) if mention else None,
    )


def about_page(record: Record, words: Span | None = None) -> Anchor:
    """Return an anchor at a page, or at words of it."""
    content = quotes(record.text, (words,) if words else ())
    return Anchor(page=record.page.sha256, text=record.page.text_sha256, content=content)


def about_name(name: str) -> Anchor:
    """Return an anchor at an actor by name, wherever it stands."""
    return Anchor(name=name)


def _squeeze(text: str) -> str:
    """Return a text with each run of white space as one space, those at its ends too."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


@lru_cache(maxsize=4)
def _squeezed(text: str) -> tuple[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the squeezed text, and for each of its code points where it stands in the text."""
    blank = np.fromiter(map(str.isspace, text), dtype=bool, count=len(text))
    kept = ~blank
    kept[1:] |= ~blank[:-1]  # the first of a run of white space stays, as a space
    if len(text):
        kept[0] = True
    places = np.flatnonzero(kept)
    return "".join(" " if blank[at] else text[at] for at in places), places
