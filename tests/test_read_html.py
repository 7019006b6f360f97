"""The coordinate system of HTML pages: what stands where in the text, and what each segment says of its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Page, Segment, Source
from onrecord.read import read_pages
from onrecord.read.html import parse
from onrecord.text import cut, inside


def read(html: str) -> Page:
    return next(read_pages(Source(data=html.encode(), media_type="text/html; charset=utf-8")))


def words(page: Page) -> list[str]:
    return [cut(page.text, segment.span) for segment in page.segments]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  <b>two </b> three<p>Four", "One two three\n\nFour"),
        ("<div>before<p>inside</p>after</div>", "before\n\ninside\n\nafter"),
        ("<p>A line <br> and <br/>another<br></p>", "A line\nand\nanother"),
        ("<ul><li>one</li> <li>two<ul><li>deep</ul></ul>", "one\ntwo\n\ndeep"),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", "a\nb\nc\n\nd"),
        ("<dl><dt>term<dd>meaning</dl>", "term\nmeaning"),
        ("<ul><li><p>one</p><li><p>two</p></ul>", "one\n\ntwo"),
        ("<pre>\n a\n\n  b </pre>", "a\n\n  b"),
        ("<textarea>\n a\n  b</textarea>", "a\n  b"),
        ("<p>a\u00a0\u00a0b \u200b c\u00adc", "a\u00a0\u00a0b \u200b c\u00adc"),
        ("<p>&nbsp;</p><p> </p><p>one</p>", "one"),
        ("<p>x<span> </span><i> y</i>", "x y"),
        ("<p>&quot;We deny it,&quot; she said.", '"We deny it," she said.'),
        ("<button>Share</button><button>Save</button>", "Share Save"),
        ("<p>un<b>bro</b>ken", "unbroken"),
        ("<p>&#13;&#10;a&#13;b&#9;c", "a b c"),
    ],
)
def test_text_is_laid_out_block_by_block(html: str, text: str) -> None:
    assert read(html).text == text


def test_segments_name_their_block_even_where_text_stands_between_blocks() -> None:
    page = read("<body>loose<main><p>one</p>between<p>two <b>bold</b></p></main></body>")
    assert [(segment.tag, segment.path) for segment in page.segments] == [
        ("body", "body"),
        ("p", "body > main:nth-of-type(1) > p:nth-of-type(1)"),
        ("main", "body > main:nth-of-type(1)"),
        ("p", "body > main:nth-of-type(1) > p:nth-of-type(2)"),
    ]


def test_hints_come_outermost_first_and_from_an_inner_element_that_holds_all_the_words() -> None:
    page = read(
        '<main id=top><div class="story wide" role=region data-component=Body>'
        "<p class=lead itemprop=description>Words</p><div><span class=byline>By A. Kovel</span></div>"
        "<div><i class=odd>Part</i> of it</div></div></main>"
    )
    assert [segment.hints for segment in page.segments] == [
        ("main", "top", "story", "wide", "region", "Body", "lead", "description"),
        ("main", "top", "story", "wide", "region", "Body", "byline"),
        ("main", "top", "story", "wide", "region", "Body"),
    ]


def test_hints_are_bounded_and_landmarks_stay_longest() -> None:
    inner = "".join(f"<div class='a{n} b{n}'>" for n in range(40))
    page = read(f"<aside>{inner}<p class='{'x' * 65} y'>Words")
    hints = page.segments[0].hints
    assert (len(hints), hints[0], hints[-1]) == (40, "aside", "y")


def test_links_are_spans_within_their_segment_also_when_a_link_holds_blocks() -> None:
    page = read(
        "<p>See <a href=/a> the <b>Amber</b> Hall </a> and <a name=x>this</a>.<a href=/b><div>One</div>Two</a>"
    )
    found = [[cut(page.text, link) for link in segment.links] for segment in page.segments]
    assert found == [["the Amber Hall"], ["One"], ["Two"]]


def test_the_same_bytes_give_the_same_page() -> None:
    html = "<title>t</title><p class=a>One <a href=x>two</a><p>three"
    assert read(html) == read(html)


def test_nesting_up_to_the_limit_is_read_without_recursion() -> None:
    page = read("<div>" * 1_900 + "deep" + "</div>" * 1_900)
    assert page.text == "deep"
    found = parse("<div>" * 1_900 + "deep").css(page.segments[0].path)
    assert [node.text() for node in found] == ["deep"]


def test_a_page_without_visible_text_says_so_and_keeps_its_metadata() -> None:
    page = read("<title>Talks in Tolmin</title><script>draw()</script>")
    assert (page.text, page.segments) == ("", ())
    assert [problem.reason for problem in page.problems] == ["no-visible-text"]
    assert "Talks in Tolmin" in [row.value for row in page.meta]


NAMES = ["p", "div", "span", "b", "a", "ul", "li", "table", "td", "x-y", "o:p", "pre", "h2", "main", "button"]
PIECES = st.sampled_from(
    [
        *(f"<{name} href=x>" for name in NAMES),
        *(f"</{name}>" for name in NAMES),
        *("word", "two words ", " ", "\n", "<br>", "&nbsp;", "𝔘\u200b", "<p hidden>x</p>", "<svg><p>", "“said”"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_segment_proves_itself_and_its_path_finds_its_element(html: str) -> None:
    page = read(html + "<p>end")
    tree = parse(html + "<p>end")
    last = 0
    for segment in page.segments:
        assert segment.span.start >= last
        last = segment.span.end
        _check_words(page, segment)
        nodes = tree.css(segment.path)
        assert len(nodes) == 1
        assert nodes[0].tag == segment.tag
        assert tree.css_first(segment.path) == nodes[0]
    assert "".join(page.text.split()) == "".join("".join(words(page)).split())


def _check_words(page: Page, segment: Segment) -> None:
    found = cut(page.text, segment.span)
    assert found == found.strip()
    for link in segment.links:
        assert inside(link, segment.span)
        assert cut(page.text, link) == cut(page.text, link).strip()
    assert list(segment.links) == sorted(segment.links)
