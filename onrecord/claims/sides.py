"""For whom somebody speaks who has his office only on other pages of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.claims.context import home_of_words
from onrecord.claims.question import Question
from onrecord.claims.words import small_words
from onrecord.lang.language import Language
from onrecord.model import Appearance
from onrecord.store import Place, Store
from onrecord.text import fold, name_key


def with_sides(
    store: Store, question: Question, found: Iterable[tuple[Place, Appearance]], language: Language
) -> Iterator[tuple[Place, Appearance]]:
    """Yield appearances in which a person without an office on the page has the side of his office elsewhere.

    That holds only where all pages that give him an office agree on the side, and none calls him a private person.
    """
    held = list(found)
    names = {name_key(s.name) for _, one in held for s in one.actors if s.kind == "person" and s.name in one.sides}
    offices = store.claims.parties.offices(names)
    known = {name: side for name in sorted(names) if (side := _side(offices.get(name, ()), question, language))}
    for place, one in held:
        sides = tuple(dict.fromkeys(_known(side, known) for side in one.sides))
        yield place, one if sides == one.sides else replace(one, sides=sides)


def _known(side: str, known: Mapping[str, str]) -> str:
    return known.get(name_key(side), side)


def _side(offices: Sequence[str], question: Question, language: Language) -> str:
    words = {word for office in offices for word in fold(office).replace("-", " ").split()}
    if words & small_words(language, "private"):
        return ""
    homes = {key for office in offices for key in home_of_words(office, question.lexicon, language)}
    key = next(iter(homes)) if len(homes) == 1 else ""
    return question.names.get(key) or key.removeprefix("=")
