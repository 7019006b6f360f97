"""The words that give away menus, adverts, share bars and the like, looked up in the table `boilerplate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from onrecord.blocks.characters import EDGES, Array, codes_of
from onrecord.lang.language import Language
from onrecord.model import BlockKind

_SHORT = 30
_BYLINE = 12
_EXACT: tuple[BlockKind, ...] = ("marker", "subhead")
_ALWAYS: tuple[BlockKind, ...] = ("caption", "credit", "comment")


_THREE, _SLOTS = 3, 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The table `boilerplate` in the shapes in which it is asked.

    Attributes:
        heading: Whole blocks: folded words to kind.
        start: Beginnings, by their first word.
        within: Words that may stand anywhere, three characters or more, with their kinds.
        threes: The slots of their threes, of all of them in a row.
        firsts: Where in that row each begins.
    """

    heading: Mapping[str, BlockKind]
    start: Mapping[str, tuple[tuple[str, BlockKind], ...]]
    within: tuple[tuple[str, BlockKind], ...]
    threes: Array
    firsts: Array


@lru_cache(maxsize=8)
def phrases(language: Language) -> Phrases:
    """Return the phrases of a language."""
    heading: dict[str, BlockKind] = {}
    start: dict[str, list[tuple[str, BlockKind]]] = {}
    within: list[tuple[str, BlockKind]] = []
    for row in language.rows("boilerplate"):
        phrase, kind = row["phrase"], cast("BlockKind", row["kind"])
        if row["where"] == "heading":
            key = phrase if kind in _EXACT else bare(phrase)
            heading[key or phrase] = kind
        elif row["where"] == "start":
            start.setdefault(first_word(phrase), []).append((phrase, kind))
        else:
            within.append((phrase, kind))
    threes = [_threes(phrase) for phrase, _ in within]
    firsts = np.cumsum([0, *map(len, threes[:-1])])
    starts = {word: tuple(found) for word, found in start.items()}
    return Phrases(heading, starts, tuple(within), np.concatenate(threes), firsts)


def bare(folded: str) -> str:
    """Return folded words less bullets, counts and stops at both ends."""
    return folded.strip(EDGES)


def first_word(folded: str) -> str:
    """Return what stands before the first space."""
    return folded.partition(" ")[0]


def heading_kind(folded: str, key: str, table: Phrases) -> BlockKind | None:
    """Return the kind of a block that consists of a known phrase, or None; `key` is what `bare` made of it."""
    return table.heading.get(folded) or table.heading.get(key)


def start_kind(folded: str, table: Phrases) -> tuple[BlockKind, str] | None:
    """Return the kind of a block that begins with a known phrase, and the phrase, or None."""
    for phrase, kind in table.start.get(first_word(folded), ()):
        rest = folded[len(phrase) : len(phrase) + 1]
        if folded.startswith(phrase) and not (phrase[-1].isalnum() and rest.isalnum()):
            return kind, phrase
    return None


def holds(kind: BlockKind, phrase: str, words: int) -> bool:
    """Tell whether a phrase decides about a block of so many words: long text may use it in passing."""
    if kind == "byline":
        return words <= _BYLINE
    return words <= _SHORT or kind in _ALWAYS or phrase.startswith("©")


def within_places(folded: str, table: Phrases) -> list[tuple[int, BlockKind, str]]:
    """Return every place of a whole folded page where a known phrase stands, in order."""
    places = []
    for which in _possible(folded, table):
        phrase, kind = table.within[which]
        at = folded.find(phrase)
        while at >= 0:
            places.append((at, kind, phrase))
            at = folded.find(phrase, at + len(phrase))
    return sorted(places)


def _possible(folded: str, table: Phrases) -> list[int]:
    """Return which phrases have all their threes on a page: looking for each of them alone takes longer."""
    if len(folded) < _THREE:
        return []
    seen = np.zeros(_SLOTS, dtype=np.bool_)
    seen[_threes(folded)] = True
    possible: list[int] = np.flatnonzero(np.logical_and.reduceat(seen[table.threes], table.firsts)).tolist()
    return possible


def _threes(folded: str) -> Array:
    """Return a slot for each three characters in a row; different threes may have one slot."""
    codes = codes_of(folded)
    slots: Array = (codes[:-2] * 961 + codes[1:-1] * 31 + codes[2:]) & (_SLOTS - 1)
    return slots
