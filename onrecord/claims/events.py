"""Who does what to whom, as far as the order of words tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self

from onrecord.claims.lexicon import Concept, act_classes
from onrecord.claims.words import Word, small_words
from onrecord.lang.language import Language

_MOST_EVENTS = 15
"""Each act is compared with every party of its text: a bound keeps a very long text from taking long."""
_REACH = 5
"""How many words back from a party its preposition may stand ("to the armed forces of Kestria")."""


@dataclass(frozen=True, slots=True)
class Event:
    """An act with its parties.

    Attributes:
        act: The concept that names it.
        direction: `give`, `get`, `both` or "" (an act that moves nothing).
        giver: From whom it goes; of an act that moves nothing, who does it.
        taker: To whom it goes, or whom it is done to.
        near: Parties of the same sentence whose part in it the order of words does not tell.
        subject: The words before the act that stand for a party ("we", "it"), as kinds of `matching`.
        aspect: `done`, or `sought` where it is only wanted or planned.
        seeker: Who wants or plans it, where that is said.
    """

    act: Concept
    direction: str
    giver: frozenset[str] = frozenset()
    taker: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    aspect: str = "done"
    seeker: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: its words, its concepts also by word, and the language they were read by."""

    words: tuple[Word, ...]
    concepts: tuple[Concept, ...]
    language: Language
    by_word: Mapping[int, Concept] = field(default_factory=dict)

    @classmethod
    def of(cls, words: tuple[Word, ...], concepts: tuple[Concept, ...], language: Language) -> Self:
        """Return a reading that finds its concepts by the numbers of their words."""
        by_word = {n: concept for concept in concepts for n in range(concept.first, concept.last + 1)}
        return cls(words, concepts, language, by_word)

    def has(self, key: str) -> bool:
        """Tell whether a concept of that key stands in the text."""
        return any(c.key == key for c in self.concepts)

    def next_to(self, concept: Concept) -> Concept | None:
        """Return the concept that follows one without a word between."""
        return self.by_word.get(concept.last + 1)

    def sentence(self, concept: Concept) -> int:
        """Return the number of a concept's sentence."""
        return self.words[concept.first].sentence

    def clause(self, concept: Concept) -> int:
        """Return the number of a concept's clause."""
        return self.words[concept.first].clause

    def is_kind(self, number: int, kind: str) -> bool:
        """Tell whether a word is one of a kind of the table `matching`."""
        return 0 <= number < len(self.words) and self.words[number].text in small_words(self.language, kind)


def find_events(reading: Reading, acts: frozenset[str]) -> Iterator[Event]:
    """Yield the events of a text whose act is one of some keys, in text order; the first fifteen of them."""
    classes = act_classes(reading.language)
    found = (concept for concept in reading.concepts if concept.key in acts)
    for concept in islice(found, _MOST_EVENTS):
        known = classes.get(concept.key)
        yield _read_event(reading, concept, known.direction if known else "")


def _read_event(reading: Reading, act: Concept, direction: str) -> Event:
    sentence = reading.sentence(act)
    parties = [c for c in reading.concepts if c.party and reading.sentence(c) == sentence]
    before = [c for c in parties if c.last < act.first]
    after = [c for c in parties if c.first > act.last]
    event = Event(act, direction, subject=_pronouns(reading, act))
    subject = _subject(reading, before, act)
    if subject:
        event = _add_subject(reading, event, subject)
    for party in after:
        event = _add_after(reading, event, party)
    placed = event.giver | event.taker
    near = frozenset(c.key for c in parties) - placed
    event = replace(event, near=near, giver=event.giver - event.taker, taker=event.taker - event.giver)
    return _add_aspect(reading, event, subject)


def _subject(reading: Reading, before: Sequence[Concept], act: Concept) -> tuple[Concept, ...]:
    """Return the party before an act, with those it is joined to; "in", "to", "with" X are passed over."""
    telling = _last_telling(reading, act)
    governed = _governed_parties(reading, before)
    free = [c for c in before if c.last > telling and c not in governed]
    same = [c for c in free if reading.clause(c) == reading.clause(act)]
    pool = same or free
    if not pool:
        return ()
    last = pool[-1] if same else pool[0]
    joined = [c for c in pool if c is not last and c.last + 2 == last.first and _is_and(reading, c.last + 1)]
    return (*joined, last)


def _last_telling(reading: Reading, act: Concept) -> int:
    """Return where the last noun like "rumour" before an act stands: who stands before it only tells."""
    return max((c.first for c in reading.concepts if c.kind == "report" and c.first < act.first), default=-1)


def _is_and(reading: Reading, number: int) -> bool:
    return reading.words[number].text in ("and", "or", "nor")


def _governed_parties(reading: Reading, parties: Sequence[Concept]) -> set[Concept]:
    """Return the parties after a preposition, and those joined to one: "in [Kestria] and [Brannock]"."""
    out: set[Concept] = set()
    for before, party in zip([None, *parties], parties, strict=False):
        joined = before in out and before.last + 2 == party.first and _is_and(reading, before.last + 1)
        if joined or _governed(reading, party):
            out.add(party)
    return out


def _governed(reading: Reading, party: Concept) -> bool:
    """Tell whether a preposition stands before a party, determiners apart."""
    number = party.first - 1
    while reading.is_kind(number, "determiner"):
        number -= 1
    return reading.is_kind(number, "preposition")


def is_setting(reading: Reading, party: Concept) -> bool:
    """Tell whether a party is only where or against what something happens ("inside Kestria", "in Tolmin")."""
    number = party.first - 1
    while reading.is_kind(number, "determiner") or (number >= 0 and reading.words[number].text == "of"):
        number -= 1
    moves = reading.is_kind(number, "giver") or reading.is_kind(number, "taker")
    return reading.is_kind(number, "preposition") and not moves


def _pronouns(reading: Reading, act: Concept) -> frozenset[str]:
    """Return the kinds of pronoun that stand before an act in its clause."""
    clause = reading.clause(act)
    numbers = [n for n in range(max(0, act.first - 12), act.first) if reading.words[n].clause == clause]
    return frozenset(k for k in ("we", "you", "it") for n in numbers if reading.is_kind(n, k))


def _passive(reading: Reading, act: Concept) -> bool:
    """Tell whether an act is told from the side of what it is done to ("were supplied")."""
    word = reading.words[act.first].text
    participle = word.endswith("ed") or reading.is_kind(act.first, "irregular-passive")
    return participle and any(reading.is_kind(act.first - back, "be") for back in (1, 2, 3))


def _add_subject(reading: Reading, event: Event, subject: Sequence[Concept]) -> Event:
    keys = frozenset(c.key for c in subject)
    if event.direction == "both":
        return event
    follows = next((c for c in reading.concepts if c.first > subject[-1].last), None)
    owner = follows is not None and follows.kind == "thing" and follows.last < event.act.first
    passive = _passive(reading, event.act)
    if event.direction == "get" and (owner or passive):
        return event
    if owner and passive and not event.direction:
        return event
    passive = passive and not owner
    takes = passive != (event.direction == "get")
    return replace(event, taker=event.taker | keys) if takes else replace(event, giver=event.giver | keys)


def _add_after(reading: Reading, event: Event, party: Concept) -> Event:
    if event.direction == "both":
        return event
    keys = frozenset({party.key})
    word = _preposition(reading, event.act, party)
    giver, taker = small_words(reading.language, "giver"), small_words(reading.language, "taker")
    if word == "by":
        gets = event.direction == "get"
        return replace(event, taker=event.taker | keys) if gets else replace(event, giver=event.giver | keys)
    if word in giver and event.direction:
        return replace(event, giver=event.giver | keys)
    direct = not word and party.first - event.act.last <= 2
    if event.direction == "get":
        return event
    if not event.direction and _passive(reading, event.act):
        return event
    if (word in taker and event.direction) or (word and not event.direction) or direct:
        return replace(event, taker=event.taker | keys)
    return event


def _preposition(reading: Reading, act: Concept, party: Concept) -> str:
    """Return the preposition that governs a party after an act, or "" where none does.

    "for the Kestrian war" names an event and no recipient: then the answer is "about".
    """
    following = reading.next_to(party)
    if following is not None and following.kind == "event":
        return "about"
    for number in range(party.first - 1, max(act.last, party.first - 1 - _REACH), -1):
        known = reading.by_word.get(number)
        if known is not None and known.party:
            break
        if reading.is_kind(number, "preposition"):
            return reading.words[number].text
    return ""


def _infinitive(reading: Reading, act: Concept) -> bool:
    """Tell whether an act is only what somebody is "to" do: "offered to sell", but not "went on to sell"."""
    plain = not reading.words[act.first].text.endswith(("s", "ing", "ed"))
    at = act.first - 1
    achieved = any(reading.is_kind(at - back, "achieved") for back in (1, 2))
    return plain and at >= 0 and reading.words[at].text == "to" and not achieved


def _add_aspect(reading: Reading, event: Event, subject: Sequence[Concept]) -> Event:
    """Note that an act is only sought or planned, and by whom."""
    clause = reading.clause(event.act)
    governors = [
        c
        for c in reading.concepts
        if c.kind == "aspect" and c.last < event.act.first and reading.clause(c) == clause
    ]
    ahead = any(
        reading.words[n].text in ("will", "would") for n in range(max(0, event.act.first - 3), event.act.first)
    )
    if not (governors or ahead or event.act.kind == "aspect" or _infinitive(reading, event.act)):
        return event
    seekers = frozenset(c.key for c in subject)
    return replace(event, aspect="sought", seeker=seekers)
