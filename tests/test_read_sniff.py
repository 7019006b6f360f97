"""What a source is, judged by its bytes: pages are read, everything else is refused with one clear sentence."""

import gzip

import pytest

from onrecord.errors import UnreadableError
from onrecord.model import Source
from onrecord.read import READERS, read_pages
from onrecord.settings import Settings

BAD = {
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
    "a PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
    "a JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
    "a GIF": (b"GIF89a\x01\0\x01\0", "image"),
    "a WebP": (b"RIFF\x24\0\0\0WEBPVP8 ", "image"),
    "a ZIP": (b"PK\x03\x04\x14\0\0\0", "archive"),
    "gzip": (gzip.compress(b"<p>page</p>", mtime=0), "archive"),
    "a WARC": (b"WARC/1.0\r\nWARC-Type: response\r\n", "archive"),
    "a database": (b"SQLite format 3\0\x10\0", "binary"),
    "zero bytes": (b"\0" * 100, "binary"),
    "words among zero bytes": (b"ab\0\0\0cd\0\0e", "binary"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 9, "binary"),
    "UTF-16 that is none": (b"\xff\xfe" + b"\1\0\2\0\3\0" * 9, "binary"),
    "nothing": (b"", "empty"),
    "white space": (b" \r\n\t\n", "empty"),
    "a mark alone": (b"\xef\xbb\xbf", "empty"),
    "white space in UTF-16": ("\ufeff \n ".encode("utf-16-le"), "empty"),
    "white space beyond ASCII": ("\u00a0\u2003\n".encode(), "empty"),
    "a feed": (b'<?xml version="1.0"?>\n<rss version="2.0"><channel>', "xml"),
}


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD.keys())
def test_what_is_no_page_is_refused_whatever_it_is_called(data: bytes, reason: str, name: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        list(read_pages(Source(data=data, path=name)))
    assert refused.value.reason == reason
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html>a", "text/html"),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML>a", "text/html"),
        ("<html>é".encode("utf-16"), "text/html"),
        ("<meta charset=utf-8><p>words".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><html><p>&a;', "text/html"),
        (b"\0<html>\0<body><p>words and more words</p>", "text/html"),
        (b"junk before " + b"<p>one</p><p>two</p>" * 9, "text/html"),
        (b"The tag <p> starts a paragraph, </p> ends it.", "text/plain"),
        (b"1 < 2 and 3 > 2", "text/plain"),
        (b'{"html": "<p>"}', "text/plain"),
    ],
)
def test_markup_is_recognised_and_words_about_markup_are_not(data: bytes, kind: str) -> None:
    assert next(read_pages(Source(data=data, path="page"))).head.media_type == kind


def test_a_name_lets_one_tag_decide_and_a_stated_type_needs_none() -> None:
    data = b"Words first, then <b>bold</b> ones."
    assert next(read_pages(Source(data=data, path="a.txt"))).head.media_type == "text/plain"
    assert next(read_pages(Source(data=data, path="a.HTM"))).text == "Words first, then bold ones."
    assert next(read_pages(Source(data=data, media_type="text/html;charset=utf-8"))).head.media_type == "text/html"
    html = b"<html><p>shown as it stands</p>"
    assert next(read_pages(Source(data=html, media_type="text/plain"))).text == html.decode()


def test_a_stray_zero_byte_is_left_to_stand() -> None:
    data = b"The Rotunda said\0 that the talks go on."
    assert next(read_pages(Source(data=data))).text == data.decode()


def test_a_source_over_the_size_limit_is_refused_before_anything_else() -> None:
    with pytest.raises(UnreadableError) as refused:
        list(read_pages(Source(data=b"%PDF-" * 9), Settings(max_bytes=20)))
    assert refused.value.reason == "too-large"


def test_the_readers_are_these() -> None:
    assert list(READERS) == ["text/html", "text/plain", "application/vnd.onrecord.item+json"]
