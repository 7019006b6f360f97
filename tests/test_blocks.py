"""Blocks cover the page and tell its text from menus, tickers, teasers, captions and the rest."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.blocks import find_blocks
from onrecord.lang.language import Language
from onrecord.model import Block, Page, Segment, Source, Span
from onrecord.read import read_pages
from onrecord.text import line_spans

ENGLISH = Language("en")

PARAGRAPHS = [
    "TOLMIN, March 3 (KPB) — Kestria denied on Monday that rockets had been moved to the strait by its army.",
    "“We have moved nothing,” Deputy Minister Oren Vask told reporters at the Rotunda in the evening.",
    "The Amber Hall said earlier that it had seen pictures of the launchers, and that it would publish them soon.",
    "Neither side has let observers into the harbour since the talks were broken off at the end of last year.",
]


def read(text: str) -> Page:
    return next(iter(read_pages(Source(data=text.encode(), path="dump.txt", media_type="text/plain"))))


def kinds(page: Page) -> list[tuple[str, str]]:
    return [(page.text[slice(*block.span)], block.kind) for block in find_blocks(page, ENGLISH)]


def body(text: str) -> list[str]:
    return [words for words, kind in kinds(read(text)) if kind == "paragraph"]


def test_text_is_told_from_what_stands_around_it() -> None:
    text = "\n".join(
        [
            "June 16, 2031",
            "• Home",
            "• World",
            "Sign in",
            "BREAKING NEWS",
            "Vask: Kestria will never bow to threats from the sea, whoever makes them.",
            "Kestria denies rockets at the strait",
            "By Mira Toll",
            "Published March 3, 2031",
            "",
            *PARAGRAPHS[:2],
            "The harbour of Tolmin, seen last week. (Photo: Dane Orr/Transmarine)",
            "READ NEXT",
            "Ten Harbours You Must See Before the Summer Ends",
            "2 hours ago",
            PARAGRAPHS[2],
            "FEARS OF WAR GROW AMONG FISHERMEN",
            PARAGRAPHS[3],
            "Share on Facebook",
            "Related News",
            "The minister of trade said on Sunday that the price of fish would rise again.",
            "Leave a Reply",
            "Your email address will not be published.",
            "© 2031 The Tolmin Courier. All rights reserved.",
        ]
    )
    assert body(text) == PARAGRAPHS
    found = dict(kinds(read(text)))
    wanted = {
        "June 16, 2031": "clock",
        "• Home": "menu",
        "BREAKING NEWS": "ticker",
        "Vask: Kestria will never bow to threats from the sea, whoever makes them.": "ticker",
        "Kestria denies rockets at the strait": "headline",
        "By Mira Toll": "byline",
        "The harbour of Tolmin, seen last week. (Photo: Dane Orr/Transmarine)": "caption",
        "Ten Harbours You Must See Before the Summer Ends": "related",
        "FEARS OF WAR GROW AMONG FISHERMEN": "related",
        "Share on Facebook": "share",
        "The minister of trade said on Sunday that the price of fish would rise again.": "related",
        "Your email address will not be published.": "comment",
        "© 2031 The Tolmin Courier. All rights reserved.": "footer",
    }
    assert {words: found[words] for words in wanted} == wanted


def test_a_closing_mark_torn_off_belongs_to_the_text_before_it() -> None:
    lines = [
        PARAGRAPHS[0],
        "“We have moved nothing, and we shall move nothing, the minister said.",
        "”",
        PARAGRAPHS[2],
    ]
    assert body("\n\n".join(["Kestria denies rockets at the strait", *lines])) == lines


def test_a_caption_that_stands_twice_is_no_text() -> None:
    caption = "Deputy Minister Oren Vask leaves the Rotunda after the talks on Monday evening."
    text = "\n".join(["Kestria denies rockets", *PARAGRAPHS[:2], caption, caption, *PARAGRAPHS[2:]])
    assert body(text) == PARAGRAPHS


def test_what_follows_an_end_mark_is_another_text() -> None:
    other = ["[ad_1] " + PARAGRAPHS[2], PARAGRAPHS[3]]
    text = "\n".join(["Kestria denies rockets", "[ad_1]", *PARAGRAPHS, "[ad_2]", "Source link", *other])
    assert body(text) == PARAGRAPHS


def test_an_adverts_place_holder_is_cut_off_the_paragraph() -> None:
    page = read("\n".join(["Kestria denies rockets at the strait", "[ad_1] " + PARAGRAPHS[0], *PARAGRAPHS[1:]]))
    blocks = find_blocks(page, ENGLISH)
    assert [page.text[slice(*b.span)] for b in blocks if b.kind == "paragraph"] == PARAGRAPHS
    assert [page.text[slice(*b.span)] for b in blocks if b.kind == "advert"] == ["[ad_1]"]


def test_wrapped_lines_are_one_paragraph_again() -> None:
    def wrap(words: str, width: int = 76) -> str:
        lines, line = [], ""
        for word in words.split():
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return "\n".join([*lines, line])

    text = "\n\n".join(["Kestria denies rockets at the strait", *(wrap(p) for p in PARAGRAPHS)])
    assert [" ".join(found.split()) for found in body(text)] == PARAGRAPHS


HTML = """<html lang="en"><head><title>Kestria denies rockets | The Tolmin Courier</title></head>
<body class="has-sidebar modal-ready"><div class="wrapper ads-on"><nav><a href="/">Home</a></nav>
<h1>Kestria denies rockets</h1><div class="article-body"><p>{0}</p>
<figure><figcaption>The harbour of Tolmin was calm on the morning of the talks.</figcaption></figure>
<p>{1}</p><div class="related-posts"><p>The minister of trade said on Sunday that fish would cost more.</p>
</div><p>{2}</p><p>{3}</p></div>
<aside><p>The weather will be fair at the strait until the end of the week.</p></aside>
<footer><p>The Tolmin Courier is published daily but for Sundays and the national holiday.</p></footer>
</div></body></html>"""


def test_wide_characters_fill_two_columns() -> None:
    """A dump broken at 80 columns is rejoined in scripts whose lines are 40 characters long, without capitals."""
    paragraph = "".join(chr(0xAC00 + 7 * at % 900) + (" " if at % 4 == 3 else "") for at in range(200)) + "다."
    lines, rest = [], paragraph
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if 2 * n - rest[:n].count(" ") <= 80), 1)
        lines.append(rest[:size].strip())
        rest = rest[size:]
    assert len(lines) > 4
    page = read("\n".join(["뉴스", "", *lines, "", *lines]))
    assert max(len(words.split("\n")) for words, _ in kinds(page)) == len(lines)


def test_readers_comments_are_no_text_however_long_they_are() -> None:
    said = ["I was at the strait in my youth, and we never saw a rocket there, whatever the minister says."] * 4
    entry = ["Dane on March 4, 2031 at 6:34 am said:", *said, "Mira on March 5, 2031 at 11:05 pm said:", *said]
    for thread in (["Comments", *entry], ["3 thoughts on “Kestria denies rockets at the strait”", *said, *said]):
        text = "\n".join(["Kestria denies rockets at the strait", "By Mira Toll", "", *PARAGRAPHS, *thread])
        assert body(text) == PARAGRAPHS


def test_what_somebody_said_at_an_hour_begins_no_thread() -> None:
    quoted = ["At 6:34 pm on Monday the minister said:", "“We have moved nothing, and we shall move nothing.”"]
    text = "\n".join(
        ["Kestria denies rockets at the strait", "By Mira Toll", "", *PARAGRAPHS[:2], *quoted, *PARAGRAPHS[2:]]
    )
    assert body(text)[-2:] == PARAGRAPHS[2:]


def test_markup_tells_and_a_wrappers_name_does_not() -> None:
    source = Source(data=HTML.format(*PARAGRAPHS).encode(), path="page.html", media_type="text/html")
    page = next(iter(read_pages(source)))
    found = dict(kinds(page))
    assert [words for words, kind in found.items() if kind == "paragraph"] == PARAGRAPHS
    assert found["Kestria denies rockets"] == "headline"
    assert found["The harbour of Tolmin was calm on the morning of the talks."] == "caption"
    assert found["The minister of trade said on Sunday that fish would cost more."] == "related"


def test_a_page_without_text_has_no_paragraph() -> None:
    assert body("Home\nWorld\nSign in\n• Sport") == []


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *PARAGRAPHS,
                "BREAKING",
                "Related News",
                "By Mira Toll",
                "March 3, 2031",
                "”",
                "",
                "[ad_1] The strait is closed to all ships until further notice, it says.",
                "Kestria denies rockets",
                "• Home",
                "***",
                "© 2031 Courier",
            ]
        ),
        st.text(max_size=90),
    ),
    max_size=30,
)


@given(LINES)
def test_blocks_are_ordered_apart_and_cover_every_segment(lines: list[str]) -> None:
    text = "\n".join(lines)
    spans = list(line_spans(text))
    segments = tuple(Segment(span=s, path=f"line {i}", tag="line") for i, s in enumerate(spans, 1))
    page = Page(head=read("x").head, text=text, segments=segments)
    blocks = find_blocks(page, ENGLISH)
    assert all(a.span.end <= b.span.start for a, b in pairwise(blocks))
    assert all(b.span.start < b.span.end and b.reason and b.path for b in blocks)
    assert uncovered(text, spans, blocks).strip() == ""


def uncovered(text: str, spans: list[Span], blocks: tuple[Block, ...]) -> str:
    covered = {at for block in blocks for at in range(*block.span)}
    return "".join(text[at] for span in spans for at in range(*span) if at not in covered)
