"""How to point from a record into the live page: W3C selectors, and links that a browser scrolls to.

Sources: W3C Web Annotation Data Model, section 4.2 (selectors); WICG Text Fragments (`#:~:text=`).
"""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote, urlsplit, urlunsplit

from onrecord.model import Block, Record, Span
from onrecord.text import fold, overlaps, trim

CONTEXT = 32
"""So many code points of context stand beside a quotation, as the annotation tools in use give."""

_WHOLE = 120
"""A longer quotation is linked by its first and last words."""

_ENDS = 5


class TextPosition(TypedDict):
    """A TextPositionSelector: code points of `Page.text`, `end` exclusive."""

    type: str
    start: int
    end: int


class TextQuote(TypedDict):
    """A TextQuoteSelector: the words and what stands beside them."""

    type: str
    exact: str
    prefix: str
    suffix: str


class Css(TypedDict):
    """A CssSelector: the element that a block was rendered from."""

    type: str
    value: str


Selector = TextPosition | TextQuote | Css


def selectors(record: Record, span: Span) -> tuple[Selector, ...]:
    """Return the W3C selectors of a span: by position, by its words, and by its element on HTML pages.

    Raises:
        ValueError: The span does not lie in the record's text.
    """
    return (text_position(record.text, span), text_quote(record.text, span), *_css(record, span))


def text_position(text: str, span: Span) -> TextPosition:
    """Return a span by its position.

    Raises:
        ValueError: The span does not lie in the text.
    """
    _check(text, span)
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}


def text_quote(text: str, span: Span) -> TextQuote:
    """Return a span by its words, exactly as they stand, and up to `CONTEXT` code points on either side.

    Raises:
        ValueError: The span does not lie in the text.
    """
    _check(text, span)
    return {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - CONTEXT) : span.start],
        "suffix": text[span.end : span.end + CONTEXT],
    }


def text_fragment_url(record: Record, span: Span) -> str | None:
    """Return a link that opens the live page at a span; None where the page's address is not known.

    A browser looks for the words within one block, whole words only: so the span is cut to its first block, and a
    long one is given by its first and last words. Words that stand more than once get those beside them.

    Raises:
        ValueError: The span does not lie in the record's text.
    """
    _check(record.text, span)
    address = urlsplit(record.page.url or "")
    if address.scheme not in ("http", "https") or record.page.media_type != "text/html":
        return None
    block = _block(record, span)
    within = trim(record.text, Span(span.start, min(span.end, block.span.end) if block else span.end))
    if within is None:
        return None
    directive = _directive(record.text, within, block.span if block else within)
    fragment = f"{address.fragment}:~:text={directive}"
    return urlunsplit(address._replace(fragment=fragment))


def _directive(text: str, span: Span, block: Span) -> str:
    """Return the words of a link; a browser takes the first place that has them, whatever their case."""
    words = text[span.start : span.end].split()
    long = len(" ".join(words)) > _WHOLE and len(words) > 2 * _ENDS
    first = words[:_ENDS] if long else words
    last = f",{_encoded(words[-_ENDS:])}" if long else ""
    if fold(" ".join(text.split())).count(fold(" ".join(first))) == 1:
        return f"{_encoded(first)}{last}"
    before = text[block.start : span.start].split() or text[: block.start].rstrip().rpartition("\n")[2].split()
    after = text[span.end : block.end].split()[:_ENDS]
    prefix = f"{_encoded(before[-_ENDS:])}-," if before else ""
    suffix = f",-{_encoded(after)}" if after and text[span.end].isspace() else ""
    return f"{prefix}{_encoded(first)}{last}{suffix}"


def _encoded(words: list[str]) -> str:
    """Return words as a part of a text directive, in which comma, hyphen and ampersand have a meaning."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")


def _css(record: Record, span: Span) -> tuple[Css, ...]:
    block = _block(record, span)
    if block is None or record.page.media_type != "text/html":
        return ()
    return ({"type": "CssSelector", "value": block.path},)


def _block(record: Record, span: Span) -> Block | None:
    return next((block for block in record.blocks if overlaps(block.span, span)), None)


def _check(text: str, span: Span) -> None:
    if not 0 <= span.start < span.end <= len(text):
        raise ValueError(f"The span {tuple(span)} does not lie in a text of {len(text)} code points.")
