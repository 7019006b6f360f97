"""Each fact of a masthead is what the page shows, proves itself, and is left out where the page is silent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.blocks import find_blocks
from onrecord.lang.language import Language
from onrecord.masthead import find_article
from onrecord.model import Article, Page, Problem, Segment, Source
from onrecord.read import read_pages
from onrecord.read.item import Item, item_source
from onrecord.text import inside, line_spans, name_key

ENGLISH = Language("en")
LEAD = "Kestria denied on Monday that rockets had been moved to the strait by its army."
REST = [
    "“We have moved nothing,” Deputy Minister Oren Vask told reporters at the Rotunda in the evening.",
    "The Amber Hall said earlier that it had seen pictures of the launchers, and that it would publish them soon.",
]
HEADLINE = "Kestria denies rockets at the strait"


def read(text: str) -> Page:
    return next(iter(read_pages(Source(data=text.encode(), path="dump.txt", media_type="text/plain"))))


def article_of(page: Page) -> tuple[Article, tuple[Problem, ...]]:
    return find_article(page, find_blocks(page, ENGLISH), ENGLISH)


def dump(*head: str, lead: str = LEAD, below: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Article:
    return article_of(read("\n".join([*above, HEADLINE, *head, "", lead, *REST, *below])))[0]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (["By Mira Toll"], ["Mira Toll"]),
        (
            ["By Mira Toll and Jonas van der Aalt, Staff Writers", "March 3, 2031"],
            ["Mira Toll", "Jonas van der Aalt"],
        ),
        (["Mira Toll (@miratoll) Published March 03, 2031 | 10:20 PM"], ["Mira Toll"]),
        (["Mira Toll Published March 03, 2031 | 10:20 PM"], ["Mira Toll"]),
        (["Mira Toll", "March 3, 2031"], ["Mira Toll"]),
        (["By News Desk", "March 3, 2031"], []),
        (["By Transmarine Staff", "March 3, 2031"], []),
        (["By Reuters", "March 3, 2031"], []),
        (["March 3, 2031"], []),
        (["By MIRA TOLL FOR THE STRAIT REVIEW", "March 3, 2031"], ["MIRA TOLL"]),
    ],
)
def test_bylines_are_people(head: list[str], names: list[str]) -> None:
    assert [byline.value for byline in dump(*head).bylines] == names


def test_who_contributed_is_a_byline_without_the_outlet_before_the_name() -> None:
    article = dump("By Mira Toll", below=("The Courier's Dane Orr contributed to this report.",))
    assert [byline.value for byline in article.bylines] == ["Mira Toll", "Dane Orr"]


@pytest.mark.parametrize(
    ("lead", "place", "agencies"),
    [
        ("TOLMIN, March 3 (Transmarine) — " + LEAD, "TOLMIN", ["Transmarine"]),
        ("PORT HALVARD (AP) — " + LEAD, "PORT HALVARD", ["AP"]),
        ("TOLMIN (The Courier / Sputnik - 3rd March, 2031) " + LEAD, "TOLMIN", ["Sputnik"]),
        ("(TOLMIN) " + LEAD, "TOLMIN", []),
        ("ORSK-ON-VEY: " + LEAD, "ORSK-ON-VEY", []),
        ("TOLMIN, March 3. " + LEAD, "TOLMIN", []),
        ("ORSK-ON-VEY. 3 March 2031. TASS. " + LEAD, "ORSK-ON-VEY", ["TASS"]),
        ("TOLMIN, March 3. /TASS/. " + LEAD, "TOLMIN", ["TASS"]),
        ("Tolmin, March 3 (Reuters) – " + LEAD, "Tolmin", ["Reuters"]),
        ("WATCH: " + LEAD, None, []),
        ("(CNN) " + LEAD, None, []),
        (LEAD, None, []),
    ],
)
def test_a_dateline_gives_its_place_and_its_wire(lead: str, place: str | None, agencies: list[str]) -> None:
    article = dump("By Mira Toll", lead=lead)
    assert (article.dateline.value if article.dateline else None) == place
    assert [agency.value for agency in article.agencies] == agencies


@pytest.mark.parametrize(
    ("below", "agencies"),
    [
        ("Source: Agencies", ["Agencies"]),
        ("(With inputs from AFP)", ["AFP"]),
        ("With inputs from Reuters and AP.", ["Reuters", "AP"]),
        ("The strait at dusk. (Photo: Dane Orr/AFP)", []),
    ],
)
def test_a_credit_names_the_wire_and_a_photograph_does_not(below: str, agencies: list[str]) -> None:
    assert [agency.value for agency in dump("By Mira Toll", below=(below,)).agencies] == agencies


def test_a_date_beside_the_headline_is_the_day_of_publication() -> None:
    published = dump("By Mira Toll", "March 3, 2031 4:05 p.m. EST").published
    assert (published.value, published.time, published.tz) == ("2031-03-03", "16:05", "EST")


def test_the_clock_above_the_menu_is_not() -> None:
    article = dump("By Mira Toll", above=("June 16, 2031", "• Home", "• World", "• Sport"))
    assert (article.published.value, article.published.not_after) == (None, "2031-06-16")
    assert "clock" in article.published.by


def test_the_date_called_published_wins_and_the_other_is_the_update() -> None:
    article = dump("By Mira Toll", "Updated: March 5, 2031 | Published: March 3, 2031")
    assert article.published.value == "2031-03-03"
    assert article.updated is not None
    assert article.updated.value == "2031-03-05"


def test_two_dates_that_nothing_tells_apart_leave_the_day_unknown() -> None:
    published = dump("By Mira Toll", "March 3, 2031", "March 9, 2031").published
    assert published.value is None
    assert sorted(evidence.value for evidence in published.also) == ["2031-03-03", "2031-03-09"]


def test_the_page_says_where_the_article_appeared_first() -> None:
    article = dump(
        "By Mira Toll", below=("This article was first published by The Strait Review on March 1, 2031.",)
    )
    assert article.republishes is not None
    assert article.republishes.value == "The Strait Review"


def test_an_owner_named_only_in_the_copyright_line_is_no_outlet() -> None:
    assert dump(below=("© 2031 Halvard Media Group. All rights reserved.",)).outlet is None
    named = dump(
        above=("The Strait Review", "• Home"), below=("About The Strait Review", "© 2031 The Strait Review")
    )
    assert named.outlet is not None
    assert named.outlet.value == "The Strait Review"


@pytest.mark.parametrize(
    "foot",
    [
        "Published by Strait Review Newspapers Ltd",
        "Strait Review is owned by its readers.",
        "© 2031 Strait Review Co-operative. All rights reserved.",
    ],
)
def test_a_name_at_the_top_that_opens_the_foot_is_the_outlet(foot: str) -> None:
    menu = ("Log in", "• Home", "• World", "• Sport")
    named = dump(above=("Strait Review", *menu), below=("Privacy", foot)).outlet
    assert named is not None
    assert named.value == "Strait Review"
    assert dump(above=("Strait Review", *menu), below=("Privacy",)).outlet is None
    assert dump(above=("World News", *menu), below=("World News and more: sign up",)).outlet is None


def test_a_part_of_the_title_that_opens_the_foot_is_the_outlet() -> None:
    paragraphs = "".join(f"<p>{words}</p>" for words in (LEAD, *REST))
    html = f"<title>{HEADLINE} - StraitReview</title><h1>{HEADLINE}</h1>{paragraphs}<footer>%s</footer>"
    for foot, name in (("StraitReview – a theme by Barn", "StraitReview"), ("A theme by Barn", None)):
        page = next(iter(read_pages(Source(data=(html % foot).encode(), media_type="text/html"))))
        outlet = article_of(page)[0].outlet
        assert (outlet.value if outlet else None) == name


def test_a_name_above_a_motto_is_the_outlet_and_a_section_is_not() -> None:
    named = dump(above=("June 16, 2031", "Strait Review", "All The Coast Reads")).outlet
    assert named is not None
    assert named.value == "Strait Review"
    assert dump(above=("June 16, 2031", "Strait Review")).outlet is None
    assert dump(above=("World News", "All The Coast Reads")).outlet is None
    assert dump(above=("Strait Review", "All The Coast Reads", "Sign in")).outlet is None


def test_what_is_left_out_becomes_a_problem() -> None:
    article, problems = article_of(read("Home\nWorld\nSign in"))
    assert {problem.reason for problem in problems} == {"no-body", "no-headline", "no-outlet", "no-date"}
    assert article.published.by
    assert article.body == ()


def html(head: str, body: str = "") -> Page:
    paragraphs = "".join(f"<p>{words}</p>" for words in [LEAD, *REST])
    markup = f'<html lang="en-GB"><head>{head}</head><body>{body}<article>{paragraphs}</article></body></html>'
    return next(iter(read_pages(Source(data=markup.encode(), path="page.html", media_type="text/html"))))


def test_markup_gives_the_facts_and_the_page_their_places() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2031-03-03T16:05:00+02:00",
        "dateModified": "2031-03-04T08:00:00+02:00",
        "author": [{"@type": "Person", "name": "Mira Toll"}, {"@type": "Organization", "name": "Reuters"}],
        "publisher": {"@type": "Organization", "name": "The Tolmin Courier"},
    }
    page = html(
        f"<title>{HEADLINE} | The Tolmin Courier</title>"
        f'<script type="application/ld+json">{json.dumps(linked)}</script>',
        f"<h1>{HEADLINE}</h1><p>By Mira Toll</p><p>March 3, 2031</p>",
    )
    article, problems = article_of(page)
    assert problems == ()
    assert article.language == "en"
    assert article.headline is not None
    assert article.headline.value == HEADLINE
    assert article.headline.span is not None
    assert article.outlet is not None
    assert article.outlet.value == "The Tolmin Courier"
    assert [byline.value for byline in article.bylines] == ["Mira Toll"]
    assert article.bylines[0].span is not None
    assert [agency.value for agency in article.agencies] == ["Reuters"]
    assert article.published.value == "2031-03-03"
    assert article.updated is not None
    assert article.updated.value == "2031-03-04"


def test_a_title_that_is_not_visible_loses_the_sites_name_and_has_no_span() -> None:
    article, _ = article_of(html("<title>Rockets? Never, says Tolmin | The Tolmin Courier</title>"))
    assert article.headline is not None
    assert (article.headline.value, article.headline.span) == ("Rockets? Never, says Tolmin", None)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                HEADLINE,
                LEAD,
                *REST,
                "TOLMIN, March 3 (KPB) — " + LEAD,
                "By Mira Toll and Dane Orr",
                "By ",
                "Mira Toll (@mt) Published March 3, 2031",
                "Updated March 5, 2031",
                "Source: Agencies, AFP",
                "© 2031 Courier",
                "Courier",
                "(With inputs from AP",
                "The story first appeared in The Review",
                "",
                "June 16, 2031",
                "• Home",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=24,
)


@given(LINES)
def test_every_fact_proves_itself_and_the_body_is_the_paragraphs(lines: list[str]) -> None:
    text = "\n".join(lines)
    segments = tuple(Segment(span=s, path=f"line {i}", tag="line") for i, s in enumerate(line_spans(text), 1))
    page = Page(head=read("x").head, text=text, segments=segments)
    blocks = find_blocks(page, ENGLISH)
    article, _ = find_article(page, blocks, ENGLISH)
    facts = (article.headline, article.outlet, article.dateline, article.republishes)
    for fact in (*(f for f in facts if f), *article.bylines, *article.agencies):
        assert fact.span is not None
        assert name_key(text[slice(*fact.span)]) == name_key(fact.value)
    paragraphs = [block.span for block in blocks if block.kind == "paragraph"]
    assert all(any(inside(span, part) for part in article.body) for span in paragraphs)
    assert sum(end - start for start, end in paragraphs) <= sum(end - start for start, end in article.body)
    assert all(any(start <= span.start < end for span in paragraphs) for start, end in article.body)


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Orsk Courier - World", "Orsk Courier"),
        ("World | The Orsk Courier", "The Orsk Courier"),
        ("Top stories", None),
    ],
)
def test_a_feed_names_the_outlet_where_its_title_spells_the_domain(title: str, outlet: str | None) -> None:
    item = Item(text="\n".join([LEAD, *REST]), title=HEADLINE, feed=title)
    source = item_source(item, "feed.xml!1", "https://www.orskcourier.example/2031/strait")
    found, _ = article_of(next(iter(read_pages(source))))
    assert (found.outlet.value if found.outlet else None) == outlet
