"""The headline: as it stands on the page, or else as the markup states it."""

from __future__ import annotations

import re

from onrecord.masthead.view import View, found_at, shown
from onrecord.model import Evidence, Found
from onrecord.text import name_key

_KEYS = ("article.headline", "og:title", "headline", "twitter:title", "title")
_TAIL = re.compile(r"(?<!\s)\s+[|–—»\-]\s+(?=[^|–—»]{2,40}$)")


def find_headline(view: View, outlet: str | None) -> Found | None:
    """Return the headline with its span where it is visible, or None.

    Args:
        view: The page.
        outlet: Its outlet, whose name is cut off the end of a title that only the markup states.
    """
    stated = [(path, key, _without_site(value, outlet)) for path, key, value in view.meta(*_KEYS)]
    if view.headline is not None:
        block = view.blocks[view.headline]
        found = found_at(view.page.text, block.span, f"headline block: {block.reason}", block.path)
        inner = next((s for _, _, value in stated if (s := shown(view, value, (block,)))), None)
        if inner is not None and not _cut_short(view.page.text[inner.end : block.span.end]):
            found = found_at(view.page.text, inner, "the title in the markup, where it is visible", block.path)
        return _with_also(found, stated)
    if not stated:
        return None
    path, key, value = stated[0]
    return Found(value=value, span=None, by=f"{key}; it is not visible on the page", path=path)


def _cut_short(rest: str) -> bool:
    """Tell whether a stated title ends in the middle of the words that the page shows."""
    words = rest.split()
    return len(words) > 1 and rest[:1].isspace() and words[0].isalnum() and not rest.isupper()


def _with_also(found: Found | None, stated: list[tuple[str, str, str]]) -> Found | None:
    if found is None:
        return None
    also: dict[str, Evidence] = {}
    for path, key, value in stated:
        if name_key(value) != name_key(found.value):
            also.setdefault(name_key(value), Evidence(value=value, by=key, path=path))
    return Found(value=found.value, span=found.span, by=found.by, path=found.path, also=tuple(also.values()))


def _without_site(title: str, outlet: str | None) -> str:
    """Return a title less the site's name at its end, after a bar or a dash."""
    cuts = list(_TAIL.finditer(title))
    if not cuts:
        return title
    head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
    site = outlet is not None and (name_key(tail) in name_key(outlet) or name_key(outlet) in name_key(tail))
    return head if site or "|" in cuts[-1].group() else title
