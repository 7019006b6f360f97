"""Merging two ledgers: what another one has comes here, with who decided what and when; once is enough.

Whichever of the two takes the other in, the same pages, captures and decisions are there afterwards, and so is all
that is found from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from onrecord.deciding import conflicts, enter, renew
from onrecord.decisions.log import doubt
from onrecord.errors import InputError, LedgerError
from onrecord.model import (
    AddProgress,
    Capture,
    Decision,
    MadeBy,
    MergeReport,
    PageProblem,
    Problem,
    Record,
    Source,
)
from onrecord.record import made_by
from onrecord.settings import Settings
from onrecord.store import Store
from onrecord.store.proof import prove

OnProgress = Callable[[AddProgress], None]


def merge(store: Store, other: Store, settings: Settings, on_progress: OnProgress | None = None) -> MergeReport:
    """Take in what another ledger has; the passes have to run afterwards.

    Decisions of both count in the order in which they were taken; the later one holds. A page that both have keeps
    its record here, unless only the other one's was made by this version, or it was taken there first. What is
    forgotten here does not come; what is forgotten there stays here, and is told.

    Args:
        store: Of the ledger that takes.
        other: Of the one that gives; it is only read.
        settings: The limits under which pages are read again that decisions of both bear on.
        on_progress: Called after each page.

    Raises:
        InputError: Both are the same file.
        LedgerError: One cannot be read, or this one not written.
        WorkerError: No process could be started to read in.
    """
    if store.path.exists() and other.path.exists() and store.path.samefile(other.path):
        raise InputError(f"{other.path} is this ledger itself; give another one.")
    taking = _Taking(store, other, made_by(settings.reader))
    decided = enter(store, taking.decisions(), settings)
    taking.problems += decided.problems
    there = taking.forgotten()
    pages = other.page_ids()
    for nth, page in enumerate(pages, start=1):
        taking.page(page)
        if on_progress is not None:
            on_progress(AddProgress(done=nth, total=len(pages), path=page))
    taking.the_rest()
    renewed = renew(store, settings)
    if taking.captures or taking.dated_back:
        store.merging.put_captures_in_order()
    return MergeReport(
        pages=taking.pages,
        captures=taking.captures,
        decisions=len(decided.decisions),
        conflicts=len(conflicts(store.decisions.all())),
        renewed=len({*decided.pages, *renewed.pages}),
        forgotten=taking.passed_over,
        forgotten_there=there,
        problems=(*taking.problems, *renewed.problems),
    )


@dataclass(slots=True)
class _Taking:
    """One merge on its way: what has come, and what could not."""

    store: Store
    other: Store
    made_by: MadeBy
    pages: int = 0
    captures: int = 0
    passed_over: int = 0
    dated_back: bool = False
    problems: list[PageProblem] = field(default_factory=list)

    def decisions(self) -> Iterator[Decision]:
        """Yield the decisions of the other ledger that are as they were decided."""
        for decision in self.other.decisions.all():
            wrong = doubt(decision)
            if wrong is None:
                yield decision
            else:
                self._leave_out("", "unproven", f"Decision {decision.id} of {self.other.path} {wrong}.")

    def forgotten(self) -> tuple[str, ...]:
        """Take over what the other one has forgotten; return the pages of it that are here."""
        here = []
        for gone in self.other.forgetting.all():
            known = self.store.page_of(gone.sha256)
            if known:
                here.append(known[0])
            else:
                self.store.forgetting.note(gone)
        return tuple(sorted(here))

    def page(self, page: str) -> None:
        """Take a page over with its captures, or what of it is new here."""
        try:
            source, record = self.other.source(page), self.other.record(page)
        except LedgerError as error:
            self._refuse(page, None, "damaged", str(error))
            return
        sha256 = record.page.sha256
        if self.store.forgetting.of(sha256):
            self.passed_over += 1
            return
        wrong = next(_wrong(source, record), None)
        if wrong is not None:
            self._refuse(page, source.path, "unproven", wrong)
            return
        self._put(source, record)

    def _put(self, source: Source, record: Record) -> None:
        first, *more = self.other.captures(record.page.id)
        with self.store.together():
            if self._is_better(record, first):
                stored = self.store.put_page(source, record, first.added)
                self.pages += stored.page
                self.captures += stored.capture
            else:
                more.insert(0, first)
            for one in more:
                place = Source(data=source.data, path=one.path, url=one.url, fetched=one.fetched)
                self.captures += self.store.put_capture(record.page.sha256, place, one.added)
            for one in (first, *more):
                self.dated_back |= self.store.merging.date_back(record.page.sha256, one)

    def _is_better(self, record: Record, first: Capture) -> bool:
        """Tell whether a record takes the place of the one here: one of this version, or of an earlier capture."""
        known = self.store.page_of(record.page.sha256)
        if known is None:
            return True
        if known[1] == record.made_by:
            return first.added < self.store.captures(known[0])[0].added
        return record.made_by == self.made_by

    def the_rest(self) -> None:
        """Take over known actors, and what was refused there and is not read here."""
        self.store.actors.put_references(self.other.actors.references())
        for refusal in self.other.merging.refusals():
            if refusal.sha256 is None or self.store.page_of(refusal.sha256) is None:
                self.store.put_refusal(refusal)

    def _refuse(self, page: str, path: str | None, reason: str, message: str) -> None:
        self._leave_out(path or "", reason, f"Page {page} of {self.other.path}: {message}")

    def _leave_out(self, path: str, reason: str, message: str) -> None:
        problem = Problem(stage="read", reason=reason, message=message)
        self.problems.append(PageProblem(path=path, page=None, problem=problem))


def _wrong(source: Source, record: Record) -> Iterator[str]:
    """Yield why a page of a ledger, which may be a stranger's, is not to be believed."""
    if hashlib.sha256(source.data).hexdigest() != record.page.sha256:
        yield "its bytes have another sha256 than it states; run `onrecord verify` on that ledger."
    for finding in prove(record):
        yield f"{finding.message} Run `onrecord verify` on that ledger."
