"""States by whatever a page calls them, and what a person's post is, for comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from onrecord.actors.spelling import TABLES
from onrecord.lang import Language
from onrecord.text import name_key

_CELLS = ("name", "also", "adjectives", "people", "capitals", "seats")
_LONGEST = 5
_PAST = frozenset({"former", "formerly", "ex", "then", "late", "retired", "outgoing", "incoming", "designate"})
_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "s", "in", "to", "his", "her", "its", "their"})
_STEM = 5
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The table of states, by folded form.

    Attributes:
        names: The state of each form.
        acronyms: The forms that mean a state only in capitals ("US", "UN").
        agencies: News agencies by the names that they are credited under.
        roles: Nouns for people and documents: a phrase that ends with one names no body.
    """

    names: Mapping[str, str]
    acronyms: frozenset[str]
    agencies: Mapping[str, str]
    roles: frozenset[str]

    def state(self, words: str) -> str | None:
        """Return the state that words name as a whole, or None; "us" is not the US."""
        key = name_key(words).removeprefix("the ")
        found = self.names.get(key)
        if found is None and key.endswith(" s"):
            found = self.names.get(key[:-2])
        if found is None or key not in self.acronyms:
            return found
        return found if "".join(c for c in words if c.isalpha()).isupper() else None

    def split(self, words: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the first state that is named in words, and the other words, folded."""
        tokens = _WORD.findall(words.replace(".", ""))
        for length in range(min(_LONGEST, len(tokens)), 0, -1):
            for at in range(len(tokens) - length + 1):
                state = self.state(" ".join(tokens[at : at + length])) if tokens[at][:1].isupper() else None
                if state is not None:
                    rest = (*tokens[:at], *tokens[at + length :])
                    return state, tuple(name_key(word) for word in rest)
        return None, tuple(name_key(word) for word in tokens)

    def home_of(self, affiliation: str, role: str) -> str:
        """Return the state that a person belongs to, else the affiliation's stem, for comparison; or nothing."""
        for words in (affiliation, role):
            state, _ = self.split(words)
            if state is not None:
                return name_key(state)
        return " ".join(word[:_STEM] for word in name_key(affiliation).split() if word not in _SMALL)

    def post_of(self, role: str) -> str:
        """Return a post for comparison: its words but for the state, sorted; nothing for one that was left."""
        _, words = self.split(role)
        if _PAST & set(words):
            return ""
        told = {_bodies().get(word, word) for word in words if word not in _SMALL}
        return " ".join(sorted(told - {"-"}))


@lru_cache(maxsize=4)
def places_of(language: Language) -> Places:
    """Return a language's table of states."""
    names: dict[str, str] = {}
    acronyms: set[str] = set()
    for row in language.rows("places"):
        for form in filter(None, ";".join(row[cell] for cell in _CELLS).split(";")):
            key = name_key(form).removeprefix("the ")
            names.setdefault(key, row["name"])
            if form.replace(".", "").isupper():
                acronyms.add(key)
    agencies = {name_key(row["as"]): row["name"] for row in language.rows("agencies") if row["kind"] != "none"}
    people = ("person", "group", "document")
    roles = frozenset(row["noun"] for row in language.rows("roles") if row["kind"] in people)
    return Places(MappingProxyType(names), frozenset(acronyms), MappingProxyType(agencies), roles)


@lru_cache(maxsize=1)
def _bodies() -> Mapping[str, str]:
    return MappingProxyType({row["word"]: row["as"] for row in TABLES.rows("bodies")})


def body_words() -> Mapping[str, str]:
    """Return the words that names of public bodies are made of, each as it is compared."""
    return _bodies()
