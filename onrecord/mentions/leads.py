"""Who a lead describes before the text names them: "A Varlandic diplomat denied it. … Envoy Ada Brandt said …"."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.lang import Language
from onrecord.mentions.cast import gender_words
from onrecord.mentions.people import People, Person
from onrecord.mentions.phrase import Reading, given_names, lexicon, words_of
from onrecord.model import Spans, Speaker
from onrecord.tagger.cues import word_class
from onrecord.text import cut, fold

_LEAD = 3
"""Paragraphs that an article's lead may stand in, a headline among them."""

_NEAR = 400
_OPENS = re.compile(r"(?:\A|\n|[.!?][”\"’]?\s)([^.!?\n“”\"]{0,90})\Z")
_OWNER = re.compile(r"[’']s?$")


def introduced(
    text: str, paragraphs: Spans, reading: Reading, people: People, speaking: frozenset[str], language: Language
) -> Speaker | None:
    """Return the person that a description in the lead stands for, where the text goes on to introduce one.

    They are named for the first time within the next sentences, in full, at the head of one, nobody else in
    between; they speak on the page; what is said of them does not speak against it.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        reading: The description.
        people: The people of the page.
        speaking: The names of those who speak on it.
        language: Its tables.
    """
    at, lead = reading.span, paragraphs[:_LEAD]
    if (
        reading.kind != "anonymous"
        or not lead
        or at.start >= lead[-1].end
        or not _one_person(text, reading, language)
    ):
        return None
    coming = [p for p in people.all if p.mentions and at.end < p.mentions[0].start < at.end + _NEAR]
    first = min(coming, key=lambda person: person.mentions[0], default=None)
    if first is None or first.name not in speaking or cut(text, first.mentions[0]) != first.name:
        return None
    alone = not people.named_between(at.end, first.mentions[0].start) - {first.name}
    if not alone or not _presented(text, first, language) or not _agrees(reading, first, people, language):
        return None
    return Speaker(mention=at, name=first.name, kind="person")


def _one_person(text: str, reading: Reading, language: Language) -> bool:
    """Tell whether a description is of one whom the text will name: no source, no spokesman, nobody's wife."""
    lex, words = lexicon(language), words_of(text, reading.span)
    if reading.head is None or lex.roles[reading.head][0] != "person" or reading.use == "spokes":
        return False
    lows = [word.low for word in words]
    if not word_class(language, "unnameable").isdisjoint(lows):
        return False
    owners = [_OWNER.sub("", word.text) for word in words if _OWNER.search(word.text)]
    return all(lex.place(owner) for owner in owners)


def _presented(text: str, person: Person, language: Language) -> bool:
    """Tell whether a name opens its sentence, with nothing but a role before it."""
    name = person.mentions[0]
    opens = _OPENS.search(text, max(0, name.start - 100), name.start)
    if opens is None:
        return False
    small = word_class(language, "particle") | {"of", "for", "the", "and", "in", "a", "an"}
    lex = lexicon(language)
    before = opens.group(1).split()
    return all(word[0].isupper() or fold(word) in lex.roles or fold(word) in small for word in before)


def _agrees(reading: Reading, person: Person, people: People, language: Language) -> bool:
    """Tell whether neither gender, role nor state of a person is another than the description's."""
    lex = lexicon(language)
    given = given_names(language).get(fold(person.name.split()[0]), "")
    if {gender_words(language).get(reading.head or "", ""), given} == {"m", "f"}:
        return False
    roles = [word for role in people.roles(person.name) for word in role.split()]
    if reading.use == "general" and not roles and (reading.head or "") not in gender_words(language):
        return (
            False  # anybody with a post may be an official: who is told to have none is not shown to be this one
        )
    heads = {word for word in roles if word in lex.titles}
    told = reading.head in lex.titles and reading.use != "general"
    if heads and told and reading.head not in heads:
        return False
    states = {lex.place(" ".join(pair)) for role in people.roles(person.name) for pair in pairwise(role.split())}
    states |= {lex.place(word) for word in roles}
    own = lex.place(reading.affiliation.value) if reading.affiliation else None
    return own is None or not (states - {None}) or own in states
