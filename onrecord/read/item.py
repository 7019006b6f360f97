"""Articles that come as fields and not as pages: rows of a table, entries of a feed.

Their bytes are a JSON object with the article's text or markup and what was stated about it, so that a page can
be made from stored bytes alone, long after the table or the feed is gone. Places (address, row, id) are not in
it: the same article met twice is one page, captured twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from onrecord.errors import UnreadableError
from onrecord.model import Meta, Page, Problem, Source
from onrecord.read.html import html_page
from onrecord.read.pages import source_name
from onrecord.read.plain import plain_page
from onrecord.read.sniff import refuse_binary
from onrecord.settings import Settings

ITEM = "application/vnd.onrecord.item+json"

_LONE = re.compile("[\ud800-\udfff]")
_LONGEST = 4_000
_KEYS = {
    "title": "headline",
    "author": "author",
    "published": "article:published_time",
    "updated": "article:modified_time",
    "language": "lang",
    "feed": "feed:title",
}
"""The kind of fact that each field is: `Meta.key`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article as fields; `text` or `html` is there, the other and what is not known are empty.

    Attributes:
        text: As plain text.
        html: As a fragment of HTML.
        title: The headline.
        author: As stated, perhaps several in one string.
        published: As stated; ISO 8601 where the format prescribes another notation.
        updated: The same.
        language: A language tag.
        feed: The title of the feed that it came in.
        summary: It is only a summary of the article ("yes").
    """

    text: str = ""
    html: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    feed: str = ""
    summary: str = ""


def item_source(item: Item, path: str, url: str | None, problems: tuple[Problem, ...] = ()) -> Source:
    """Return an article as a source: fields in fixed order, empty ones left out, UTF-8."""
    stated = {key: _LONE.sub("\ufffd", value) for key, value in asdict(item).items() if value}
    data = json.dumps(stated, ensure_ascii=False).encode()
    return Source(data=data, path=path, url=url, media_type=ITEM, problems=problems)


def read_item(source: Source, settings: Settings) -> Iterator[Page]:
    """Yield the page that an article as fields is.

    Raises:
        UnreadableError: `item-broken`, or as for the text or the markup in it.
    """
    item = _load(source)
    refuse_binary((item.html or item.text).encode(), source_name(source))
    known = tuple(
        Meta(path=f"item.{field}", key=key, value=value[:_LONGEST].strip())
        for field, key in _KEYS.items()
        if (value := str(getattr(item, field)).strip())
    )
    ills = (_summary_only(source),) if item.summary else ()
    make = html_page if item.html else plain_page
    yield make(source, item.html or item.text, settings, known, ills)


def _load(source: Source) -> Item:
    names = {field.name for field in fields(Item)}
    try:
        stated = json.loads(source.data)
        return Item(**{key: str(value) for key, value in stated.items() if key in names})
    except (ValueError, AttributeError, RecursionError) as error:
        raise UnreadableError(
            "item-broken", f"{source_name(source)} is no article as JSON; add the table or the feed again."
        ) from error


def _summary_only(source: Source) -> Problem:
    return Problem(
        stage="read",
        reason="summary-only",
        message=f"The feed gives only a summary of {source.url or source_name(source)}; add the page itself.",
    )
