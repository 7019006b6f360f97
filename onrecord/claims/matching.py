"""Does a statement's content bear on a claim, how well, and by which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.claims.around import CLASH, EVERYONE, Around, Slot
from onrecord.claims.context import PageContext
from onrecord.claims.events import Event, Reading, find_events
from onrecord.claims.lexicon import Concept, act_classes
from onrecord.claims.phrases import find_phrases
from onrecord.claims.question import Question
from onrecord.claims.words import Word, small_words
from onrecord.model import Relation, Statement

BEARS = 0.5
"""Contents that score lower do not bear on the claim."""

NEAR = 0.6
"""A content that names the parties (the speaker's own apart) and another thing of a claim without an act is on it
from this cosine on."""
_NEAR_UNNAMED = 0.7
"""From here on any content is. On headlines: 303 of 529 on such claims pass these two bounds, and 5 of the 2,750
that are nearest to them among those on other claims; by a half of the claim's words it was 169 and 31."""
_ACT, _THINGS, _PARTY = 0.3, 0.3, 0.2
_BROADER = 0.5
_POINTS_BACK = 0.7
_LONGEST_POINTER = 45
_LEAST_BACK = 0.3
"""A chain of pointers ends where its score falls below this."""
OBJECT_REACH = 4
"""Words from an act to what it is done to, or what it gives."""
_MOST_PLAIN = 3
_KNOWN = ("the", "this", "that", "these", "those", "such")


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
        match = _by_meaning(question, context, statement, reading)
        if match is not None:
            yield match
        return
    for event in find_events(reading, question.acts):
        match = _by_event(question, context, statement, reading, event, before)
        if match is not None:
            yield match


def _by_meaning(question: Question, context: PageContext, statement: Statement, reading: Reading) -> Match | None:
    """Match a claim in which no act could be told: by how near the content is in meaning; a figure must fit."""
    met = tuple(key for key in (*sorted(question.parties), *question.things) if reading.has(key))
    missing = question.parties - set(met) - context.homes(statement)
    thing = any(key in met for key in question.things)  # names alone make any two texts near
    named = bool(question.parties) and thing and not missing
    near = context.nearness(question.text, statement)
    if near < (NEAR if named else _NEAR_UNNAMED) or _figures(question, reading.words).clash:
        return None
    words = tuple(key.lstrip("=") for key in met)
    return Match(near, reading, None, words, (f"no act is known in the claim; near in meaning ({near:.2f})",))


def _figures(question: Question, words: Sequence[Word]) -> Slot:
    """Compare figures: another one is another claim."""
    here = {w.text for w in words}
    figures = {word for word in here if word[0].isdigit()}
    if question.numbers and figures and not question.numbers & figures:
        return CLASH
    return Slot(1.0 if question.numbers <= here else 0.0)


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
    around = Around(question, context, statement, reading, event, before is not None)
    done_by = around.side(question.giver, event.giver, question.taker) if question.giver else None
    done_to = around.side(question.taker, event.taker, question.giver) if question.taker else None
    sides = [side for side in (done_by, done_to) if side is not None]
    if not event.direction and not all(side.value for side in sides):
        return None  # an act that moves nothing is another one when others do it, or it is done to something else
    slots = [
        *((_PARTY, side) for side in sides),
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
        return any(reading.has(key) for key in question.things)
    pointed = before is not None and any(
        reading.words[n].text in ("it", "this", "that") for n in range(event.act.first)
    )
    return pointed or any(slot.value >= _BROADER and slot.note in ("", EVERYONE) for slot in slots)


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
    figures = _figures(question, [w for w in reading.words if w.sentence == sentence])
    if figures.clash or not question.things:
        return figures
    classes = act_classes(reading.language)
    here = [c.key for c in reading.concepts if reading.sentence(c) == sentence]
    values = [_thing(key, here, {k: known.broader for k, known in classes.items()}) for key in question.things]
    if not question.parties and not all(values):
        return CLASH  # a claim that names nobody is known by all that it names
    if not any(values) and (not event.direction or _own_thing(reading, event)):
        return CLASH  # what moves nothing is another act when it is done to something else
    return Slot(sum(values) / len(values))


def _own_thing(reading: Reading, event: Event) -> bool:
    """Tell whether an act says itself what is given: a known thing in its clause, or a word that follows it."""
    clause = reading.clause(event.act)
    if any(c.kind == "thing" and reading.clause(c) == clause for c in reading.concepts):
        return True
    prepositions = small_words(reading.language, "preposition")
    last = min(event.act.last + 1 + OBJECT_REACH, len(reading.words))
    ends = (n for n in range(event.act.last + 1, last) if reading.words[n].text in prepositions)
    end = next(ends, last)
    sentence = reading.sentence(event.act)
    after = (c for c in reading.concepts if event.act.last < c.first < end and reading.sentence(c) == sentence)
    return any(c.kind == "word" for c in after)


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
        n
        for n, word in enumerate(reading.words[:1])
        if word.text in ("it", "this", "these", "those", "such", "which")
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
