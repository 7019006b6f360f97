"""A plain text page is its file: the same characters at the same offsets, whatever they are."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UnreadableError
from onrecord.model import Page, Source
from onrecord.read import read_pages
from onrecord.settings import Settings
from onrecord.text import cut

ODD = (
    "First\r\nsecond\rthird\n\n \t\n"
    "𝔘nicode 🗞️ \u202eRTL שלום\u202c a\u200bb\u00a0c\u00ad d\u2028e\x0bf\x0cg\0h  \nlast"
)


def read(data: bytes) -> Page:
    return next(read_pages(Source(data=data, path="page.txt")))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_text_is_the_decoded_file_less_its_mark(charset: str) -> None:
    page = read(ODD.encode(charset))
    assert page.text == ODD
    assert page.head.text_sha256 == hashlib.sha256(ODD.encode()).hexdigest()


def test_lines_that_are_not_blank_are_the_segments_counted_as_editors_count() -> None:
    page = read(ODD.encode())
    assert [(segment.path, cut(page.text, segment.span)[:6]) for segment in page.segments] == [
        ("line 1", "First"),
        ("line 2", "second"),
        ("line 3", "third"),
        ("line 6", "𝔘nicod"),
        ("line 7", "last"),
    ]
    assert {segment.tag for segment in page.segments} == {"line"}


def test_the_head_names_the_bytes() -> None:
    data = b"Words.\n"
    head = read(data).head
    assert head.sha256 == hashlib.sha256(data).hexdigest()
    assert (head.id, head.path, head.media_type) == (head.sha256[:16], "page.txt", "text/plain")
    assert head.fetched is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\r\n\x0b\x0c\x1b\x85")))
def test_any_text_keeps_every_character_and_its_segments_cover_all_words(text: str) -> None:
    whole = f"A line about Varland.\n{text}"
    page = read(whole.encode("utf-8-sig"))
    assert page.text == whole
    ends = [0]
    for segment in page.segments:
        words = cut(page.text, segment.span)
        assert words == words.strip()
        assert not page.text[ends[-1] : segment.span.start].strip()
        ends.append(segment.span.end)
    assert not page.text[ends[-1] :].strip()


def test_more_lines_than_allowed_are_refused() -> None:
    source = Source(data=b"a\n" * 11)
    assert len(next(read_pages(source, Settings(max_blocks=11))).segments) == 11
    with pytest.raises(UnreadableError, match="more than 10 lines") as refused:
        next(read_pages(source, Settings(max_blocks=10)))
    assert refused.value.reason == "too-many-blocks"
