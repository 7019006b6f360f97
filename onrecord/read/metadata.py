"""What a page states in its markup and does not show: title, language, meta tags, microdata, JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.model import Meta, Problem
from onrecord.read.jsonld import LONGEST_VALUE, MOST_ROWS, BrokenJsonLdError, flatten
from onrecord.read.render import Stated

_NAMES = ("property", "name", "itemprop", "http-equiv")
_VALUES = ("content", "datetime", "href", "src", "data", "value")
"""The attributes in which microdata keeps a value (HTML Standard, "The value of an item")."""


def find_metadata(
    tree: LexborHTMLParser, stated: Iterable[Stated]
) -> tuple[tuple[Meta, ...], tuple[Problem, ...]]:
    """Return the facts of a page, in the order title, language, head, microdata, JSON-LD, and what was broken.

    Keys: `title`, `lang`, `canonical`; a meta tag's own name or property in lower case (`og:title`, `author`);
    `itemprop:…` for microdata; `time` for `<time datetime>`; `rel:author` for links to an author's page;
    `jsonld:…` as `jsonld.flatten` makes them. A row per value; values are cut at 4,000 characters.
    """
    rows = islice((row for row in _plain_rows(tree, stated) if row.value), MOST_ROWS)
    from_jsonld, problems = _jsonld(tree)
    return (*rows, *from_jsonld), problems


def _plain_rows(tree: LexborHTMLParser, stated: Iterable[Stated]) -> Iterator[Meta]:
    title = tree.css_first("head > title") or tree.css_first("body title:not(svg title)")
    if title is not None:
        yield _meta("title", "title", " ".join(title.text()[: 2 * LONGEST_VALUE].split()))
    if tree.root is not None:
        yield _meta("html[lang]", "lang", tree.root.attributes.get("lang"))
    for node in tree.css("link[rel]"):
        rel = (node.attributes.get("rel") or "").lower().split()
        for kind, key in (("canonical", "canonical"), ("author", "rel:author")):
            if kind in rel:
                yield _meta(f'link[rel~="{kind}"]', key, node.attributes.get("href"))
    for node in tree.css("meta[content]"):
        yield from _meta_tag(node)
    for element in stated:
        yield from _stated_rows(element)


def _meta_tag(node: LexborNode) -> Iterator[Meta]:
    """Yield what a meta tag states, once under each name it gives (microdata as `itemprop:…`)."""
    attributes = node.attributes
    for attribute in _NAMES:
        name = (attributes.get(attribute) or "").strip()
        if name:
            key = f"itemprop:{name}" if attribute == "itemprop" else name.lower()
            yield _meta(f"meta[{attribute}={_string(name)}]", key[:LONGEST_VALUE], attributes.get("content"))


def _stated_rows(element: Stated) -> Iterator[Meta]:
    """Yield what an element of the body states in its attributes."""
    attributes = element.attributes
    if element.tag == "time":
        yield _meta(element.path, "time", attributes.get("datetime"))
    if element.tag == "a" and "author" in (attributes.get("rel") or "").lower().split():
        yield _meta(element.path, "rel:author", attributes.get("href"))
    if element.tag == "meta":
        return
    value = next((attributes[name] for name in _VALUES if attributes.get(name)), None)
    for name in (attributes.get("itemprop") or "")[:LONGEST_VALUE].split():
        yield _meta(element.path, f"itemprop:{name}", value)


def _jsonld(tree: LexborHTMLParser) -> tuple[list[Meta], tuple[Problem, ...]]:
    rows: list[Meta] = []
    problems = []
    for number, node in enumerate(tree.css('script[type="application/ld+json" i]')):
        script = node.text()
        if not script.strip():
            continue
        try:
            rows.extend(flatten(script, number))
        except BrokenJsonLdError as error:
            problems.append(
                _problem("jsonld-broken", f"The JSON-LD script {number} of the page is broken ({error})")
            )
        if len(rows) >= MOST_ROWS:
            problems.append(_problem("metadata-cut", f"The page's JSON-LD has more than {MOST_ROWS} values"))
            break
    return rows[:MOST_ROWS], tuple(problems)


def _problem(reason: str, what: str) -> Problem:
    return Problem(
        stage="read",
        reason=reason,
        message=f"{what}; what it states was not used in full. Check headline, authors and date against the page.",
    )


def _meta(path: str, key: str, value: str | None) -> Meta:
    return Meta(path=path, key=key, value=(value or "")[:LONGEST_VALUE].strip())


def _string(name: str) -> str:
    """Return a CSS string: quotation marks, backslashes and line ends escaped."""
    escaped = name[:LONGEST_VALUE].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return f'"{escaped}"'
