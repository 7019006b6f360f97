"""Quotation marks as structure: which marks open, which close, and what lies between, over whole paragraphs.

Marks on real pages do not balance: one is torn off by an advert, one is never closed, a quotation that runs over
paragraphs re-opens in each. Every rule here costs at most the quotation at hand, never the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import Span, Spans
from onrecord.text import cut

_OPENERS = {"“": "”", "„": "“”", "«": "»", "‟": "”", "「": "」", "『": "』"}
_CLOSERS = "”»」』"
_MARK = re.compile(r'["“”„«»‟「」『』]|``|\'\'')
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)")
_DOUBLES = '"“”„«»「」『』'
_ANY_CLOSER = '"”»“」』'
_MIN_SINGLE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation.

    Attributes:
        pieces: Its runs, marks included, one for each paragraph that it stands in.
        closed: Whether the last mark was found.
    """

    pieces: Spans
    closed: bool


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    start: int
    partners: str


def find_quotations(text: str, paragraphs: Spans) -> tuple[Quotation, ...]:
    """Return the outermost quotations of a text, in order.

    An opening mark that its paragraph does not close runs on where the next paragraph opens with a mark (the
    convention of quotations over paragraphs) or closes one that it did not open; else it ends with its paragraph.
    """
    out: list[Quotation] = []
    pending: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        closed, left_open = _scan(text, paragraph, carried=bool(pending))
        for piece in closed:
            if pending and piece.start == paragraph.start:
                out.append(Quotation((*pending, piece), closed=True))
                pending = []
            else:
                out.append(Quotation((piece,), closed=True))
        if left_open is None:
            continue
        if left_open > paragraph.start:
            pending = []
        pending.append(Span(left_open, paragraph.end))
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        mistyped = text[paragraph.end - 1] in "’'"
        if following is None or mistyped or not _goes_on(text, following):
            out.append(Quotation(tuple(pending), closed=False))
            pending = []
    return tuple(sorted(out, key=lambda quotation: quotation.pieces[0]))


def _goes_on(text: str, paragraph: Span) -> bool:
    """Tell whether a quotation left open before this paragraph goes on in it."""
    words = cut(text, paragraph)
    if words[0] in _OPENERS or words[0] == '"':
        return len(words) > 1 and (words[1].isalnum() or words[1] in "[(‘'.…")
    first = _MARK.search(words)
    return first is not None and _kind(words, first) == "close"


def _kind(words: str, match: re.Match[str]) -> str:
    """Tell whether a mark opens or closes, by its shape or, for straight marks, by its neighbours."""
    mark = match.group()
    if mark in _OPENERS or mark == "``":
        return "open"
    if mark in _CLOSERS or mark == "''":
        return "close"
    before = words[match.start() - 1] if match.start() else " "
    after = words[match.end()] if match.end() < len(words) else " "
    return "open" if (before.isspace() or before in "([—–-‘'/") and not after.isspace() else "close"


def _scan(text: str, paragraph: Span, *, carried: bool) -> tuple[list[Span], int | None]:
    """Return the outermost quotations that close in one paragraph, and where the mark stands that it leaves open.

    Args:
        text: The page's text.
        paragraph: Where to look.
        carried: A quotation is open when the paragraph starts, as if a mark stood there.
    """
    words = cut(text, paragraph)
    out: list[Span] = []
    opened: list[_Open] = [_Open(paragraph.start, _ANY_CLOSER)] if carried else []
    for match in _MARK.finditer(words):
        kind, mark = _kind(words, match), match.group()
        if carried and not match.start() and kind == "open":
            continue
        if kind == "open" and not (opened and mark in opened[-1].partners and mark != '"'):
            opened.append(_Open(paragraph.start + match.start(), _OPENERS.get(mark, mark)))
        elif opened:
            start = opened.pop().start
            if not opened:
                out.append(Span(start, paragraph.start + match.end()))
    if not any(mark in words for mark in _DOUBLES):
        out.extend(_singles(words, paragraph.start))
    return out, opened[0].start if opened else None


def _singles(words: str, offset: int) -> list[Span]:
    """Return quotations in single marks: only where no double mark stands, and of two words or more."""
    out: list[Span] = []
    start: int | None = None
    for match in _SINGLE.finditer(words):
        opens = match.start() == 0 or not (
            words[match.start() - 1].isalnum() or words[match.start() - 1] in ".,!?…"
        )
        if opens:
            start = match.start() if start is None else start
        elif start is not None:
            if len(words[start : match.end()].split()) >= _MIN_SINGLE_WORDS:
                out.append(Span(offset + start, offset + match.end()))
            start = None
    return out
