"""HTML pages become articles: the judge is corrected, stubs are none, other languages are read, nothing breaks."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import read_page
from onrecord.blocks import find_blocks
from onrecord.blocks.doubt import find_doubt
from onrecord.blocks.judge import LEFT_OUT
from onrecord.errors import UnreadableError
from onrecord.lang.language import get_language
from onrecord.masthead import find_article
from onrecord.model import Block, BlockKind, Page, Record, Source, Span
from onrecord.read import read_pages
from onrecord.read.judge import MOST_SEGMENTS, MOST_TAGS
from onrecord.record import make_record
from onrecord.store.proof import prove

ENGLISH = get_language("en")
EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "dispute" / "pages").glob("*.html"))

PARAGRAPHS = [
    "Kestria denied on Monday that rockets had been moved to the strait by its army, and it denied it at once.",
    "“We have moved nothing,” Deputy Minister Oren Vask told reporters at the Rotunda late in the evening.",
    "The Amber Hall said earlier that it had seen pictures of the launchers, and that it would publish them soon.",
    "Neither side has let observers into the harbour since the talks were broken off at the end of last year.",
    "A pilot who brings ships through the strait said that the night had been quiet, but for dogs on the quay.",
]


def read(html: str | bytes, url: str | None = None) -> Page:
    data = html.encode() if isinstance(html, str) else html
    return next(iter(read_pages(Source(data=data, url=url, media_type="text/html"))))


def record_of(html: str | bytes) -> Record:
    return make_record(read(html), ENGLISH)


def article(*inside: str, head: str = "", above: str = "", below: str = "") -> str:
    return (
        f'<html lang="en"><head><title>Kestria denies rockets</title>{head}</head><body>{above}<main>'
        f"<h1>Kestria denies rockets at the strait</h1><article>{''.join(inside)}</article></main>{below}"
        "</body></html>"
    )


def p(words: str, markup: str = "") -> str:
    return f"<p{markup}>{words}</p>"


def body_of(html: str) -> list[str]:
    page = read(html)
    return [page.text[slice(*b.span)] for b in find_blocks(page, ENGLISH) if b.kind == "paragraph"]


def test_the_judge_sees_the_article_in_the_pages_own_text() -> None:
    page = read(article(*map(p, PARAGRAPHS), above="<nav><a href=/>Home</a> <a href=/w>World</a></nav>"))
    assert page.main is not None
    shown = " ".join(page.text[slice(*span)] for span in page.main)
    assert all(words in shown for words in PARAGRAPHS)
    assert "World" not in shown


PUSHED_IN = [
    "<figure><img src=a.jpg><figcaption>The harbour of Tolmin was calm as the talks began.</figcaption></figure>",
    '<div class="related"><h3>Read next</h3><p><a href=/x>Ten harbours to see this summer.</a></p></div>',
    '<div class="newsletter-signup"><p>Sign up for our morning letter and never miss a ship at sea.</p></div>',
    '<ul class="ticker"><li>BREAKING Vask: Kestria will never bow to threats, whoever makes them.</li></ul>',
    '<section id="comments"><p>Anna: I said from the start that this minister cannot be trusted.</p></section>',
]


@pytest.mark.parametrize("pushed_in", PUSHED_IN)
def test_what_is_pushed_into_an_article_is_taken_out_again(pushed_in: str) -> None:
    inside = [*map(p, PARAGRAPHS[:3]), pushed_in, *map(p, PARAGRAPHS[3:])]
    assert body_of(article(*inside)) == PARAGRAPHS


def test_live_entries_and_lists_are_text() -> None:
    entries = [
        f"<h2>2{n}:15 {words}</h2><p>{PARAGRAPHS[n]}</p>" for n, words in enumerate(["Calm", "Denial", "Proof"])
    ]
    listed = "<p>Three ships wait:</p><ul><li>the Vey Maiden</li><li>the Old Love</li></ul>"
    assert [words for words in body_of(article(*entries, listed)) if words in PARAGRAPHS] == PARAGRAPHS[:3]


@pytest.mark.parametrize(
    "crowd", ["<div>x</div>" * (MOST_SEGMENTS + 1), "<div>" + "<span>x</span> " * (MOST_TAGS // 2) + "</div>"]
)
def test_a_page_that_would_keep_the_judge_for_minutes_is_read_by_the_rules_alone(crowd: str) -> None:
    page = read(article(*map(p, PARAGRAPHS), below=f"<section>{crowd}</section>"))
    assert page.main is None
    assert [b for b in find_blocks(page, ENGLISH) if b.kind == "paragraph"]


def test_what_the_judge_would_not_read_does_not_count_as_a_crowd() -> None:
    drawing = "<svg><g>" + "<path></path>" * MOST_TAGS + "</g></svg>"
    page = read(article(*map(p, PARAGRAPHS), below=f"<footer>{drawing}</footer>"))
    assert page.main is not None


def test_what_the_judge_would_not_read_may_nest_and_stays_in_the_pages_own_text() -> None:
    """Each is taken out of the tree for the judge alone, however they stand inside each other."""
    aside = "<aside><svg><svg><style>g{}</style></svg></svg><aside>Read on.<footer>Tides</footer></aside></aside>"
    nested = f"{aside}<footer>{aside}</footer>"
    page = read(article(*map(p, PARAGRAPHS[:3]), nested * 20, *map(p, PARAGRAPHS[3:])))
    assert page.text.count("Read on.") == page.text.count("Tides") == 40
    assert page.main is not None
    shown = " ".join(page.text[slice(*span)] for span in page.main)
    assert all(words in shown for words in PARAGRAPHS)
    assert "Read on." not in shown


def test_structured_data_is_left_to_the_judge() -> None:
    """It reads `articleBody` where it takes a page's own elements for a menu's."""
    script = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(PARAGRAPHS)})
    head = f'<script type="application/ld+json">{script}</script>'
    shown = f"<footer>{'<br>'.join(PARAGRAPHS)}</footer>"
    with_data, without = (read(f"<html><head>{one}</head><body>{shown}</body></html>") for one in (head, ""))
    assert with_data.text == without.text
    assert with_data.main != without.main


STUBS = {
    "paywall": """<title>The convoys</title><h1>The convoys</h1><p>The lorries came at night, the driver said.</p>
        <div><h2>This story is for subscribers</h2><p>Already a subscriber? Log in</p></div>""",
    "error-page": """<title>Page not found</title>
        <main><h1>Sorry</h1><p>The page you asked for was said to be here.</p></main>""",
    "consent-wall": """<title>The Lantern</title><div><h1>Before you continue</h1>
        <p>We and our partners use cookies, it is said, to understand what you read.</p>
        <button>Accept all</button></div>""",
    "index-page": "<title>The Tolmin Gazette</title>"
    + "".join(f"<div><a href=/{n}>Harbour wall number {n} falls again</a></div>" for n in range(14)),
}


@pytest.mark.parametrize(("reason", "html"), STUBS.items())
def test_a_page_without_an_article_is_a_problem_and_no_article(reason: str, html: str) -> None:
    record = record_of(f"<html lang=en><body>{html}</body></html>")
    (problem,) = [one for one in record.problems if one.stage == "blocks"]
    assert problem.reason == reason
    assert record.article.body == ()
    assert record.statements == ()


def test_an_article_that_ends_in_an_offer_is_read() -> None:
    offer = "<div><p>Already a subscriber? Log in to keep reading more of our stories.</p></div>"
    record = record_of(article(*map(p, PARAGRAPHS * 2), below=offer))
    assert not [one for one in record.problems if one.stage == "blocks"]
    assert record.statements


GERMAN = [
    "Die Lotsen der Inseln fahren jede Nacht hinaus, und ihr Boot ist vierzig Jahre alt, sagte der Hafenmeister.",
    "Auf der Reede ist das Mehl feucht geworden, und die Besatzung hat die Säcke an Deck getragen und gewendet.",
    "Am Kai sind die Folgen zu spüren: Drei Speicher stehen leer, der vierte ist zur Halle geworden, sagte sie.",
]


@pytest.mark.parametrize("stated", ["de", "en", ""])
def test_an_article_in_another_language_is_read_and_no_statement_is_looked_for(stated: str) -> None:
    html = article(*map(p, GERMAN)).replace('lang="en"', f'lang="{stated}"')
    record = record_of(html)
    assert record.article.language == "de"
    assert len(record.article.body) >= 1
    assert [one.message for one in record.problems if one.reason == "language-unsupported"] == [
        "no statements: German is not supported yet"
    ]
    assert record.statements == ()


def test_authors_are_read_from_parts_and_in_order() -> None:
    parts = '{"@type":"NewsArticle","author":[{"@type":"Person","givenName":"Mira","familyName":"Toll"}]}'
    page = read(article(*map(p, PARAGRAPHS), head=f'<script type="application/ld+json">{parts}</script>'))
    found, _ = find_article(page, find_blocks(page, ENGLISH), ENGLISH)
    assert [one.value for one in found.bylines] == ["Mira Toll"]
    page = read(article(*map(p, PARAGRAPHS), head='<meta name="dc.creator" content="Toll, Mira">'))
    found, _ = find_article(page, find_blocks(page, ENGLISH), ENGLISH)
    assert [one.value for one in found.bylines] == ["Mira Toll"]


def test_a_name_says_more_than_an_address() -> None:
    head = (
        '<meta property="og:site_name" content="courier.example"><script type="application/ld+json">'
        '{"@type":"NewsArticle","publisher":{"name":"The Tolmin Courier"}}</script>'
    )
    page = read(article(*map(p, PARAGRAPHS), head=head))
    found, _ = find_article(page, find_blocks(page, ENGLISH), ENGLISH)
    assert found.outlet is not None
    assert found.outlet.value == "The Tolmin Courier"
    assert [one.value for one in found.outlet.also] == ["courier.example"]


@pytest.mark.parametrize(("against", "doubted"), [(0, False), (1, False), (2, True), (4, True)])
def test_a_body_that_two_opinions_differ_about_is_a_problem(against: int, doubted: bool) -> None:  # noqa: FBT001 -- a case
    """Of four paragraphs of one length so many were left out against the rules; two in five words are too many."""
    page = read("".join(p("word " * 20 + "end.") for _ in range(4)))
    reasons = [LEFT_OUT] * against + ["ends as a sentence does"] * (4 - against)
    kinds: list[BlockKind] = ["notice" if reason == LEFT_OUT else "paragraph" for reason in reasons]
    blocks = tuple(
        Block(span=one.span, kind=kind, reason=reason, path=one.path)
        for one, kind, reason in zip(page.segments, kinds, reasons, strict=True)
    )
    assert [one.reason for one in find_doubt(page, blocks)] == ["body-uncertain"] * doubted


def test_a_page_that_both_opinions_agree_on_is_not_doubted() -> None:
    assert "body-uncertain" not in [one.reason for one in record_of(article(*map(p, PARAGRAPHS))).problems]


TAG = re.compile(rb"<[^>]*>")
ATTRIBUTE = re.compile(rb"""\s[\w-]+="[^"]*\"""")


def edited(data: bytes, seed: int) -> bytes:
    """Return a page with tags dropped, attributes mangled, parts moved, its end cut off, its bytes re-encoded."""
    rng = random.Random(seed)  # noqa: S311 -- edits, no secrets
    data = TAG.sub(lambda m: b"" if rng.random() < 0.1 else m.group(), data)
    data = ATTRIBUTE.sub(lambda m: mangled(m.group(), rng) if rng.random() < 0.2 else m.group(), data)
    if rng.random() < 0.3:
        start = rng.randrange(len(data))
        data = data[: rng.randrange(len(data))] + data[start : start + 2_000] + data[rng.randrange(len(data)) :]
    if rng.random() < 0.3:
        data = data[: rng.randrange(1, len(data))]
    if rng.random() < 0.4:
        text = data.decode("utf-8", "replace")
        data = text.encode(rng.choice(["latin-1", "utf-16", "cp1251", "utf-8-sig", "shift_jis"]), "replace")
    return data


def mangled(attribute: bytes, rng: random.Random) -> bytes:
    return rng.choice([b"", attribute[:-1], attribute + attribute, b' class="\xff"', attribute[::-1], b" =\"'<"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(EXAMPLES), st.integers(0, 2**32))
def test_whatever_is_done_to_a_page_every_span_is_proven(path: Path, seed: int) -> None:
    data = edited(path.read_bytes(), seed)
    try:
        record = record_of(data)
    except UnreadableError:
        return
    assert all(a.span.end <= b.span.start for a, b in pairwise(record.blocks))
    assert not prove(record)
    assert not torn(record)


def torn(record: Record) -> list[str]:
    """Return the spans that begin or end in a word or in space; blocks and body must stand between space."""
    text = f" {record.text} "
    whole = [*(block.span for block in record.blocks), *record.article.body]
    spans = [span for one in record.statements for span in (*one.content, *one.cue, *one.speaker_spans)]
    wrong = [span for span in whole if not (text[span.start].isspace() and text[span.end + 1].isspace())]
    for start, end in (*whole, *spans):
        if (
            text[start + 1].isspace()
            or text[end].isspace()
            or text[start : start + 2].isalnum()
            or text[end : end + 2].isalnum()
        ):
            wrong.append(Span(start, end))
    return [record.text[start:end] for start, end in wrong]


def moved(span: Span, by: tuple[int, int]) -> Span:
    return Span(span.start + by[0], span.end + by[1])


@pytest.mark.parametrize("by", [(1, 1), (-1, -1), (0, 1), (1, 0), (-1, 0), (0, -1)])
def test_a_span_that_is_off_by_one_would_be_noticed(by: tuple[int, int]) -> None:
    """The check above is no formality: it fails for each kind of span that stands one character aside."""
    record = record_of(article(*map(p, PARAGRAPHS)))
    assert not prove(record)
    assert not torn(record)
    block, article_, (one, *more) = record.blocks[1], record.article, record.statements
    headline = article_.headline
    assert headline is not None
    assert headline.span is not None
    words = "rockets had been moved"  # between spaces, wherever the reader ends this content
    content = Span(record.text.index(words), record.text.index(words) + len(words))
    assert not torn(replace(record, statements=(replace(one, content=(content,)), *more)))
    wrong = [
        replace(record, blocks=(replace(block, span=moved(block.span, by)),)),
        replace(record, article=replace(article_, body=(moved(article_.body[0], by),))),
        replace(record, article=replace(article_, headline=replace(headline, span=moved(headline.span, by)))),
        replace(record, statements=(replace(one, cue=(moved(one.cue[0], by),)), *more)),
        replace(record, statements=(replace(one, content=(moved(content, by),)), *more)),
    ]
    assert [bool(prove(other) or torn(other)) for other in wrong] == [True] * len(wrong)


def test_a_fact_of_the_markup_in_another_spelling_has_no_span() -> None:
    """Found by fuzzing: a site name in capitals on the page is not the words that the markup states."""
    html = (
        b'<html><head><meta property="og:site_name" content="Varland News Agency"></head><body>'
        b"<div>VARLAND NEWS AGENCY</div><h1>Minister denies the sale of drones</h1>"
        b"<p>Foreign Minister Halden Broek said on Tuesday that nothing had been sold to anybody.</p></body>"
    )
    record = read_page(html)
    assert record.article.outlet is not None
    assert (record.article.outlet.value, record.article.outlet.span) == ("Varland News Agency", None)
    assert not prove(record)
