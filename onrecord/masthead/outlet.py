"""The outlet: whose page this is. Abstains unless the page states it: a wrong outlet is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from onrecord.lang.language import Language
from onrecord.masthead.agencies import agency_names
from onrecord.masthead.dateline import Dateline
from onrecord.masthead.view import View, find_words, found_at, spelled_so
from onrecord.model import Evidence, Found, Span
from onrecord.text import name_key

_META = ("og:site_name", "article.publisher.name", "application-name")
_YEARS = r"(?:19|20|21)\d\d(?:\s?[-–]\s?(?:19|20|21)?\d\d)?"
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)(?:\s?©|\s?\([cC]\))?,?\s{{0,3}}(?:{_YEARS})?,?\s{{0,3}}(?:[Bb]y\s)?"
    rf"(?P<name>[A-Z][^.|,©•·\n\r()\[\]–—:;]{{1,40}})"
)
_CLAIMED = ("©", "(c)", "(C)", "opyright", "OPYRIGHT")
"""What stands in all that `_COPYRIGHT` matches: looking for it first takes a tenth of the time."""

_AFTER_NAME = re.compile(r"\s(?:(?:19|20|21)\d\d|All\s[Rr]ight|all\s[Rr]ight|ALL\s|Ltd|Limited|LLC|Inc\b|-|/).*$")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+){0,2}\.[A-Za-z]{2,12}")
"""A name that is an address says less than one that is not."""

_NO_NAME = frozenset(["all rights reserved", "copyright", "policy", "notice", "the author", "the authors"])
_MOST_WORDS = 6
_NAME_AND_MOTTO, _MOTTO = 2, 4
_SHORT = 40
_FIRST = 20
_MORE = 4
_TOP, _FOOT = 3, 6
"""A page shows its outlet's name among its first and takes it up among its last so many blocks."""

_OPENED = re.compile(
    rf"(?:(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT|[Pp]ublished by|[Bb]y|{_YEARS})[\s,]{{0,3}}){{1,4}}"
)
_PARTS = re.compile(r"\s[-–—|·:»]\s")
_LAST = 40
"""A page's own copyright line is among its last so many blocks."""


def find_outlet(view: View, dateline: Dateline | None) -> Found | None:
    """Return the outlet, or None where the page does not state it.

    Args:
        view: The page.
        dateline: What stands before the first words of the text: a credit there can name the outlet.
    """
    credited = _credited(view, dateline)
    stated = sorted(_stated(view), key=lambda found: _DOMAIN.fullmatch(found.value) is not None)
    candidates = [
        *stated,
        *_domain(view),
        *_of_feed(view),
        *credited,
        *_repeated(view),
        *_copyright(view),
        *_above_motto(view),
    ]
    candidates += [*_at_top_and_foot(view), *_in_title(view)]
    if not candidates:
        return None
    first = candidates[0]
    if first in credited:
        first = _common(view, first) or first
    also = tuple(
        Evidence(value=other.value, span=other.span, by=other.by, path=other.path)
        for other in candidates[1:]
        if name_key(other.value) != name_key(first.value)
    )
    return Found(value=first.value, span=first.span, by=first.by, path=first.path, also=also)


def _stated(view: View) -> list[Found]:
    agencies = agency_names(view.language)
    out = []
    for path, key, value in view.meta(*_META):
        if key != "og:site_name" and name_key(value) in agencies and "." not in value:
            continue
        span = spelled_so(view, value, tuple(b for b in view.blocks if b.kind not in ("paragraph", "related")))
        out.append(Found(value=value, span=span, by=key, path=path))
    return out


def _labels(view: View) -> list[str]:
    """Return the parts of the page's own domain that are long enough to be a name."""
    host = urlsplit(view.page.head.url or "").hostname or ""
    return [label for label in host.split(".") if len(label) > 3]


def _spells(name: str, labels: list[str]) -> bool:
    """Tell whether a name is what a part of the domain spells, an article before it aside."""
    key = name_key(name).replace(" ", "")
    return bool(key) and any(key in (label, f"the{label}") or f"the{key}" == label for label in labels)


def _domain(view: View) -> list[Found]:
    """Return the short line of the page that spells the page's own domain."""
    labels = _labels(view)
    for block in view.blocks if labels else ():
        if block.span.end - block.span.start <= _SHORT and _spells(view.words(block), labels):
            found = found_at(view.page.text, block.span, "a line that spells the page's domain", block.path)
            return [found] if found else []
    return []


def _of_feed(view: View) -> list[Found]:
    """Return the part of its feed's title that spells the page's own domain; other titles name topics."""
    labels = _labels(view)
    return [
        Found(value=part, span=None, by=f"{key}, which spells the page's domain", path=path)
        for path, key, value in view.meta("feed:title")
        for part in _PARTS.split(value)
        if _spells(part, labels)
    ][:1]


def _credited(view: View, dateline: Dateline | None) -> list[Found]:
    """Return the outlet that stands with an agency in the credit before the text: `(OUTLET / AGENCY - date)`."""
    if dateline is None:
        return []
    agencies = agency_names(view.language)
    names = [span for span in dateline.credits if name_key(view.page.text[span.start : span.end]) not in agencies]
    if len(names) != 1 or len(dateline.credits) < 2:
        return []
    found = found_at(view.page.text, names[0], "credited beside an agency before the text")
    return [found] if found else []


def _repeated(view: View) -> list[Found]:
    """Return the name that stands by itself above the headline and below the text, and inside longer lines too."""
    if not view.paragraphs or not view.headline:
        return []
    known = _sections(view.language)
    above = view.blocks[: min(view.headline, _FIRST)]
    tail = view.blocks[view.paragraphs[-1] + 1 :]
    for block in above:
        name = view.words(block)
        words = name.split()
        if (
            not 1 < len(words) <= _MOST_WORDS - 1
            or not all(w[0].isupper() for w in words)
            or name_key(name) in known
        ):
            continue
        if not tail or view.page.text.find(name, tail[0].span.start) < 0:
            continue
        below = [view.words(b) for b in tail]
        inside = [text for text in below if name in text and len(text) > len(name) + _MORE]
        if name in below and inside:
            found = found_at(
                view.page.text, block.span, "stands above the headline and again below the text", block.path
            )
            return [found] if found else []
    return []


def _above_motto(view: View) -> list[Found]:
    """Return the name at the top of a page on which only a motto parts it from the headline."""
    above = [b for b in view.blocks[: view.headline or 0] if b.kind not in ("clock", "date")]
    if len(above) != _NAME_AND_MOTTO or not view.paragraphs:
        return []
    name, motto = view.words(above[0]), view.words(above[1])
    words = name.split()
    generic, known = _generic(view.language), _headings(view.language)
    named = 1 < len(words) <= _MOTTO and all(w[0].isupper() and w.isalpha() for w in words)
    if not named or {name_key(w) for w in words} <= generic or name_key(name) in known:
        return []
    if not 1 < len(motto.split()) <= _MOST_WORDS or name_key(motto) in known:
        return []
    found = found_at(view.page.text, above[0].span, "a name above a motto at the top of the page", above[0].path)
    return [found] if found else []


def _at_top_and_foot(view: View) -> list[Found]:
    """Return the name at the top of the page that opens a line of its foot: `© 2031 NAME Ltd`, `NAME is a …`."""
    top = [b for b in view.blocks if b.kind not in ("clock", "date")][:_TOP]
    for block in top:
        words = view.words(block)
        name = words.strip("[] ")
        if block.kind in ("headline", "paragraph") or not _may_be_name(view, name):
            continue
        if any(len(line) > len(name) + _MORE for line in _feet(view, name)):
            start = block.span.start + words.index(name)
            span = Span(start, start + len(name))
            found = found_at(view.page.text, span, "stands at the top of the page and opens its foot", block.path)
            return [found] if found else []
    return []


def _in_title(view: View) -> list[Found]:
    """Return the part of the page's title, beside the headline, that opens a line of its foot."""
    for path, _, title in view.meta("title"):
        parts = [part for part in _PARTS.split(title) if part]
        for name in (parts[-1], parts[0]) if len(parts) > 1 else ():
            if not _may_be_name(view, name) or not any(_feet(view, name)):
                continue
            span = spelled_so(view, name, tuple(b for b in view.blocks if b.kind not in ("paragraph", "related")))
            by = "a part of the page's title that opens the page's foot"
            return [Found(value=name, span=span, by=by, path=None if span else path)]
    return []


def _feet(view: View, name: str) -> Iterator[str]:
    """Yield the lines at the foot of the page that begin with a name, a copyright mark or its publisher aside."""
    for block in view.blocks[-_FOOT:]:
        line = view.words(block)
        opened = _OPENED.match(line)
        rest = line[opened.end() if opened else 0 :]
        if block.kind != "paragraph" and rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
            yield line


def _may_be_name(view: View, name: str) -> bool:
    """Tell whether words could be an outlet's name: printed as names are, and no section or word of a menu."""
    words = name.split()
    brand = len(words) == 1 and name.isalpha() and sum(c.isupper() for c in name) > 1 and not name.isupper()
    if not (brand or 1 < len(words) < _MOST_WORDS) or not all(w[0].isupper() or w[0].isdigit() for w in words):
        return False
    known = name_key(name) in _phrases(view.language) or name_key(name) in agency_names(view.language)
    return not known and not {name_key(w) for w in words} <= _generic(view.language)


@lru_cache(maxsize=8)
def _generic(language: Language) -> frozenset[str]:
    """Return words that alone make no outlet's name."""
    return _desks(language, "desk", "company", "noplace")


@lru_cache(maxsize=32)
def _desks(language: Language, *kinds: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.rows("desks") if row["kind"] in kinds)


@lru_cache(maxsize=8)
def _phrases(language: Language) -> frozenset[str]:
    return frozenset(row["phrase"] for row in language.rows("boilerplate"))


@lru_cache(maxsize=8)
def _headings(language: Language) -> frozenset[str]:
    return frozenset(row["phrase"] for row in language.rows("boilerplate") if row["where"] == "heading")


@lru_cache(maxsize=8)
def _sections(language: Language) -> frozenset[str]:
    """Return what is printed alone above a text and is no outlet's name."""
    return frozenset(row["word"] for row in language.rows("hints")) | frozenset(agency_names(language))


def _common(view: View, first: Found) -> Found | None:
    """Return what a name shares with the copyright's owner, where only words such as News set them apart."""
    generic = _desks(view.language, "desk", "company")
    for line in view.blocks:
        match = _COPYRIGHT.search(view.words(line)) if line.kind != "paragraph" else None
        if match is None:
            continue
        other, words = name_key(_AFTER_NAME.sub("", match["name"])).split(), first.value.split()
        shared = 0
        while shared < min(len(other), len(words)) and name_key(words[shared]) == other[shared]:
            shared += 1
        if 0 < shared < len(words) and set(other[shared:]) | {name_key(w) for w in words[shared:]} <= generic:
            span = find_words(view.page.text, " ".join(words[:shared]), first.span) if first.span else None
            return found_at(view.page.text, span, f"{first.by}, and the copyright line") if span else None
    return None


def _copyright(view: View) -> list[Found]:
    """Return the owner that the page's last copyright line names, where the page shows that name elsewhere too.

    An owner whose name is a company's, or stands nowhere else, publishes the outlet but is not it.
    """
    agencies = agency_names(view.language)
    companies = _desks(view.language, "company")
    out: list[Found] = []
    lines = [b for b in view.blocks if b.kind not in ("paragraph", "caption", "headline")]
    for block in lines[-_LAST:]:
        if not any(map(view.words(block).__contains__, _CLAIMED)):
            continue
        for match in _COPYRIGHT.finditer(view.page.text, block.span.start, block.span.end):
            start = match.start("name")
            name = _AFTER_NAME.sub("", match["name"]).rstrip()
            key = name_key(name)
            if not key or key in _NO_NAME or key in agencies or len(key.split()) > _MOST_WORDS:
                continue
            if companies & set(key.split()) or not _stands_elsewhere(view, name, block.span):
                continue
            found = found_at(view.page.text, Span(start, start + len(name)), "the copyright line", block.path)
            out += [found] if found else []
    return out[-1:]


def _stands_elsewhere(view: View, name: str, line: Span) -> bool:
    """Tell whether a name stands on the page outside one line and outside the text."""
    for block in view.blocks:
        if block.span != line and block.kind not in ("paragraph", "caption") and name in view.words(block):
            return True
    return False
