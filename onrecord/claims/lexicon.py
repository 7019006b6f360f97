"""Concepts: the words that carry a claim, each with the class, place or stem that it is compared by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from onrecord.claims.words import Word, read_words, small_words, stem
from onrecord.lang.language import Language
from onrecord.mentions.phrase import given_names
from onrecord.model import Span
from onrecord.text import fold

ConceptKind = Literal["place", "name", "act", "thing", "aspect", "event", "report", "quality", "word"]


_COMPASS = ("North ", "South ", "East ", "West ")


@dataclass(frozen=True, slots=True)
class Concept:
    """A word or phrase that carries meaning, by the numbers of its first and last word.

    Attributes:
        key: The class of the table, `=name` for a place, or the stem; equal keys mean the same.
        kind: `place` and `name` are parties; the others are those of the table `synonyms`.
    """

    key: str
    kind: ConceptKind
    first: int
    last: int

    @property
    def party(self) -> bool:
        """Tell whether it can act or be acted on."""
        return self.kind in ("place", "name")


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of a lexicon."""

    phrase: tuple[str, ...]
    key: str
    kind: ConceptKind
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of a language's tables and of a claim, by first word, and the classes by stem.

    `short` are those of its phrases that stand for a longer name: "Brandt" for Ada Brandt.
    """

    phrases: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, Entry]
    stop: frozenset[str]
    short: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class ActClass:
    """What the table says of a class: which way a thing goes, the class that takes it in, what it is done to."""

    kind: str
    direction: str
    broader: str
    takes: frozenset[str]


@lru_cache(maxsize=8)
def act_classes(language: Language) -> Mapping[str, ActClass]:
    """Return every class of the table `synonyms`."""
    return {
        row["class"]: ActClass(row["kind"], row["direction"], row["broader"], frozenset(row["takes"].split()))
        for row in language.rows("synonyms")
    }


@lru_cache(maxsize=8)
def load_lexicon(language: Language) -> Lexicon:
    """Return the lexicon of a language's own tables."""
    entries = [*_place_entries(language), *_class_entries(language)]
    stems: dict[str, Entry] = {}
    for entry in entries:
        if len(entry.phrase) == 1 and not entry.capital:
            stems.setdefault(stem(entry.phrase[0]), entry)
    return Lexicon(_by_head(entries), stems, small_words(language, "stop"))


def extend(lexicon: Lexicon, entries: Sequence[Entry]) -> Lexicon:
    """Return a lexicon that knows some more phrases, which go before its own."""
    if not entries:
        return lexicon
    heads = _by_head(entries)
    joined = {
        head: tuple(sorted((*new, *lexicon.phrases.get(head, ())), key=_longest_first))
        for head, new in heads.items()
    }
    short = tuple(one for one in entries if one.kind == "name" and len(one.phrase) == 1 and " " in one.key)
    return Lexicon({**lexicon.phrases, **joined}, lexicon.stems, lexicon.stop, (*lexicon.short, *short))


def for_page(lexicon: Lexicon, text: str, language: Language) -> Lexicon:
    """Return a lexicon for a page: less the surnames that others bear there, with what "the North" means there."""
    others = [one for one in lexicon.short if _is_another(text, one, language)]
    if others:
        heads = {one.phrase[0] for one in others}
        left = {head: tuple(one for one in lexicon.phrases[head] if one not in others) for head in heads}
        lexicon = replace(lexicon, phrases={**lexicon.phrases, **left})
    return extend(lexicon, compass_names(text, language))


@lru_cache(maxsize=4096)
def _is_another(text: str, short: Entry, language: Language) -> bool:
    """Tell whether a page's usual bearer of a surname is somebody else: the full name that it has most often."""
    own = short.key.removeprefix("=").split()
    before = (
        fold(m[1]) for m in re.finditer(rf"([^\W\d_]{{2,40}})[ \u00a0]{re.escape(own[-1])}\b", text, re.IGNORECASE)
    )
    bearers = Counter(word for word in before if word in given_names(language) or word == own[-2])
    mine = bearers.pop(own[-2], 0)
    return any(count >= mine for count in bearers.values())


@lru_cache(maxsize=8)
def _compass_places(language: Language) -> tuple[tuple[str, str], ...]:
    """Return the states that a direction names, each with that direction."""
    names = (row["name"] for row in language.rows("places"))
    return tuple((name.partition(" ")[0], name) for name in names if name.startswith(_COMPASS))


def compass_names(text: str, language: Language) -> list[Entry]:
    """Return what "the North" and the like mean on a page: the one state there whose name starts so."""
    found: dict[str, set[str]] = {}
    for head, name in _compass_places(language):
        if name in text:
            found.setdefault(head, set()).add("=" + name)
    return [
        Entry((fold(head),), next(iter(keys)), "place", capital=True)
        for head, keys in sorted(found.items())
        if len(keys) == 1
    ]


def plain_words(text: str, language: Language) -> tuple[str, ...]:
    """Return the folded words of a short text."""
    return tuple(word.text for word in read_words(text, [Span(0, len(text))], language))


def find_concepts(words: Sequence[Word], lexicon: Lexicon) -> tuple[Concept, ...]:
    """Return the concepts of some words in order, the longest phrase at each place."""
    out: list[Concept] = []
    i = 0
    while i < len(words):
        concept = _concept_at(words, i, lexicon)
        if concept is not None:
            out.append(concept)
        i = concept.last + 1 if concept is not None else i + 1
    return _with_titles(words, out)


def _with_titles(words: Sequence[Word], concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Count a name that follows a place in one run of capitals as that place: "Kestrian Minister Ana Brill"."""
    out: list[Concept] = []
    home: Concept | None = None
    for concept in concepts:
        last = out[-1] if out else None
        runs_on = (
            last is not None
            and last.last + 1 == concept.first
            and words[concept.first].capital
            and words[last.first].clause == words[concept.first].clause
        )
        home = home if runs_on else None
        if concept.key.startswith("="):
            home = concept
        elif concept.kind == "name" and home is not None:
            concept = replace(concept, key=home.key, kind=home.kind)  # noqa: PLW2901 (the same name, better known)
        out.append(concept)
    return tuple(out)


def _concept_at(words: Sequence[Word], i: int, lexicon: Lexicon) -> Concept | None:
    word = words[i]
    for entry in lexicon.phrases.get(word.text, ()):
        if entry.capital and not word.capital:
            continue
        end = i + len(entry.phrase)
        run = words[i:end]
        if tuple(w.text for w in run) == entry.phrase and run[-1].sentence == word.sentence:
            return Concept(entry.key, entry.kind, i, end - 1)
    if word.text in lexicon.stop or word.text.endswith("n't"):
        return None
    known = lexicon.stems.get(stem(word.text))
    if known is not None:
        return Concept(known.key, known.kind, i, i)
    kind: ConceptKind = "name" if word.capital and not word.opens else "word"
    return Concept(stem(word.text), kind, i, i)


def _longest_first(entry: Entry) -> int:
    return -len(entry.phrase)


def _by_head(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    heads: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.phrase:
            heads.setdefault(entry.phrase[0], []).append(entry)
    return {head: tuple(sorted(group, key=_longest_first)) for head, group in heads.items()}


def _place_entries(language: Language) -> list[Entry]:
    out = []
    for row in language.rows("places"):
        key = "=" + row["name"]
        for cell in row.values():
            names = (plain_words(name, language) for name in cell.split(";"))
            out += [Entry(name, key, "place", capital=True) for name in names if name]
    return out


def _class_entries(language: Language) -> list[Entry]:
    kinds: dict[str, ConceptKind] = {
        "act": "act",
        "thing": "thing",
        "aspect": "aspect",
        "event": "event",
        "report": "report",
        "quality": "quality",
    }
    out = []
    for row in language.rows("synonyms"):
        names = (plain_words(name, language) for name in row["words"].split(";"))
        out += [Entry(name, row["class"], kinds[row["kind"]]) for name in names if name]
    return out
