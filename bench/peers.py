"""The extractors that `pages` measures, each behind one small function; a peer that is not installed says so.

Each takes the bytes of a page and its address and returns what it reads. Bytes go in as they are: decoding is part
of the work.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.blocks import find_blocks
from onrecord.lang.language import Language
from onrecord.masthead import find_article
from onrecord.model import Source
from onrecord.read import read_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one extractor reads from one page; None and () where it is silent, or has no such field.

    `readings` are other headlines kept beside it, with their evidence.
    """

    body: str = ""
    headline: str | None = None
    readings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    day: str | None = None
    publisher: str | None = None


Reader = Callable[[bytes, str], Reading]


def onrecord_reader() -> Reader:
    """Return ours: everything that `onrecord read` does with a page, statements apart."""
    english = Language("en")

    def read(data: bytes, url: str) -> Reading:
        page = next(iter(read_pages(Source(data=data, url=url, media_type="text/html"))))
        blocks = find_blocks(page, english)
        article, _ = find_article(page, blocks, english)
        return Reading(
            body="\n".join(
                page.text[slice(*block.span)]
                for block in blocks
                if block.kind in ("paragraph", "subhead", "standfirst")
            ),
            headline=article.headline.value if article.headline else None,
            readings=tuple(one.value for one in article.headline.also) if article.headline else (),
            authors=(
                *(found.value for found in article.bylines),
                *(found.value for found in article.agencies if found.path and "author" in found.by),
            ),
            day=article.published.value,
            publisher=article.outlet.value if article.outlet else None,
        )

    return read


def trafilatura_reader(*, precision: bool = False) -> Reader:
    """Return trafilatura with metadata, comments off: the setting it is best at."""
    trafilatura: Any = importlib.import_module("trafilatura")

    def read(data: bytes, url: str) -> Reading:
        found = trafilatura.bare_extraction(
            data, url=url, include_comments=False, with_metadata=True, favor_precision=precision
        )
        if found is None:
            return Reading()
        return Reading(
            body=found.text or "",
            headline=found.title,
            authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
            day=found.date,
            publisher=found.sitename,
        )

    return read


def resiliparse_reader() -> Reader:
    """Return resiliparse's main content; it reads no metadata."""
    extract: Any = importlib.import_module("resiliparse.extract.html2text")
    encoding: Any = importlib.import_module("resiliparse.parse.encoding")
    html: Any = importlib.import_module("resiliparse.parse.html")

    def read(data: bytes, url: str) -> Reading:
        del url
        tree = html.HTMLTree.parse(encoding.bytes_to_str(data, encoding.detect_encoding(data)))
        return Reading(
            body=extract.extract_plain_text(tree, main_content=True, alt_texts=False), headline=tree.title
        )

    return read


def newspaper_reader() -> Reader:
    """Return newspaper4k on a page already fetched."""
    newspaper: Any = importlib.import_module("newspaper")

    def read(data: bytes, url: str) -> Reading:
        article = newspaper.Article(url or "https://example.org/", fetch_images=False)
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        return Reading(
            body=article.text,
            headline=article.title or None,
            authors=tuple(article.authors),
            day=article.publish_date.date().isoformat() if article.publish_date else None,
            publisher=(article.meta_site_name or None),
        )

    return read


def readability_reader() -> Reader:
    """Return readability-lxml; its body is markup, whose text is taken a block a line."""
    readability: Any = importlib.import_module("readability")
    lxml_html: Any = importlib.import_module("lxml.html")

    def read(data: bytes, url: str) -> Reading:
        document = readability.Document(data, url=url)
        tree = lxml_html.fromstring(document.summary())
        return Reading(body="\n".join(tree.itertext()), headline=document.short_title())

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "onrecord": onrecord_reader,
    "trafilatura": trafilatura_reader,
    "trafilatura precision": lambda: trafilatura_reader(precision=True),
    "resiliparse": resiliparse_reader,
    "newspaper4k": newspaper_reader,
    "readability-lxml": readability_reader,
}
"""Every extractor by name; calling the value imports it, and raises ImportError where it is not installed."""
