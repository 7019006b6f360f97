"""What a ledger is asked about one claim or one actor: its timeline, and how stances changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.claims.appearances import bears_on_page
from onrecord.claims.edits import Edits, read_edits, wording
from onrecord.claims.events import Event
from onrecord.claims.frames import DEAL, SUPPLY
from onrecord.claims.kept import shown
from onrecord.claims.lexicon import act_classes
from onrecord.claims.listing import list_claims
from onrecord.claims.matching import NEAR
from onrecord.claims.question import Question, read_claim
from onrecord.claims.retellings import join_retold
from onrecord.claims.shifts import find_changes
from onrecord.claims.sides import with_sides
from onrecord.claims.timeline import order
from onrecord.claims.voices import by_voice
from onrecord.errors import InputError
from onrecord.lang.language import Language, get_language
from onrecord.meaning import alike
from onrecord.model import ActorChanges, Appearance, Record
from onrecord.store import Place, Store
from onrecord.store.batches import OnProgress, in_batches
from onrecord.text import name_key

_BATCH = 25
"""Pages between two words on how far the looking through them has come."""

_MOST_CLAIMS = 50
"""So many claims are looked through for what an actor says."""


def trace_claim(
    store: Store, claim: str, language: Language | None = None, on_progress: OnProgress | None = None
) -> tuple[Appearance, ...]:
    """Return the timeline of a claim, with what people decided about it.

    Pages that wait to be looked through are left out, as from every list; `store.claims.waiting` counts them.

    Args:
        store: The ledger's store.
        claim: A claim's id, or a claim in plain words.
        language: Of the claim and the pages; English where none is given.
        on_progress: Called now and then while pages are looked through for a claim that is not listed.

    Raises:
        InputError: The claim has no word that a statement could be matched by.
    """
    language = language or get_language("en")
    edits = read_edits(store, language)
    return order(one for _, one in _appearances(store, wording(store, claim), edits, on_progress))


def _sayings(store: Store, claim: str, edits: Edits) -> Iterator[Appearance]:
    """Yield what bears on a claim, each act of saying once, however many pages report it."""
    found = _appearances(store, claim, edits)
    return join_retold(found, store.utterances.first_reports(place for place, _ in found))


def _appearances(
    store: Store, claim: str, edits: Edits, on_progress: OnProgress | None = None
) -> list[tuple[Place, Appearance]]:
    """Return what bears on a claim, by the actors that were found across pages."""
    found = list(_on_claim(store, claim, edits, on_progress))
    return list(zip([place for place, _ in found], by_voice(store, [one for _, one in found]), strict=True))


def _on_claim(
    store: Store, claim: str, edits: Edits, on_progress: OnProgress | None
) -> Iterator[tuple[Place, Appearance]]:
    """Yield what bears on a claim, in any of the wordings that people merged, less what they split off."""
    key = edits.main(edits.key(claim))
    seen: set[Place] = set()
    for question in edits.parts(key):
        asked = read_claim(question, edits.language)
        own, left = edits.key(question), edits.moved.get(edits.key(question), {})
        held = store.claims.kept(own)
        found = _asked(store, asked, edits.language, on_progress) if held is None else shown(held)
        for place, one in with_sides(store, asked, found, edits.language):
            if place not in seen and place not in left:
                seen.add(place)
                stance = edits.stance(place, own, one.stance)
                yield place, one if stance == one.stance else replace(one, stance=stance)
    yield from _moved_in(store, key, edits, seen)


def _moved_in(store: Store, key: str, edits: Edits, seen: set[Place]) -> Iterator[tuple[Place, Appearance]]:
    """Yield the statements that people moved to a claim, as they stood in the claim that they left."""
    for old, moved in sorted(edits.moved.items()):
        places = {place for place, question in moved.items() if edits.main(edits.key(question)) == key} - seen
        if not places:
            continue
        question = edits.questions[old]
        records = [store.record(page) for page in sorted({place.page for place in places})]
        found = _on_pages(records, question, edits.language)
        for place, one in with_sides(store, read_claim(question, edits.language), found, edits.language):
            if place in places:
                seen.add(place)
                stance = edits.stance(place, key, one.stance)
                yield place, replace(one, stance=stance, reason=f"moved here; {one.reason}")


def _asked(
    store: Store, question: Question, language: Language, on_progress: OnProgress | None
) -> Iterator[tuple[Place, Appearance]]:
    """Yield what bears on a claim: without an act in it, of the statements that are near to it in meaning."""
    if question.event is not None:
        pages = _asked_pages(store, question, question.event)
        for batch in in_batches(pages, _BATCH, "Looking through pages", on_progress):
            yield from _on_pages(map(store.record, batch), question.text, language)
        return
    cosines: dict[str, dict[int, float]] = {}
    for place, cosine in sorted(alike(store, question.text, NEAR).items()):
        cosines.setdefault(place.page, {})[place.nth] = cosine
    for page in store.claims.settled(cosines):
        record = store.record(page)
        near = {record.statements[nth].id: cosine for nth, cosine in cosines[page].items()}
        for nth, one in bears_on_page(question, record, language, near):
            yield Place(page, nth), one


def _asked_pages(store: Store, question: Question, event: Event) -> Sequence[str]:
    """Return the pages that may hold statements on a claim: its parties and an act that answers it.

    A party is named by the key that the pass over claims knows it by, or by its own words in what is said or among
    those who say it. A claim with an act but without parties is looked for on every page with such an act.
    """
    named = [store.claims.parties.naming(key, _words(key, question)) for key in sorted(question.parties)]
    return store.claims.settled(frozenset.intersection(_acting(store, question, event), *named))


def _acting(store: Store, question: Question, event: Event) -> frozenset[str]:
    """Return the pages that tell of an act which may answer a claim, not between two others.

    An act that no table knows has its words on the page; of the others the pass has noted who does them to whom,
    as it was written there: a name that is no state's may be written otherwise.
    """
    if not event.direction and event.act.key not in act_classes(get_language("en")):
        return store.claims.parties.writing(event.act.key.removesuffix("y"))  # a stem; "-ies" is "-y" in it
    acts = (SUPPLY, DEAL) if event.direction else (event.act.key,)
    return store.claims.parties.acting(acts, _forms(question.giver, question), _forms(question.taker, question))


def _forms(side: frozenset[str], question: Question) -> frozenset[str]:
    """Return by which keys pages may know a side of a claim: a state by one, others by all that end as they do."""
    ends = {key: key.removeprefix("=").split()[-1] for key in side if _words(key, question)}
    return side | {form for end in ends.values() for form in (f"={end}", f"% {end}")}


def _words(key: str, question: Question) -> tuple[str, ...]:
    """Return the words by which a party stands in a text; none for a state, whose names the tables have."""
    return () if key.removeprefix("=") == question.names.get(key) else tuple(key.removeprefix("=").split())


def _on_pages(records: Iterable[Record], claim: str, language: Language) -> Iterator[tuple[Place, Appearance]]:
    question = read_claim(claim, language)
    for record in records:
        for nth, one in bears_on_page(question, record, language):
            yield Place(record.page.id, nth), one


def changes(store: Store, name: str, language: Language | None = None) -> tuple[ActorChanges, ...]:
    """Return how stances changed: of all actors on one claim, or of one actor on every contested claim.

    What several pages report of one act of saying is one step.

    Args:
        store: The ledger's store, brought up to date.
        name: A claim's id, a claim in plain words, or an actor: a state, a body, a person.
        language: Of the claim and the pages; English where none is given.

    Raises:
        InputError: Neither an actor nor a claim is meant.
    """
    language = language or get_language("en")
    edits = read_edits(store, language)
    of_actor = _of_actor(store, name, edits)
    if of_actor:
        return of_actor
    claim = wording(store, name)
    try:
        found = find_changes(claim, _sayings(store, claim, edits))
    except InputError as error:
        raise InputError(f"{name!r} is neither an actor of this ledger's claims nor a claim. {error}") from error
    return found


def _of_actor(store: Store, name: str, edits: Edits) -> tuple[ActorChanges, ...]:
    """Return the sequences of an actor on the contested claims; none where no sequence is of that name."""
    key = name_key(name)
    if store.claims.claims([name]) or not store.claims.parties.speaks(key):
        return ()
    claims = list_claims(store, limit=_MOST_CLAIMS, language=edits.language)
    found = (one for c in claims for one in find_changes(c.proposition, _sayings(store, c.proposition, edits)))
    own = [one for one in found if any(shown.relation == "itself" for shown in (*one.dated, *one.undated))]
    exact = tuple(one for one in own if name_key(one.actor) == key)
    return exact or tuple(one for one in own if _is_speaker(one, key))


def _is_speaker(changes: ActorChanges, key: str) -> bool:
    """Tell whether somebody of that name speaks in a sequence."""
    shown = (*changes.dated, *changes.undated)
    return any(name_key(speaker.name or "") == key for one in shown for speaker in one.actors)
