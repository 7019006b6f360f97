"""What the markup says about a block: its element, and the class names around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from onrecord.lang.language import Language
from onrecord.model import BlockKind, Segment

_PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_LONGEST = 200
"""Class names longer than this are generated; nobody meant anything by them."""


@lru_cache(maxsize=8)
def _table(language: Language) -> tuple[dict[str, BlockKind], frozenset[str]]:
    rows = language.rows("hints")
    kinds = {row["word"]: cast("BlockKind", row["kind"]) for row in rows if row["kind"] != "body"}
    return kinds, frozenset(row["word"] for row in rows if row["kind"] == "body")


def hinted(segment: Segment, language: Language) -> tuple[BlockKind, str] | None:
    """Return the kind that the markup gives a segment, innermost hint first, and the reason; or None."""
    if segment.tag == "line":
        return None
    elements = tuple(re.findall(r"[a-z][a-z0-9]*", re.sub(r"[#.:\[][^\s>]*", "", segment.path.lower())))
    return _hinted(segment.hints, elements, language)


def in_body(segment: Segment, language: Language) -> bool:
    """Tell whether a container around the segment is named for the article's body."""
    return bool(segment.hints) and _in_body(segment.hints, language)


@lru_cache(maxsize=8192)
def _in_body(hints: tuple[str, ...], language: Language) -> bool:
    names = _table(language)[1]
    return any(hint.lower() in names for hint in hints)


@lru_cache(maxsize=8192)
def _hinted(hints: tuple[str, ...], elements: tuple[str, ...], language: Language) -> tuple[BlockKind, str] | None:
    kinds, body = _table(language)
    for element in reversed(elements):
        if f"tag:{element}" in kinds:
            return kinds[f"tag:{element}"], f"in a {element} element"
    for hint in reversed(hints):
        if hint.lower() in body:
            return None
        if len(hint) > _LONGEST:
            continue
        for part in (hint.lower(), *(p.lower() for p in _PARTS.findall(hint))):
            if part in kinds:
                return kinds[part], f"in an element named {hint[:40]}"
    return None
