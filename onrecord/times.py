"""When a statement was made: the words of time around its cue, reckoned from the page's own day.

Nothing is reckoned from a day that the page does not have; then `said` stays None and a flag says why.
Newspapers' "on Thursday" is the last Thursday up to the day of publication, that day included.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from onrecord.lang import Language
from onrecord.lang.calendar import find_days
from onrecord.model import Precision, Said, Span, Spans, Statement
from onrecord.text import Sentences, cut, fold, inside, overlaps

_EARLIEST = date(100, 1, 1)  # so that no reckoning back leaves the calendar
_SPEAKER_STAYS = 4_000
_CLAUSE = 300
_TERM = re.compile(r"(?:\b(?:by|until|till|since|than|after|before)\s+$)|(?:since|until|by)\b", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|which|where|that|than|because|until"
    r"|(?:when|after|before|as)(?!\s+(?:asked|being asked)))\b"
    r"[^,;]*$",
    re.IGNORECASE,
)
_AS_BEFORE = "as the same speaker's words before: "
_PERFECT = re.compile(r"\b(?:has|have|had|hadn['’]t|hasn['’]t)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _When:
    """A word of time with the days it names, or None where the page has no day to reckon from."""

    span: Span
    days: tuple[date, date] | None
    precision: Precision
    by: str


def find_said(
    text: str,
    paragraphs: Spans,
    statements: tuple[Statement, ...],
    published: str | None,
    language: Language,
) -> tuple[Statement, ...]:
    """Return the statements with `said` filled in where the page allows it.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        statements: In text order, with speakers resolved.
        published: The page's ISO day, or None.
        language: The language of the words of time.
    """
    day = date.fromisoformat(published) if published else None
    anchor = day if day is not None and day >= _EARLIEST else None
    sentences = Sentences(text, paragraphs, language.words("abbreviations", "abbreviation"))
    words: dict[Span, list[_When]] = {}
    done: list[Statement] = []
    for statement in statements:
        sentence = sentences.at(statement.cue[0].start) if statement.cue else None
        if sentence is not None and sentence not in words:
            words[sentence] = _words_of_time(text, sentence, anchor, language)
        when = _spoken_when(text, statement, words[sentence]) if sentence is not None else None
        done.append(_dated(text, statement, when, done))
    return tuple(done)


def _spoken_when(text: str, statement: Statement, words: list[_When]) -> _When | None:
    """Return the word of time of its cue's sentence that belongs to a statement: one outside every content."""
    cue = statement.cue[0]
    content = [span for span in statement.content if not inside(cue, span)]
    found = [
        when
        for when in words
        if (_outside(when.span, content) or _splits_phrase(text, when.span, statement))
        and not _elsewhere(text, when.span, cue, content)
        and (statement.within is None or _beside(text, when.span, statement))
    ]
    return min(found, key=lambda w: _distance(w.span, cue), default=None)


def _outside(span: Span, content: list[Span]) -> bool:
    return not any(overlaps(span, piece) for piece in content)


def _elsewhere(text: str, span: Span, cue: Span, content: list[Span]) -> bool:
    """Tell whether a word of time is about something else: a term ("by Friday"), or a clause of its own.

    "In January" of "told a crowd at Orsk, where shells fell in January" stands behind a word that opens a clause,
    and no cue stands between them. A cue between commas ("the first, she said, crossed on Monday") has no time
    outside them.
    """
    if _TERM.search(text[max(0, span.start - 12) : span.start]) or _TERM.match(text, span.start):
        return True
    if text[cue.end : cue.end + 1] == "," and "," in text[min(span.end, cue.end) : max(span.start, cue.start)]:
        return True
    start = cue.end if cue.end <= span.start else max(text.rfind(mark, 0, span.start) for mark in (". ", "\n")) + 1
    clause = "".join(
        " " if any(piece.start <= place < piece.end for piece in content) else text[place]
        for place in range(max(start, span.start - _CLAUSE), span.start)
    )
    return bool(_OPENS_CLAUSE.search(clause))


def _splits_phrase(text: str, span: Span, statement: Statement) -> bool:
    """Tell whether "on Tuesday" stands in a content that is no clause ("thanked X on Tuesday for Y")."""
    first = fold(text[statement.content[0].start : statement.content[0].start + 5])
    weekday = fold(text[span.start : span.start + 3]) == "on "
    return weekday and statement.form == "indirect" and not first.startswith(("that ", '"'))


def _beside(text: str, span: Span, statement: Statement) -> bool:
    """Tell whether a word of time stands right beside a nested cue, so that it is not the outer one's."""
    cue = statement.cue[0]
    between = text[min(span.end, cue.end) : max(span.start, cue.start)]
    return len(between.split()) <= 2 and "," not in between


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _dated(text: str, statement: Statement, when: _When | None, before: list[Statement]) -> Statement:
    """Return the statement with its day, or the day of the same speaker's words before it, or a flag."""
    if when is not None and when.days is not None:
        first, last = when.days
        said = Said(
            from_=first.isoformat(), to=last.isoformat(), precision=when.precision, by=when.by, span=when.span
        )
        return replace(statement, said=said)
    if when is not None:
        return replace(statement, flags=(*statement.flags, "said-unknown-no-page-date"))
    earlier = _same_occasion(text, statement, before) or _named_with(text, statement, before)
    if earlier is not None and earlier.said is not None:
        lead = "" if earlier.said.by.startswith(_AS_BEFORE) else _AS_BEFORE
        return replace(statement, said=replace(earlier.said, by=lead + earlier.said.by))
    return replace(statement, flags=(*statement.flags, "said-unknown-no-words"))


def _same_occasion(text: str, statement: Statement, before: list[Statement]) -> Statement | None:
    """Return the statement whose day holds for this one: the same speakers' last dated one, told without "has"."""
    if statement.within is not None or (statement.cue and _perfect(text, statement)):
        return None
    names = {speaker.name for speaker in statement.speakers}
    if None in names:
        return None
    for earlier in reversed(before):
        if _start(statement) - _start(earlier) > _SPEAKER_STAYS:
            return None
        if earlier.within is None and {s.name for s in earlier.speakers} == names:
            return earlier if earlier.said is not None else None
    return None


def _named_with(text: str, statement: Statement, before: list[Statement]) -> Statement | None:
    """Return the first statement, where it is dated and names this one's speaker beside somebody else's cue.

    "Varland rejects …, its spokesman Ada Brandt declared on Thursday": what she says next is of the same day.
    """
    names = [speaker.name for speaker in statement.speakers if speaker.kind == "person" and speaker.name]
    if statement.within is not None or len(names) != len(statement.speakers) or not before:
        return None
    first = before[0]
    if (
        first.said is None
        or first.said.span is None
        or any(s.said and s is not first and _who(s) & set(names) for s in before)
    ):
        return None
    start = text.rfind("\n", 0, first.said.span.start) + 1
    end = text.find("\n", first.said.span.end)
    lead = text[
        max(start, first.said.span.start - _CLAUSE) : min(end if end >= 0 else len(text), start + 2 * _CLAUSE)
    ]
    return first if all(name in lead for name in names) else None


def _who(statement: Statement) -> set[str | None]:
    return {speaker.name for speaker in statement.speakers}


def _start(statement: Statement) -> int:
    return (statement.content or statement.cue)[0].start


def _perfect(text: str, statement: Statement) -> bool:
    cue = statement.cue[0]
    return bool(_PERFECT.search(text[max(0, cue.start - 40) : cue.start]))


def _words_of_time(text: str, sentence: Span, anchor: date | None, language: Language) -> list[_When]:
    """Return every word of time in a sentence, the longest at each place."""
    out = [*_full_dates(text, sentence, anchor, language)]
    for match in _pattern(language).finditer(text, sentence.start, sentence.end):
        span = Span(*match.span())
        if any(overlaps(span, when.span) for when in out):
            continue
        words = {key: fold(value) for key, value in match.groupdict().items() if value is not None}
        shown = " ".join(cut(text, span).split())
        if anchor is None:
            out.append(_When(span, None, "unknown", f"“{shown}”, but the page has no day"))
            continue
        days, precision = _reckon(words, anchor, language)
        if days is not None:
            out.append(_When(span, days, precision, f"“{shown}” on a page of {anchor.isoformat()}"))
    return out


def _full_dates(text: str, sentence: Span, anchor: date | None, language: Language) -> list[_When]:
    """Return the dates of the calendar in a sentence; one without a year needs the page's day."""
    out = []
    for found in find_days(text, sentence, language):
        shown = " ".join(cut(text, found.span).split())
        year = found.year
        if year is None:
            if anchor is None:
                out.append(_When(found.span, None, "unknown", f"“{shown}”, but the page has no day"))
                continue
            after = (found.month, found.day or 1) > (anchor.month, anchor.day)
            year = anchor.year - 1 if after else anchor.year
        if found.day is None:
            out.append(_When(found.span, _month(year, found.month), "month", f"“{shown}”"))
            continue
        days = _exactly(year, found.month, found.day)
        if days is not None:
            out.append(_When(found.span, days, "day", f"“{shown}”"))
    return out


def _exactly(year: int, month: int, day: int) -> tuple[date, date] | None:
    if day > monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _reckon(
    words: Mapping[str, str], anchor: date, language: Language
) -> tuple[tuple[date, date] | None, Precision]:
    """Return the days that words of time name on a page of a day."""
    if "weekday" in words:
        number = _numbers(language, "weekday")[words["weekday"].rstrip(".")]
        back = (anchor.isoweekday() - number) % 7
        back = 7 if back == 0 and words.get("which", "").split()[-1:] == ["last"] else back
        day = anchor - timedelta(days=back)
        return (day, day), "day"
    if "month" in words:
        month = _numbers(language, "month")[words["month"].rstrip(".")]
        earlier = month > anchor.month or (month == anchor.month and words.get("when", "").startswith("last"))
        return _month(anchor.year - 1 if earlier else anchor.year, month), "month"
    if "day" in words:
        day = anchor - timedelta(days=1 if words["day"].startswith(("yesterday", "last")) else 0)
        return (day, day), "day"
    if "count" in words:
        return _ago(words, anchor, language)
    return _period(words["period"].split(), anchor)


def _period(words: list[str], anchor: date) -> tuple[tuple[date, date], Precision]:
    """Return "this week", "last month", "earlier this year" as days; this period ends with the page's day."""
    last, unit = "last" in words or "previous" in words, words[-1]
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday())
        return ((monday - timedelta(7), monday - timedelta(1)) if last else (monday, anchor)), "range"
    if unit == "month":
        if not last:
            return (anchor.replace(day=1), anchor), "range"
        before = anchor.replace(day=1) - timedelta(days=1)
        return _month(before.year, before.month), "month"
    if last:
        return (date(anchor.year - 1, 1, 1), date(anchor.year - 1, 12, 31)), "year"
    return (date(anchor.year, 1, 1), anchor), "range"


def _ago(words: Mapping[str, str], anchor: date, language: Language) -> tuple[tuple[date, date] | None, Precision]:
    """Return "three days ago" as a day, "two weeks ago" as the week around it, "a month ago" as a month."""
    numbers = _numbers(language, "number")
    count = int(words["count"]) if words["count"].isdigit() else numbers.get(words["count"], 0)
    if not 0 < count < 100:
        return None, "unknown"
    if words["unit"].startswith("day"):
        day = anchor - timedelta(days=count)
        return (day, day), "day"
    if words["unit"].startswith("week"):
        day = anchor - timedelta(weeks=count)
        return (day - timedelta(3), day + timedelta(3)), "range"
    months = anchor.year * 12 + anchor.month - 1 - count
    return _month(months // 12, months % 12 + 1), "month"


@lru_cache(maxsize=16)
def _numbers(language: Language, kind: str) -> Mapping[str, int]:
    rows = [*language.rows("dates"), *language.rows("numbers")]
    return MappingProxyType({row["word"]: int(row["value"]) for row in rows if row["kind"] == kind})


@lru_cache(maxsize=8)
def _pattern(language: Language) -> re.Pattern[str]:
    """Return the pattern of words of time that need a day to be reckoned from."""
    weekdays = "|".join(w for w in _numbers(language, "weekday") if len(w) > 3)
    months = "|".join(w for w in _numbers(language, "month") if len(w) > 3 or w == "may")
    numbers = "|".join(_numbers(language, "number"))
    return re.compile(
        rf"""
        \b(?:(?P<which>(?:on|late|early|last|this\s+past)\s+(?:last\s+)?)?(?P<weekday>{weekdays})\b
        | (?P<when>(?:in|during|since|late|last|(?:earlier|later)\s+in)\s+)(?:late\s+|early\s+)?
            (?P<month>{months})\b(?!\s+\d)
        | (?P<day>(?:earlier\s+|later\s+)?today|yesterday|last\s+night|this\s+(?:morning|afternoon|evening))\b
        | (?:earlier\s+|later\s+)?(?P<period>(?:this|last|the\s+previous)\s+(?:week|month|year))\b
        | (?P<count>\d{{1,2}}|{numbers})\s+(?P<unit>days?|weeks?|months?)\s+(?:ago|earlier)\b
        )""",
        re.VERBOSE | re.IGNORECASE,
    )
