"""What a statement's content asks of the world: who does what to whom, as a key that two statements may share.

A frame is taken only from words that name its parties, or from a "we" whose side is known. Whatever tells two
claims apart is part of the key: actor, act, object, recipient, aspect, figure, year. So statements that differ in
one of these never meet in one claim, and statements in other words may still miss each other: the lesser harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from onrecord.claims.context import PageContext
from onrecord.claims.events import Event, Reading, find_events
from onrecord.claims.lexicon import Concept, act_classes
from onrecord.claims.matching import OBJECT_REACH, read_content
from onrecord.claims.words import small_words
from onrecord.lang.language import Language
from onrecord.model import Statement
from onrecord.text import fold

Aspect = Literal["done", "planned", "sought"]

SUPPLY, DEAL = "supply", "deal"
"""The act that every giving and getting counts as, and the one that leaves open who gives."""

_FIGURE_REACH = 3
"""Words from a figure to what it counts ("7,000 weapons containers")."""
_TITLE_REACH = 2
"""Words from an office to the name that the tables know of it ("minister Sergei Brill")."""
_MOST_THINGS = 3
_YEAR = re.compile(r"(?:19|20|21)\d\d")


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """A proposition by its parts; equal frames ask the same question.

    Attributes:
        act: The class of the act; of acts that give or get, always the one that gives.
        doer: Who does it, or gives; of a deal one of those whom its sentence names.
        object: What it is done to, or what is given; a class of the tables, a name's key, or a stem.
        recipient: To whom it is given; "" where the act moves nothing.
        aspect: `done`; `planned` by the doer; `sought` by the recipient.
        figure: How many or how much, where a figure stands with the object.
        year: The year that the content gives.
    """

    act: str
    doer: str = ""
    object: str = ""
    recipient: str = ""
    aspect: Aspect = "done"
    figure: str = ""
    year: str = ""

    @property
    def key(self) -> str | None:
        """The parts in one string, or None where a part that a claim needs is not named."""
        if not (self.doer and self.object and (self.recipient or not self.moves)):
            return None
        return "|".join(getattr(self, part) for part in PARTS)

    @property
    def moves(self) -> bool:
        """Tell whether something goes from one party to another."""
        return self.act in (SUPPLY, DEAL)

    @property
    def plain(self) -> Frame:
        """The frame without figure and year."""
        return replace(self, figure="", year="")


PARTS = ("act", "doer", "object", "recipient", "aspect", "figure", "year")
"""The parts of a frame, in the order of its fields."""


@dataclass(frozen=True, slots=True, order=True)
class FoundFrame:
    """A frame of a statement; `exact` unless a narrower object of the statement entails it."""

    frame: Frame
    exact: bool = True


def find_frames(context: PageContext, statement: Statement) -> tuple[FoundFrame, ...]:
    """Return the frames of a statement's content, each once, sorted; those that lack a part have no key.

    A figure, a year or a narrower object also gives the frame without it: who sent shells has sent munitions.
    """
    exact = _in_reading(context, statement, context.read(statement.content))
    if not any(frame.key for frame in exact):  # "the charge, made by Brannock, that …"
        exact |= _in_reading(context, statement, read_content(context, statement, frozenset()))
    found = {FoundFrame(f) for f in exact} | {FoundFrame(f.plain) for f in exact}
    entailed = {_broader(context, f.plain) for f in exact} - {f.plain for f in exact}
    return tuple(sorted(found | {FoundFrame(f, exact=False) for f in entailed if f is not None}))


def _in_reading(context: PageContext, statement: Statement, reading: Reading) -> set[Frame]:
    return {
        frame
        for event in find_events(reading, _acts(context.language))
        for frame in _frames(context, statement, reading, event)
        if event.act.kind == "act" or frame.key is not None  # whoever "wants" something may want anything
    }


@lru_cache(maxsize=8)
def _acts(language: Language) -> frozenset[str]:
    """Return the classes of acts, and of wishes that name what is wanted ("seeks drones")."""
    return frozenset(key for key, known in act_classes(language).items() if known.kind == "act" or known.direction)


def _frames(context: PageContext, statement: Statement, reading: Reading, event: Event) -> Iterator[Frame]:
    if event.direction == "both":
        sentence = reading.sentence(event.act)
        dealers = {c.key for c in reading.concepts if c.key.startswith("=") and reading.sentence(c) == sentence}
        yield from (Frame(DEAL, dealer) for dealer in sorted(dealers) or ("",))
        return
    moves = bool(event.direction)
    doer, recipient = _parties(context, statement, event) if moves else (_doer(context, statement, event), "")
    aspect = _aspect(event, doer, recipient)
    act = SUPPLY if moves else event.act.key
    if (
        aspect is None
        or (doer and doer == recipient)
        or _is_official(reading, doer)
        or _is_place_of(reading, event)
    ):
        return
    things = (_things(reading, event) if moves else _object(reading, event, doer))[:_MOST_THINGS]
    for thing in things:
        figure = figure_of(context.record.text, reading, thing)
        yield Frame(act, doer, thing.key, recipient, aspect, figure, year_of(reading, event))
    if not things:
        yield Frame(act, doer, "", recipient, aspect)


def _parties(context: PageContext, statement: Statement, event: Event) -> tuple[str, str]:
    """Return who gives and who takes, where each is one and is named, or is the speaker's "we"."""
    giver, taker = event.giver, event.taker
    if event.direction == "give" and not giver and _own(statement, event):
        giver = context.homes(statement) - taker
    if event.direction == "get" and not taker and _own(statement, event):
        taker = context.homes(statement) - giver
    return _single(giver), _single(taker)


def _doer(context: PageContext, statement: Statement, event: Event) -> str:
    giver = event.giver
    if not giver and _own(statement, event):
        giver = context.homes(statement)
    return _single(giver)


def _is_official(reading: Reading, doer: str) -> bool:
    """Tell whether a doer is named with an office ("Minister Ana Brill"): for whom he acts is not said."""
    named = next((c for c in reading.concepts if c.key == doer and c.kind == "name"), None)
    if named is None:
        return False
    before = reading.words[max(0, named.first - _TITLE_REACH) : named.first]
    offices = _offices(reading.language)
    return any(word.text in offices and word.clause == reading.clause(named) for word in before)


def _is_place_of(reading: Reading, event: Event) -> bool:
    """Tell whether a name only says which events are meant: "the Lowen attacks would …" tell of nobody's deed."""
    party = next((c for c in reading.concepts if c.kind == "name" and c.last + 1 == event.act.first), None)
    after = event.act.last + 1
    noun = reading.is_kind(after, "auxiliary") or reading.is_kind(after, "be")  # no verb is followed by one
    return noun and party is not None and reading.is_kind(party.first - 1, "determiner")


@lru_cache(maxsize=8)
def _offices(language: Language) -> frozenset[str]:
    return frozenset(fold(row["noun"]) for row in language.rows("roles") if row["kind"] == "person")


def _own(statement: Statement, event: Event) -> bool:
    """Tell whether the speaker's own side acts: "we", or "it" in an indirect statement of one speaker."""
    told = "it" in event.subject and statement.form == "indirect" and not event.near
    return "we" in event.subject or (told and len(statement.speakers) == 1)


def _single(keys: frozenset[str]) -> str:
    return next(iter(keys)) if len(keys) == 1 and next(iter(keys)).startswith("=") else ""


def _aspect(event: Event, doer: str, recipient: str) -> Aspect | None:
    """Return whether it is done or only wanted, and by which party; None where a third one wants it."""
    if event.aspect == "done":
        return "done"
    if not event.seeker:
        return "sought" if event.direction == "get" else "planned"
    if doer in event.seeker:
        return "planned"
    return "sought" if recipient in event.seeker else None


def _things(reading: Reading, event: Event) -> list[Concept]:
    """Return what is given: the known things of the act's clause, else of its sentence."""
    sentence, clause = reading.sentence(event.act), reading.clause(event.act)
    things = [c for c in reading.concepts if c.kind == "thing" and reading.sentence(c) == sentence]
    near = [c for c in things if reading.clause(c) == clause]
    return _once(near or things)


def _object(reading: Reading, event: Event, doer: str) -> list[Concept]:
    """Return what an act is done to: the first name or known thing that follows it, "of" apart.

    What it is never done to ends the search: "to make [Kestria] great" tells of nothing made.
    """
    clause = reading.clause(event.act)
    takes = act_classes(reading.language)[event.act.key].takes
    for concept in reading.concepts:
        if concept.first <= event.act.last or concept.first - event.act.last > OBJECT_REACH:
            continue
        if reading.clause(concept) != clause or _led(reading, event.act, concept):
            return []
        if concept.key != doer and (concept.kind == "thing" or concept.key.startswith("=")):
            kind = "state" if concept.kind == "place" else concept.kind
            return [concept] if takes & {kind, concept.key} else []
    return []


def _led(reading: Reading, act: Concept, concept: Concept) -> bool:
    """Tell whether a preposition stands between an act and what follows: then it is where, not what."""
    between = range(act.last + 1, concept.first)
    prepositions = small_words(reading.language, "preposition")
    return any(reading.words[n].text in prepositions for n in between)


def _once(things: Sequence[Concept]) -> list[Concept]:
    seen: dict[str, Concept] = {}
    for thing in things:
        seen.setdefault(thing.key, thing)
    return list(seen.values())


def figure_of(text: str, reading: Reading, thing: Concept) -> str:
    """Return the figure right before a thing, its digits only; a year or the "7" of a type is none."""
    digits: list[str] = []
    for number in range(thing.first - 1, max(-1, thing.first - 1 - _FIGURE_REACH), -1):
        word, start = reading.words[number].text, reading.words[number].span.start
        if word.isdigit() and text[start - 1 : start] in ("", " ", "\n", "\u00a0", ",", "(", '"', "“"):
            digits.insert(0, word)
        elif digits or reading.words[number].sentence != reading.words[thing.first].sentence:
            break
    figure = "".join(digits)
    return "" if _YEAR.fullmatch(figure) else figure


def year_of(reading: Reading, event: Event) -> str:
    """Return the one year that the sentence of an act names after "in", "since" or a month."""
    sentence = reading.sentence(event.act)
    years = {w.text for w in reading.words if w.sentence == sentence and _YEAR.fullmatch(w.text)}
    return next(iter(years)) if len(years) == 1 else ""


def _broader(context: PageContext, frame: Frame) -> Frame | None:
    """Return the frame with the class that takes the object in, where the tables know one."""
    known = act_classes(context.language).get(frame.object)
    return replace(frame, object=known.broader) if known is not None and known.broader else None
