"""Reading one noun phrase: the name in it, the role before it, the kind of speaker that it makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from onrecord.lang import Language
from onrecord.model import Phrase, Span, SpeakerKind
from onrecord.tagger.cues import word_class, word_classes
from onrecord.text import cut, fold, name_key, trim

_TOKEN = re.compile(
    r"(?:Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col)\.|(?:[^\W\d_]\.){2,}|\w+(?:[.’'\-&]\w+)*[’']?(?:s\b)?|[^\w\s]"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_AWAY = frozenset({"of", "for", "to", "with", "by", "in", "on", "at", "from", "against"})
_NEGATION = re.compile(r"n[’']t$")
_UNNAMING = frozenset({"the", "a", "an", "both", "this", "some", "one"})
_RELATIVES = frozenset({"who", "whom", "whose", "which"})
_KINDS: tuple[SpeakerKind, ...] = (
    "person",
    "organisation",
    "government",
    "group",
    "anonymous",
    "document",
    "unclear",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase at its place in the page."""

    span: Span
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one noun phrase says of who it means.

    Attributes:
        span: The phrase.
        name: The name in it, or a description in the page's words, or None for a pronoun.
        kind: The kind of speaker.
        named: Whether `name` is a proper name.
        role: The words that say what the person is.
        affiliation: The place or body in the role.
        head: The role noun, folded, for finding the phrase again ("the official").
        definite: The phrase starts with "the".
        pronoun: The pronoun, folded, where the phrase is one.
        use: What the role noun is good for, from the table of roles: `general`, `spokes` or nothing.
        modifiers: The capitalised words of a description, folded ("kestrian" of "the Kestrian official").
    """

    span: Span
    name: str | None
    kind: SpeakerKind
    named: bool = False
    role: Phrase | None = None
    affiliation: Phrase | None = None
    head: str | None = None
    definite: bool = False
    pronoun: str | None = None
    modifiers: tuple[str, ...] = ()
    use: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that phrases are read with, by folded word."""

    roles: Mapping[str, tuple[SpeakerKind, bool]]
    titles: frozenset[str]
    orgwords: frozenset[str]
    places: Mapping[str, str]
    agencies: Mapping[str, str]
    pronouns: frozenset[str]
    acronyms: frozenset[str]
    particles: frozenset[str]
    honorifics: frozenset[str]
    uses: Mapping[str, str]

    def place(self, words: str) -> str | None:
        """Return the state or league that words name in any form, or None; "Un" is not the UN."""
        key = name_key(words)
        bare = words.replace(".", "").removeprefix("the ").removeprefix("The ")
        return self.places.get(key) if key not in self.acronyms or bare.isupper() else None


@lru_cache(maxsize=8)
def lexicon(language: Language) -> Lexicon:
    """Return a language's tables as look-ups."""
    roles = {r["noun"]: (_kind(r["kind"]), r["anonymous"] == "yes") for r in language.rows("roles")}
    places: dict[str, str] = {}
    acronyms: set[str] = set()
    for row in language.rows("places"):
        cells = (row[c] for c in ("name", "also", "adjectives", "people", "capitals", "seats"))
        for cell in cells:
            for form in filter(None, cell.split(";")):
                places.setdefault(name_key(form), row["name"])
                if form.replace(".", "").isupper():
                    acronyms.add(name_key(form))
    agencies = {name_key(r["as"]): r["name"] for r in language.rows("agencies") if r["name"] != "Agencies"}
    people = {r["noun"] for r in language.rows("roles") if r["kind"] == "person" and r["anonymous"] != "kin"}
    return Lexicon(
        MappingProxyType(roles),
        frozenset(people),
        frozenset(row["word"] for row in language.rows("orgwords")),
        MappingProxyType(places),
        MappingProxyType(agencies),
        word_class(language, "pronoun"),
        frozenset(acronyms),
        word_class(language, "particle"),
        word_class(language, "honorific"),
        MappingProxyType({row["noun"]: row["use"] for row in language.rows("roles")}),
    )


@lru_cache(maxsize=8)
def given_names(language: Language) -> Mapping[str, str]:
    """Return the gender of each given name of the table: m, f or x."""
    rows = language.rows("givennames")
    return MappingProxyType({name: row["gender"] for row in rows for name in row["names"].split()})


def _kind(name: str) -> SpeakerKind:
    return next(kind for kind in _KINDS if kind == name)


def words_of(text: str, span: Span) -> tuple[Word, ...]:
    """Return the words and marks of a phrase."""
    found = (Span(*m.span()) for m in _TOKEN.finditer(text, span.start, span.end))
    return tuple(Word(s, cut(text, s), fold(cut(text, s))) for s in found)


def read_phrase(text: str, span: Span, language: Language) -> Reading:
    """Read one noun phrase that is not a list."""
    lex = lexicon(language)
    words = _less_ends(words_of(text, span), language)
    if len(words) == 1 and words[0].low in lex.pronouns:
        return Reading(span, None, "unclear", pronoun=words[0].low)
    day = bool(words) and words[-1].low in _weekdays(language) and all(word.capital for word in words)
    if not words or day or any(_NEGATION.search(word.text) for word in words):
        return Reading(span, None, "unclear")  # nothing is left, it is a day, or a verb stands in it
    segments = _segments(_less_clause(words, lex))
    place = _whole_place(segments[0], lex)
    if place is not None:
        return Reading(span, place, "government", named=True)
    for number, segment in enumerate(segments):
        segment = _before_preposition(segment, lex)  # noqa: PLW2901 - the part that can hold the name
        segments[number] = segment
        name = _person(segment, lex)
        if name is not None and (number == 0 or _head(segments[0], lex) in lex.roles):
            return _named(text, span, segments, number, name, lex)
    return _unnamed(text, span, segments[0], lex)


@lru_cache(maxsize=8)
def opening(language: Language) -> frozenset[str]:
    """Return the words that may open a sentence right before a name, and are none of it ("Despite", "Neither")."""
    lex = lexicon(language)
    return (
        word_classes(language, "lead", "boundary", "unnamed")
        - word_class(language, "determiner")
        - lex.honorifics
        - lex.titles
    )


@lru_cache(maxsize=8)
def _weekdays(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.rows("dates") if row["kind"] == "weekday")


def _less_ends(words: tuple[Word, ...], language: Language) -> tuple[Word, ...]:
    """Leave out what opens a sentence before a name and the ending of one who owns: "Despite [Ada Brandt]’s".

    Who stands after "in" or "for" is not the one who speaks, so that nothing is left of such a phrase.
    """
    if len(words) > 1 and words[0].low in _AWAY and words[1].low not in ("least", "most"):
        return ()
    while len(words) > 1 and words[0].low in opening(language) and words[1].capital:
        words = words[1:]
    if words and _POSSESSIVE.search(words[-1].text):
        bare = _POSSESSIVE.sub("", words[-1].text)
        end = words[-1].span.start + len(bare)
        last = (Word(Span(words[-1].span.start, end), bare, fold(bare)),) if bare else ()
        words = (*words[:-1], *last)
    return words


def _less_clause(words: tuple[Word, ...], lex: Lexicon) -> tuple[Word, ...]:
    """Leave out a relative clause: "a woman who was questioned by N" is not N."""
    for number, word in enumerate(words):
        if number and word.low in _RELATIVES and any(w.low in lex.roles or w.capital for w in words[:number]):
            return words[:number]
    return words


def _whole_place(segment: tuple[Word, ...], lex: Lexicon) -> str | None:
    """Return the state that a segment names by itself ("the Republic of Kestria"), or None."""
    bare = segment[1:] if segment[0].low in ("the", "both") else segment
    return lex.place(" ".join(word.text for word in bare)) if bare and bare[0].capital else None


def _before_preposition(segment: tuple[Word, ...], lex: Lexicon) -> tuple[Word, ...]:
    """Cut "Tomas Ekkel of the Open Border Institute" after the name; leave "a spokesman for X" whole."""
    for i, word in enumerate(segment):
        if i and word.low in ("of", "from", "in", "at", "who", "with", "on"):
            name = _person(segment[:i], lex)
            if name is not None and len(name) > 1:
                return segment[:i]
    return segment


def _segments(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Split a phrase at its commas and brackets."""
    out: list[list[Word]] = [[]]
    for word in words:
        if word.text in ",()[]":
            out.append([])
        else:
            out[-1].append(word)
    return [tuple(segment) for segment in out if segment] or [words]


def _person(segment: tuple[Word, ...], lex: Lexicon) -> tuple[Word, ...] | None:
    """Return the words of a person's name that end a segment ("… Foreign Minister Ada Brandt"), or None."""
    end = len(segment)
    start = end
    while start and (segment[start - 1].capital or segment[start - 1].low in lex.particles):
        if _impersonal(segment[start - 1], lex):
            break
        start -= 1
    while start < end and not segment[start].capital:
        start += 1
    name = segment[start:end]
    if not name or len(name) > 5 or _POSSESSIVE.search(name[-1].text):
        return None
    if _ends_in_place(segment, lex) or _belongs_to_other(segment[:start], lex):
        return None
    return name if len(name) > 1 or (start and _titles(segment[start - 1], lex)) else None


def _titles(before: Word, lex: Lexicon) -> bool:
    """Tell whether the word before a single capitalised word makes it a surname ("Minister Brandt")."""
    honorific = before.capital and before.low.rstrip(".") in lex.honorifics
    return before.low in lex.titles or honorific


def _ends_in_place(segment: tuple[Word, ...], lex: Lexicon) -> bool:
    """Tell whether the last words of a segment are a place's name."""
    return any(
        lex.place(" ".join(w.text for w in segment[-length:])) is not None
        for length in range(1, min(6, len(segment)) + 1)
    )


def _impersonal(word: Word, lex: Lexicon) -> bool:
    """Tell whether a capitalised word is part of a post, a body or a place, so that a name starts after it."""
    bare = _POSSESSIVE.sub("", word.low)
    kin = bare in lex.roles and lex.roles[bare][0] == "person" and bare not in lex.titles
    if bare != word.low or (bare in lex.roles and not kin) or word.text in lex.orgwords:
        return True
    if bare in ("the", "a", "an") or not word.text[0].isalpha():
        return True
    if bare.rstrip(".") in lex.honorifics and (bare.endswith(".") or word.text.isupper()):
        return True
    return lex.place(word.text) is not None or (word.text.isupper() and len(word.text) > 2)


def _belongs_to_other(before: tuple[Word, ...], lex: Lexicon) -> bool:
    """Tell whether a name is that of another's: "sister of leader X", "the office of district X", "aides to X"."""
    lows = [w.low for w in before]
    for i, low in enumerate(lows):
        entry = lex.roles.get(low)
        if entry and i + 1 < len(lows) and lows[i + 1] in ("of", "for", "to"):
            rest = lows[i + 2 :]
            if entry[0] == "group":
                return True
            persons = any(r in lex.roles and lex.roles[r][0] == "person" for r in rest)
            return not rest or persons != (entry[0] in ("organisation", "government"))
    return False


def _head(segment: tuple[Word, ...], lex: Lexicon) -> str | None:
    """Return the noun that a phrase turns on: the last role noun before "of", "for", "who" or its end."""
    head = None
    for word in segment:
        if word.low in ("of", "for", "who", "in", "on", "at", "from", "with", "by", "to") and head:
            break
        if _POSSESSIVE.sub("", word.low) == word.low and word.low in lex.roles:
            head = word.low
    return head


def _named(
    text: str, span: Span, segments: list[tuple[Word, ...]], number: int, name: tuple[Word, ...], lex: Lexicon
) -> Reading:
    """Return the reading of a phrase with a person's name."""
    segment = segments[number]
    before = segment[: len(segment) - len(name)]
    others = segments[number + 1 :] if number == 0 else segments[:number]
    described = before or next((s for s in others if _head(s, lex)), ())
    role = _phrase(text, described)
    whole = " ".join(word.text for word in name)
    place = _place_in(described, lex)
    return Reading(
        span,
        whole,
        "person",
        named=True,
        role=role,
        affiliation=_phrase(text, (place,)) if place else None,
        head=_head(described, lex),
        use=lex.uses.get(_head(described, lex) or "", ""),
    )


def _phrase(text: str, words: tuple[Word, ...]) -> Phrase | None:
    """Return words as a phrase less its determiner, or None where nothing is left."""
    kept = words[1:] if words and words[0].low in ("the", "a", "an") else words
    if not kept:
        return None
    span = trim(text, Span(kept[0].span.start, kept[-1].span.end))
    return Phrase(value=" ".join(cut(text, span).split()), span=span) if span else None


def _place_in(words: tuple[Word, ...], lex: Lexicon) -> Word | None:
    return next((w for w in words if w.capital and lex.place(_POSSESSIVE.sub("", w.text))), None)


def _unnamed(text: str, span: Span, segment: tuple[Word, ...], lex: Lexicon) -> Reading:
    """Return the reading of a government, a body, a document, or somebody who is only described."""
    definite = segment[0].low in ("the", "this", "that") or bool(_POSSESSIVE.search(segment[0].text))
    bare = segment[1:] if segment[0].low in _UNNAMING and len(segment) > 1 else segment
    name = " ".join(cut(text, Span(bare[0].span.start, bare[-1].span.end)).split())
    agency = _agency(bare, lex)
    if agency is not None:
        return Reading(span, agency, "organisation", named=True)
    head = _head(segment, lex)
    if head is None and not bare[0].text[0].isalpha():
        return Reading(span, None, "unclear", definite=definite)
    if head is None:
        kind: SpeakerKind = "organisation" if bare[0].capital else "group"
        return Reading(span, _without_place(name, kind), kind, named=bare[0].capital, definite=definite)
    kind, anonymous = lex.roles[head]
    place = _place_in(bare, lex)
    if kind == "government" and place is not None and head in ("government", "administration", "authorities"):
        return Reading(span, lex.place(_POSSESSIVE.sub("", place.text)), "government", named=True)
    if kind == "person" or anonymous:
        kind = "group" if kind == "group" else "anonymous"
    affiliation = _phrase(text, (place,)) if place else None
    modifiers = tuple(_POSSESSIVE.sub("", w.low) for w in bare if w.capital and w.low != head)
    return Reading(
        span,
        name,
        kind,
        head=head,
        definite=definite,
        affiliation=affiliation,
        modifiers=modifiers,
        use=lex.uses[head],
    )


def _without_place(name: str, kind: SpeakerKind) -> str:
    """Return the name of a body without where it sits ("the Arms Routes Project in Carrowmere")."""
    return name.partition(" in ")[0] if kind == "organisation" else name


def _agency(words: tuple[Word, ...], lex: Lexicon) -> str | None:
    """Return the agency named in a phrase, whatever stands before it ("Kestria's KPB news agency")."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            found = lex.agencies.get(name_key(" ".join(w.text for w in words[start:end])))
            if found is not None and words[start].capital and words[end - 1].capital:
                return found
    return None
