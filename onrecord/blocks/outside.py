"""The kind of each unit outside the article's text: above it, below it, beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.blocks.inside import Verdict
from onrecord.blocks.lines import Line
from onrecord.lang.calendar import DayFound, days_of
from onrecord.lang.language import Language
from onrecord.model import BlockKind

_BYLINE = re.compile(r"[Bb](?:y|Y)[:\s]\s*(?:the )?[^\W\d_]|.{2,60}\(@\w{2,30}\)")
_BYLINE_WORDS = 16

_MENU_WORDS = 6
_LEAVES_SECTION: tuple[BlockKind, ...] = ("related", "ticker", "comment", "footer", "share", "menu", "advert")


def judge_above(lines: Sequence[Line], headline: int | None, first: int, language: Language) -> list[Verdict]:
    """Return a verdict for each unit before `first`, where the text starts."""
    head = first if headline is None else headline
    verdicts: list[Verdict] = []
    section: BlockKind | None = None
    for index in range(first):
        line = lines[index]
        if headline is not None and index >= headline:
            section = None
            verdicts.append(_in_head(lines, index, headline, language))
            continue
        if line.heading in _LEAVES_SECTION:
            section = line.heading
        verdicts.append(_above_head(lines, index, head, section, language))
    return verdicts


def _above_head(
    lines: Sequence[Line], index: int, head: int, section: BlockKind | None, language: Language
) -> Verdict:
    """Return the verdict on a unit above the headline."""
    line = lines[index]
    day = mostly_date(line, language)
    if day is not None:
        if index == head - 1:
            return "date", "a date on the line before the headline"
        return "clock", "a date above the menu: the page's clock, not the article's date"
    if line.heading:
        return line.heading, f"a known heading: {line.key[:40]}"
    if section == "ticker" and line.words > 1:
        return "ticker", "an item under a heading of breaking news"
    if line.phrase:
        return line.phrase[0], f"holds the phrase {line.phrase[1]!r}"
    if section == "related":
        return "related", "under a heading of its kind"
    if line.sentence:
        return "notice", "a sentence above the headline"
    if line.words <= _MENU_WORDS or line.bullet:
        return "menu", "a short line above the headline"
    return "related", "a line above the headline"


def _in_head(lines: Sequence[Line], index: int, headline: int, language: Language) -> Verdict:
    """Return the verdict on a unit between headline and text."""
    line = lines[index]
    if index == headline:
        return "headline", "the headline"
    if line.key == lines[headline].key and line.words > 1:
        return "headline", "repeats the headline"
    if line.words <= 2 * _BYLINE_WORDS and _BYLINE.match(line.text):
        return "byline", "names who wrote it"
    if line.words <= _BYLINE_WORDS and any_date(line, language):
        return "date", "a date between headline and text"
    if line.heading:
        return line.heading, f"a known heading: {line.key[:40]}"
    if line.phrase:
        return line.phrase[0], f"holds the phrase {line.phrase[1]!r}"
    if index + 1 < len(lines) and line.key and line.key in (lines[index + 1].key, lines[index - 1].key):
        return "caption", "stands twice in a row"
    if (line.sentence or line.words >= _MENU_WORDS) and index <= headline + 3 and not line.caps:
        return "standfirst", "stands between headline and text"
    return _small(line)


def _small(line: Line) -> Verdict:
    if line.words <= _MENU_WORDS:
        return "menu", "a short line before the text"
    return "caption", "a line before the text"


def judge_below(lines: Sequence[Line], first: int, language: Language) -> list[Verdict]:
    """Return a verdict for each unit from `first` on, after the text has ended."""
    verdicts: list[Verdict] = []
    section: BlockKind | None = None
    for index in range(first, len(lines)):
        line = lines[index]
        if line.heading in _LEAVES_SECTION:
            section = line.heading
        verdicts.append(_below(line, section, language))
    return verdicts


def _below(line: Line, section: BlockKind | None, language: Language) -> Verdict:
    if line.heading:
        return line.heading, f"a known heading: {line.key[:40]}"
    if line.phrase:
        return line.phrase[0], f"holds the phrase {line.phrase[1]!r}"
    if section in ("related", "comment", "footer", "ticker"):
        return section, "under a heading of its kind"
    if mostly_date(line, language) is not None:
        return "date", "a date after the text"
    if line.words <= _MENU_WORDS or line.bullet:
        return "menu", "a short line after the text"
    if line.sentence:
        return "notice", "a sentence after the text has ended"
    return "related", "a line after the text"


def is_head_matter(line: Line, language: Language) -> bool:
    """Tell whether a unit is a byline or a date, as they stand between headline and text."""
    if line.words > _BYLINE_WORDS:
        return False
    return _BYLINE.match(line.text) is not None or mostly_date(line, language) is not None


def any_date(line: Line, language: Language) -> DayFound | None:
    """Return the first date of a short unit, or None; its place is counted from the unit's beginning."""
    days = days_of(line.text, language) if line.digits else ()
    return days[0] if days else None


def mostly_date(line: Line, language: Language) -> DayFound | None:
    """Return the date that makes up most of a unit, or None."""
    day = any_date(line, language) if line.digits and line.words <= _BYLINE_WORDS else None
    return day if day is not None and 5 * (day.span.end - day.span.start) > 2 * len(line.text) else None
