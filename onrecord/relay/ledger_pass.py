"""The pass over the ledger: pages that are new are sketched, compared with those like them, and put in families.

Each step notes in the book of passes which pages it has taken in, in the transaction that stores what it made of
them. Every relation is a function of its two pages alone and every family of its relations, so that neither the
order in which pages were added nor an interruption shows in the result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from onrecord.lang import Language, get_language
from onrecord.model import Record
from onrecord.relay.compare import SketchIndex, pairs_to_compare
from onrecord.relay.facts import PageFacts, facts_of, standing_of
from onrecord.relay.families import descend
from onrecord.relay.pair import REPRINT, relate
from onrecord.relay.sketch import SKETCHED_BY, sketch_page
from onrecord.relay.utterance_pass import update_utterances
from onrecord.store import Store
from onrecord.store.batches import OnProgress, in_batches
from onrecord.store.relays import COMPARED, DESCENDED, SKETCHED, Standing

VERSION = f"1 {SKETCHED_BY}"
"""Of the whole pass: another one takes every page in again."""

_BATCH = 250
"""Pages to a transaction."""

_HELD = 2_000
"""Pages whose words are held in memory while pages are compared: a page's copies mostly come together."""


def update(store: Store, on_progress: OnProgress | None = None) -> None:
    """Bring relay up to date with the pages of a store; a no-op where nothing is new.

    Args:
        store: Where pages are read and relations are kept.
        on_progress: Called after each batch of pages.
    """
    language = get_language("en")

    @lru_cache(maxsize=_HELD)
    def facts(page: str) -> PageFacts:
        return facts_of(store.record(page), language)

    _sketch(store, facts, on_progress)
    _compare(store, facts, on_progress)
    _descend(store)
    update_utterances(store, on_progress)


def _sketch(store: Store, facts: Callable[[str], PageFacts], on_progress: OnProgress | None) -> None:
    """Store what each new page is compared by."""
    pages = store.relays.pending(SKETCHED, VERSION)
    for batch in in_batches(pages, _BATCH, "Reading pages for comparison", on_progress):
        found = [facts(page) for page in batch]  # before the transaction
        store.relays.put_sketches(map(_sketched, found), VERSION)


def sketch_record(record: Record, language: Language) -> tuple[Standing, bytes]:
    """Return what a page is compared by: its place among those that came out, and its sketch as it is stored."""
    return _sketched(facts_of(record, language))


def _sketched(page: PageFacts) -> tuple[Standing, bytes]:
    return standing_of(page), sketch_page(page.words).astype("<i8").tobytes()


def _compare(store: Store, facts: Callable[[str], PageFacts], on_progress: OnProgress | None) -> None:
    """Store how each new page is related to those compared before it."""
    new = store.relays.pending(COMPARED, VERSION)
    if not new:
        return
    language = get_language("en")
    sketches = {page: np.frombuffer(data, dtype="<i8") for page, data in store.relays.sketches()}
    pairs = pairs_to_compare(SketchIndex(sketches), new, sketches.keys() - set(new))
    for batch in in_batches(new, _BATCH, "Comparing pages", on_progress):
        found = []
        for page in batch:
            _, others = next(pairs)
            found += [relay for other in others if (relay := relate(facts(page), facts(other), language))]
        store.relays.put_relays(found, batch, VERSION)


def _descend(store: Store) -> None:
    """Store the families of all pages that are new or lost or gained a copy."""
    new = store.relays.pending(DESCENDED, VERSION)
    if new:
        pages = store.relays.family(new, REPRINT)
        descents = descend(store.relays.standings(pages), store.relays.links(pages, REPRINT))
        store.relays.put_descents(descents, new, VERSION)
