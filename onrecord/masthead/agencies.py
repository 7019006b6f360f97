"""News agencies that are credited as the source of the story. Who took the photograph does not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.lang.language import Language
from onrecord.masthead.dateline import Dateline
from onrecord.masthead.view import View, found_at, unlike
from onrecord.model import Found, Span
from onrecord.text import name_key

_CREDIT = re.compile(
    r"(?:with (?:additional )?(?:inputs?|reporting|contributions?|files|information)(?: from| by)?|"
    r"sources?:|source -|"
    r"\bvia\b|agency:|courtesy:|input from|reports?:)\s*(?P<names>[^.()\n\r]{2,80})",
    re.IGNORECASE,
)
_CREDITED = ("with ", "source", "via", "agency:", "courtesy:", "input from", "report")
"""What stands in all that `_CREDIT` matches: looking for it first takes a tenth of the time."""

_CLOSING = re.compile(r"[\-—–(\[/]\s?(?P<names>[A-Z][\w .,&/\-]{1,50}?)\s?[)\]]?\s*$")
_BETWEEN = re.compile(r"[,;/&]|\b(?:and|with|inputs?|from)\b", re.IGNORECASE)
_BY = re.compile(r"^(?:[Bb]y|BY|[Tt]he)\s+(?=[A-Z])")
_EDGES = " .-–—:()[]•·|\n\r\t"
_SHORT = 70
_SHORT_NAME = 3


@lru_cache(maxsize=8)
def agency_names(language: Language) -> dict[str, str]:
    """Return every name that an agency is credited under, as `text.name_key`, with its kind."""
    return {name_key(row["as"]): row["kind"] for row in language.rows("agencies") if row["kind"] != "outlet"}


def find_agencies(view: View, dateline: Dateline | None, outlet: str | None) -> tuple[Found, ...]:
    """Return the agencies that the story is credited to, in the order found, each once.

    Args:
        view: The page.
        dateline: What stands before the first words of the text.
        outlet: The outlet, which is no agency of its own story unless it is credited as the author.
    """
    out: tuple[Found, ...] = ()
    for found in (*_before_text(view, dateline, outlet), *_credits(view), *_closing(view), *_stated(view)):
        if unlike(out, found.value):
            out += (found,)
    return out


def _before_text(view: View, dateline: Dateline | None, outlet: str | None) -> Iterator[Found]:
    """Yield the names in brackets before the text, known or not, but for the outlet's own."""
    if dateline is None:
        return
    known = agency_names(view.language)
    alone = len(dateline.credits) == 1 and dateline.place is not None
    for span in dateline.credits:
        name = name_key(view.page.text[span.start : span.end])
        if name in known or (alone and (outlet is None or name != name_key(outlet))):
            found = found_at(view.page.text, span, "credited before the first words of the text")
            if found:
                yield found


def _credits(view: View) -> Iterator[Found]:
    """Yield the agencies of credit lines: `Source: …`, `With inputs from …`, an agency's name as the byline."""
    known = agency_names(view.language)
    head = view.head
    for at, block in enumerate((*head, *view.tail)):
        if at >= len(head) and block.kind in ("caption", "related", "footer", "comment", "menu"):
            continue
        words = view.words(block)
        if block.kind == "caption" or len(words) > 3 * _SHORT:
            continue
        key = name_key(words)
        if key in known and key != "online" and block.kind != "share":
            found = found_at(view.page.text, block.span, "stands by itself beside the text", block.path)
            if found:
                yield found
        credited = any(map(words.lower().__contains__, _CREDITED))
        for match in _CREDIT.finditer(words) if credited else ():
            yield from _named(view, block.span.start + match.start("names"), match["names"], "a line of credit")
        if block.kind in ("byline", "date") and len(words) <= _SHORT:
            yield from _named(view, block.span.start, words, "named in the byline")


def _closing(view: View) -> Iterator[Found]:
    """Yield the agency that closes the text: `… on Thursday. (AGENCY)`."""
    if not view.paragraphs:
        return
    last = view.blocks[view.paragraphs[-1]]
    start = max(last.span.start, last.span.end - _SHORT)
    match = _CLOSING.search(view.page.text[start : last.span.end])
    if match:
        yield from _named(view, start + match.start("names"), match["names"], "credited at the end of the text")


def _named(view: View, start: int, words: str, by: str) -> Iterator[Found]:
    """Yield the known agencies in a list of names that stands at `start`."""
    known = agency_names(view.language)
    first = 0
    for cut in (*_BETWEEN.finditer(words), None):
        last = cut.start() if cut else len(words)
        piece = words[first:last]
        name = _BY.sub("", piece.strip(_EDGES))
        key = name_key(name)
        # A word of three letters is an agency only in capitals: "ANI" is, "Ani" is a person.
        if key in known and (len(key) > _SHORT_NAME or name.isupper()):
            at = start + first + piece.index(name)
            found = found_at(view.page.text, Span(at, at + len(name)), by)
            if found:
                yield found
        first = cut.end() if cut else last


def _stated(view: View) -> Iterator[Found]:
    """Yield the agencies that the markup names as author, creator or provider of the story."""
    known = agency_names(view.language)
    for path, key, value in view.meta(
        "article.author.name",
        "author",
        "article:author",
        "article.sourceOrganization.name",
        "article.provider.name",
    ):
        if name_key(value) in known:
            yield Found(value=value, span=None, by=key, path=path)
