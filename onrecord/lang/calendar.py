"""Days in running text: where they stand and which day of the calendar they name, as far as the words say.

Nothing is guessed: `03/04/2031` names two days and is left out, and a missing year stays missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.lang.language import Language
from onrecord.model import Span

_YEAR = r"(?:19|20|21)\d\d"
_CLOCK = r"""
    (?P<hour>[01]?\d|2[0-3])
    (?: [:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)? (?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?
      | \s?(?P<half_only>[AaPp])\.?[Mm]\b\.? )
    (?![\d:%])
"""
_OFFSET = r"[+\-−](?:0\d|1[0-4]):?[0-5]\d"
_MONTHS_OF_YEAR = 12
_DIGITS = re.compile(r"\d+")
_SHORT = 200  # characters; longer lines are not kept in mind
_REACH = 64  # characters; no date has more before its first or after its last digit


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFound:
    """One date as it stands in a text.

    Attributes:
        span: Its words, with the weekday before it and the time beside it where they are given.
        year: None where the words give none ("March 3").
        month: 1 to 12.
        day: None where the words name a whole month ("March 2031").
        time: HH:MM or HH:MM:SS on the 24-hour clock, where given.
        tz: The zone as written (`+09:00`, `GMT`, `Z`), never guessed or converted.
    """

    span: Span
    year: int | None
    month: int
    day: int | None
    time: str | None = None
    tz: str | None = None

    @property
    def iso(self) -> str | None:
        """The ISO day, or None where year or day is missing."""
        if self.year is None or self.day is None:
            return None
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def find_days(text: str, span: Span, language: Language) -> tuple[DayFound, ...]:
    """Find the dates in a part of a text, in order; a date that names two possible days is left out.

    Understood are forms such as `March 3, 2031`, `Mar. 3`, `3rd March, 2031`, `3-Mar-2031`, `March 2031`,
    `2031-03-03T16:05:00+09:00`, `25/03/2031` (only where one part is greater than 12), each with a weekday
    before it and a time of day before or after it.

    Args:
        text: The page's text.
        span: Where to look.
        language: Whose names of months and weekdays to use (table `dates`).
    """
    return tuple(_found(text, span, language))


def days_of(line: str, language: Language) -> tuple[DayFound, ...]:
    """Find the dates of a line by itself, as `find_days` does; the same short lines are asked about often."""
    find = _days_of if len(line) <= _SHORT else _days_of.__wrapped__
    return find(line, language)


@lru_cache(maxsize=4096)
def _days_of(line: str, language: Language) -> tuple[DayFound, ...]:
    return find_days(line, Span(0, len(line)), language)


def _found(text: str, span: Span, language: Language) -> Iterator[DayFound]:
    if not _DIGITS.search(text, span.start, span.end) or not _named(language).search(text, span.start, span.end):
        return
    dates, after, before = _patterns(language)
    for match in _near_digits(text, span, dates):
        fields = _fields(match, language)
        if fields is None:
            continue
        start, end = match.span()
        clock = after.match(text, end, span.end)
        if clock:
            end = clock.end()
        else:
            left = max(span.start, start - 32)
            clock = before.search(text[left:start])
            start = left + clock.start() if clock else start
        year, month, day = fields
        yield DayFound(
            span=Span(start, end),
            year=year,
            month=month,
            day=day,
            time=_time(clock) if clock else None,
            tz=clock["zone"] if clock else None,
        )


def _near_digits(text: str, span: Span, dates: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the dates of a part of a text, looked for only around digits, since each holds one."""
    start = end = span.start
    for digits in _DIGITS.finditer(text, span.start, span.end):
        if digits.start() - _REACH > end:
            yield from dates.finditer(text, start, end)
            start = digits.start() - _REACH
        end = min(span.end, digits.end() + _REACH)
    yield from dates.finditer(text, start, end)


def _fields(match: re.Match[str], language: Language) -> tuple[int | None, int, int | None] | None:
    """Return year, month, day of a match, or None where no such day exists or two are possible."""
    found = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value is not None}
    year = int(found["year"]) if "year" in found else None
    day = int(found["day"]) if "day" in found else None
    if "name" in found:
        month = _numbers(language, "month")[found["name"].lower()]
    elif "first" in found:
        order = _day_and_month(int(found["first"]), int(found["second"]))
        if order is None:
            return None
        day, month = order
    else:
        month = int(found["month"])
    try:
        date(2000 if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return None
    return year, month, day


def _day_and_month(first: int, second: int) -> tuple[int, int] | None:
    """Return day and month of `25/03` or `03/25`; None where both orders are possible and differ."""
    if first > _MONTHS_OF_YEAR or first == second:
        return first, second
    if second > _MONTHS_OF_YEAR:
        return second, first
    return None


def _time(clock: re.Match[str]) -> str:
    """Return the time of day on the 24-hour clock."""
    hour, half = int(clock["hour"]), (clock["half"] or clock["half_only"] or "").lower()
    if half and hour <= _MONTHS_OF_YEAR:
        hour = hour % 12 + (12 if half == "p" else 0)
    return ":".join([f"{hour:02d}", clock["minute"] or "00", *([clock["second"]] if clock["second"] else [])])


@lru_cache(maxsize=16)
def _numbers(language: Language, kind: str) -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in language.rows("dates") if row["kind"] == kind}


def _either_case(words: dict[str, int]) -> str:
    """Return an alternation of names as they are printed: Capitalised or ALL CAPITALS, longest first."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(form) for word in longest for form in (word.capitalize(), word.upper()))


@lru_cache(maxsize=16)
def _named(language: Language) -> re.Pattern[str]:
    """Return the pattern of what every date has at least one of: the name of a month, or a year."""
    return re.compile(rf"{_either_case(_numbers(language, 'month'))}|19\d\d|20\d\d|21\d\d")


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a date, of the time after it, and of the time before it."""
    name = rf"(?:{_either_case(_numbers(language, 'month'))})\b"
    weekday = rf"(?:(?:{_either_case(_numbers(language, 'weekday'))})\b\.?,?\s{{1,3}})?"
    dates = rf"""
        (?<![\w/.\-])(?:
          {weekday}(?P<name1>{name})\.?\s{{1,3}}(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?
            (?: ,?\s{{0,3}}(?P<year1>{_YEAR})(?![\w:]) | (?![\w:])(?!,\d{{3}}(?!\d)) )
        | {weekday}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}(?:of\s)?|-)(?P<name2>{name})
            (?: (?:\.?,?\s{{1,3}}|-)(?P<year2>{_YEAR})(?![\w:]) )?
        | (?P<name3>{name})\.?,?\s{{1,3}}(?P<year3>{_YEAR})(?![\w:])
        | (?P<year4>{_YEAR})(?P<mark>[\-/.])(?P<month4>0?[1-9]|1[0-2])(?P=mark)(?P<day4>0?[1-9]|[12]\d|3[01])
            (?=T\d|(?![\w/\-]))
        | {weekday}(?P<first5>\d{{1,2}})(?P<stroke>[\-/.])(?P<second5>\d{{1,2}})(?P=stroke)
            (?P<year5>{_YEAR})(?![\w/\-])
        )
    """
    zones = "|".join(row["word"] for row in language.rows("dates") if row["kind"] == "zone")
    zone = rf"(?:\s?\(?(?P<zone>(?:{zones})(?:[+\-]\d{{1,2}})?\b|Z\b|(?<=\d){_OFFSET}|(?<=\s){_OFFSET})\)?)?"
    gap = r"(?:T|[\s,]{0,3}(?:(?:at|on|[|@•·–—\-])\s{0,2})?)"
    after = re.compile(rf"(?:(?<=\d)T|(?!T){gap}){_CLOCK}{zone}", re.VERBOSE)
    before = re.compile(rf"(?<![\d:.\w]){_CLOCK}{zone}{gap}\Z", re.VERBOSE)
    return re.compile(dates, re.VERBOSE), after, before
