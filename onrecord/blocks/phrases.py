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
_GRAMS, _SLOTS = (8, 4), 1 << 16
"""Phrases are looked for where their first eight characters may stand; shorter ones, where their first four do."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The table `boilerplate` in the shapes in which it is asked.

    Attributes:
        heading: Whole blocks: folded words to kind.
        start: Beginnings, by their first word.
        within: Words that may stand anywhere, with their kinds, in the order of the table.
        tiny: Those with fewer than four characters.
        opened: The others by their first eight or four.
        opens: For each slot whether the first eight of any of them have it, and whether the first four have.
    """

    heading: Mapping[str, BlockKind]
    start: Mapping[str, tuple[tuple[str, BlockKind], ...]]
    within: tuple[tuple[str, BlockKind], ...]
    tiny: tuple[tuple[str, BlockKind], ...]
    opened: Mapping[str, tuple[tuple[str, BlockKind], ...]]
    opens: tuple[Array, ...]


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
    opened: dict[str, list[tuple[str, BlockKind]]] = {}
    opens = tuple(np.zeros(_SLOTS, dtype=np.bool_) for _ in _GRAMS)
    for phrase, kind in within:
        which = next((at for at, size in enumerate(_GRAMS) if len(phrase) >= size), None)
        if which is not None:
            opened.setdefault(phrase[: _GRAMS[which]], []).append((phrase, kind))
            opens[which][_grams(codes_of(phrase))[which][0]] = True
    tiny = tuple(one for one in within if len(one[0]) < _GRAMS[-1])
    starts = {word: tuple(found) for word, found in start.items()}
    firsts = {gram: tuple(found) for gram, found in opened.items()}
    return Phrases(heading, starts, tuple(within), tiny, firsts, opens)


def bare(folded: str) -> str:
    """Return folded words less bullets, counts and stops at both ends."""
    return folded.strip(EDGES)


def first_word(folded: str) -> str:
    """Return what stands before the first space."""
    return folded.partition(" ")[0]


def start_kind(folded: str, table: Phrases) -> tuple[BlockKind, str] | None:
    """Return the kind of a block that begins with a known phrase, and the phrase, or None."""
    for phrase, kind in table.start.get(first_word(folded), ()):
        after = len(phrase)
        if folded.startswith(phrase) and not (phrase[-1].isalnum() and folded[after : after + 1].isalnum()):
            return kind, phrase
    return None


def holds(kind: BlockKind, phrase: str, words: int) -> bool:
    """Tell whether a phrase decides about a block of so many words: long text may use it in passing."""
    if kind == "byline":
        return words <= _BYLINE
    return words <= _SHORT or kind in _ALWAYS or phrase.startswith("©")


def within_places(folded: str, table: Phrases, codes: Array | None = None) -> list[tuple[int, BlockKind, str]]:
    """Return every place of a whole folded page where a known phrase stands, in order.

    Args:
        folded: Its text.
        table: The phrases to know.
        codes: The code points of the text, where they are at hand.
    """
    places = []
    slots_of_all = _grams(codes_of(folded) if codes is None else codes)
    for size, slots, opens in zip(_GRAMS, slots_of_all, table.opens, strict=True):
        for at in opens.take(slots).nonzero()[0].tolist():
            for phrase, kind in table.opened.get(folded[at : at + size], ()):
                if folded.startswith(phrase, at):
                    places.append((at, kind, phrase))
    for phrase, kind in table.tiny:
        at = folded.find(phrase)
        while at >= 0:
            places.append((at, kind, phrase))
            at = folded.find(phrase, at + 1)
    return sorted(places)


def _grams(codes: Array) -> tuple[Array, Array]:
    """Return a slot for each eight characters in a row, and for each four; different ones may have one slot."""
    codes = codes.astype(np.uint16)
    pairs = codes[:-1] * 31 + codes[1:]
    fours = pairs[:-2] * 961 + pairs[2:]
    return fours[:-4] * 40_503 + fours[4:], fours
