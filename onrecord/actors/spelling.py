"""A name's words as they are compared: in Latin letters, without case and marks, each with what it is good for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from anyascii import anyascii

from onrecord.lang.language import Language

TABLES = Language("names")

WordKind = Literal["name", "particle", "descent", "title", "suffix", "small", "common", "form", "number"]

LONGEST_NAME = 300
"""Of a longer name the rest is not compared: nobody is called so, and distances would cost the square of it."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STOPPED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
_APOSTROPHE = re.compile(r"[’‘ʼ'`´]")
_POSSESSIVE = re.compile(r"[’']s\b")
_WORD = re.compile(r"[a-z0-9]+")
_NUMBERS = dict(zip(("two", "three", "four", "five", "six", "seven", "eight", "nine"), "23456789", strict=True))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name.

    Attributes:
        text: ASCII letters and digits in lower case; of a legal form the sort.
        kind: What it is good for; `name` where it tells who is meant.
        sound: The same as it sounds over several ways of spelling.
    """

    text: str
    kind: WordKind
    sound: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared.

    Attributes:
        text: The whole in ASCII, lower case, hyphens kept, words separated by single spaces.
        words: Its words in order.
        abjad: It was written in letters without vowels, so that only consonants can be compared.
    """

    text: str
    words: tuple[Word, ...]
    abjad: bool

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words that tell who is meant."""
        return tuple(word for word in self.words if word.kind in ("name", "common", "number"))


@lru_cache(maxsize=65_536)
def read_name(name: str) -> Name:
    """Read a name in any script."""
    name = name[:LONGEST_NAME]
    latin = latin_letters(name)
    flat = _with_forms(" ".join(_WORD.findall(latin.replace("-", " "))))
    kinds = _kinds()
    words = tuple(_word(word, kinds) for word in flat.split())
    if not any(word.kind in ("name", "common", "number") for word in words):
        words = tuple(Word(word.text, "name", word.sound) for word in words)
    return Name(" ".join(latin.split()), words, _abjad(name))


def latin_letters(name: str) -> str:
    """Return a name in ASCII letters, lower case: every script romanised, apostrophes and stops taken out."""
    name = _POSSESSIVE.sub("", name)
    latin = anyascii(_APOSTROPHE.sub("", name))
    latin = _HUMP.sub(" ", latin).lower() if not name.isupper() else latin.lower()
    latin = _STOPPED.sub(lambda match: match.group().replace(".", ""), latin)
    latin = _SLASHED.sub(r"\1\2", latin).replace("&", " and ")
    return re.sub(r"[^a-z0-9\- ]+", " ", _APOSTROPHE.sub("", latin))


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return a word as it sounds: one spelling for all that stand for the same sound."""
    runs, table = _sounds()
    heard = runs.sub(lambda match: table[match.group()], word)
    return re.sub(r"(.)\1+", r"\1", heard)


def _word(text: str, kinds: Mapping[str, WordKind]) -> Word:
    number = _NUMBERS.get(text) or (text if text.isdigit() else None)
    if number:
        return Word(number, "number", number)
    if text.startswith("form:"):
        return Word(text, "form", text)
    return Word(text, kinds.get(text, "name"), sound(text))


def _with_forms(flat: str) -> str:
    """Return the words with each legal form replaced by its sort ("limited liability company", "ooo")."""
    pattern, sorts = _forms()
    return pattern.sub(lambda match: f"form:{sorts[match.group()]}", flat)


def _abjad(name: str) -> bool:
    return any("֐" <= char <= "߿" for char in name)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, WordKind]:
    known: tuple[WordKind, ...] = ("particle", "descent", "title", "suffix", "small", "common")
    kinds = {row["word"]: kind for row in TABLES.rows("words") for kind in known if kind == row["kind"]}
    return MappingProxyType(kinds)


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    sorts = {row["form"]: row["sort"] for row in TABLES.rows("forms")}
    longest = sorted(sorts, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), MappingProxyType(sorts)


@lru_cache(maxsize=1)
def _sounds() -> tuple[re.Pattern[str], Mapping[str, str]]:
    table = {row["letters"]: row["sound"] for row in TABLES.rows("sounds")}
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), MappingProxyType(table)
