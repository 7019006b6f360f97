"""Dates in text name the right day, prove themselves, and stay unread where two days are possible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.lang import calendar
from onrecord.lang.calendar import find_days
from onrecord.lang.language import Language
from onrecord.model import Span

ENGLISH = Language("en")


@pytest.mark.parametrize(
    ("text", "words", "iso", "time", "tz"),
    [
        ("Tolmin, March 3, 2031 — The", "March 3, 2031", "2031-03-03", None, None),
        ("(3rd Mar, 2031)", "3rd Mar, 2031", "2031-03-03", None, None),
        ("MARCH 3, 2031 | 10:20 PM IST", "MARCH 3, 2031 | 10:20 PM IST", "2031-03-03", "22:20", "IST"),
        ("5:04 a.m. EST, Mon March 3, 2031", "5:04 a.m. EST, Mon March 3, 2031", "2031-03-03", "05:04", "EST"),
        ("on 2031-03-03T16:05:00+09:00.", "2031-03-03T16:05:00+09:00", "2031-03-03", "16:05:00", "+09:00"),
        ("3-Mar-2031", "3-Mar-2031", "2031-03-03", None, None),
        ("25/03/2031 11:03", "25/03/2031 11:03", "2031-03-25", "11:03", None),
        ("03/25/2031", "03/25/2031", "2031-03-25", None, None),
        ("PORT HALVARD, March 3 (Transmarine)", "March 3", None, None, None),
        ("in March 2031 they", "March 2031", None, None, None),
        ("12:30 am on March 3, 2031", "12:30 am on March 3, 2031", "2031-03-03", "00:30", None),
    ],
)
def test_a_date_is_read_with_its_time(
    text: str, words: str, iso: str | None, time: str | None, tz: str | None
) -> None:
    (found,) = find_days(text, Span(0, len(text)), ENGLISH)
    assert (text[slice(*found.span)], found.iso, found.time, found.tz) == (words, iso, time, tz)


@pytest.mark.parametrize(
    "text", ["03/04/2031", "February 30, 2031", "May 10,000 men", "1.2.3.2031", "they may 3", "31/12"]
)
def test_what_names_no_day_or_two_is_left_out(text: str) -> None:
    assert find_days(text, Span(0, len(text)), ENGLISH) == ()


@given(st.dates(), st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%A, %d %B %Y", "%b. %d, %Y"]), st.text())
def test_every_printed_day_is_found_where_it_stands(day: date, form: str, before: str) -> None:
    if not 1900 <= day.year < 2200:
        day = day.replace(year=2031, day=min(day.day, 28))
    text = before + " ¶ " + day.strftime(form) + " ¶"
    found = find_days(text, Span(len(before), len(text)), ENGLISH)
    assert [d.iso for d in found] == [day.isoformat()]
    assert all(text[slice(*d.span)] == day.strftime(form) for d in found)


@given(st.text(alphabet="Mar May 0123456789:/-.,TZ+apm ", max_size=60), st.data())
def test_spans_lie_where_they_were_looked_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    for found in find_days(text, span, ENGLISH):
        assert span.start <= found.span.start < found.span.end <= span.end


PIECES = ("Thursday, ", "Mar. ", "MARCH ", "3", "rd of ", " ", ",", "2031", "-", "/", ".", "T16:05", "xy" * 20)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.data())
def test_looking_only_around_digits_misses_no_date(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    dates, _, _ = calendar._patterns(ENGLISH)
    near = [match.span() for match in calendar._near_digits(text, Span(start, end), dates)]
    assert near == [match.span() for match in dates.finditer(text, start, end)]
