"""Feeds: every entry with its text is a page that stored bytes give again; what a feed must not do is refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_samples import opened, reasons, text_of

from onrecord.model import Source
from onrecord.read import read_pages

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>VNA World</title><link>https://vna.example/</link><language>en</language>
<item><title>Velt &amp;amp; Ardel talk</title><link>https://vna.example/1</link>
<guid isPermaLink="false">vna-1</guid>
<pubDate>Fri, 07 Mar 2031 10:15:00 +0200</pubDate><dc:creator>Tomas Ardel</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>“We talk,” Mara Velt said.</p><p>Nobody&nbsp;else did.</p>]]></content:encoded>
</item>
<item><title>Second</title><link>https://vna.example/2</link>
<description>Only &lt;b&gt;this&lt;/b&gt;.</description></item>
<item><title>Third</title><link>https://vna.example/3</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>KPB</title>
<entry><title type="html">Talks &lt;i&gt;resume&lt;/i&gt;</title><id>tag:kpb.example,2031:1</id>
<link rel="self" href="https://kpb.example/1.atom"/><link href="https://kpb.example/1"/>
<published>2031-03-07T10:15:00Z</published><updated>2031-03-08T09:00:00Z</updated>
<author><name>Ilse Dorn</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>rains</b>, she said.</p></div></content>
</entry>
<entry><title>Plain</title><id>tag:kpb.example,2031:2</id><content>1 &lt; 2, he said.</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://t.example/"><title>Transmarine</title></channel>
<item rdf:about="https://t.example/1"><title>One</title><link>https://t.example/1</link>
<dc:date>2031-03-07</dc:date><description>&lt;p&gt;A short text.&lt;/p&gt;</description></item></rdf:RDF>"""


def meta_of(source: Source) -> dict[str, str]:
    (page,) = read_pages(source)
    return {row.key: row.value for row in page.meta}


def test_rss_gives_full_text_and_says_where_there_is_only_a_summary(tmp_path: Path) -> None:
    sources, gaps, _ = opened(tmp_path, "feed.xml", RSS.encode())
    assert [source.path for source in sources] == [
        f"{tmp_path}/feed.xml!vna-1",
        f"{tmp_path}/feed.xml!https://vna.example/2",
    ]
    assert [source.url for source in sources] == ["https://vna.example/1", "https://vna.example/2"]
    assert text_of(sources[0]) == "“We talk,” Mara Velt said.\n\nNobody\xa0else did."
    assert meta_of(sources[0]) == {
        "headline": "Velt & Ardel talk",
        "author": "Tomas Ardel",
        "article:published_time": "2031-03-07T10:15:00+02:00",
        "lang": "en",
        "feed:title": "VNA World",
    }
    assert text_of(sources[1]) == "Only this."
    assert [[p.reason for p in page.problems] for page in read_pages(sources[1])] == [["summary-only"]]
    assert reasons(gaps) == ["no-text"]


def test_atom_gives_xhtml_as_markup_and_text_as_text(tmp_path: Path) -> None:
    sources, gaps, _ = opened(tmp_path, "feed.atom", ATOM.encode())
    assert gaps == []
    assert [text_of(source) for source in sources] == ["It rains, she said.", "1 < 2, he said."]
    assert sources[0].url == "https://kpb.example/1"
    assert meta_of(sources[0]) == {
        "headline": "Talks resume",
        "author": "Ilse Dorn",
        "article:published_time": "2031-03-07T10:15:00Z",
        "article:modified_time": "2031-03-08T09:00:00Z",
        "lang": "en",
        "feed:title": "KPB",
    }


def test_rss_1_is_read(tmp_path: Path) -> None:
    sources, _, _ = opened(tmp_path, "feed.rdf", RDF.encode())
    assert [(source.url, text_of(source)) for source in sources] == [("https://t.example/1", "A short text.")]
    assert meta_of(sources[0])["article:published_time"] == "2031-03-07"


def test_the_same_entry_is_the_same_source_wherever_the_feed_lies(tmp_path: Path) -> None:
    first, _, _ = opened(tmp_path, "a.xml", RSS.encode())
    second, _, _ = opened(tmp_path, "b.xml", RSS.replace("<item><title>Third", "<item><title>Other").encode())
    assert [source.data for source in first] == [source.data for source in second]
    again = Source(data=first[0].data, media_type=first[0].media_type)
    assert text_of(again) == text_of(first[0])


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/evil.dtd"> %p;]>',
    ],
)
def test_entities_of_its_own_are_refused(tmp_path: Path, doctype: str) -> None:
    feed = f"{doctype}<rss><channel><item><description>&b;&x;</description></item></channel></rss>"
    sources, gaps, _ = opened(tmp_path, "feed.xml", feed.encode())
    assert (sources, reasons(gaps)) == ([], ["xml-refused"])


def test_undeclared_names_of_html_are_understood_and_nothing_is_loaded(tmp_path: Path) -> None:
    feed = (
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel><item>'
        "<description>a&nbsp;b &foo;</description></item></channel></rss>"
    )
    ((source,), gaps, _) = opened(tmp_path, "feed.xml", feed.encode())
    assert gaps == []
    assert text_of(source) == "a\xa0b &foo;"


def test_a_feed_nested_too_deep_or_with_an_entry_too_large_is_left_there(tmp_path: Path) -> None:
    deep = "<rss><channel><item><description>" + "<a>" * 100_000
    assert reasons(opened(tmp_path, "deep.xml", deep.encode())[1]) == ["xml-refused"]
    large = "<rss><channel><item><description>" + "word " * 2_000_000
    assert reasons(opened(tmp_path, "large.xml", large.encode())[1]) == ["xml-refused"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(RSS.encode()) - 1), st.binary(max_size=8))
def test_damage_spares_the_entries_before_it(tmp_path: Path, at: int, noise: bytes) -> None:
    data = RSS.encode()
    sources, gaps, _ = opened(tmp_path, "feed.xml", data[:at] + noise + data[at + len(noise) :])
    assert sources or gaps
    if at > RSS.encode().index(b"</item>") + 10:
        assert "Mara Velt said" in text_of(sources[0])
