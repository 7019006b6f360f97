"""Bytes to pages: what there is to read, what kind of thing it is, and its visible text.

>>> from onrecord.model import Source
>>> page = next(read_pages(Source(data=b"<p>It rains, <b>she</b> said.</p>")))
>>> page.text
'It rains, she said.'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from onrecord.model import Page, Source
from onrecord.read.charset import decode_marked
from onrecord.read.containers import open_sources
from onrecord.read.fetch import Fetcher, Manners, is_address
from onrecord.read.html import read_html
from onrecord.read.http import bare_type
from onrecord.read.item import ITEM, read_item
from onrecord.read.pages import source_name
from onrecord.read.parts import PassedOver
from onrecord.read.plain import read_plain
from onrecord.read.sniff import HTML, PLAIN, media_type, refuse_binary, refuse_signatures
from onrecord.read.sources import SourceRef, check_size, find_sources, load_source
from onrecord.settings import DEFAULT, Settings

RENDERER = "onrecord-render-1"
"""The coordinate system of `Page.text`; it changes whenever the same bytes would give another text."""

Reader = Callable[[Source, Settings], Iterator[Page]]

READERS: dict[str, Reader] = {HTML: read_html, PLAIN: read_plain, ITEM: read_item}
"""A reader for every media type that can be read."""

_LOOKED_AT = 64 * 1024

__all__ = [
    "READERS",
    "RENDERER",
    "Fetcher",
    "Manners",
    "PassedOver",
    "Reader",
    "SourceRef",
    "find_sources",
    "is_address",
    "load_source",
    "open_sources",
    "read_pages",
]


def read_pages(source: Source, settings: Settings = DEFAULT) -> Iterator[Page]:
    """Yield the pages of a source; every source holds one, whatever file it came from.

    Raises:
        UnreadableError: The source is no page, or is dangerous to read; `reason` says which (docs/read.md).
    """
    name = source_name(source)
    check_size(len(source.data), name, settings)
    for page in READERS[_kind(source, name)](source, settings):
        yield replace(page, problems=(*source.problems, *page.problems)) if source.problems else page


def _kind(source: Source, name: str) -> str:
    """Return which reader reads a source.

    Raises:
        UnreadableError: None does.
    """
    if bare_type(source.media_type or "") == ITEM:
        return ITEM
    refuse_signatures(source.data, name)
    marked = decode_marked(source.data)
    refuse_binary(marked.text.encode("utf-8") if marked else source.data, name)
    head = marked.text if marked else source.data[:_LOOKED_AT].decode("latin-1")
    return media_type(head[:_LOOKED_AT].replace("\x00", ""), name, source.media_type)
