"""The signs of a stance in one statement: what its cue, its content and the words around the act say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.claims.context import PageContext
from onrecord.claims.events import Event, Reading
from onrecord.claims.matching import Match
from onrecord.claims.phrases import Hit, find_phrases
from onrecord.claims.question import Question
from onrecord.model import Statement
from onrecord.text import overlaps

_NEGATION_REACH = 9
_OBJECT_REACH = 4
_RIGHT_REACH = 8
_MOST_ANCHORS = 40


@dataclass(frozen=True, slots=True)
class Signs:
    """What was found in one statement.

    Attributes:
        statement: The statement.
        reading: Its content.
        event: The act that answers the claim, where there is one.
        cue: Phrases of the cue; of the content where the statement has no cue.
        content: Phrases of the content that no other reading takes away, and that are not the claim's own words.
        negations: Negating words, likewise.
        hedges: Weakening words.
        inner: Numbers of the words that belong to a statement within this one.
        cue_negated: The reporting itself is negated.
        asked: The act stands in a question, or the whole content is one.
        anchors: Numbers of the words that name what the claim is about, its parties apart.
    """

    statement: Statement
    reading: Reading
    event: Event | None
    cue: tuple[Hit, ...]
    content: tuple[Hit, ...]
    negations: tuple[Hit, ...]
    hedges: tuple[Hit, ...]
    inner: frozenset[int]
    cue_negated: bool
    asked: bool
    anchors: frozenset[int]

    def acted(self, *acts: str) -> bool:
        """Tell whether the statement is one of some verbal acts."""
        return bool(set(acts) & set(self.statement.acts))

    def cued(self, sense: str) -> bool:
        """Tell whether the cue holds a phrase of a sense."""
        return any(hit.sense == sense for hit in self.cue)

    def told(self, sense: str) -> tuple[Hit, ...]:
        """Return the content's phrases of a sense: those of the act's sentence, outside inner statements."""
        return tuple(h for h in self.content if h.sense == sense and h.first not in self.inner and self._near(h))

    def _near(self, hit: Hit) -> bool:
        if self.event is None:
            return True
        here = self._sentence(self.event.act.first)
        answers = self.asked and self._sentence(hit.first) == here + 1
        return self._sentence(hit.first) == here or answers

    def _sentence(self, number: int) -> int:
        return self.reading.words[number].sentence

    def clause(self, number: int) -> int:
        """Return the number of a word's clause."""
        return self.reading.words[number].clause

    def before_act(self, sense: str, reach: int = _RIGHT_REACH) -> bool:
        """Tell whether a phrase of a sense stands shortly before the act in its clause."""
        act = self.event.act if self.event else None
        return act is not None and any(
            h.sense == sense and 0 < act.first - h.last <= reach and self.clause(h.first) == self.clause(act.first)
            for h in self.content
        )

    @property
    def negated(self) -> bool:
        """Tell whether the content says of the act that it is not so."""
        return any(self._negates(hit) for hit in self.negations)

    def _negates(self, hit: Hit) -> bool:
        acts = self.anchors if self.event is None else {self.event.act.first}
        return any(self._governs(hit, act) for act in acts)

    def _governs(self, hit: Hit, act: int) -> bool:
        if self.clause(hit.first) != self.clause(act):
            return False
        before = 0 < act - hit.last <= _NEGATION_REACH
        return before or (hit.sense == "both" and 0 < hit.first - act <= _OBJECT_REACH)

    @property
    def open_question(self) -> bool:
        """Tell whether the content is a question told ("whether …", "where …")."""
        return bool(self.reading.words) and self.reading.is_kind(0, "question")

    @property
    def plain_no(self) -> bool:
        """Tell whether the content answers "No" before anything else."""
        words = self.reading.words
        return len(words) > 1 and words[0].text == "no" and words[1].clause != words[0].clause

    @property
    def hedged(self) -> bool:
        """Tell whether a weakening word governs the act: it stands in its clause or in the cue."""
        if self.event is None:
            return bool(self.hedges) or bool(self.statement.hedges)
        clause = self.clause(self.event.act.first)
        spans = [w.span for w in self.reading.words if w.clause == clause]
        spans += list(self.statement.cue)
        marked = any(overlaps(hedge.span, span) for hedge in self.statement.hedges for span in spans)
        return marked or any(self.clause(hit.first) == clause for hit in self.hedges)


def read_signs(question: Question, context: PageContext, statement: Statement, match: Match) -> Signs:
    """Gather the signs of a statement's stance towards a claim."""
    reading, language = match.reading, context.language
    cue = context.read(statement.cue)
    stance = _not_of_claim(find_phrases(reading.words, language, "stance"), reading, question)
    negations = find_phrases(reading.words, language, "negation")
    sure = [h for h in stance if h.sense == "asserts-anyway"] + [
        h for h in negations if h.sense in ("trap", "ended")
    ]
    stance = _free(stance, sure)
    doubts = [h for h in stance if h.sense in ("doubts", "debunks", "declines")]
    hedges = find_phrases(reading.words, language, "hedges")
    rights = [h for h in stance if h.sense == "deflects"]
    cue_hits = find_phrases(cue.words, language, "stance") if cue.words else stance
    cue_negations = _free(
        find_phrases(cue.words, language, "negation"), [h for h in cue_hits if h.sense == "declines"]
    )
    return Signs(
        statement=statement,
        reading=reading,
        event=match.event,
        cue=cue_hits,
        content=stance,
        negations=_negating(_free(negations, [*sure, *doubts]), question),
        hedges=_real_hedges(_free(hedges, [*sure, *doubts, *rights]), reading),
        inner=_inner_words(context, statement, reading),
        cue_negated=statement.negated or any(h.sense in ("before", "both") for h in cue_negations),
        asked="?" not in question.text and _asked(context.record.text, reading, match.event),
        anchors=_anchors(question, reading),
    )


def _negating(hits: Iterable[Hit], question: Question) -> tuple[Hit, ...]:
    """Keep the words that negate; "no longer" denies only what a claim says of the present."""
    senses = ("before", "both", "ended") if question.sought else ("before", "both")
    return tuple(hit for hit in hits if hit.sense in senses)


def _not_of_claim(hits: Iterable[Hit], reading: Reading, question: Question) -> tuple[Hit, ...]:
    """Leave out what is the claim's own: "fake passports" of a claim about those, "says" of one about a saying."""
    return tuple(
        h
        for h in hits
        if not all(reading.words[n].text in question.words for n in range(h.first, h.last + 1))
        and not (question.told and h.sense == "relays")
    )


def _free(hits: Iterable[Hit], taken: Iterable[Hit]) -> tuple[Hit, ...]:
    """Leave out hits that stand in a longer phrase which means something else."""
    covers = frozenset(taken)
    numbers = {n for hit in covers for n in range(hit.first, hit.last + 1)}
    return tuple(h for h in hits if h in covers or numbers.isdisjoint(range(h.first, h.last + 1)))


def _real_hedges(hits: Iterable[Hit], reading: Reading) -> tuple[Hit, ...]:
    """Leave out the month of May: after a preposition, or before a figure."""
    return tuple(h for h in hits if reading.words[h.first].text != "may" or not _month(reading, h.first))


def _month(reading: Reading, number: int) -> bool:
    following = reading.words[number + 1].text if number + 1 < len(reading.words) else ""
    return reading.words[number].capital and (
        reading.is_kind(number - 1, "preposition") or following[:1].isdigit()
    )


def _anchors(question: Question, reading: Reading) -> frozenset[int]:
    """Return the words that name what the claim is about; the first few dozen, so that no text takes long."""
    named = [c.first for c in reading.concepts if c.key in question.things or c.key in question.acts]
    return frozenset(named[:_MOST_ANCHORS])


def _asked(text: str, reading: Reading, event: Event | None) -> bool:
    """Tell whether the sentence of the act, or the last one where there is no act, ends in a question mark."""
    words = reading.words
    if not words:
        return False
    sentence = words[event.act.first if event else -1].sentence
    last = max(n for n, word in enumerate(words) if word.sentence == sentence)
    end = words[last].span.end
    return "?" in text[end : words[last + 1].span.start if last + 1 < len(words) else end + 2]


def _inner_words(context: PageContext, statement: Statement, reading: Reading) -> frozenset[int]:
    """Return the words that belong to a statement within this one."""
    starts = [word.span.start for word in reading.words]
    out: set[int] = set()
    for inner in context.enclosed(statement):
        for span in (*inner.content, *inner.cue, *inner.speaker_spans):
            out.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return frozenset(out)
