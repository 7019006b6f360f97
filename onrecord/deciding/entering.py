"""Putting decisions into a ledger together with the records made by them, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onrecord.decisions import in_order, stamped
from onrecord.model import Decision, PageProblem, Problem, Record, Source
from onrecord.settings import Settings
from onrecord.store import Store
from onrecord.workers import Pending, open_reader


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
        InputError: A draft names nobody who decides.
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """
    while True:
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
    """Enter decisions of another log as they are; those that are known add nothing.

    Raises:
        LedgerError: The ledger cannot be written.
        WorkerError: No process could be started to read in.
    """
    given = in_order(decisions)
    while True:
        known, _ = store.decisions.last()
        have = {decision.id for decision in store.decisions.all()}
        done = _entered(store, [one for one in given if one.id not in have], settings, known)
        if done is not None:
            return done


def _entered(store: Store, decisions: Sequence[Decision], settings: Settings, known: int) -> Decided | None:
    """Make the records anew and store all of it; None where the log has grown meanwhile."""
    sources = _concerned(store, decisions)
    records, problems = _made_anew(store, sources, decisions, settings)
    if not store.put_decisions(decisions, records, known=known):
        return None
    pages = tuple(record.page.id for record in records)
    return Decided(decisions=tuple(decisions), pages=pages, problems=tuple(problems))


def _concerned(store: Store, decisions: Sequence[Decision]) -> dict[str, Source]:
    """Return the sources of the pages that decisions may bear on, by page."""
    pages: dict[str, None] = {}
    for decision in decisions:
        known = store.page_of(decision.target.page) if decision.target.page else None
        pages |= {known[0]: None} if known else {}
        if decision.copies:
            pages |= dict.fromkeys(store.decisions.pages_with(decision.target))
    return {page: store.source(page) for page in sorted(pages)}


def _made_anew(
    store: Store, sources: dict[str, Source], decisions: Sequence[Decision], settings: Settings
) -> tuple[list[Record], list[PageProblem]]:
    """Return the records of pages with what the log says and these decisions, and what could not be read."""
    records: list[Record] = []
    problems: list[PageProblem] = []
    if not sources:
        return records, problems
    jobs = settings.jobs if settings.jobs is not None else len(sources)
    with open_reader(replace(settings, jobs=min(jobs, len(sources)))) as reader:
        waiting: list[tuple[str, Source, Pending]] = []
        for page, source in sources.items():
            log = store.decisions.of_page(store.record(page).page.sha256)
            waiting.append((page, source, reader.submit(replace(source, decisions=(*log, *decisions)))))
        for page, source, pending in waiting:
            reading = pending()
            records += [record for record in reading.records if record.page.id == page]
            if reading.refused:
                problem = Problem(stage="read", reason=reading.refused.reason, message=reading.refused.message)
                problems.append(PageProblem(path=source.path or "", page=page, problem=problem))
    return records, problems
