"""Who a description means ("the minister", "the company", "the intelligence service"): one of the cast it fits."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from onrecord.lang import Language
from onrecord.mentions.antecedents import Ask, Trail
from onrecord.mentions.phrase import Reading, lexicon, read_phrase
from onrecord.model import Span, Spans, Speaker
from onrecord.tagger.cues import word_class
from onrecord.text import fold, trim

_STEM = 5
_FAR = 6_000
_GOVERNING = frozenset({"government", "administration", "authorities"})
_ADJECTIVES = (("n", ""), ("an", ""), ("ian", "y"), ("ic", ""), ("ese", ""), ("ish", ""), ("i", ""))


def fitting(ask: Ask, trails: list[Trail], language: Language) -> tuple[Trail, ...]:
    """Return those mentioned before a description whom it fits, the one mentioned last first.

    A person fits by a role that holds the noun, a body by the last word of its name; each word before the noun has
    to agree with what the page says of them ("the Kestrian minister").
    """
    roles = lexicon(language).roles
    kind = roles[ask.noun][0] if ask.noun in roles else ""
    found = []
    for trail in trails:
        last = trail.last_name(ask.span.start)
        if last is None or ask.span.start - last.end > _FAR:
            continue
        figure = trail.figure
        body = figure.kind == "body" and figure.name.lower().split()[-1] == ask.noun and kind != "person"
        person = figure.kind == "person" and kind == "person" and ask.noun in figure.words
        if (body or person) and all(any(w[:_STEM] == v[:_STEM] for v in figure.words) for w in ask.modifiers):
            found.append((last, trail))
    return tuple(trail for _, trail in sorted(found, key=lambda entry: entry[0], reverse=True))


def country_of(words: Container[str], reading: Reading) -> str | None:
    """Return the state that the page names, whose adjective stands for it: "Varlandic" of "Varland", or None.

    `words` are those of the page. So are read "Kestrian allegations" and "the Kestrian government", where no table
    knows the state.
    """
    adjective = reading.name or ""
    if reading.head in _GOVERNING and len(reading.modifiers) == 1:
        adjective = reading.modifiers[0].capitalize()
    elif reading.head is not None or " " in adjective:
        return None
    for ending, more in _ADJECTIVES:
        state = adjective.removesuffix(ending) + more
        if adjective.endswith(ending) and len(state) >= _STEM and state in words:
            return state
    return None


def author_of(text: str, paragraphs: Spans, noun: str, before: int, language: Language) -> Speaker | None:
    """Return who stands behind "the letter" or "the statement", where the page told it before: "a letter from X".

    Only one author may come in question.
    """
    found: dict[str, Speaker] = {}
    for paragraph in paragraphs:
        end = min(paragraph.end, before)
        for match in _authored(noun).finditer(text, paragraph.start, max(paragraph.start, end)):
            span = trim(text, Span(*match.span("by" if match["by"] else "of")))
            reading = read_phrase(text, span, language) if span else None
            if reading is None or reading.name is None or reading.kind == "document":
                continue
            if reading.named or reading.kind == "government":
                speaker = Speaker(mention=None, name=reading.name, kind=reading.kind, role=reading.role)
                found.setdefault(fold(reading.name), speaker)
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=256)
def _authored(noun: str) -> re.Pattern[str]:
    """Return the pattern of a document with its author: "letter … from X", "X’s letter"."""
    word = r"[^\W\d_a-z][\w\-]{0,30}"
    name = rf"{word}(?![\w’'\-])"
    before = r"(?!(?:to|on|that|in|dated|which|who|about) )[\w’'\-]{1,30}"
    issued = "issued|released|published|signed|sent|written|posted|drafted"
    return re.compile(
        rf"\b{re.escape(noun)} (?:(?:{issued}) )?(?:on \w+ )?(?:from|by|of) "
        rf"(?P<by>(?:{before} ){{0,5}}"
        rf"(?:{before}, {name}(?: {name}){{1,3}}(?=,)|{name}(?: (?:of (?:the )?)?{name}){{0,5}}))"
        rf"|\b(?P<of>(?:[Tt]he )?{word}(?: {word}){{0,3}})[’']s (?:\w{{1,30}} )?{re.escape(noun)}\b"
    )


def fuller(text: str, paragraphs: Spans, reading: Reading, language: Language) -> Speaker | None:
    """Return the fuller description that "the service" repeats, where the page has one before and only one.

    "Varland’s intelligence service … The service": the words before the noun, a capitalised one among them, say
    which one it is.
    """
    noun, found = reading.head or "", dict[str, str]()
    if reading.modifiers or reading.kind not in ("organisation", "government"):
        return None
    pattern = _qualified(noun)
    for paragraph in paragraphs:
        for match in pattern.finditer(
            text, paragraph.start, max(paragraph.start, min(paragraph.end, reading.span.start))
        ):
            words = match.group().split()
            while words and (fold(words[0]) in word_class(language, "unnamed") or words[0].islower()):
                words = words[1:]
            if len(words) > 1 and not any(fold(word) in word_class(language, "determiner") for word in words):
                name = re.sub(r"[’']s\b", "", " ".join(words))
                found.setdefault(fold(name), name)
    names = list(found.values())
    return Speaker(mention=None, name=names[0], kind=reading.kind) if len(names) == 1 else None


@lru_cache(maxsize=256)
def _qualified(noun: str) -> re.Pattern[str]:
    nouns = rf"(?:{re.escape(noun)}|{re.escape(noun.capitalize())})\b"
    return re.compile(rf"\b[^\W\d_a-z][\w’'\-]{{0,30}} (?:[\w’'\-]{{1,30}} ){{0,3}}{nouns}")
