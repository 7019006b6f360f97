"""The pass over the ledger: pages that are new are sketched, compared with those like them, and put in families.

Each step notes in the book of passes which pages it has taken in, in the transaction that stores what it made of
them. Every relation is a function of its two pages alone and every family of its relations, so that neither the
order in which pages were added nor an interruption shows in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from onrecord.lang import Language, get_language
from onrecord.model import Record
from onrecord.relay.compare import lay_out, pairs_to_compare
from onrecord.relay.facts import PageFacts, facts_of, standing_of
from onrecord.relay.families import descend
from onrecord.relay.pair import REPRINT, relate
from onrecord.relay.sketch import SKETCHED_BY, sketch_page
from onrecord.relay.utterance_pass import update_utterances
from onrecord.store import Store
from onrecord.store.batches import OnProgress, in_batches, in_growing_batches
from onrecord.store.relays import COMPARED, DESCENDED, SKETCHED, Standing

VERSION = f"1 {SKETCHED_BY}"
"""Of the whole pass: another one takes every page in again."""

_BATCH = 250
"""Pages to a transaction."""

_FAMILIES = 2_000
"""Pages whose families are found in one transaction: those of a batch may be in the families of another."""

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
    before = store.relays.count_compared(VERSION)
    language = get_language("en")
    for batch in in_growing_batches(new, _BATCH, before, "Comparing pages", on_progress):
        pairs = sorted(_likely(store, batch))  # a page with all that it is like, so that it is read once
        found = [relay for one, other in pairs if (relay := relate(facts(one), facts(other), language))]
        store.relays.put_relays(found, batch, VERSION)


def _likely(store: Store, pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of pages, of which one is among these, that are worth comparing in full."""
    new = store.relays.sketches(pages)
    return pairs_to_compare(lay_out(*new), (lay_out(*some) for some in store.relays.compared(VERSION)))


def _descend(store: Store) -> None:
    """Store the families of all pages that are new or lost or gained a copy."""
    for batch in in_batches(store.relays.pending(DESCENDED, VERSION), _FAMILIES):
        pages = store.relays.family(batch, REPRINT)
        descents = descend(store.relays.standings(pages), store.relays.links(pages, REPRINT))
        store.relays.put_descents(descents, batch, VERSION)
