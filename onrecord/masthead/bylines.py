"""Who wrote the article: people, apart from desks, agencies and the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.lang.language import Language
from onrecord.masthead.agencies import agency_names
from onrecord.masthead.view import Fact, View, found_at, spelled_so
from onrecord.model import Block, Found, Span
from onrecord.text import fold, name_key

_META = (
    "article.author.name",
    "article.author",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "itemprop:author",
    "dc.creator",
    "dcterms.creator",
)
_PARTED = ("article.author.givenName", "article.author.familyName")
_BY = re.compile(
    r"(?:^|(?<=[\s|•·]))(?:(?:written|posted|reported|authored|story|words|report|reporting)\s)?by:?\s+(?:the\s)?(?=\S)",
    re.IGNORECASE,
)
_BY_ABROAD = re.compile(r"(?:von|par|por|di|door):?\s+(?=\S)", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:author|authors|reporter|writer)\s?:\s*", re.IGNORECASE)
_HANDLE = re.compile(r"\s?\(@\w{2,30}\)")
_URL = re.compile(r"https?:")
_LABEL = re.compile(r"\s?(?:last\s)?(?:published|posted|updated)\b", re.IGNORECASE)
_CONTRIBUTED = re.compile(r"\scontribut(?:ed|ing) (?:to this|to the|reporting|to reporting)")
_REPORTING = re.compile(r"(?:additional )?reporting by\s+", re.IGNORECASE)
_OPENING = ("by", "author", "reporter", "writer")
"""What stands, in lower case, in all that the patterns before a name match: it is soon looked for."""

_PIECE = re.compile(r"(?:(?!\s(?:and|und|et|y|with|for|in|AND|WITH|FOR|IN)\s|[,;|/•·&\n(]|\s[–—\-]\s).){2,60}")
_JOINED = re.compile(r"\s*(?:(?:and|AND|und|et|y|with|WITH)\s+|&\s*)|[\s•·|*]+|(?:Dr|Prof)\.\s+")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
_TOKEN = re.compile(r"\S+")
_FEWEST, _MOST = 2, 5
_SHORT = 140
_OUTLETS = frozenset(["news", "press", "post", "times", "agency", "media"])
"""What closes the name of an outlet whose other words are capitalised as a person's are."""

_NAMES_TOO = frozenset(["april", "may", "june", "august", "jan"])


def find_bylines(view: View, outlet: str | None) -> tuple[Found, ...]:
    """Return the people who are named as authors, in the order found, each once.

    Args:
        view: The page.
        outlet: The outlet, which is nobody's name.
    """
    out: tuple[Found, ...] = ()
    stated = tuple(_stated(view))
    marked = () if stated else _in_elements(view)
    for found in (*stated, *_printed(view), *_contributors(view), *marked):
        clear = outlet is None or name_key(found.value) != name_key(outlet)
        longer = any(name_key(found.value).startswith(name_key(one.value)) for one in out)
        if clear and not longer:
            out += (found,)
    return out or tuple(_beside_date(view, outlet))


def _stated(view: View) -> Iterator[Found]:
    """Yield the authors whom the markup names, from the first kind of fact that names any."""
    for wanted in _META:
        named = False
        facts = list(view.meta(wanted)) or (list(_from_parts(view)) if wanted == "article.author.name" else [])
        for path, key, value in facts:
            if _URL.match(value) or _is_body(view, path):
                continue
            names = _in_order(value) if wanted.startswith("dc") else value
            for start, end in _name_pieces(names, 0, view.language):
                name, named = names[start:end], True
                yield Found(value=name, span=spelled_so(view, name, (*view.head, *view.tail)), by=key, path=path)
        if named:
            return


def _from_parts(view: View) -> Iterator[Fact]:
    """Yield the names that JSON-LD gives as given name and family name alone."""
    family = {path.rpartition(".")[0]: value for path, _, value in view.meta(_PARTED[1])}
    for path, key, given in view.meta(_PARTED[0]):
        base = path.rpartition(".")[0]
        if base in family:
            yield base, key.rpartition(".")[0], f"{given} {family[base]}"


def _is_body(view: View, path: str) -> bool:
    """Tell whether JSON-LD says of an author that it is an organisation."""
    kind = f"{path.rpartition('.')[0]}.@type"
    return any(at == kind and "Organization" in value for at, _, value in view.meta("article.author.@type"))


def _in_order(name: str) -> str:
    """Return `Family, Given` as it is spoken."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


def _printed(view: View) -> Iterator[Found]:
    """Yield the names after `By`, `Author:` and before a handle, around the headline and below the text."""
    for block in (*view.head, *view.tail):
        words = view.words(block)
        if block.kind in ("caption", "related", "comment", "headline", "standfirst") or len(words) > _SHORT:
            continue
        handle = _HANDLE.search(words) if "(@" in words else None
        may_open = any(map(words.lower().__contains__, _OPENING))
        opened = (_BY.search(words) or _AUTHOR.match(words) or _REPORTING.search(words)) if may_open else None
        if opened and (block.kind in ("byline", "credit", "date") or opened.start() == 0):
            yield from _people(view, block, opened.end(), "named after “by”")
        elif handle:
            yield from _people(view, block, 0, "named before a handle", end=handle.start())
        elif block.kind == "date" and (label := _LABEL.search(words)) and label.start():
            yield from _people(view, block, 0, "named before the date", end=label.start())


def _in_elements(view: View) -> Iterator[Found]:
    """Yield the names about the headline that stand in an element for the author, or after a foreign "by"."""
    for block in view.head:
        words = view.words(block)
        opened = _BY_ABROAD.match(words)
        if len(words) > _SHORT or block.kind in ("headline", "standfirst", "related", "comment"):
            continue
        if opened:
            yield from _people(view, block, opened.end(), "named after “by”")
        elif block.kind == "byline" and not _BY.search(words) and _is_name(words, view.language):
            yield from _people(view, block, 0, "a name in an element for the author")


def _contributors(view: View) -> Iterator[Found]:
    """Yield the people of `NAME contributed to this report`; of `OUTLET's NAME`, the name alone."""
    for block in (*view.head, *view.tail):
        words = view.words(block)
        match = _CONTRIBUTED.search(words[:_SHORT]) if "contribut" in words else None
        if match:
            owner = max((m.end() for m in re.finditer(r"['’]s\s", words[: match.start()])), default=0)
            yield from _people(view, block, owner, "contributed to the report", end=match.start())


def _beside_date(view: View, outlet: str | None) -> Iterator[Found]:
    """Yield a line that is a person's name and stands beside the date, between headline and text."""
    head = [b for b in view.head if view.headline is None or b.span.start > view.blocks[view.headline].span.start]
    for at, block in enumerate(head):
        near = head[max(0, at - 1) : at + 2]
        words = view.words(block)
        if block.kind != "menu" or not any(b.kind == "date" for b in near) or len(words) > _SHORT // 3:
            continue
        if _is_name(words, view.language) and (outlet is None or name_key(words) != name_key(outlet)):
            found = found_at(view.page.text, block.span, "a name beside the date", block.path)
            if found:
                yield found


def _is_name(words: str, language: Language) -> bool:
    """Tell whether some words are one person's name and nothing else."""
    return list(_name_pieces(words, 0, language)) == [(0, len(words))]


def _people(view: View, block: Block, start: int, by: str, end: int | None = None) -> Iterator[Found]:
    words = view.words(block)[:end]
    for first, last in _name_pieces(words[start:], start, view.language):
        at = block.span.start
        found = found_at(view.page.text, Span(at + first, at + last), by, block.path)
        if found:
            yield found


@lru_cache(maxsize=32)
def _words(language: Language, kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.rows("desks") if row["kind"] == kind)


@lru_cache(maxsize=8)
def _months(language: Language) -> frozenset[str]:
    """Return the names of months that are nobody's name."""
    return frozenset(row["word"] for row in language.rows("dates") if row["kind"] == "month") - _NAMES_TOO


def _name_pieces(words: str, offset: int, language: Language) -> Iterator[tuple[int, int]]:
    """Yield where people's names stand in a list of names and roles, up to the first piece that is none."""
    for piece in _PIECE.finditer(words):
        opening = _JOINED.match(piece.group())
        lead = opening.end() if opening else 0
        length = _name_length(piece.group()[lead:], language)
        if length == 0:
            if piece.group().strip():
                return
            continue
        start = offset + piece.start() + lead
        yield start, start + length
        if length < len(piece.group()[lead:].rstrip()):
            return


def _name_length(words: str, language: Language) -> int:
    """Return how many characters at the start of some words are a person's name; 0 where they are none."""
    tokens = list(_TOKEN.finditer(words))
    shown = [token.group() for token in tokens]
    kept = next((at for at, word in enumerate(shown) if not _in_name(word, language)), len(shown))
    rest = shown[kept:]
    while kept and fold(shown[kept - 1]) in _words(language, "particle"):
        kept -= 1
    if not _FEWEST <= kept <= _MOST or _names_outlet(rest):
        return 0
    last = tokens[kept - 1]
    if name_key(words[: last.end()]) in agency_names(language):
        return 0
    glued = _GLUED.search(words, last.start(), last.end())
    return glued.start() if glued else last.end()


def _in_name(word: str, language: Language) -> bool:
    """Tell whether a word may be a part of a person's name."""
    plain = fold(word).strip(".")
    if plain in _words(language, "desk") or plain in _months(language) or any(c.isdigit() for c in word):
        return False
    return word[0].isupper() or plain in _words(language, "particle")


def _names_outlet(rest: list[str]) -> bool:
    """Tell whether what stands after a name makes an outlet of it: `Orsk Bay News`."""
    return len(rest) == 1 and fold(rest[0]).strip(".") in _OUTLETS and not rest[0][0].islower()
