"""What a page states in its markup: each fact with its key, its value and the path that proves it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Meta, Page, Source
from onrecord.read import read_pages
from onrecord.read.html import parse
from onrecord.read.jsonld import LONGEST_VALUE, MOST_ROWS


def read(html: str) -> Page:
    return next(read_pages(Source(data=html.encode(), media_type="text/html; charset=utf-8")))


def rows(html: str, *keys: str) -> list[tuple[str, str, str]]:
    return [(row.key, row.value, row.path) for row in read(html).meta if not keys or row.key in keys]


def jsonld(script: str) -> list[Meta]:
    page = read(f"<script type='application/ld+json'>{script}</script>words")
    return [row for row in page.meta if row.key.startswith("jsonld:")]


PAGE = """<html lang=en-KS><head><title>
  Talks resume  | The Lantern</title><link rel=canonical href="https://lantern.example/talks">
<meta property="og:title" content=" Talks resume "><meta name=Author content="A. Kovel"><meta name=x content="">
<meta itemprop=datePublished content=2031-03-07><meta http-equiv=content-language content=en>
<meta name='odd"name' content=x></head><body><svg><title>Logo</title></svg>
<p>By <a rel="author nofollow" href="/staff/kovel">A. Kovel</a>, <time datetime="2031-03-07T09:00Z">today</time>
<span itemprop="author publisher" content="KPB">us</span></body></html>"""


def test_the_head_the_microdata_and_the_times_are_listed_with_paths_that_find_them() -> None:
    found = rows(PAGE)
    assert found == [
        ("charset", "utf-8", "charset by stated"),
        ("title", "Talks resume | The Lantern", "title"),
        ("lang", "en-KS", "html[lang]"),
        ("canonical", "https://lantern.example/talks", 'link[rel~="canonical"]'),
        ("og:title", "Talks resume", 'meta[property="og:title"]'),
        ("author", "A. Kovel", 'meta[name="Author"]'),
        ("itemprop:datePublished", "2031-03-07", 'meta[itemprop="datePublished"]'),
        ("content-language", "en", 'meta[http-equiv="content-language"]'),
        ('odd"name', "x", 'meta[name="odd\\"name"]'),
        ("rel:author", "/staff/kovel", "body > p:nth-of-type(1) > a:nth-of-type(1)"),
        ("time", "2031-03-07T09:00Z", "body > p:nth-of-type(1) > time:nth-of-type(1)"),
        ("itemprop:author", "KPB", "body > p:nth-of-type(1) > span:nth-of-type(1)"),
        ("itemprop:publisher", "KPB", "body > p:nth-of-type(1) > span:nth-of-type(1)"),
    ]
    tree = parse(PAGE)
    assert all(tree.css_first(path) is not None for _, _, path in found[1:])


def test_jsonld_is_flattened_under_the_type_of_its_object() -> None:
    script = {
        "@context": {"@vocab": "https://schema.org/"},
        "@graph": [
            {
                "@type": ["https://schema.org/NewsArticle", "Article"],
                "author": [{"@type": "Person", "name": "A. Kovel"}],
            },
            {"headline": "Talks resume", "wordCount": 12, "isAccessibleForFree": True, "about": None},
        ],
    }
    assert [(row.key, row.value, row.path) for row in jsonld(json.dumps(script))] == [
        ("jsonld:NewsArticle.@type", "https://schema.org/NewsArticle", "jsonld[0].@graph[0].@type[0]"),
        ("jsonld:NewsArticle.@type", "Article", "jsonld[0].@graph[0].@type[1]"),
        ("jsonld:NewsArticle.author.@type", "Person", "jsonld[0].@graph[0].author[0].@type"),
        ("jsonld:NewsArticle.author.name", "A. Kovel", "jsonld[0].@graph[0].author[0].name"),
        ("jsonld:Thing.headline", "Talks resume", "jsonld[0].@graph[1].headline"),
        ("jsonld:Thing.wordCount", "12", "jsonld[0].@graph[1].wordCount"),
        ("jsonld:Thing.isAccessibleForFree", "true", "jsonld[0].@graph[1].isAccessibleForFree"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Talks"}\n//]]>',
        '<!-- {"@type": "NewsArticle", "headline": "Talks"} -->',
        '{"@type": "NewsArticle", "headline": "Talks"};',
    ],
)
def test_jsonld_in_the_usual_wrappings_is_read(script: str) -> None:
    assert ("jsonld:NewsArticle.headline", "Talks") in [(row.key, row.value) for row in jsonld(script)]


def test_line_ends_and_half_characters_in_jsonld_do_no_harm() -> None:
    assert [row.value for row in jsonld('{"a": "one\ntwo \\ud800 \\ud83d\\uddde"}')] == ["one\ntwo \ufffd 🗞"]


@pytest.mark.parametrize("script", ["{", '{"a": }', "[" * 100_000, "{} {}", '{"a": ' + "9" * 5_000 + "}"])
def test_broken_jsonld_is_a_problem_and_the_page_is_read(script: str) -> None:
    html = (
        "<script type=application/ld+json>{}</script><script type='application/LD+JSON'>" + script + "</script>yes"
    )
    page = read(html)
    assert page.text == "yes"
    assert [problem.reason for problem in page.problems] == ["jsonld-broken"]
    assert "script 1" in page.problems[0].message


def test_metadata_is_bounded_in_depth_number_and_length() -> None:
    deep = '{"a":' * 40 + "1" + "}" * 40
    assert jsonld(deep) == []
    many = jsonld(json.dumps({"a": list(range(1, MOST_ROWS + 100))}))
    assert len(many) == MOST_ROWS
    assert len(jsonld(json.dumps({"a": "x" * 9_000}))[0].value) == LONGEST_VALUE
    tags = rows("<meta name=a content=b>" * (MOST_ROWS + 100) + "words", "a")
    assert len(tags) <= MOST_ROWS
    assert len(rows(f"<title>{'x ' * 9_000}</title>words", "title")[0][1]) <= LONGEST_VALUE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_flattened_to_the_plain_values_it_holds(value: object) -> None:
    script = json.dumps(value).replace("<", "\\u003c")
    for row in jsonld(script):
        assert row.value == row.value.strip() != ""
        assert row.path.startswith("jsonld[0]")
        (row.key + row.value + row.path).encode("utf-8")
