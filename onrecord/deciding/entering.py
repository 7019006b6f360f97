"""Putting decisions into a ledger together with the records made by them, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onrecord.decisions import in_order, stamped
from onrecord.decisions.carrying import carried
from onrecord.errors import InputError
from onrecord.model import Decision, PageProblem, Problem, Record, Source
from onrecord.record import reader_of
from onrecord.settings import Reader, Settings
from onrecord.store import Store
from onrecord.workers import Refused, open_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of decisions that were entered.

    Attributes:
        decisions: Those that the log did not have yet, in order.
        pages: The pages whose records were made anew by them.
        problems: Pages that could not be read again: their decisions are in the log and not in their records.
    """

    decisions: tuple[Decision, ...]
    pages: tuple[str, ...]
    problems: tuple[PageProblem, ...] = ()


def decide(store: Store, drafts: Sequence[Decision], settings: Settings) -> Decided:
    """Enter drafts, in their order and at this moment.

    Args:
        store: Of the ledger.
        drafts: Decisions without time and id.
        settings: The limits under which pages are read again; never more workers than pages.

    Raises:
        InputError: A draft names nobody who decides, or is about a page that is forgotten.
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """
    while True:
        if any(_quotes_any(draft, _forgotten(store)) for draft in drafts):
            raise InputError("The page was forgotten meanwhile; nothing can be decided about it.")
        known, after = store.decisions.last()
        entered = []
        for draft in drafts:
            decision = stamped(draft, datetime.now(UTC), after)
            entered.append(decision)
            after = decision.at
        done = _entered(store, entered, settings, known)
        if done is not None:
            return done


def enter(store: Store, decisions: Iterable[Decision], settings: Settings) -> Decided:
    """Enter decisions of another log as they are; those that are known, or quote a forgotten page, add nothing.

    Raises:
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """
    given = in_order(decisions)
    while True:
        known, _ = store.decisions.last()
        have = {decision.id for decision in store.decisions.all()}
        gone = _forgotten(store)
        new = [one for one in given if one.id not in have and not _quotes_any(one, gone)]
        done = _entered(store, new, settings, known)
        if done is not None:
            return done


def renew(store: Store, settings: Settings) -> Decided:
    """Make the records anew that do not know every decision of the log about them, as after two logs were joined.

    Raises:
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """

    def behind() -> Iterable[str]:
        copied = (page for one in store.decisions.all() if one.copies for page in store.decisions.untold(one))
        return (*store.decisions.stale(), *copied)

    return _renewed(store, settings, behind)


def carry_on(store: Store, settings: Settings) -> Decided:
    """Make the records anew of pages that were taken again, by what was decided about their other captures.

    Raises:
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """
    return _renewed(store, settings, store.recaptures.stale)


def _renewed(store: Store, settings: Settings, behind: Callable[[], Iterable[str]]) -> Decided:
    """Make anew the records of the pages that are behind the log."""
    while True:
        known, _ = store.decisions.last()
        records, problems = _made_anew(store, dict.fromkeys(behind(), ()), settings)
        if store.put_decisions((), records, known=known):
            pages = tuple(record.page.id for record in records)
            return Decided(decisions=(), pages=pages, problems=tuple(problems))


def _forgotten(store: Store) -> frozenset[str]:
    return frozenset(one.sha256 for one in store.forgetting.all())


def _quotes_any(decision: Decision, sources: frozenset[str]) -> bool:
    """Tell whether a decision is about a page of one of these sources, or has words of it."""
    return not sources.isdisjoint(anchor.page for anchor in (decision.target, *decision.others))


def _entered(store: Store, decisions: Sequence[Decision], settings: Settings, known: int) -> Decided | None:
    """Make the records anew and store all of it; None where the log has grown or a page is forgotten meanwhile."""
    records, problems = _made_anew(store, _concerned(store, decisions), settings)
    if not store.put_decisions(decisions, records, known=known):
        return None
    pages = tuple(record.page.id for record in records)
    return Decided(decisions=tuple(decisions), pages=pages, problems=tuple(problems))


def _concerned(store: Store, decisions: Sequence[Decision]) -> dict[str, Sequence[Decision]]:
    """Return the pages that decisions may bear on, each with the decisions as they count there."""
    pages: dict[str, list[Decision]] = {}
    for decision in decisions:
        known = store.page_of(decision.target.page) if decision.target.page else None
        own = {known[0]} if known else set()
        own |= set(store.decisions.pages_with(decision.target)) if decision.copies else set()
        for page in own:
            pages.setdefault(page, []).append(decision)
        elsewhere = carried(decision)
        for page in store.recaptures.pages(decision):
            pages.setdefault(page, []).extend([elsewhere] if elsewhere else [])
    return {page: pages[page] for page in sorted(pages)}


def _made_anew(
    store: Store, pages: Mapping[str, Sequence[Decision]], settings: Settings
) -> tuple[list[Record], list[PageProblem]]:
    """Return the records of pages with what the log says and these decisions, and what could not be read.

    Each page is read by the reader that made its record, so that nothing changes but what was decided.
    """
    records: list[Record] = []
    problems: list[PageProblem] = []
    by_reader: dict[Reader, list[str]] = {}
    sources = {page: _with_log(store, page, decisions) for page, decisions in sorted(pages.items())}
    for page in sources:
        by_reader.setdefault(reader_of(store.record(page).made_by) or settings.reader, []).append(page)
    for reader, read in by_reader.items():
        jobs = min(len(read) if settings.jobs is None else settings.jobs, len(read))
        with open_reader(replace(settings, reader=reader, jobs=jobs)) as team:
            for page, pending in [(page, team.submit(sources[page])) for page in read]:
                reading = pending()
                records += [record for record in reading.records if record.page.id == page]
                problems += [_unread(sources[page], page, reading.refused)] if reading.refused else []
    return records, problems


def _with_log(store: Store, page: str, decisions: Iterable[Decision]) -> Source:
    log = store.decisions.of_page(store.record(page).page.sha256)
    return replace(store.source(page), decisions=(*log, *decisions))


def _unread(source: Source, page: str, refused: Refused) -> PageProblem:
    problem = Problem(stage="read", reason=refused.reason, message=refused.message)
    return PageProblem(path=source.path or "", page=page, problem=problem)
