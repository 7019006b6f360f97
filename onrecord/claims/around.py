"""How well the sides of a claim are met around one act, where its own words leave a party out."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.claims.context import PageContext
from onrecord.claims.events import Event, Reading, is_setting
from onrecord.claims.question import Question
from onrecord.model import Statement

EVERYONE = "it speaks of any party"
"""The note of a side that is met because no party is left out."""

_EVERYONE_REACH = 30


@dataclass(frozen=True, slots=True)
class Slot:
    """How well one part of the claim is met: 0 to 1, the note to make; a clash ends the match."""

    value: float
    note: str = ""
    clash: bool = False


CLASH = Slot(0.0, clash=True)


@dataclass(frozen=True, slots=True)
class Around:
    """One act in its surroundings: where a party that its words leave out may be taken from.

    Attributes:
        question: The claim.
        context: The page.
        statement: In whose content the act stands.
        reading: That content.
        event: The act.
        follows: The statement before bears on the claim.
    """

    question: Question
    context: PageContext
    statement: Statement
    reading: Reading
    event: Event
    follows: bool

    def side(self, wanted: frozenset[str], stated: frozenset[str], opposite: frozenset[str]) -> Slot:
        """Tell how well one side of the claim is met."""
        if wanted & stated:
            return Slot(1.0)
        homes = {key: self._homes_of(key) for key in stated - opposite}
        if any(home & wanted for home in homes.values()):
            return Slot(0.9, "somebody who acts for a party is named")
        if any(not home & self.question.parties for home in homes.values()):
            return CLASH
        if wanted & self.event.near:
            return Slot(0.9)
        acting = self.question.taker if self.event.direction == "get" else self.question.giver
        if not wanted & acting and self._everyone():
            return Slot(0.8, EVERYONE)
        pronoun = self._from_pronoun(wanted) if wanted & acting else None
        return pronoun or self._from_speaker(wanted) or self._from_around(wanted)

    def others(self) -> Slot:
        """Tell how well the parties are met whose part the claim leaves open; each must be told from somewhere."""
        slots = [
            Slot(1.0) if self.reading.has(key) else self._from_around(frozenset({key}))
            for key in self.question.others
        ]
        value = min(slot.value for slot in slots)
        notes = [slot.note for slot in slots if slot.note]
        return Slot(value, notes[0] if notes else "", clash=value == 0 or any(slot.clash for slot in slots))

    def _homes_of(self, key: str) -> frozenset[str]:
        """Return for whom a stated party acts: a place or a claim's own name for nobody else."""
        if key.startswith("="):
            return frozenset()
        names = (c for c in self.reading.concepts if c.key == key and c.kind == "name")
        spans = [self.reading.words[c.first].span for c in names]
        text = self.context.record.text
        return frozenset(h for s in spans for h in self.context.home_by_name(text[s.start : s.end]))

    def _everyone(self) -> bool:
        """Tell whether the words after the act speak of any party at all ("to any country")."""
        last = self.event.act.last
        clause = self.reading.clause(self.event.act)
        end = min(last + 1 + _EVERYONE_REACH, len(self.reading.words))
        numbers = [n for n in range(last + 1, end) if self.reading.words[n].clause == clause]
        if any(self.reading.is_kind(n, "everyone") for n in numbers):
            return True
        states = [n for n in numbers if self.reading.is_kind(n, "state")]
        return any(self.reading.is_kind(n - back, "every") for n in states for back in (1, 2))

    def _from_pronoun(self, wanted: frozenset[str]) -> Slot | None:
        homes = self.context.homes(self.statement)
        if self.event.subject & {"we", "it"} and homes & wanted:
            return Slot(0.9, "the speaker is meant")
        addressed = [key for a in self.statement.addressees for key in self.context.parties(a.name)]
        if "you" in self.event.subject and wanted & set(addressed):
            return Slot(0.9, "the addressee is meant")
        return None

    def _from_speaker(self, wanted: frozenset[str]) -> Slot | None:
        if "accuse" in self.statement.acts:
            return None  # nobody accuses his own side
        homes = self.context.homes(self.statement)
        return Slot(0.7, "one party is the speaker's own side") if homes & wanted else None

    def _from_around(self, wanted: frozenset[str]) -> Slot:
        """Look in the enclosing statement, the sentence, and what the statement before was about."""
        speakers = self.context.homes(self.statement)
        outer = self.context.enclosing(self.statement)
        if outer is not None and self.context.homes(outer) & wanted:
            return Slot(0.6, "one party is taken from the enclosing statement")
        sentence = self.context.sentence(self.statement)
        named = {c.key for c in sentence.concepts if c.key.startswith("=")}
        if wanted & named:
            return Slot(0.6, "one party is taken from the sentence around")
        outer_homes = self.context.homes(outer) if outer is not None else frozenset[str]()
        if _actors(sentence, self.statement) - speakers - outer_homes - self.question.parties:
            return CLASH
        if self.follows:
            return Slot(0.5, "one party is taken from the statement before")
        return Slot(0.0)


def _actors(sentence: Reading, statement: Statement) -> set[str]:
    """Return the places of a sentence that could be a party: not who speaks, where it is, whose war or charge."""
    out = set()
    telling = min((span.start for span in statement.cue), default=-1)
    starts = min((span.start for span in statement.content), default=-1)
    for concept in sentence.concepts:
        if sentence.words[concept.first].span.start < telling < starts:
            continue
        following = sentence.next_to(concept)
        modifies = following is not None and following.kind in ("event", "report")
        if concept.key.startswith("=") and not modifies and not is_setting(sentence, concept):
            out.add(concept.key)
    return out
