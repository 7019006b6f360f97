"""The second half of the pass: statements that are new are compared with those of their actors, and grouped.

What a statement is compared by follows from its page and from its speakers' actors; where these were joined or
parted since, its page is taken in again. So this half runs after actors are joined and pages are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from onrecord.lang import get_language
from onrecord.relay.facts import order_of
from onrecord.relay.sayings import Telling, compared_words, same_saying
from onrecord.relay.sketch import SKETCHED_BY, sketch_said
from onrecord.relay.utterances import alike, by_page, comparable, group, speakers_of, telling_of
from onrecord.store import Place, Store
from onrecord.store.batches import OnProgress, in_batches, in_growing_batches
from onrecord.store.utterances import Retelling, StatementRow, TellingRow, Told

VERSION = f"1 {SKETCHED_BY}"
_BATCH = 250
"""Pages to a transaction."""

_GROUPED = 2_000
"""Pages whose statements are grouped in one transaction: those of a batch may be in the groups of another."""

_HELD = 2_000
"""Pages whose statements are held in memory: a page's copies mostly come together."""


def update_utterances(store: Store, on_progress: OnProgress | None = None) -> None:
    """Bring utterances up to date with the statements of a store; a no-op where nothing is new."""
    _tell(store, on_progress)
    _compare(store, on_progress)
    for batch in in_batches(store.utterances.ungrouped(VERSION), _GROUPED):
        _group(store, batch)


def _tell(store: Store, on_progress: OnProgress | None) -> None:
    """Store what each new statement is compared by."""
    pages = store.utterances.untold(VERSION)
    for batch in in_batches(pages, _BATCH, "Reading statements for comparison", on_progress):
        rows = store.utterances.statements(batch)
        store.utterances.put_tellings(map(_told, rows), batch, VERSION)
    store.utterances.put_spoken(VERSION)


def _told(row: StatementRow) -> TellingRow:
    sketch = sketch_said(compared_words(row.words)).astype("<i8").tobytes()
    return TellingRow(Place(row.page, row.nth), row.actors, sketch)


def _compare(store: Store, on_progress: OnProgress | None) -> None:
    """Store which statements of new pages report the same act of saying as others."""
    new, before = store.utterances.uncompared(VERSION)
    waiting = set(new)
    tellings = _Tellings(store)
    for batch in in_growing_batches(new, _BATCH, before, "Comparing statements", on_progress):
        waiting -= set(batch)
        pairs = store.utterances.copied_pages(batch)
        copied = _copied(tellings, [pair for pair in pairs if waiting.isdisjoint(pair)])
        told: list[Told] = [
            (actor, *row.place, row.sketch)
            for row in store.utterances.tellings(batch)
            for actor in sorted(speakers_of(row.actors))
        ]
        said_again = _said_again(tellings, told, store.utterances.told_by(sorted({actor for actor, *_ in told})))
        store.utterances.put_compared([*copied, *said_again], told, batch, VERSION)


def _copied(tellings: _Tellings, pairs: Iterable[tuple[str, str]]) -> Iterator[Retelling]:
    """Yield which statements of copied pages report one act of saying."""
    language = get_language("en")
    for page, other in pairs:
        for one, two in comparable(tellings.of(page), tellings.of(other)):
            how = same_saying(one, two, language, copied=True)
            if how:
                yield Retelling(Place(one.page, one.nth), Place(two.page, two.nth), how)


def _said_again(
    tellings: _Tellings, told: Sequence[Told], before: Iterable[Sequence[Told]]
) -> Iterator[Retelling]:
    """Yield which statements of an actor report one act of saying."""
    language = get_language("en")
    for first, second in sorted(set(alike(told, before))):
        how = same_saying(tellings.at(first), tellings.at(second), language, copied=False)
        if how:
            yield Retelling(first, second, how)


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
