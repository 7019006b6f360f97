"""What the ledger shows of relay: where a page comes from, and how an utterance was reported from page to page."""

from __future__ import annotations

from onrecord.model import Kin, Lineage, Record, Report, Statement, Utterance
from onrecord.relay.facts import is_before
from onrecord.relay.wording import word_changes
from onrecord.store import Place, Store
from onrecord.store.relays import Descent
from onrecord.text import join_words


def lineage(store: Store, page: str) -> Lineage:
    """Return where a page comes from, who else does, and to which other pages it is related.

    Args:
        store: What the pass has been over.
        page: A page's whole id.
    """
    origin = store.relays.origin_of(page)
    family = store.relays.descents(origin) or (Descent(page, None, page, proven=True),)
    relays = store.relays.relays_of(page)
    return Lineage(
        page=store.record(page).page,
        origin=store.record(origin).page,
        family=tuple(_kin(store, one) for one in family),
        relays=relays,
        others=tuple(_kin_alone(store, relay.b if relay.a == page else relay.a) for relay in relays),
    )


def utterance(store: Store, place: Place) -> Utterance:
    """Return all statements that report the same act of saying as one, the earliest in this ledger first.

    Args:
        store: What the pass has been over.
        place: A statement.
    """
    places = store.utterances.reports_of(place)
    pages = [one.page for one in places]
    standings = store.relays.standings(pages)
    first = store.record(places[0].page)
    others = [standings[page] for page in pages[1:] if page in standings]
    return Utterance(
        reports=tuple(_report(store.record(one.page), one.nth, first, places[0].nth) for one in places),
        proven=bool(others) and all(is_before(standings[pages[0]], other) for other in others),
        pages=len(set(pages)),
        origins=store.relays.count_origins(pages),
    )


def _kin(store: Store, one: Descent) -> Kin:
    record = store.record(one.page)
    outlet = record.article.outlet
    return Kin(
        page=record.page,
        outlet=outlet.value if outlet else None,
        published=record.article.published.value,
        parent=one.parent,
        proven=one.proven,
    )


def _kin_alone(store: Store, page: str) -> Kin:
    return _kin(store, Descent(page, None, page, proven=True))


def _report(record: Record, nth: int, first: Record, first_nth: int) -> Report:
    statement: Statement = record.statements[nth]
    earliest = first.statements[first_nth]
    outlet = record.article.outlet
    return Report(
        page=record.page,
        outlet=outlet.value if outlet else None,
        published=record.article.published.value,
        statement=statement,
        words=join_words(record.text, statement.content),
        changes=word_changes(first.text, earliest.content, record.text, statement.content),
    )
