"""The pass over a ledger that finds its claims, and what bears on each. What it makes depends on the pages alone.

First step: what the contents of a page say, as frames. Then frames that are said in full become claims. Second
step: the pages that name a claim's parties are looked through for statements on it, as `trace` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from onrecord.claims.appearances import find_bearings
from onrecord.claims.context import PageContext
from onrecord.claims.frames import Frame, find_frames
from onrecord.claims.names import find_names
from onrecord.claims.proposition import claim_id, write_claim
from onrecord.claims.question import Question, read_claim
from onrecord.lang.language import Language, get_language
from onrecord.model import Record
from onrecord.store import Store
from onrecord.store.batches import OnProgress, in_batches
from onrecord.store.claims import BEARINGS, FRAMES, Bearing, ClaimRow, Looked, PageFrames, Parts, Standing

VERSION = "6"
"""Raised whenever the same pages give other claims, so that ledgers are looked through again."""

_BATCH = 50
"""Pages a transaction: an interrupted run has to do at most so many again."""

_CLAIMS = 20
"""Claims a transaction, where they are new and the pages are not."""
_MOST_WIDER = 2


def update(store: Store, on_progress: OnProgress | None = None) -> None:
    """Bring the claims of a ledger up to date with its pages; a no-op where they are.

    Args:
        store: The ledger's store.
        on_progress: Called after each batch of pages.

    Raises:
        LedgerError: The ledger cannot be read or written.
    """
    language = get_language("en")
    changed = _take_frames(store, language, on_progress)
    waiting = store.claims.pending(BEARINGS, VERSION)
    if changed or waiting or store.claims.unsettled():
        store.claims.set_claims(_claims(store, language))
        _look(store, language, waiting, on_progress)


def _take_frames(store: Store, language: Language, on_progress: OnProgress | None) -> bool:
    pages = store.claims.pending(FRAMES, VERSION)
    for batch in in_batches(pages, _BATCH, "Finding claims", on_progress):
        store.claims.put_frames([page_frames(store.record(page), language) for page in batch], VERSION)
    return bool(pages)


def page_frames(record: Record, language: Language) -> PageFrames:
    """Return what the statements of a page say, and whom its article names."""
    names = find_names(record, language)
    context = PageContext(record, names.lexicon, language)
    frames = [
        (nth, Parts(*_cells(found.frame)), found.frame.key, found.exact)
        for nth, statement in enumerate(record.statements)
        for found in find_frames(context, statement)
    ]
    named = {part for _, parts, _, _ in frames for part in (parts.doer, parts.object, parts.recipient)}
    parties = names.parties | {part for part in named if part.startswith("=")}
    return PageFrames(
        page=record.page.id,
        frames=tuple(frames),
        parties=tuple((key, names.shown.get(key, "")) for key in sorted(parties)),
    )


def _cells(frame: Frame) -> tuple[str, str, str, str, str, str, str]:
    return (frame.act, frame.doer, frame.object, frame.recipient, frame.aspect, frame.figure, frame.year)


# ---- which frames become claims ---------------------------------------------------------------------------


def _claims(store: Store, language: Language) -> Iterator[ClaimRow]:
    standing = store.claims.standing()
    chosen = [one.parts for one in choose(standing)]
    names = {part for parts in chosen for part in (parts.doer, parts.object, parts.recipient)}
    forms = store.claims.shown(name for name in names if name.startswith("="))
    shown = {key: usual_form(counts) for key, counts in forms.items()}
    for parts in chosen:
        frame = Frame(*parts)  # type: ignore[arg-type]  # the store's aspect is one of ours
        proposition = write_claim(frame, shown, language)
        if proposition is not None:
            yield ClaimRow(id=claim_id(frame), proposition=proposition, parts=parts)


def usual_form(counts: Mapping[str, int]) -> str:
    """Return the form in which most readers would write a name: a state before its longer adjective."""
    return min(counts, key=lambda form: (0 if " " in form else len(form), -counts[form], form))


def choose(standing: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the frames that are worth a claim of their own.

    One needs another statement about its parties. A broader object that nobody names needs two narrower ones; a
    figure or a year needs another one beside it, since only then does it matter.
    """
    wider: dict[Parts, set[str]] = {}
    figures: dict[Parts, set[tuple[str, str]]] = {}
    for one in standing:
        parts = one.parts
        if one.exact and not (parts.figure or parts.year):
            wider.setdefault(parts._replace(object=""), set()).add(parts.object)
        elif parts.figure or parts.year:
            figures.setdefault(parts._replace(figure="", year=""), set()).add((parts.figure, parts.year))
    return tuple(one for one in standing if one.shared and _worth(one, wider, figures))


def _worth(one: Standing, wider: Mapping[Parts, set[str]], figures: Mapping[Parts, set[tuple[str, str]]]) -> bool:
    parts = one.parts
    if parts.figure or parts.year:
        return len(figures[parts._replace(figure="", year="")]) > 1
    return one.exact or len(wider.get(parts._replace(object=""), ())) >= _MOST_WIDER


# ---- what bears on them -----------------------------------------------------------------------------------


def _look(store: Store, language: Language, waiting: Sequence[str], on_progress: OnProgress | None) -> None:
    """Look for new claims on the pages that are done with, then for all claims on those that wait."""
    propositions = {claim.id: claim.proposition for claim in store.claims.claims()}

    @cache
    def question(claim: str) -> Question:
        return read_claim(propositions[claim], language)

    def looked(pairs: Iterable[tuple[str, str]]) -> list[Looked]:
        by_page = groupby(pairs, key=lambda pair: pair[1])
        return [_looked(store.record(page), [c for c, _ in found], question, language) for page, found in by_page]

    for claims in in_batches(store.claims.unsettled(), _CLAIMS, "Looking for new claims", on_progress):
        found = looked(store.claims.pairs(VERSION, claims=claims))
        store.claims.put_bearings(found, VERSION, claims=claims)
    for pages in in_batches(waiting, _BATCH, "Looking for what bears on claims", on_progress):
        store.claims.put_bearings(looked(store.claims.pairs(VERSION, pages=pages)), VERSION, pages=pages)


def _looked(
    record: Record, claims: Sequence[str], question: Callable[[str], Question], language: Language
) -> Looked:
    places = {statement.id: nth for nth, statement in enumerate(record.statements)}
    bearings = [
        Bearing(
            claim=claim,
            page=record.page.id,
            nth=places[found.statement.id],
            stance=found.stance,
            relation=found.relation,
            score=found.match.score,
            reason=found.reason,
            sides=found.sides,
        )
        for claim in claims
        for found in find_bearings(question(claim), record, language)
    ]
    return Looked(page=record.page.id, claims=tuple(claims), bearings=tuple(sorted(bearings)))
