"""Does a statement's content bear on a claim, how well, and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.claims.context import PageContext
from onrecord.claims.events import Event, Reading, find_events, is_setting
from onrecord.claims.lexicon import Concept, act_classes
from onrecord.claims.phrases import find_phrases
from onrecord.claims.question import Question
from onrecord.model import Relation, Statement

BEARS = 0.5
"""Contents that score lower do not bear on the claim."""

_ACT, _THINGS, _PARTY = 0.3, 0.3, 0.2
_BROADER = 0.5
_POINTS_BACK = 0.7
_LONGEST_POINTER = 45
_LEAST_BACK = 0.3
"""A chain of pointers ends where its score falls below this."""
_MOST_PLAIN = 3
_KNOWN = ("the", "this", "that", "these", "those", "such")
_EVERYONE_REACH = 30
_EVERYONE = "it speaks of any party"


@dataclass(frozen=True, slots=True)
class Match:
    """How a content bears on a claim.

    Attributes:
        score: 0 to 1.
        reading: The content taken apart.
        event: The act in it that answers the claim; None where it only points back to one.
        words: The folded words that matched.
        notes: What was filled in and from where, in words.
        aspect: What the content says of the act where the claim says another thing: "sought" or "done".
        back: It bears on the claim through the statement before.
        scope: Whether it speaks of what the claim names, or only of something `narrower` or `broader`.
    """

    score: float
    reading: Reading
    event: Event | None
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    aspect: str = ""
    back: bool = False
    scope: Relation = "itself"


@dataclass(frozen=True, slots=True)
class Slot:
    """How well one part of the claim is met: 0 to 1, the note to make; a clash ends the match."""

    value: float
    note: str = ""
    clash: bool = False


_CLASH = Slot(0.0, clash=True)


def match_content(
    question: Question,
    context: PageContext,
    statement: Statement,
    before: Match | None,
    earlier: Match | None = None,
) -> Match | None:
    """Tell how the content of a statement bears on a claim, or None where it does not.

    Args:
        question: The claim.
        context: The page.
        statement: Whose content is looked at.
        before: How the statement before this one bears on the claim.
        earlier: How the last one that does bears on it, where the same speakers have spoken ever since.
    """
    reading = read_content(context, statement, question.acts)
    found = list(_matches(question, context, statement, reading, before))
    best = max(found, key=lambda m: m.score, default=None)
    if best is not None and best.score >= BEARS:
        return best
    if any(c.key in question.acts for c in reading.concepts):
        return None
    if before is None and earlier is not None and any(_is_known(reading, noun) for noun in report_nouns(reading)):
        before = replace(earlier, score=earlier.score * _POINTS_BACK)
    return _points_back(question, context, statement, reading, before)


def _is_known(reading: Reading, noun: Concept) -> bool:
    """Tell whether a noun names something that was spoken of: "the rumour", "these self-made charges"."""
    first = max(0, noun.first - _MOST_PLAIN)
    return any(reading.words[n].text in _KNOWN for n in range(first, noun.first))


def read_content(context: PageContext, statement: Statement, acts: frozenset[str]) -> Reading:
    """Read a content; one that names a telling and none of some acts with what its sentence says was told."""
    reading = context.read(statement.content)
    if any(c.key in acts for c in reading.concepts) or not report_nouns(reading):
        return reading
    rest = context.told_on(statement)
    return context.read((*statement.content, rest)) if rest is not None else reading


def _matches(
    question: Question, context: PageContext, statement: Statement, reading: Reading, before: Match | None
) -> Iterator[Match]:
    if question.event is None:
        match = _by_words(question, reading)
        if match is not None:
            yield match
        return
    for event in find_events(reading, question.acts):
        match = _by_event(question, context, statement, reading, event, before)
        if match is not None:
            yield match


def _by_words(question: Question, reading: Reading) -> Match | None:
    """Match a claim in which no act could be told: by the share of its words."""
    wanted = (*question.parties, *question.things)
    met = [key for key in wanted if _has(reading, key)]
    if not met or len(met) < len(wanted) * BEARS or not question.parties <= set(met):
        return None
    return Match(len(met) / len(wanted), reading, None, tuple(sorted(k.lstrip("=") for k in met)))


def _has(reading: Reading, key: str) -> bool:
    return any(c.key == key for c in reading.concepts)


def _by_event(
    question: Question,
    context: PageContext,
    statement: Statement,
    reading: Reading,
    event: Event,
    before: Match | None,
) -> Match | None:
    if _another_doing(question, event) or _others_deal(question, reading, event):
        return None
    around = _Around(question, context, statement, reading, event, before)
    slots = [
        (_PARTY, around.side(question.giver, event.giver, question.taker)) if question.giver else None,
        (_PARTY, around.side(question.taker, event.taker, question.giver)) if question.taker else None,
        (_PARTY, around.others()) if question.others else None,
        (_THINGS, _things(question, reading, event)) if question.things or question.numbers else None,
    ]
    kept = [slot for slot in slots if slot is not None]
    if any(slot.clash for _, slot in kept) or not _explicit(
        question, reading, event, [s for _, s in kept], before
    ):
        return None
    score = (_ACT + sum(w * s.value for w, s in kept)) / (_ACT + sum(w for w, _ in kept))
    aspect = "" if question.sought == (event.aspect == "sought") else event.aspect
    notes = tuple(dict.fromkeys(slot.note for _, slot in kept if slot.note))
    words = _matched_words(question, reading, event)
    return Match(round(score, 3), reading, event, words, notes, aspect, scope=_scope(question, reading, event))


def _explicit(question: Question, reading: Reading, event: Event, slots: list[Slot], before: Match | None) -> bool:
    """Tell whether more than the act itself stands in the content, or a word that points to what does.

    That something is wanted bears on the claim only where the thing wanted is named.
    """
    if event.act.kind == "aspect":
        return any(_has(reading, key) for key in question.things)
    pointed = before is not None and any(
        reading.words[n].text in ("it", "this", "that") for n in range(event.act.first)
    )
    return pointed or any(slot.value >= _BROADER and slot.note in ("", _EVERYONE) for slot in slots)


def _another_doing(question: Question, event: Event) -> bool:
    """Tell whether an act goes the other way, or is one party's wish where the claim is the other's deed."""
    if question.giver & event.taker and not question.giver & event.giver:
        return True
    if question.taker & event.giver and not question.taker & event.taker:
        return True
    asked = question.event.direction if question.event else ""
    sought = event.aspect == "sought"
    if not asked:
        return False
    if event.direction == "both":
        return question.sought and not sought
    if event.direction == asked:
        return asked == "give" and sought and bool(event.seeker & question.taker)
    if question.sought:
        return not (sought and event.seeker & (question.taker if asked == "get" else question.giver))
    return sought


def _others_deal(question: Question, reading: Reading, event: Event) -> bool:
    """Tell whether a dealing is between two that are not both of the claim ("Brannock's deals with Kestria")."""
    if event.direction != "both":
        return False
    clause = reading.clause(event.act)
    dealers = {c.key for c in reading.concepts if c.key.startswith("=") and reading.clause(c) == clause}
    return len(dealers) > 1 and not (question.giver | question.taker) <= dealers


def _things(question: Question, reading: Reading, event: Event) -> Slot:
    """Compare what else is named, in the sentence of the act; another figure is another claim."""
    sentence = reading.sentence(event.act)
    words = {w.text for w in reading.words if w.sentence == sentence}
    figures = {w for w in words if w[0].isdigit()}
    if question.numbers and figures and not question.numbers & figures:
        return _CLASH
    if not question.things:
        return Slot(1.0 if question.numbers <= words else 0.0)
    classes = act_classes(reading.language)
    here = [c.key for c in reading.concepts if reading.sentence(c) == sentence]
    values = [_thing(key, here, {k: known.broader for k, known in classes.items()}) for key in question.things]
    known_things = {key for key in question.things if key in classes and classes[key].kind == "thing"}
    others = [c for c in reading.concepts if c.kind == "thing" and reading.clause(c) == reading.clause(event.act)]
    if known_things == set(question.things) and others and not any(values):
        return _CLASH
    return Slot(sum(values) / len(values))


def _thing(key: str, here: list[str], broader: dict[str, str]) -> float:
    """Give 1 for the same or a narrower class, a half for a broader one."""
    if any(k == key or broader.get(k) == key for k in here):
        return 1.0
    return _BROADER if broader.get(key, "") in here and broader.get(key) else 0.0


def _scope(question: Question, reading: Reading, event: Event) -> Relation:
    """Tell whether the sentence of the act names what the claim names, or a class within it or around it."""
    sentence = reading.sentence(event.act)
    here = {c.key for c in reading.concepts if reading.sentence(c) == sentence}
    classes = act_classes(reading.language)
    below = {known.broader for key, known in classes.items() if key in here and known.broader}
    missing = [key for key in question.things if key not in here]
    if any(key in below for key in missing):
        return "narrower"
    above = (classes[key].broader for key in missing if key in classes)
    return "broader" if any(key in here for key in above if key) else "itself"


def _matched_words(question: Question, reading: Reading, event: Event) -> tuple[str, ...]:
    sentence = reading.sentence(event.act)
    wanted = {event.act.key, *question.parties, *question.things}
    return tuple(
        " ".join(w.text for w in reading.words[c.first : c.last + 1])
        for c in reading.concepts
        if c.key in wanted and reading.sentence(c) == sentence
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """One act in its surroundings: where a party that its words leave out may be taken from."""

    question: Question
    context: PageContext
    statement: Statement
    reading: Reading
    event: Event
    before: Match | None

    def side(self, wanted: frozenset[str], stated: frozenset[str], opposite: frozenset[str]) -> Slot:
        """Tell how well one side of the claim is met."""
        if wanted & stated:
            return Slot(1.0)
        strangers = {key for key in stated - opposite if self._is_party(key)}
        if strangers:
            return _CLASH
        if wanted & self.event.near:
            return Slot(0.9)
        acting = self.question.taker if self.event.direction == "get" else self.question.giver
        if not wanted & acting and self._everyone():
            return Slot(0.8, _EVERYONE)
        pronoun = self._from_pronoun(wanted) if wanted & acting else None
        return pronoun or self._from_speaker(wanted) or self._from_around(wanted)

    def others(self) -> Slot:
        """Tell how well the parties are met whose part the claim leaves open; each must be told from somewhere."""
        slots = [
            Slot(1.0) if _has(self.reading, key) else self._from_around(frozenset({key}))
            for key in self.question.others
        ]
        value = min(slot.value for slot in slots)
        notes = [slot.note for slot in slots if slot.note]
        return Slot(value, notes[0] if notes else "", clash=value == 0 or any(slot.clash for slot in slots))

    def _is_party(self, key: str) -> bool:
        """Tell whether a stated party is someone else: a place, or a name that speaks for no side of the claim."""
        if key.startswith("="):
            return True
        names = (c for c in self.reading.concepts if c.key == key and c.kind == "name")
        spans = [self.reading.words[c.first].span for c in names]
        text = self.context.record.text
        homes = (self.context.home_by_name(text[s.start : s.end]) for s in spans)
        return not any(home & self.question.parties for home in homes)

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
            return _CLASH
        if self.before is not None:
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


def _points_back(
    question: Question, context: PageContext, statement: Statement, reading: Reading, before: Match | None
) -> Match | None:
    """Match a content without an act of its own that points to the statement before ("the charge", "this")."""
    if before is None or len(reading.words) > _LONGEST_POINTER:
        return None
    goes_on = _goes_on(question, reading)
    if statement.content and not (goes_on or report_nouns(reading) or _only_points(reading)):
        return None
    strangers = {c.key for c in reading.concepts if c.kind == "place"} - question.parties
    if strangers - context.homes(statement) - {k for c in before.reading.concepts for k in (c.key,)}:
        return None
    score = round(before.score * _POINTS_BACK, 3)
    note = ("it points back to the statement before",)
    if score < _LEAST_BACK:
        return None
    return Match(score, reading, None, goes_on, note, before.aspect, back=True, scope=before.scope)


def _only_points(reading: Reading) -> bool:
    """Tell whether a content is little but a word like "this" with what is said of it."""
    pointers = [
        n for n, word in enumerate(reading.words) if n and reading.is_kind(n, "pointer") and not word.capital
    ]
    pointers += [
        n for n, word in enumerate(reading.words[:1]) if word.text in ("it", "this", "these", "those", "such")
    ]
    said = find_phrases(reading.words, reading.language, "stance")
    plain = [
        c
        for c in reading.concepts
        if c.kind in ("word", "act", "name") and not any(h.covers(c.first) for h in said)
    ]
    return bool(pointers) and len(plain) <= _MOST_PLAIN


def _goes_on(question: Question, reading: Reading) -> tuple[str, ...]:
    """Return the claim's words in a content that goes on about it: a party, what is named, and an "it"."""
    classes = act_classes(reading.language)
    broader = {key: known.broader for key, known in classes.items()}
    here = [c.key for c in reading.concepts]
    things = [key for key in question.things if _thing(key, here, broader) > 0]
    parties = [key for key in question.parties if key in here]
    goes_on = things and parties and any(reading.is_kind(n, "it") for n in range(len(reading.words)))
    return tuple(sorted(key.lstrip("=") for key in (*things, *parties))) if goes_on else ()


def report_nouns(reading: Reading) -> tuple[Concept, ...]:
    """Return the nouns that name a telling ("the allegations") and have no content of their own after them."""
    out = []
    for concept in reading.concepts:
        following = concept.last + 1
        opens = following < len(reading.words) and reading.words[following].text in ("of", "that")
        if concept.kind == "report" and not opens:
            out.append(concept)
    return tuple(out)
