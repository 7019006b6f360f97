"""The statements of many pages that bear on one claim, each with its stance, in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.claims.context import PageContext
from onrecord.claims.matching import Match, match_content
from onrecord.claims.question import Question, read_claim
from onrecord.claims.stance import find_stance
from onrecord.claims.timeline import find_bounds, order
from onrecord.lang.language import Language
from onrecord.model import Appearance, Record, Relation, Stance, Statement
from onrecord.text import join_words


def trace(claim: str, records: Iterable[Record], language: Language) -> tuple[Appearance, ...]:
    """Return the timeline of a claim.

    Args:
        claim: The claim in plain words, as who did what to whom: "Varland has supplied drones to Kestria".
        records: The pages to look through, in any order; it does not change the answer.
        language: The language of the claim and the pages.

    Returns:
        Statements whose day is known, by day; after them those without a day, with what bounds them. Statements
        that take no stance are left out.

    Raises:
        InputError: The claim has no word that a statement could be matched by.
    """
    question = read_claim(claim, language)
    return order(one for record in records for _, one in bears_on_page(question, record, language))


def bears_on_page(
    question: Question, record: Record, language: Language, near: Mapping[str, float] | None = None
) -> Iterator[tuple[int, Appearance]]:
    """Yield what bears on a claim on one page, each with the statement's position in the record."""
    places = {statement.id: nth for nth, statement in enumerate(record.statements)}
    for found in find_bearings(question, record, language, near):
        yield places[found.statement.id], _appearance(record, found)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement that bears on a claim: its stance, why, whether it speaks of the claim itself, and for whom."""

    statement: Statement
    stance: Stance
    reason: str
    relation: Relation
    match: Match
    sides: tuple[str, ...]


def find_bearings(
    question: Question, record: Record, language: Language, near: Mapping[str, float] | None = None
) -> tuple[Finding, ...]:
    """Return the statements of a page that take a stance on a claim, in the record's order.

    Args:
        question: The claim.
        record: The page.
        language: Of both.
        near: How near statements are to the claim in meaning, as in `PageContext`; None has it reckoned here.
    """
    context = PageContext(record, question.lexicon, language, near)
    matches = _matches(question, context)
    stances: dict[str, tuple[Stance, str]] = {}
    for statement in sorted(record.statements, key=lambda s: -_depth(context, s)):
        match = matches.get(statement.id)
        if match is not None:
            stances[statement.id] = find_stance(
                question, context, statement, match, _inner(context, statement, stances)
            )
    return tuple(
        _finding(question, context, statement, stances[statement.id], matches[statement.id])
        for statement in record.statements
        if stances.get(statement.id, ("none", ""))[0] != "none"
    )


def _finding(
    question: Question, context: PageContext, statement: Statement, verdict: tuple[Stance, str], match: Match
) -> Finding:
    aspect = {"sought": "it speaks of a wish or a plan", "done": "it speaks of the deed"}.get(match.aspect, "")
    relation: Relation = "aspect" if match.aspect else match.scope
    reason = "; ".join(part for part in (verdict[1], *match.notes, aspect) if part)
    sides = tuple(dict.fromkeys(context.side(speaker, question.names) for speaker in statement.speakers))
    return Finding(statement, verdict[0], reason, relation, match, sides)


def _matches(question: Question, context: PageContext) -> dict[str, Match]:
    """Match the statements of a page in text order, since some point back to one before."""
    out: dict[str, Match] = {}
    before: Match | None = None
    own: tuple[Match, frozenset[str]] | None = None
    for statement in sorted(context.record.statements, key=_place):
        who = frozenset(speaker.name for speaker in statement.speakers if speaker.name)
        earlier = own[0] if own is not None and who and own[1] == who else None
        match = match_content(question, context, statement, before, earlier)
        if match is not None:
            out[statement.id] = match
            own = (match, who)
        elif earlier is None:
            own = None
        before = match
    return out


def _place(statement: Statement) -> tuple[int, int, str]:
    spans = statement.content or statement.cue or statement.speaker_spans
    start = min((span.start for span in spans), default=-1)
    return start, -max((span.end for span in spans), default=0), statement.id


def _depth(context: PageContext, statement: Statement) -> int:
    """Count the statements that enclose one; a circle among them ends the count."""
    depth, outer, seen = 0, context.enclosing(statement), {statement.id}
    while outer is not None and outer.id not in seen:
        depth, seen, outer = depth + 1, seen | {outer.id}, context.enclosing(outer)
    return depth


def _inner(context: PageContext, statement: Statement, stances: dict[str, tuple[Stance, str]]) -> Stance | None:
    """Return the stance of the first statement within one that bears on the claim."""
    found = (stances[s.id][0] for s in context.enclosed(statement) if s.id in stances)
    return next((stance for stance in found if stance != "none"), None)


def _appearance(record: Record, found: Finding) -> Appearance:
    article, statement = record.article, found.statement
    return Appearance(
        page=record.page,
        statement=statement.id,
        content=statement.content,
        words=join_words(record.text, statement.content),
        actors=statement.speakers,
        stance=found.stance,
        reason=found.reason,
        relation=found.relation,
        score=found.match.score,
        said=statement.said,
        bounds=find_bounds(statement.said, article.published),
        via=statement.via,
        outlet=article.outlet.value if article.outlet else None,
        published=article.published.value,
        sides=found.sides,
    )
