"""The claims of a ledger as a reader wants them: what is in dispute, who stands where, what hangs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from onrecord.claims.edits import Edits, read_edits
from onrecord.claims.frames import Frame
from onrecord.claims.proposition import frame_of, link
from onrecord.lang.language import Language, get_language
from onrecord.model import Claim, RelatedClaim, Relation, Stance
from onrecord.store import Place, Store
from onrecord.store.claims import Answer

AFFIRMING: frozenset[Stance] = frozenset({"confirms", "asserts", "suspects"})
DENYING: frozenset[Stance] = frozenset({"denies", "doubts"})
EVADING: frozenset[Stance] = frozenset({"deflects", "declines"})


def answers_claim(stance: Stance, relation: Relation) -> bool:
    """Tell whether a stance on a related claim is an answer to the claim itself: a narrower yes, a broader no."""
    if relation == "narrower":
        return stance in AFFIRMING
    return stance in DENYING if relation == "broader" else relation == "itself"


def list_claims(
    store: Store, *, contested: bool = True, limit: int = 20, least: float = 0.0, language: Language | None = None
) -> tuple[Claim, ...]:
    """Return the claims of a ledger, those that are contested first, then those on the most pages.

    Args:
        store: The ledger's store, brought up to date.
        contested: Only those that some affirm and others deny or doubt.
        limit: At most so many.
        least: Only statements that are so sure count, 0 to 1; fewer claims than asked for may then be left.
        language: Of the claims; English where none is given.
    """
    language = language or get_language("en")
    edits = read_edits(store, language)
    ids = store.claims.order(contested=contested, limit=limit + len(edits.questions))
    told = edited_claims(store, edits, ids, least)
    claims = [_claim(store, one, edits) for one in told.values()]
    shown = sorted(
        (claim for claim in claims if claim.statements and (claim.contested or not contested)),
        key=lambda claim: (not claim.contested, -claim.pages, -claim.statements, claim.proposition),
    )[:limit]
    frames = {one.id: frame_of(edits.questions.get(one.id, one.proposition), language) for one in shown}
    return tuple(replace(claim, related=_related(claim, shown, frames, edits)) for claim in shown)


def edited_claims(store: Store, edits: Edits, ids: Iterable[str], least: float = 0.0) -> dict[str, Told]:
    """Return claims with what answers them, as people merged and split them; claims that they touched too."""
    wanted = dict.fromkeys([*ids, *edits.questions])
    rows = {row.id: row.proposition for row in store.claims.claims(wanted)}
    found = store.claims.answers(rows, least)
    answers = {claim: list(group) for claim, group in groupby(found, key=lambda answer: answer.claim)}
    out: dict[str, Told] = {}
    for key in wanted:
        main = edits.main(key)
        told = out.setdefault(main, Told(main, rows.get(main) or edits.questions.get(main, ""), []))
        for answer in answers.get(key, ()):
            place = Place(answer.page, answer.nth)
            other = edits.moved.get(key, {}).get(place)
            goes = told if other is None else _new(out, edits, other)
            goes.answers.append(answer._replace(stance=edits.stance(place, key, answer.stance)))
    return {key: told for key, told in out.items() if told.question}


def _new(told: dict[str, Told], edits: Edits, question: str) -> Told:
    key = edits.main(edits.key(question))
    return told.setdefault(key, Told(key, question, []))


@dataclass(frozen=True, slots=True)
class Told:
    """A claim by its id and question, with every statement that bears on it."""

    id: str
    question: str
    answers: list[Answer]


def _claim(store: Store, told: Told, edits: Edits) -> Claim:
    answers = [answer for answer in told.answers if answers_claim(answer.stance, answer.relation)]
    pages = {answer.page for answer in answers}
    days = sorted(answer.day for answer in answers if answer.day)
    return Claim(
        id=told.id,
        proposition=edits.names.get(told.id, told.question),
        statements=len({(answer.page, answer.nth) for answer in answers}),
        pages=len(pages),
        origins=store.relays.count_origins(pages),
        actors=len({answer.actor for answer in answers}),
        affirming=_who(answers, AFFIRMING),
        denying=_who(answers, DENYING),
        evading=_who(answers, EVADING),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        decided=tuple(edits.told.get(told.id, ())),
    )


def _who(answers: Iterable[Answer], stances: frozenset[Stance]) -> tuple[str, ...]:
    """Return the names of the actors with one of some stances, those on the most pages first."""
    pages: dict[str, set[str]] = {}
    names: dict[str, Counter[str]] = {}
    for answer in answers:
        if answer.stance in stances:
            pages.setdefault(answer.actor, set()).add(answer.page)
            names.setdefault(answer.actor, Counter())[answer.name] += 1
    shown = {actor: min(found, key=lambda name: (-found[name], name)) for actor, found in names.items()}
    return tuple(
        shown[actor] for actor in sorted(pages, key=lambda actor: (-len(pages[actor]), shown[actor], actor))
    )


def _related(
    claim: Claim, family: Sequence[Claim], frames: Mapping[str, Frame | None], edits: Edits
) -> tuple[RelatedClaim, ...]:
    """Return the listed claims of one family, and those that people called related, listed or not."""
    said = {edits.main(edits.key(question)): question for question in edits.related.get(claim.id, ())}
    out = [
        RelatedClaim(id=key, proposition=edits.names.get(key, question), link="related")
        for key, question in sorted(said.items())
    ]
    frame = frames[claim.id]
    for other in family:
        if other.id in (claim.id, *said) or frame is None:
            continue
        beside = frames[other.id]
        how = link(frame, beside, edits.language) if beside is not None else None
        if how is not None:
            out.append(RelatedClaim(id=other.id, proposition=other.proposition, link=how))
    return tuple(out)
