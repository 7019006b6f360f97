"""What stands before the first words of the text: place, day and credit, as in `TOLMIN, March 3 (KPB) —`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lang.calendar import DayFound, find_days
from onrecord.lang.language import Language
from onrecord.masthead.view import View, found_at
from onrecord.model import Found, Span, Spans
from onrecord.text import fold

_REACH = 160
_PLACE = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’\-/ ](?=[^\W\d_])){1,40}")
_BRACKET = re.compile(r"[(\[](?P<inner>[^()\[\]]{2,90})[)\]]")
_DASH = re.compile(r"\s{0,3}(?:[–—]|-{1,2}(?=\s)|:(?=\s))")
_STOP = re.compile(r"\.(?=\s)(?:\s/?(?P<name>[A-Z]{2,8}|(?<=/)[A-Z][^/.\n]{1,30})/?\.(?=\s))?")
"""What ends a dateline that is printed as a sentence: `TOLMIN, March 3.`, `TOLMIN. 3 March 2031. KPB.`"""

_VOWEL = re.compile(r"[aeiouy]")
_FILLER = re.compile(r"[\s,.]{0,4}")
_REGION = re.compile(r",\s(?P<region>[A-Z][^\W\d_]+\.?(?:\s[A-Z][^\W\d_]+\.?)?)(?=\s?[,(–—:\-])")
_CREDIT = re.compile(r"(?:(?!\s-\s|\s[–—]\s|[/,;]).){2,60}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The parts of a dateline.

    Attributes:
        place: The name of the place, or None.
        day: The date in it, or None.
        credits: The names in its brackets: agencies, outlets.
        end: Where the text proper begins.
    """

    place: Span | None
    day: DayFound | None
    credits: Spans
    end: int


def read_dateline(view: View) -> Dateline | None:
    """Return the dateline before the first paragraph's words, or None."""
    if not view.paragraphs:
        return None
    first = view.paragraphs[0]
    candidates = [view.blocks[first]]
    if first and view.blocks[first - 1].kind not in ("headline", "caption", "related", "ticker"):
        candidates.append(view.blocks[first - 1])
    for block in candidates:
        whole = block is not candidates[0]
        found = _read(view.page.text, block.span, view.language)
        if found and (not whole or found.end >= block.span.end - 2):
            return found
    return None


def dateline_place(view: View, dateline: Dateline | None) -> Found | None:
    """Return the place of a dateline as a fact."""
    if dateline is None or dateline.place is None:
        return None
    return found_at(view.page.text, dateline.place, "before the first words of the text")


def _read(text: str, block: Span, language: Language) -> Dateline | None:
    limit = min(block.end, block.start + _REACH)
    at = block.start
    if text[at] in "([":
        return _bracketed(text, at, limit, language)
    place = _place(text, at, limit, language)
    if place is None:
        return None
    at = place.end
    region = _REGION.match(text, at, limit)
    if region and not find_days(text, Span(at, min(limit, region.end() + 4)), language):
        at = region.end()
    day = _day(text, at, limit, language)
    at = day.span.end if day else at
    filler = _FILLER.match(text, at, limit)
    at = filler.end() if filler else at
    bracket = _BRACKET.match(text, at, limit)
    inner = _names(text, bracket, language) if bracket else ((), None)
    at = bracket.end() if bracket else at
    dash = _DASH.match(text, at, limit)
    capitals = text[place.start : place.end].isupper()
    evidence = capitals + bool(day or inner[1]) + bool(bracket) + bool(dash)
    proven = capitals or (dash and ":" not in dash.group() and (day or inner[0] or inner[1]))
    if capitals and day and not dash and not bracket:
        return _sentence(text, place, day, limit)
    if not (dash or bracket) or evidence < 2 or not proven:
        return None
    return Dateline(place, day or inner[1], inner[0], dash.end() if dash else at)


def _sentence(text: str, place: Span, day: DayFound, limit: int) -> Dateline | None:
    """Return a dateline that is a sentence of its own: a place in capitals, a day, a stop, perhaps an agency."""
    stop = _STOP.match(text, day.span.end, limit)
    if stop is None:
        return None
    named = stop["name"] is not None
    return Dateline(place, day, (Span(*stop.span("name")),) if named else (), stop.end())


def _bracketed(text: str, at: int, limit: int, language: Language) -> Dateline | None:
    """Return a dateline that stands wholly in brackets: `(TOLMIN)`, `(OUTLET / AGENCY - 3rd March, 2031)`."""
    bracket = _BRACKET.match(text, at, limit)
    if bracket is None:
        return None
    names, day = _names(text, bracket, language)
    start = bracket.start("inner")
    place = _place(text, start, bracket.end("inner"), language)
    if place and place.end == bracket.end("inner") and text[place.start : place.end].isupper():
        return Dateline(place, None, (), bracket.end())
    dash = _DASH.match(text, bracket.end(), limit)
    return Dateline(None, day, names, dash.end() if dash else bracket.end()) if day or dash else None


def _place(text: str, start: int, limit: int, language: Language) -> Span | None:
    """Return the place name that begins here: all its words capitalised, and no label such as WATCH."""
    match = _PLACE.match(text, start, limit)
    if match is None:
        return None
    words = match.group().split()
    if not all(word[0].isupper() for word in words):
        return None
    name, labels = fold(match.group()), _no_places(language)
    if name in labels or fold(words[0]) in labels or not _VOWEL.search(name):
        return None
    return Span(*match.span())


@lru_cache(maxsize=8)
def _no_places(language: Language) -> frozenset[str]:
    """Return words in capitals before a text that name no place: labels and agencies."""
    labels = {row["word"] for row in language.rows("desks") if row["kind"] == "noplace"}
    return language.words("agencies", "as") | labels


def _day(text: str, at: int, limit: int, language: Language) -> DayFound | None:
    """Return the date that follows the place at once, or None."""
    days = find_days(text, Span(at, limit), language)
    return days[0] if days and not text[at : days[0].span.start].strip(" ,./|-–—") else None


def _names(text: str, bracket: re.Match[str], language: Language) -> tuple[Spans, DayFound | None]:
    """Return the names in a bracket and the day in it."""
    inner = Span(*bracket.span("inner"))
    days = find_days(text, inner, language)
    end = days[0].span.start if days else inner.end
    names = []
    for match in _CREDIT.finditer(text, inner.start, end):
        words = match.group().strip(" -–—/.,")
        if words and words[0].isupper():
            start = match.start() + match.group().index(words)
            names.append(Span(start, start + len(words)))
    return tuple(names), days[0] if days else None
