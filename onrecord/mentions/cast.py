"""The cast of a page: everybody a pronoun or a description can mean, with every place where they are mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from onrecord.lang import Language
from onrecord.mentions.people import People
from onrecord.mentions.phrase import Lexicon, given_names, lexicon
from onrecord.model import Span, Spans
from onrecord.tagger.cues import word_class, word_classes
from onrecord.text import fold, inside, name_key

Gender = Literal["m", "f", ""]
Kind = Literal["person", "body", "place", "name", "described"]

_RUN = re.compile(r"[^\W\d_a-z][\w’'&\-]{0,40}(?: (?:of |for |of the )?[^\W\d_a-z][\w’'&\-]{0,40}){0,9}")
_POSSESSIVE = re.compile(r"[’']s?$")
_DESCRIBED = re.compile(
    r"\b([Aa]n?|[Tt]he|[Tt]his|[Tt]hat|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) "
    r"((?:[\w’'\-]{1,30} ){0,4}?)(\w{3,20})\b"
)
_NEXT_WORD = re.compile(r" (\w{1,20})")
_MR = re.compile(r"\b(\w{1,12})\.?\s$")
_TURNS = frozenset({"of", "to", "for", "who", "whose", "in", "at", "from", "with", "and", "that"})
_SMALL = ("determiner", "pronoun", "aux", "preposition", "boundary", "lead", "time", "modal", "adverb")
_POSSESSIVES = frozenset({"his", "her", "he", "she", "him"})
_WHERE = (" in ", " from ", " at ", " over ", " near ", " across ", " outside ")
_STEM = 5
_DEMONYMS = ("an", "ic", "ese", "ish")
_JOINERS = frozenset({"of", "for", "the"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the cast.

    Attributes:
        name: The fullest form on the page; of somebody only described, the words of the description.
        kind: `person` and `body` are named; `place` is a state or a city; `name` is a name of anything;
            `described` has a noun and no name.
        mentions: Where, in text order.
        gender: As far as titles and given names tell; evidence, not proof.
        words: Folded words that the page uses of them: roles, the words of the name, the noun.
    """

    name: str
    kind: Kind
    mentions: Spans
    gender: Gender = ""
    words: frozenset[str] = frozenset()

    @property
    def shown(self) -> bool:
        """Whether anything shows what it is: a name of anything may be a town's, if no given name opens it."""
        return self.kind != "name" or bool(self.gender)


def find_cast(text: str, paragraphs: Spans, people: People, language: Language) -> tuple[Figure, ...]:
    """Return the cast of a page: its people, its bodies, its places, and those who are only described.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        people: The people of the page.
        language: Its tables tell bodies from places and say which nouns can speak.
    """
    persons = [_person(text, one.name, one.mentions, one.roles, language) for one in people.all if one.mentions]
    taken = sorted(span for figure in persons for span in figure.mentions)
    bodies = _bodies(text, paragraphs, _Free(taken), language)
    taken = sorted([*taken, *(span for figure in bodies for span in figure.mentions)])
    held = frozenset(word for figure in persons for word in figure.words)
    described = _described(text, paragraphs, _Free(taken), held, language)
    return tuple(sorted((*persons, *bodies, *described), key=lambda figure: figure.mentions[0]))


class _Free:
    """Tells whether a place is free of spans already taken."""

    def __init__(self, spans: list[Span]) -> None:
        self._points = {point for span in spans for point in range(span.start, span.end)}

    def __call__(self, start: int, end: int) -> bool:
        return start not in self._points and end - 1 not in self._points


def _person(text: str, name: str, mentions: Spans, roles: tuple[str, ...], language: Language) -> Figure:
    """Return a person with the gender that titles, roles and the given name tell."""
    words = frozenset(word for role in roles for word in role.split()) | frozenset(name_key(name).split())
    titles = {m.group(1).lower() for s in mentions if (m := _MR.search(text[max(0, s.start - 12) : s.start]))}
    known = gender_words(language)
    told = {known[word] for word in (*titles, *(w for role in roles for w in _head_words(role))) if word in known}
    first = given_names(language).get(name_key(name).split()[0], "") if " " in name else ""
    gender: Gender = next(iter(told)) if len(told) == 1 else ("m" if first == "m" else "f" if first == "f" else "")
    whole = tuple(m for m in mentions if not any(o != m and inside(m, o) for o in _around(mentions, m)))
    return Figure(name, "person", whole, gender, words)


def _around(mentions: Spans, one: Span) -> Spans:
    """Return the mentions, in order, that could hold another: the few right before and after it."""
    at = mentions.index(one)
    return mentions[max(0, at - 2) : at + 3]


def _head_words(role: str) -> tuple[str, ...]:
    """Return the words of a role that are about its bearer: "the sister of the king" is no man."""
    words = role.split()
    end = next((n for n, word in enumerate(words) if word in _TURNS), len(words))
    return tuple(word for word in words[:end] if word not in _POSSESSIVES)


@lru_cache(maxsize=8)
def gender_words(language: Language) -> Mapping[str, Gender]:
    """Return the titles, roles and pronouns that tell a gender, folded."""
    out: dict[str, Gender] = dict.fromkeys(word_class(language, "masculine"), "m")
    out.update(dict.fromkeys(word_class(language, "feminine"), "f"))
    return MappingProxyType(out)


def _bodies(text: str, paragraphs: Spans, free: _Free, language: Language) -> list[Figure]:
    """Return bodies and places: capitalised words that no person has."""
    lex = lexicon(language)
    found: dict[str, Figure] = {}
    for start, words in _runs(text, paragraphs, language):
        name = " ".join(words)
        end = start + len(name)
        if not free(start, end) or text[start:end] != name:
            continue
        name = _POSSESSIVE.sub("", name)
        kind, full = _body_kind(name, words, lex)
        if kind is None or (kind == "name" and _common(text, start, name)):
            continue
        key = name_key(full)
        old = found.get(key)
        spans = (*old.mentions, Span(start, start + len(name))) if old else (Span(start, start + len(name)),)
        gender = _given_gender(full, kind, language)
        found[key] = Figure(full, kind, spans, gender, frozenset(name_key(full).split()))
    return _with_short_forms(text, [_place_like(text, figure, found) for figure in found.values()])


def _given_gender(name: str, kind: Kind, language: Language) -> Gender:
    """Return the gender of a name of anything whose first word is a given name, so that it is a person's."""
    given = given_names(language).get(name_key(name).split()[0], "") if kind == "name" else ""
    return "m" if given == "m" else "f" if given == "f" else ""


def _body_kind(name: str, words: list[str], lex: Lexicon) -> tuple[Kind | None, str]:
    """Return what a capitalised run is, and its usual name."""
    place = lex.place(name)
    if place is not None:
        return "place", place
    agency = lex.agencies.get(name_key(name))
    if agency is not None:
        return "body", agency
    if len(name) > 2 and name.replace(".", "").replace("&", "").isupper():
        return "body", name
    bare = [word for word in words if word not in _JOINERS]
    if any(word in lex.orgwords for word in bare[-3:]):
        return ("body", name) if len(bare) > 1 else (None, name)
    return ("name", name) if len(name) > 2 and len(bare) < 4 else (None, name)


def _place_like(text: str, figure: Figure, found: Mapping[str, Figure]) -> Figure:
    """Return an unknown name as a place where it mostly stands after "in" or "from", or a demonym is by."""
    if figure.kind != "name" or " " in figure.name:
        return figure
    key = name_key(figure.name)
    after = sum(text[max(0, m.start - 9) : m.start].endswith(_WHERE) for m in figure.mentions)
    kin = any(o != key and o[:_STEM] == key[:_STEM] and (o + key).endswith(_DEMONYMS) for o in found)
    return replace(figure, kind="place") if after * 2 > len(figure.mentions) or kin else figure


def _common(text: str, start: int, name: str) -> bool:
    """Tell whether a capitalised word may be no name: it opens a sentence, or the page has it in lower case."""
    before = text[max(0, start - 3) : start].rstrip(" \"“‘'(")
    opens = not before or before[-1] in ".!?:\n"
    return (opens and " " not in name) or f" {name.lower()} " in text


def _runs(text: str, paragraphs: Spans, language: Language) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of capitalised words: where each starts, and its words."""
    small = word_classes(language, *_SMALL)
    for paragraph in paragraphs:
        for match in _RUN.finditer(text, paragraph.start, paragraph.end):
            words, start = match.group().split(" "), match.start()
            while words and fold(words[0]) in small:
                start += len(words[0]) + 1
                words = words[1:]
            while words and words[-1] in _JOINERS:
                words = words[:-1]
            if words:
                yield start, words


def _with_short_forms(text: str, figures: list[Figure]) -> list[Figure]:
    """Join an acronym in brackets to the body named right before it."""
    out: list[Figure] = []
    for figure in figures:
        at = figure.mentions[0].start
        bracket = figure.name.isupper() and text[max(0, at - 2) : at] == " ("
        spelled = next((o for o in out if bracket and any(m.end == at - 2 for m in o.mentions)), None)
        if spelled is None:
            out.append(figure)
        else:
            joined = tuple(sorted((*spelled.mentions, *figure.mentions)))
            out[out.index(spelled)] = replace(spelled, mentions=joined)
    return out


def _described(
    text: str, paragraphs: Spans, free: _Free, held: frozenset[str], language: Language
) -> list[Figure]:
    """Return those who are only described, by a noun that can speak: "a senior official", "the ministry".

    "The spokesman" is nobody of his own where somebody named is one.
    """
    lex = lexicon(language)
    out: list[Figure] = []
    last: dict[str, int] = {}
    for paragraph in paragraphs:
        for match in _DESCRIBED.finditer(text, paragraph.start, paragraph.end):
            noun = fold(match.group(3))
            if noun not in lex.roles or lex.roles[noun][0] == "document" or not free(*match.span(3)):
                continue
            following = _NEXT_WORD.match(text, match.end())
            if following and fold(following.group(1)) in lex.roles:
                continue
            span = Span(*match.span())
            definite = fold(match.group(1)) in ("the", "this", "that")
            if definite and noun in held:
                continue
            words = frozenset(name_key(match.group(2) + noun).split())
            known = last.get(noun)
            if definite and known is not None:
                old = out[known]
                out[known] = replace(old, mentions=(*old.mentions, span), words=old.words | words)
                continue
            last[noun] = len(out)
            gender = gender_words(language).get(noun, "")
            out.append(Figure(" ".join(match.group().split()), "described", (span,), gender, words))
    return out


def merged(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures by name, the mentions of equal names joined."""
    found: dict[str, Figure] = {}
    for figure in figures:
        key = name_key(figure.name)
        old = found.get(key)
        found[key] = replace(old, mentions=tuple(sorted({*old.mentions, *figure.mentions}))) if old else figure
    return tuple(found.values())
