"""Whose article this is, where the page says that it appeared elsewhere first."""

from __future__ import annotations

import re

from onrecord.masthead.view import View, found_at
from onrecord.model import Evidence, Found, Span
from onrecord.text import name_key

_FIRST = re.compile(
    r"\b(?:(?:article|story|piece|report|post|essay|interview|column|text)\s(?:was\s|is\s|has\sbeen\s|had\sbeen\s)?"
    r"(?:first\s|originally\s|previously\s|initially\s)?(?:published|appeared|republished|reprinted|reproduced)|"
    r"(?:first|originally)\s(?:published|appeared)|republished|reprinted)\s"
    r"(?:first\s|originally\s|here\s|with\s(?:the\s)?permission\s)?(?:by|in|on|at|from|of)\s"
    r"(?P<name>(?:the\s)?[A-Z][^.,;:()\n\r|]{1,60})"
)
_REPORTER = re.compile(
    r"(?P<name>[A-Z][\w .&\-]{1,40})['’]s\s(?:[A-Z][\w.\-]*\s){1,6}"
    r"contributed to (?:this|the) (?:report|article|story)"
)
_APPEARED = ("published", "appeared", "reprinted", "reproduced")
"""What stands in all that `_FIRST` matches: looking for it first takes a tenth of the time."""

_LONGEST = 400
_AFTER_NAME = re.compile(r"\s(?:on|and|under|with|in|here|at|by)\s.*$|\s\d.*$")


def find_republished(view: View, outlet: str | None) -> Found | None:
    """Return the outlet that the page says the article appeared in first, or None.

    That another outlet's reporter contributed is weaker: it counts only where the page's own outlet is known
    to be another one, and the reason says so.
    """
    out: list[Found] = []
    shown = [(block, view.words(block)[:_LONGEST]) for block in (*view.head, *view.tail)]
    for pattern, needed, by in (
        (_FIRST, _APPEARED, "the page says that it appeared there first"),
        (_REPORTER, ("contributed to",), "its reporter contributed"),
    ):
        for block, words in [one for one in shown if any(map(one[1].__contains__, needed))]:
            match = pattern.search(words)
            if not match:
                continue
            start = block.span.start + match.start("name")
            name = _AFTER_NAME.sub("", match["name"])
            found = found_at(view.page.text, Span(start, start + len(name)), by, block.path)
            if found and not (outlet and name_key(outlet) == name_key(found.value)):
                out += [found] if pattern is _FIRST or outlet else []
    if not out:
        return None
    also = tuple(Evidence(value=f.value, span=f.span, by=f.by, path=f.path) for f in out[1:])
    return Found(value=out[0].value, span=out[0].span, by=out[0].by, path=out[0].path, also=also)
