"""Markup that would hang a parser is refused by a linear scan; everything a page can need is let through.

Each hostile page here costs seconds to hours without the pre-check; that the tests end is what they prove.
"""

import pytest

from onrecord.errors import UnreadableError
from onrecord.model import Source
from onrecord.read import read_pages
from onrecord.settings import DEFAULT, Settings

MANY = 60_000


def reason(html: str, settings: Settings = DEFAULT) -> str | None:
    """Return why a page is refused, or None when it is read."""
    source = Source(data=html.encode(), path="page.html", media_type="text/html; charset=utf-8")
    try:
        list(read_pages(source, settings))
    except UnreadableError as error:
        return error.reason
    return None


HOSTILE = {
    "nested blocks": ("<div>" * MANY, "too-deep"),
    "nested inline": ("<span>" * MANY, "too-deep"),
    "interleaved formatting": ("<b><i>" * 20_000, "too-deep"),
    "formatting reopened in every paragraph": (
        "<p>" + "".join(f"<b id={n}>" for n in range(290)) + "<p>x" * 20_000,
        "too-much-formatting",
    ),
    "one tag of many attributes": ("<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">x", "tag-too-long"),
    "many tags of many attributes": (("<p " + " ".join(f"a{n}" for n in range(8_000)) + ">") * 99, "too-deep"),
    "paragraphs without end": ("<p>x" * 1_000_000, "too-many-blocks"),
    "links without end": ("<a href=x>y</a> " * 400_000, "too-many-blocks"),
    "end tags without start": ("<span>" * 1_900 + "</x>" * 90_000, "too-deep"),
    "many paragraphs far down": ("<div>" * 1_900 + "<p>x" * MANY, "too-deep"),
    "tables in tables": ("<table><tr><td>" * 5_000, "too-deep"),
    # The next ones nest in the parser while a simpler scan takes them for closed, for text or for a comment.
    "an end tag that a list stops": ("<li><ul></li>" * MANY, "too-deep"),
    "an end tag that a block stops": ("<span><div></span>" * MANY, "too-deep"),
    "an end tag that a cell stops": ("<div><table><tr><td></div>" * MANY, "too-deep"),
    "formatting that ends around a block": ("<b><div></b>" * MANY, "too-deep"),
    "forms that end around a block": ("<form><div></form>" * MANY, "too-deep"),
    "a style that is none": ("<svg><style>" + "<div>" * MANY + "</style>", "too-deep"),
    "an empty element that is none": ("<svg>" + "<image>" * MANY, "too-deep"),
    "a slash that belongs to a value": ("<svg>" + "<g a=b/>" * MANY, "too-deep"),
    "a slash that HTML ignores": ("<svg><desc>" + "<x/>" * MANY, "too-deep"),
    "a cell that is none": ("<table>" + "<svg><td>" * MANY, "too-deep"),
    "a quotation mark in a name": ('<p ="><div>' * MANY, "too-deep"),
    "a comment that ends at once": ("<!-->" + "<div>" * MANY + "-->", "too-deep"),
}


@pytest.mark.parametrize(("html", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_is_refused_with_its_reason(html: str, expected: str) -> None:
    assert reason(f"<!doctype html><body>{html}") == expected


LONG = 100_000
HARMLESS = {
    "an unclosed quotation mark": "<a b='" * LONG,
    "alternating quotation marks": "<a =\"'" * LONG,
    "spaces in a tag": "<a" + " " * LONG,
    "equals signs in a tag": "<a " + "= " * 20_000 + ">",
    "angle brackets": "<" * LONG,
    "declarations": "<!" * LONG,
    "an unclosed comment": "<!--" + "--" * LONG,
    "ends of scripts that are none": "<script>" + "</scrip" * LONG,
    "markup in a text field": "<textarea>" + "<div>" * LONG,
    "markup after plaintext": "<plaintext>" + "<div>" * LONG,
    "entities": "&amp;" * LONG,
    "slashes": "<a " + "/" * LONG + ">",
    "one long word": "a" * LONG,
    "a class of many names": "<p class='" + "a b " * LONG + "'>x",
    "a picture in its address": "<img src='data:image/png;base64," + "A" * LONG + "'>",
    "style of many rules": "<p style='" + "color:red; " * LONG + "'>x",
    "JSON-LD of slashes": "<script type=application/ld+json>" + "//" * LONG + "</script>",
    "a charset of spaces": "<meta charset" + " " * 900 + ">",
}


@pytest.mark.parametrize("html", HARMLESS.values(), ids=HARMLESS.keys())
def test_long_adversarial_text_is_read(html: str) -> None:
    assert reason(f"<p>words {html}") is None


SLOPPY = {
    "unclosed paragraphs": "<p>words" * 3_000,
    "unclosed items": "<ul>" + "<li>words" * 3_000,
    "unclosed items that hold blocks": "<ul>" + "<li><div>words" * 3_000,
    "unclosed terms": "<dl>" + "<dt>a<dd>b" * 3_000,
    "unclosed cells": "<table>" + "<tr><td>a<td>b" * 3_000,
    "unclosed spans in closed blocks": "<div><span>words</div>" * 3_000,
    "unclosed spans in paragraphs": "<p><span>words" * 3_000,
    "unclosed fonts in cells": "<table>" + "<tr><td><font size=2>words" * 3_000,
    "unclosed links": "<a href=x>words" * 3_000,
    "unclosed options": "<select>" + "<option>words" * 3_000,
    "void elements": "<br><img><hr><input>" * 3_000,
    "shapes": "<svg>" + "<path d='M0 0'/>" * 3_000 + "</svg>",
    "one kind of bold never closed": "<p><b>words</p>" * 3_000,
    "code in scripts": "<script>'" + "<div><b>" * 3_000 + "'</script>",
    "nesting of real pages": ("<div>" * 60 + "<p>words" + "</div>" * 60) * 40,
}


@pytest.mark.parametrize("html", SLOPPY.values(), ids=SLOPPY.keys())
def test_sloppy_markup_of_real_pages_is_read(html: str) -> None:
    assert reason(f"<!doctype html><body>{html}") is None


def test_the_limits_are_those_of_the_settings() -> None:
    nested = "<div>" * 20 + "x" + "</div>" * 20
    assert reason(nested, Settings(max_depth=20)) is None
    assert reason(nested, Settings(max_depth=19)) == "too-deep"
    bold = "".join(f"<b id={n}>" for n in range(20)) + "x"
    assert reason(bold, Settings(max_open_formatting=20)) is None
    assert reason(bold, Settings(max_open_formatting=19)) == "too-much-formatting"
    assert reason("<p>x" * 20, Settings(max_blocks=20)) is None
    assert reason("<p>x" * 20, Settings(max_blocks=19)) == "too-many-blocks"
    tag = f"<p {'a' * 2_000}>x"
    assert reason(tag, Settings(max_tag_bytes=2_000)) is None
    assert reason(tag, Settings(max_tag_bytes=1_999)) == "tag-too-long"
    assert reason("<p>words", Settings(max_bytes=7)) == "too-large"


def test_the_sentence_names_the_page_and_says_what_to_do() -> None:
    with pytest.raises(UnreadableError, match=r"^page\.html has elements nested .* Save the text of the page"):
        list(read_pages(Source(data=b"<div>" * 3_000, path="page.html")))
