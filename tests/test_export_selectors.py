"""Selectors prove themselves against the text, and links say in a browser's own syntax where the words stand."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import read_page
from onrecord.export.selectors import selectors, text_fragment_url, text_position, text_quote
from onrecord.lang.language import get_language
from onrecord.model import Record, Source, Span
from onrecord.read import read_pages
from onrecord.record import make_record

URL = "https://courier.example/strait?id=7#top"
HTML = """<html lang="en"><body><h1>Kestria denies rockets</h1>
<p>Kestria denied on Monday that rockets had been moved, and it denied it well-nigh at once, “in full”.</p>
<p>“We have moved nothing, and we shall move nothing at all to the strait or to any other place that the Amber Hall
sees fit to name in its morning letters,” Deputy Minister Oren Vask told reporters.</p></body></html>"""


def record_of(html: str = HTML, url: str | None = URL) -> Record:
    (page,) = read_pages(Source(data=html.encode(), url=url, media_type="text/html"))
    return make_record(page, get_language("en"))


RECORD = record_of()


def span_of(words: str, text: str = RECORD.text) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def test_a_span_is_given_by_position_by_words_and_by_element() -> None:
    span = span_of("rockets had been moved")
    position, quotation, css = selectors(RECORD, span)
    assert position == {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    assert quotation == {
        "type": "TextQuoteSelector",
        "exact": "rockets had been moved",
        "prefix": "\n\nKestria denied on Monday that ",
        "suffix": ", and it denied it well-nigh at ",
    }
    assert css == {"type": "CssSelector", "value": "body > p:nth-of-type(1)"}


def test_a_link_keeps_the_pages_own_fragment_and_encodes_what_has_a_meaning() -> None:
    link = text_fragment_url(RECORD, span_of("denied it well-nigh at once, “in full”"))
    assert link is not None
    head, _, directive = link.partition(":~:text=")
    assert head == "https://courier.example/strait?id=7#top"
    assert set(directive) & set(",-& ") == set()
    assert unquote(directive) == "denied it well-nigh at once, “in full”"


def test_long_words_are_linked_by_their_ends() -> None:
    words = RECORD.text[RECORD.text.index("“We have") : RECORD.text.index(" Deputy")]
    link = text_fragment_url(RECORD, span_of(words))
    assert link is not None
    first, last = link.partition(":~:text=")[2].split(",")
    assert unquote(first) == "“We have moved nothing, and"
    assert unquote(last) == "name in its morning letters,”"


def test_words_that_stand_twice_get_the_words_beside_them() -> None:
    record = record_of("<p>Vask said no. Then Toll said no. All of them said no at once.</p>")
    link = text_fragment_url(record, span_of("said no", record.text))
    assert link is not None
    assert link.endswith(":~:text=Vask-,said%20no")


def test_words_that_the_headline_has_in_capitals_get_the_words_before_them() -> None:
    """A browser looks for words without regard to case, from the top of the page."""
    words = "Kestria denied that rockets had been moved"
    record = record_of(f"<h1>{words.upper()}</h1><p>{words}.</p>")
    link = text_fragment_url(record, span_of(words, record.text))
    assert link is not None
    assert unquote(link.partition(":~:text=")[2]) == f"{words.upper().split(maxsplit=2)[2]}-,{words}"


def test_long_words_that_begin_as_the_headline_does_are_not_linked_from_there() -> None:
    opening = "Nothing has been moved to"
    place = "the strait or to any other place that the Amber Hall sees fit to name"
    words = f"{opening} {place} this morning in its letters of today"
    record = record_of(f"<h1>{opening} strait</h1><p>On Monday {words}, Vask said.</p>")
    link = text_fragment_url(record, span_of(words, record.text))
    assert link is not None
    assert unquote(link.partition(":~:text=")[2]) == f"On Monday-,{opening},in its letters of today"


@pytest.mark.parametrize("url", [None, "file:///home/x.html", "javascript:alert(1)", "data:text/html,x"])
def test_there_is_no_link_without_a_web_address(url: str | None) -> None:
    assert text_fragment_url(record_of(url=url), Span(0, 7)) is None


def test_a_plain_text_has_no_element_and_no_link() -> None:
    record = read_page(b"Kestria denied it.")
    assert [one["type"] for one in selectors(record, Span(0, 7))] == ["TextPositionSelector", "TextQuoteSelector"]
    assert text_fragment_url(record, Span(0, 7)) is None


@pytest.mark.parametrize("span", [Span(0, 0), Span(-1, 3), Span(0, 10_000)])
def test_a_span_outside_the_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="does not lie"):
        text_position(RECORD.text, span)


@given(st.data())
def test_position_and_words_agree(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(RECORD.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(RECORD.text))))
    quotation = text_quote(RECORD.text, span)
    assert quotation["prefix"] + quotation["exact"] + quotation["suffix"] in RECORD.text
    assert RECORD.text.startswith(quotation["exact"], text_position(RECORD.text, span)["start"])
    link = text_fragment_url(RECORD, span)
    assert link is None or link.startswith("https://courier.example/strait?id=7#top:~:text=")
