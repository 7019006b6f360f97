"""Which unit is the headline: by the page's own title, by its place before the text, by words they share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.blocks.lines import Line
from onrecord.lang.calendar import days_of
from onrecord.lang.language import Language
from onrecord.model import Meta, Page
from onrecord.text import fold, name_key

TITLE_KEYS = ("og:title", "headline", "twitter:title", "title")
_LONGEST, _SHORTEST = 32, 3
_REACH = 45
"""A headline stands at most so many units above the text."""

_PASSED = 40
"""A title that stands once, with more words of sentences above it in the text, is a subhead."""

_ALIKE, _LIKE = 0.75, 0.5
_UPPER = 0.6
"""A title just above the likeliest one is the headline, and that one its standfirst, where it is so likely."""

_BYLINE_BELOW = 0.3
_CONTENT = 4
_STEM = 6
"""The first letters of a word: enough to tell that a headline's word comes up in the text."""

_MARKS = ",.:;'\""
_LOOKED_AT = 14
_NAME_WORD = re.compile(r"[^\W_]+")
_BYLINE = re.compile(r"(?:by|von|par|por)\s", re.IGNORECASE)


def find_headline(
    page: Page, lines: Sequence[Line], run: tuple[int, int] | None, language: Language
) -> tuple[int, str] | None:
    """Return the index of the headline and the reason, or None.

    Args:
        page: Whose markup may state a title.
        lines: Its units.
        run: The units that look like an article, or None.
        language: Whose dates to know.
    """
    stated = _stated(page, lines)
    if stated is not None:
        return stated
    if run is None:
        return None
    heads = [i for i, line in enumerate(lines) if line.segment.tag == "h1" and line.words >= _SHORTEST]
    if len(heads) == 1:
        return heads[0], "the only h1"
    return _likeliest(lines, run, language)


def _likeliest(lines: Sequence[Line], run: tuple[int, int], language: Language) -> tuple[int, str] | None:
    """Return the unit that is the likeliest headline by its place and its words, or None where none is likely."""
    values = {}
    last = _last_places(lines[run[0] : min(run[1], run[0] + _LOOKED_AT)])
    for index in _candidates(lines, run, language):
        value = _likeness(index, lines, run, last)
        values[index] = value + (_BYLINE_BELOW if _head_below(lines, index, language) else 0.0)
    best = max(values, key=lambda index: (values[index], -index), default=None)
    if best is None or values[best] <= 0:
        return None
    for index in (best - 2, best - 1):
        if values.get(index, 0.0) > _UPPER * values[best]:
            return index, "a title above a second one, whose words the text takes up"
    return best, "a title before the text whose words the text takes up"


def _stated(page: Page, lines: Sequence[Line]) -> tuple[int, str] | None:
    """Return the unit that shows the title which the markup states, an h1 before others."""
    titles = [(set(name_key(title).split()), key) for title, key in _titles(page.meta)]
    if not any(wanted for wanted, _ in titles):
        return None
    heads = sum(line.segment.tag == "h1" and line.words >= _SHORTEST for line in lines)
    words = [
        frozenset(_NAME_WORD.findall(fold(line.text))) if 1 < line.words <= 2 * _LONGEST else None
        for line in lines
    ]
    for wanted, key in titles:
        if not wanted:
            continue
        found = []
        for index, (line, shown) in enumerate(zip(lines, words, strict=True)):
            if shown is None:
                continue
            alike = len(wanted & shown) / max(1, len(wanted | shown))
            only = heads == 1 and line.segment.tag == "h1" and line.words >= _SHORTEST
            if alike >= (_LIKE if only else _ALIKE) or (
                shown and len(shown) >= _SHORTEST and shown <= wanted and line.segment.tag == "h1"
            ):
                found.append((line.segment.tag == "h1", alike, -index))
        if found:
            return -max(found)[2], f"shows the page's {key}"
    return None


def _titles(meta: Sequence[Meta]) -> Iterator[tuple[str, str]]:
    for row in meta:
        if row.key.startswith("jsonld:") and row.key.endswith(".headline"):
            yield row.value, row.key
    for key in TITLE_KEYS:
        yield from ((row.value, key) for row in meta if row.key == key)


def _candidates(lines: Sequence[Line], run: tuple[int, int], language: Language) -> Iterator[int]:
    """Yield the units above the text, and the first few of it, that could be a headline."""
    first, passed = run[0], 0
    for index in range(max(0, first - _REACH), min(first + 8, run[1])):
        line = lines[index]
        passed += line.words if index >= first and line.stop else 0
        if passed > _PASSED and line.repeats == 1:
            continue
        if not _SHORTEST <= line.words <= _LONGEST or line.heading or line.bullet:
            continue
        if not (line.text[0].isalnum() or line.text[0] in "\"“‘'«„[($£€"):
            continue
        if line.phrase and line.phrase[0] not in ("related", "ticker"):
            continue
        ends = line.text.rstrip("\"'”’")[-1:]
        if ends == "." and not line.text.endswith("...") and line.words > _SHORTEST:
            continue
        if _BYLINE.match(line.text) or ends in ":|" or _is_date(line, language):
            continue
        yield index


def _head_below(lines: Sequence[Line], index: int, language: Language) -> bool:
    """Tell whether a byline or a date stands in the three units below."""
    below = lines[index + 1 : index + 4]
    return any(_BYLINE.match(line.text) or _is_date(line, language) for line in below)


def _is_date(line: Line, language: Language) -> bool:
    """Tell whether a unit is little more than a date."""
    if not line.digits or line.words > _LONGEST:
        return False
    days = days_of(line.text, language)
    return bool(days) and 2 * sum(d.span.end - d.span.start for d in days) > len(line.text)


def _stands_apart_again(index: int, lines: Sequence[Line]) -> bool:
    """Tell whether a unit is repeated, and not by its neighbours alone, as captions are."""
    line = lines[index]
    beside = sum(lines[i].key == line.key for i in (index - 1, index + 1) if 0 <= i < len(lines))
    return line.repeats > 1 + beside


def _last_places(lines: Sequence[Line]) -> dict[str, int]:
    """Return for the stem of each word the place of the last unit that it stands in."""
    return {word.strip(_MARKS)[:_STEM]: at for at, line in enumerate(lines) for word in line.key.split()}


def _likeness(index: int, lines: Sequence[Line], run: tuple[int, int], last: Mapping[str, int]) -> float:
    """Return how much a unit looks like the headline of the text that starts at `run`.

    Args:
        index: Of the unit.
        lines: The units of a page.
        run: The units of the text.
        last: Where in the text the stem of a word stands last: a headline's words count where they do below it.
    """
    line = lines[index]
    words = {word for word in line.key.split() if len(word) >= _CONTENT}
    if not words:
        return 0.0
    below = max(0, index + 1 - run[0])
    shared = sum([last.get(word.strip(_MARKS)[:_STEM], -1) >= below for word in words]) / len(words)
    distance = abs(run[0] - index) / _REACH
    return (
        2.0 * shared
        + (0.5 if _stands_apart_again(index, lines) else 0.0)
        + min(line.words, 9) / 12
        - 0.8 * distance
        - (0.3 if index >= run[0] else 0.0)
        - (0.4 if line.caps else 0.0)
        - (0.5 if line.phrase else 0.0)
        - 0.9
    )
