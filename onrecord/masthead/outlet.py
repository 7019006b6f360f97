"""The outlet: whose page this is. Abstains unless the page states it: a wrong outlet is worse than none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from onrecord.masthead.agencies import agency_names
from onrecord.masthead.dateline import Dateline
from onrecord.masthead.view import View, found_at, shown
from onrecord.model import Evidence, Found, Span
from onrecord.text import name_key

_META = ("og:site_name", "article.publisher.name", "application-name")
_YEARS = r"(?:19|20|21)\d\d(?:\s?[-–]\s?(?:19|20|21)?\d\d)?"
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)(?:\s?©|\s?\([cC]\))?,?\s{{0,3}}(?:{_YEARS})?,?\s{{0,3}}(?:[Bb]y\s)?"
    rf"(?P<name>[A-Z][^.|,©•·\n\r()\[\]–—:;]{{1,40}})"
)
_AFTER_NAME = re.compile(r"\s(?:(?:19|20|21)\d\d|All\s[Rr]ight|all\s[Rr]ight|ALL\s|Ltd|Limited|LLC|Inc\b|-|/).*$")
_NO_NAME = frozenset(["all rights reserved", "copyright", "policy", "notice", "the author", "the authors"])
_MOST_WORDS = 6
_SHORT = 40


def find_outlet(view: View, dateline: Dateline | None) -> Found | None:
    """Return the outlet, or None where the page does not state it.

    Args:
        view: The page.
        dateline: What stands before the first words of the text: a credit there can name the outlet.
    """
    candidates = [*_stated(view), *_domain(view), *_credited(view, dateline), *_copyright(view)]
    if not candidates:
        return None
    first = candidates[0]
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
        span = shown(view, value, tuple(b for b in view.blocks if b.kind not in ("paragraph", "related")))
        out.append(Found(value=value, span=span, by=key, path=path))
    return out


def _domain(view: View) -> list[Found]:
    """Return the short line of the page that spells the page's own domain."""
    host = urlsplit(view.page.head.url or "").hostname or ""
    labels = [label for label in host.split(".") if len(label) > 3]  # noqa: PLR2004 - no www, com, co, uk
    if not labels:
        return []
    for block in view.blocks:
        if block.span.end - block.span.start > _SHORT:
            continue
        key = name_key(view.words(block)).replace(" ", "")
        if key and any(key in (label, f"the{label}") or f"the{key}" == label for label in labels):
            found = found_at(view.page.text, block.span, "a line that spells the page's domain", block.path)
            return [found] if found else []
    return []


def _credited(view: View, dateline: Dateline | None) -> list[Found]:
    """Return the outlet that stands with an agency in the credit before the text: `(OUTLET / AGENCY - date)`."""
    if dateline is None:
        return []
    agencies = agency_names(view.language)
    names = [span for span in dateline.credits if name_key(view.page.text[span.start : span.end]) not in agencies]
    if len(names) != 1 or len(dateline.credits) < 2:  # noqa: PLR2004 - an outlet and an agency
        return []
    found = found_at(view.page.text, names[0], "credited beside an agency before the text")
    return [found] if found else []


def _copyright(view: View) -> list[Found]:
    """Return the owner that the page's last copyright line names, where the page shows that name elsewhere too.

    An owner whose name is a company's, or stands nowhere else, publishes the outlet but is not it.
    """
    agencies = agency_names(view.language)
    companies = {row["word"] for row in view.language.rows("desks") if row["kind"] == "company"}
    out: list[Found] = []
    for block in view.blocks:
        if block.kind in ("paragraph", "caption", "headline"):
            continue
        for match in _COPYRIGHT.finditer(view.page.text, block.span.start, block.span.end):
            start = match.start("name")
            name = _AFTER_NAME.sub("", match["name"])
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
