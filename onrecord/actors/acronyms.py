"""Which acronyms a page spells out: "the Varland News Agency (VNA)", "VNA (Varland News Agency)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Span

_BEHIND = re.compile(r"\((?:the )?([A-Z][A-Za-z.&\-]{1,11})\)")
_BEFORE = re.compile(r"\b([A-Z][A-Z&]{1,9}) \((?:the )?([A-Z][^()\n]{4,79})\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "de", "du", "des", "la"})
_FAR = 120
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class SpelledOut:
    """An acronym with the name that a page gives for it, and where the page does so."""

    short: str
    long: str
    span: Span


def find_acronyms(text: str) -> Iterator[SpelledOut]:
    """Yield the acronyms that a page spells out, in text order; the initials of the name's words must agree."""
    for match in _BEHIND.finditer(text):
        short = match.group(1).replace(".", "").replace("&", "")
        if sum(char.isupper() for char in short) < 2:
            continue
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _FAR)
        begin = _initials_end(text, start, match.start(), short.upper())
        if begin is not None:
            long = " ".join(text[begin : match.start()].split())
            yield SpelledOut(short, long, Span(begin, match.end()))
    for match in _BEFORE.finditer(text):
        short, long = match.group(1).replace("&", ""), " ".join(match.group(2).split())
        if _initials_end(long, 0, len(long), short) == 0:
            yield SpelledOut(short, long, Span(*match.span()))


def _initials_end(text: str, start: int, end: int, short: str) -> int | None:
    """Return where the last words before a place begin whose initials are an acronym, or None.

    Small words ("of") may count or not; the first word must.
    """
    words = list(_WORD.finditer(text, start, end))[-_MOST_WORDS - 4 :]
    left = len(short)
    for word in reversed(words):
        initial = word.group()[0]
        if left and initial.upper() == short[left - 1] and (initial.isupper() or word.group() in _SMALL):
            left -= 1
        elif word.group().lower() not in _SMALL:
            return None
        if left == 0:
            return word.start() if initial.isupper() else None
    return None
