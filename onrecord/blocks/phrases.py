"""The words that give away menus, adverts, share bars and the like, looked up in the table `boilerplate`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from onrecord.lang.language import Language
from onrecord.model import BlockKind

_WORD = re.compile(r"[a-z0-9]+")
_EDGES = " \t:.!?…•·|>»«<→←↓▶►*-–—_[]()0123456789,+#"
_SHORT = 30
_BYLINE = 12
_EXACT: tuple[BlockKind, ...] = ("marker", "subhead")
_ALWAYS: tuple[BlockKind, ...] = ("caption", "credit", "comment")


_Group = tuple[str, bool, tuple[tuple[str, BlockKind, frozenset[str]], ...]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The table `boilerplate` in the shapes in which it is asked.

    Attributes:
        heading: Whole blocks: folded words to kind.
        start: Beginnings, by their first word.
        within: Words that may stand anywhere, by a word that all of a group have in common, and whether it stands
            whole between spaces; with the words of each that do.
    """

    heading: Mapping[str, BlockKind]
    start: Mapping[str, tuple[tuple[str, BlockKind], ...]]
    within: tuple[_Group, ...]


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
    return Phrases(heading, {word: tuple(found) for word, found in start.items()}, _grouped(within))


def _grouped(within: list[tuple[str, BlockKind]]) -> tuple[_Group, ...]:
    """Return the phrases by a word in each, so that one look tells that a page has none of a group.

    It is the longest of the inner words, which stand whole between spaces; where there are none, the commonest.
    """
    counts = Counter(word for phrase, _ in within for word in _WORD.findall(phrase))
    groups: dict[tuple[str, bool], list[tuple[str, BlockKind, frozenset[str]]]] = {}
    for phrase, kind in within:
        inner = frozenset(phrase.split(" ")[1:-1])
        words = [word for word in _WORD.findall(phrase) if len(word) > 1] or [phrase]
        key = max(words, key=lambda word: (counts[word], len(word), word))
        if inner:
            key = max(inner, key=len)
        elif counts[key] <= 1:
            key = max(words, key=len)
        groups.setdefault((key, bool(inner)), []).append((phrase, kind, inner))
    return tuple((key, whole, tuple(found)) for (key, whole), found in groups.items())


def bare(folded: str) -> str:
    """Return folded words less bullets, counts and stops at both ends."""
    return folded.strip(_EDGES)


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
    words = frozenset(folded.split())
    for key, whole, group in table.within:
        if key not in (words if whole else folded):
            continue
        for phrase, kind, inner in group:
            at = folded.find(phrase) if inner <= words else -1
            while at >= 0:
                places.append((at, kind, phrase))
                at = folded.find(phrase, at + len(phrase))
    return sorted(places)
