"""The second half of the pass: statements that are new are compared with those of their actors, and grouped.

What a statement is compared by follows from its page and from its speakers' actors; where these were joined or
parted since, its page is taken in again. So this half runs after actors are joined and pages are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from onrecord.lang import get_language
from onrecord.relay.facts import order_of
from onrecord.relay.sayings import Telling, compared_words, same_saying
from onrecord.relay.sketch import SKETCHED_BY, sketch_said
from onrecord.relay.utterances import alike, as_sketch, by_page, comparable, group, telling_of
from onrecord.store import Place, Store
from onrecord.store.batches import Item, OnProgress, in_batches
from onrecord.store.utterances import Retelling

VERSION = f"1 {SKETCHED_BY}"
_BATCH = 250
"""Pages to a transaction."""

_RETELLINGS = 50_000
"""Retellings to a transaction."""

_HELD = 2_000
"""Pages whose statements are held in memory: a page's copies mostly come together."""


def update_utterances(store: Store, on_progress: OnProgress | None = None) -> None:
    """Bring utterances up to date with the statements of a store; a no-op where nothing is new."""
    _tell(store, on_progress)
    new = store.utterances.ungrouped(VERSION)
    if new:
        found = _retold(store, new, on_progress)
        while some := list(islice(found, _RETELLINGS)):
            store.utterances.put_retellings(some)
        _group(store, new)


def _tell(store: Store, on_progress: OnProgress | None) -> None:
    """Store what each new statement is compared by."""
    pages = store.utterances.untold(VERSION)
    for batch in in_batches(pages, _BATCH, "Reading statements for comparison", on_progress):
        rows = [
            (row, telling_of(row).actors, sketch_said(compared_words(row.words)).astype("<i8").tobytes())
            for row in store.utterances.statements(batch)
        ]
        store.utterances.put_tellings(rows, batch, VERSION)
    store.utterances.put_spoken(VERSION)


def _retold(store: Store, new: Sequence[str], on_progress: OnProgress | None) -> Iterator[Retelling]:
    """Yield which statements of new pages report the same act of saying as others."""
    pairs, actors = store.utterances.copied_pages(new), store.utterances.actors_of(new)
    language = get_language("en")
    wanted = set(new)
    tellings = _Tellings(store)
    for page, other in _each(pairs, "Comparing statements of copied pages", on_progress):
        for one, two in comparable(tellings.of(page), tellings.of(other)):
            how = same_saying(one, two, language, copied=True)
            if how:
                yield Retelling(Place(one.page, one.nth), Place(two.page, two.nth), how)
    for actor in _each(actors, "Comparing what each speaker said", on_progress):
        held = {place: as_sketch(data) for place, data in store.utterances.tellings_of(actor)}
        for first, second in alike(held, [place for place in held if place.page in wanted]):
            how = same_saying(tellings.at(first), tellings.at(second), language, copied=False)
            if how:
                yield Retelling(first, second, how)


def _each(items: Sequence[Item], step: str, on_progress: OnProgress | None) -> Iterator[Item]:
    for batch in in_batches(items, _BATCH, step, on_progress):
        yield from batch


def _group(store: Store, new: Sequence[str]) -> None:
    """Store the utterances of all statements that new ones are linked to."""
    places, retellings = store.utterances.linked(new)
    tellings = _Tellings(store)
    pages = sorted(by_page(places))
    standings = store.relays.standings(pages)
    order = {page: nth for nth, page in enumerate(sorted(pages, key=lambda page: order_of(standings[page])))}
    groups = group({place: tellings.at(place) for place in places}, retellings, order)
    store.utterances.put_utterances(groups, places, new, VERSION)


class _Tellings:
    """The statements of a store, a page's at a time, the last pages held."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.of = lru_cache(maxsize=_HELD)(self._of)

    def _of(self, page: str) -> tuple[Telling, ...]:
        """Return the statements of a page."""
        return tuple(map(telling_of, self._store.utterances.statements([page])))

    def at(self, place: Place) -> Telling:
        """Return one statement."""
        return self.of(place.page)[place.nth]
