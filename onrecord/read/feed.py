"""Feeds (RSS 2.0, RSS 1.0, Atom): every entry with its full text is a page.

Read with expat, which parses as the bytes come; entities that a feed declares are refused, so that nothing is
fetched and nothing multiplies. Names of HTML entities that sloppy feeds use undeclared are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html import unescape
from html.entities import html5
from xml.etree import ElementTree as ET  # builds trees from expat's events; parses nothing itself
from xml.parsers import expat  # entity declarations are refused below

from onrecord.read.inflate import Readable
from onrecord.read.item import Item, item_source
from onrecord.read.parts import Part, missed, within
from onrecord.settings import Settings

_BEFORE_ROOT = re.compile(r"\s++|<\?[^>]*+>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")

_CHUNK = 64 * 1024
_MOST_DEPTH = 200
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_ENTRIES = frozenset({"item", "entry"})
_FULL = "{http://purl.org/rss/1.0/modules/content/}encoded"
_TITLES = frozenset({"rss channel title", "RDF channel title", "feed title"})
_LANGUAGES = frozenset({"rss channel language", "RDF channel language"})
_ADDRESS = re.compile(r"https?://\S+")


class _RefusedError(Exception):
    """The feed does what a feed need not do."""


class _Feed:
    """What expat's events build: the feed's own facts, and its entries as trees, as they end."""

    def __init__(self, most: int) -> None:
        """Take how many characters an entry may have."""
        self.title = ""
        self.language = ""
        self.entries: list[ET.Element] = []
        self._most = most
        self._open: list[str] = []
        self._builder: ET.TreeBuilder | None = None
        self._entry_depth = 0
        self._size = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.ExternalEntityRefHandler = self._no_dtd
        self.parser.SkippedEntityHandler = self._skipped
        # Undeclared entities become events in place of errors; the handler above loads nothing for it.
        self.parser.UseForeignDTD(True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = "{" + name if "}" in name else name
        local = tag.rpartition("}")[2]
        self._open.append(local)
        if len(self._open) > _MOST_DEPTH:
            raise _RefusedError(f"elements nested deeper than {_MOST_DEPTH}")
        if self._builder is None and local in _ENTRIES and len(self._open) <= 3:
            self._builder, self._entry_depth, self._size = ET.TreeBuilder(), len(self._open), 0
        if len(self._open) <= 2:
            self.language = self.language or attributes.get(f"{_XML}}}lang", "")
        if self._builder:
            self._count(len(name) + sum(len(key) + len(value) for key, value in attributes.items()))
            self._builder.start(tag, {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        tag = "{" + name if "}" in name else name
        if self._builder:
            self._builder.end(tag)
            if len(self._open) == self._entry_depth:
                self.entries.append(self._builder.close())
                self._builder = None
        self._open.pop()

    def _words(self, words: str) -> None:
        if self._builder:
            self._count(len(words))
            self._builder.data(words)
        elif (where := " ".join(self._open)) in _TITLES:
            self.title = (self.title + words)[:500]
        elif where in _LANGUAGES:
            self.language = (self.language + words)[:40]

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._most:
            raise _RefusedError("an entry larger than a page may be")

    def _refuse_entity(self, *_: object) -> None:
        raise _RefusedError("entities of its own")

    def _no_dtd(self, *_: object) -> int:
        return 1

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001  # expat calls it so
        if not is_parameter:
            self._words(html5.get(f"{name};", f"&{name};"))


def is_feed(head: str) -> bool:
    """Tell whether a text begins as a feed: its root element is one of a feed's."""
    start = 0
    while before := _BEFORE_ROOT.match(head, start):
        start = before.end()
    return bool(_ROOT.match(head, start))


def feed_parts(stream: Readable, name: str, settings: Settings) -> Iterator[Part]:
    """Yield the entries of a feed as sources, in the feed's order, and what of it could not be read.

    An entry's place is `file!id`, the id being its guid, else its address, else its number.
    """
    feed = _Feed(settings.max_bytes)
    number = 0
    ended = False
    while not ended:
        data = stream.read(_CHUNK)
        ended = not data
        problem = _parse(feed, data, name, ended=ended)
        for entry in feed.entries:
            number += 1
            yield _part(entry, feed, name, number)
        feed.entries.clear()
        if problem:
            yield problem
            return
    if not number:
        yield missed(
            name, "empty", f"{name} is a feed without entries; fetch it again, or name the pages themselves."
        )


def _parse(feed: _Feed, data: bytes, name: str, *, ended: bool) -> Part | None:
    """Take in some more of a feed; return what is wrong with it, where something is."""
    try:
        feed.parser.Parse(data, ended)
    except _RefusedError as refused:
        return missed(name, "xml-refused", f"{name} has {refused}; entries after that were not read.")
    except (expat.ExpatError, LookupError, ValueError) as error:
        return missed(
            name,
            "xml-broken",
            f"{name} is broken XML ({error}); entries after that were not read. Fetch it again.",
        )
    return None


def _part(entry: ET.Element, feed: _Feed, name: str, number: int) -> Part:
    url = _link(entry)
    place = within(name, _text(entry, "guid", "id") or entry.get("about") or url or f"entry {number}")
    html, text, summary = _content(entry)
    if not html.strip() and not text.strip():
        return missed(place, "no-text", f"{place} has no text in the feed; add the page itself.")
    item = Item(
        html=html,
        text=text,
        title=_plain(_text(entry, "title")),
        author=_author(entry),
        published=_time(_text(entry, "pubDate")) or _text(entry, "published", "issued", "date"),
        updated=_text(entry, "updated", "modified"),
        language=entry.get("lang") or feed.language.strip(),
        feed=feed.title.strip(),
        summary="yes" if summary else "",
    )
    return item_source(item, place, url)


def _children(entry: ET.Element, local: str) -> Iterator[ET.Element]:
    """Yield the children of that name, whatever their namespace, but for media extensions."""
    for child in entry:
        if child.tag.rpartition("}")[2] == local and "search.yahoo.com/mrss" not in child.tag:
            yield child


def _text(entry: ET.Element, *names: str) -> str:
    for name in names:
        for child in _children(entry, name):
            if words := "".join(child.itertext()).strip():
                return words
    return ""


def _content(entry: ET.Element) -> tuple[str, str, bool]:
    """Return the fullest content as markup or as text, and whether it is only a summary."""
    full = entry.find(_FULL)
    if full is not None and (full.text or "").strip():
        return full.text or "", "", False
    for name, summary in (("content", False), ("encoded", False), ("description", True), ("summary", True)):
        for child in _children(entry, name):
            html, text = _markup(child)
            if html.strip() or text.strip():
                return html, text, summary
    return "", "", False


def _markup(element: ET.Element) -> tuple[str, str]:
    """Return an element's content as markup, or as text where the feed says that it is text."""
    kind = element.get("type", "")
    if kind == "xhtml" or len(element):
        for inner in element.iter():
            inner.tag = inner.tag.rpartition("}")[2]
        inside = "".join(ET.tostring(child, encoding="unicode", method="html") for child in element)
        return (element.text or "") + inside, ""
    words = element.text or ""
    if kind in ("text", "text/plain") or (not kind and element.tag.startswith(f"{{{_ATOM}}}")):
        return "", words
    return words, ""


def _link(entry: ET.Element) -> str | None:
    """Return the entry's own address, where it gives a web address."""
    links = [*_children(entry, "link")]
    stated = [child.get("href", "") for child in links if child.get("rel", "alternate") == "alternate"]
    stated += [child.text or "" for child in links]
    stated += ["".join(guid.itertext()) for guid in _children(entry, "guid") if guid.get("isPermaLink") != "false"]
    return next((address.strip() for address in stated if _ADDRESS.fullmatch(address.strip())), None)


def _author(entry: ET.Element) -> str:
    """Return the authors: Atom's names, Dublin Core's creators, or RSS's address with the name in brackets."""
    names = []
    for child in (*_children(entry, "creator"), *_children(entry, "author")):
        stated = _text(child, "name") or "".join(child.itertext()).strip()
        bracketed = re.fullmatch(r"\S+@\S+\s*+\(([^()]+)\)", stated)
        name = bracketed.group(1).strip() if bracketed else stated
        if name and "@" not in name and name not in names:
            names.append(name)
    return ", ".join(names)


def _plain(title: str) -> str:
    """Return a title without the markup and the entities that feeds put into it."""
    return " ".join(unescape(re.sub(r"<[^<>]*+>", "", unescape(title))).split())


def _time(stated: str) -> str:
    """Return a time in the notation of RSS (RFC 822) as ISO 8601; another as it stands."""
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated
