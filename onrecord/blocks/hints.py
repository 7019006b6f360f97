"""What the markup says about a block: its element, and the class names around it."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import cast

from onrecord.blocks.lines import Units
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Segment

_PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
Hint = tuple[BlockKind, str, str]
"""The kind, the reason, and the name that gave it."""

_LINE = "line"
"""The tag of what is no element: the line of a text, about which no markup says anything."""

_MOST, _MOST_COMMENTS = 0.35, 0.85
_LONGEST = 200
"""Class names longer than this are generated; nobody meant anything by them."""


@lru_cache(maxsize=8)
def _table(language: Language) -> tuple[dict[str, BlockKind], frozenset[str]]:
    rows = language.rows("hints")
    kinds = {row["word"]: cast("BlockKind", row["kind"]) for row in rows if row["kind"] != "body"}
    return kinds, frozenset(row["word"] for row in rows if row["kind"] == "body")


def hinted(units: Units, language: Language) -> list[tuple[BlockKind, str] | None]:
    """Return for each unit the kind that the markup gives it, innermost hint first, and the reason; or None.

    A name that most of the page's running text stands under is a wrapper's and says nothing.

    Args:
        units: Of a page, at least one.
        language: Whose names to know (table `hints`).
    """
    lines = units.lines
    if lines[0].segment.tag == _LINE:
        return [None] * len(lines)
    found = [_all_hints(line.segment, language) for line in lines]
    under: Counter[str] = Counter()
    weights: list[int] = units.running.tolist()
    for hints, weight in zip(found, weights, strict=True):
        for name in {name for _, _, name in hints} if weight else ():
            under[name] += weight
    total = sum(weights)
    return [
        next(((kind, why) for kind, why, name in hints if under[name] <= total * _share(kind)), None)
        for hints in found
    ]


def _share(kind: BlockKind) -> float:
    """Return the share of a page's running text that may stand under a hint of this kind."""
    return _MOST_COMMENTS if kind == "comment" else _MOST


def _all_hints(segment: Segment, language: Language) -> tuple[Hint, ...]:
    elements = tuple([step.partition(":")[0] for step in segment.path.split(" > ")])
    return _hints(segment.hints, elements, language)


def in_body(segment: Segment, language: Language) -> bool:
    """Tell whether a container around the segment is named for the article's body."""
    return bool(segment.hints) and _in_body(segment.hints, language)


@lru_cache(maxsize=8192)
def _in_body(hints: tuple[str, ...], language: Language) -> bool:
    names = _table(language)[1]
    return any(hint.lower() in names for hint in hints)


@lru_cache(maxsize=8192)
def _hints(hints: tuple[str, ...], elements: tuple[str, ...], language: Language) -> tuple[Hint, ...]:
    """Return every hint on an element and its ancestors, up to the body's own container."""
    kinds, body = _table(language)
    out: list[Hint] = [
        (kinds[f"tag:{element}"], f"in a {element} element", f"tag:{element}")
        for element in reversed(elements)
        if f"tag:{element}" in kinds
    ]
    for hint in reversed(hints):
        if hint.lower() in body:
            break
        if len(hint) > _LONGEST:
            continue
        kind = _kind(hint, language)
        if kind:
            out.append((kind, f"in an element named {hint[:40]}", hint))
    return tuple(out)


@lru_cache(maxsize=65_536)
def _kind(hint: str, language: Language) -> BlockKind | None:
    """Return the kind that a name gives, as a whole or by the first part of it that is known."""
    kinds, _ = _table(language)
    parts = (hint.lower(), *(part.lower() for part in _PARTS.findall(hint)))
    return next((kinds[part] for part in parts if part in kinds), None)
