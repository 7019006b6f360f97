"""Decisions about what is a statement and where it stands, applied to what the reader found."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.decisions.fates import Fates
from onrecord.decisions.places import Place, choose
from onrecord.model import Decision, Span, Spans


class Cut(NamedTuple):
    """A statement to make.

    Attributes:
        nth: Of the reader's findings, or None for one that a person found.
        place: Where it stands.
        speaker: The words that name its speaker where a person marked them; None: as the reader found it.
    """

    nth: int | None
    place: Place
    speaker: Span | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """A statement on its way.

    Attributes:
        nth: As in `Cut`.
        place: Where it stands.
        known: Every place that it is known by: where the reader found it, where people marked it.
        speaker: As in `Cut`.
        dropped: Who said that it is none.
        decisions: What was decided about where it stands.
    """

    nth: int | None
    place: Place
    known: list[Place]
    speaker: Span | None = None
    dropped: Decision | None = None
    decisions: list[Decision] = field(default_factory=list)

    def stand_at(self, place: Place) -> None:
        """Move to a place that a person marked, and stay known by the earlier ones."""
        self.place = place
        self.known.append(place)


class Drafts:
    """The statements of a page as people decided, each found by any of its places."""

    def __init__(self, fates: Fates, found: Sequence[Place]) -> None:
        """Take what the reader found and apply to it what was decided, in order."""
        self._fates = fates
        self._drafts = [Draft(nth, place, [place]) for nth, place in enumerate(found)]
        for decision in fates.of("missed", "not-statement", "content", "cue"):
            self._apply(decision)

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._drafts)

    def cuts(self) -> tuple[Cut, ...]:
        """Return the statements to make."""
        return tuple(Cut(d.nth, d.place, d.speaker) for d in self._drafts if d.dropped is None)

    def find(self, decision: Decision) -> Draft | None:
        """Return the statement that a decision is about; None where there is none, which is noted."""
        place = self._fates.place(decision)
        return None if place is None else self._at(decision, place)

    def _at(self, decision: Decision, *places: Place) -> Draft | None:
        reason = "no-statement"
        for place in places:
            which = choose([draft.known for draft in self._drafts], place)
            if not isinstance(which, str):
                return self._drafts[which]
            reason = which if reason == "no-statement" else reason
        self._fates.lose(decision, reason)
        return None

    def _apply(self, decision: Decision) -> None:
        match decision.kind:
            case "missed":
                self._add(decision)
            case "not-statement":
                self._drop(decision)
            case _:
                self._move(decision)

    def _add(self, decision: Decision) -> None:
        """Add a statement, or let the one that the reader found there stand as the person marked it."""
        place = self._fates.place(decision)
        spans = self._fates.quoted(decision, decision.quotes)
        if place is None or spans is None:
            return
        which = choose([draft.known for draft in self._drafts], place)
        if which == "ambiguous-statement":
            self._fates.lose(decision, which)
            return
        if isinstance(which, str):
            self._drafts.append(Draft(None, place, [place]))
            which = -1
        draft = self._drafts[which]
        draft.dropped = None
        draft.stand_at(place)
        draft.speaker = spans[0] if spans else draft.speaker
        self._hold(decision, draft, "existence", ("missed", place))

    def _drop(self, decision: Decision) -> None:
        draft = self.find(decision)
        if draft is not None:
            draft.dropped = decision
            self._hold(decision, draft, "existence", "not-statement")

    def _move(self, decision: Decision) -> None:
        """Let a statement stand at other words; it is known by those already where the reader found them."""
        old = self._fates.place(decision)
        spans = self._fates.quoted(decision, decision.quotes)
        if old is None or spans is None:
            return
        draft = self._at(decision, old, _moved(old, decision, spans))
        if draft is None:
            return
        new = _moved(draft.place, decision, spans)
        if not (new.content or new.cue):
            self._fates.lose(decision, "nothing-left")
            return
        draft.known.append(old)
        draft.stand_at(new)
        self._hold(decision, draft, decision.kind, spans)

    def _hold(self, decision: Decision, draft: Draft, what: str, verdict: Hashable) -> None:
        draft.decisions.append(decision)
        self._fates.hold(decision, (what, id(draft)), verdict)


def _moved(place: Place, decision: Decision, spans: Spans) -> Place:
    return place._replace(content=spans) if decision.kind == "content" else place._replace(cue=spans)
