"""Adding sources to a store: read by workers in any order, stored by one writer in the order they were given.

So the same sources give the same ledger however many workers read, and a run that is stopped at any moment
leaves whole pages only, the first so many of its sources.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import zip_longest
from typing import Literal

from onrecord import actors, claims, meaning, relay
from onrecord.errors import UnreadableError
from onrecord.model import AddProgress, AddReport, Forgotten, PageProblem, Problem, Record, Source
from onrecord.read import PassedOver, SourceRef, open_sources
from onrecord.record import made_by
from onrecord.settings import Settings
from onrecord.store import Refusal, Store
from onrecord.store.protocol import Stored
from onrecord.workers import POISON, Pending, Prepared, Reader, Reading, Refused, open_reader

OnProgress = Callable[[AddProgress], None]
Kind = Literal["read", "partly", "refused", "unchanged"]

_MOST_BYTES_AHEAD = 64 * 1024 * 1024


def add_sources(
    store: Store, refs: Sequence[SourceRef], settings: Settings, on_progress: OnProgress | None = None
) -> AddReport:
    """Read sources and store what they hold, or why they were refused, a page a transaction.

    Args:
        store: Where pages go; this process is its only writer.
        refs: The sources, in the order in which they are stored.
        settings: Limits; with `strict` the first source that cannot be read is raised.
        on_progress: Called after each source.

    Raises:
        UnreadableError: With `settings.strict`.
        WorkerError: No process could be started to read in.
        LedgerError: The store cannot be written.
    """
    outcomes = []
    with open_reader(settings, "prepared") as reader:
        adding = _Adding(store, settings, reader)
        for outcome, progress in adding.run(refs):
            outcomes.append(outcome)
            if on_progress is not None:
                on_progress(progress)
    return _report(outcomes, adding.passed_over)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one source."""

    kind: Kind
    captures: int = 0
    pages: int = 0
    statements: int = 0
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """A source on its way: its bytes and their sha256, its reading where one was begun; or why it has no bytes.

    `progress` is how far the run has come when it is stored.
    """

    path: str
    progress: AddProgress
    source: Source | None = None
    sha256: str | None = None
    pending: Pending | None = None
    refused: Refused | None = None

    @property
    def size(self) -> int:
        return len(self.source.data) if self.source else 0


class _Adding:
    """One run; `run` yields what became of each source once that is stored.

    Attributes:
        passed_over: Parts of archives that are no pages, by kind.
    """

    def __init__(self, store: Store, settings: Settings, reader: Reader) -> None:
        self._store = store
        self._settings = settings
        self._reader = reader
        self._jobs: deque[_Job] = deque()
        self.passed_over: Counter[str] = Counter()

    def run(self, refs: Sequence[SourceRef]) -> Iterator[tuple[_Outcome, AddProgress]]:
        """Keep the readers busy a bounded way ahead of the source that is stored next."""
        for part, progress in self._parts(refs):
            self._jobs.append(self._begin(part, progress))
            while len(self._jobs) > self._reader.ahead or sum(j.size for j in self._jobs) > _MOST_BYTES_AHEAD:
                yield self._finish_next()
        while self._jobs:
            yield self._finish_next()

    def _parts(self, refs: Sequence[SourceRef]) -> Iterator[tuple[Source | PageProblem, AddProgress]]:
        """Yield what is in the files, and how far the run has come with it."""
        for nth, ref in enumerate(refs):
            share = [0.0]
            held: tuple[Source | PageProblem, AddProgress] | None = None
            for part in open_sources(ref, self._settings, partial(share.__setitem__, 0)):
                if isinstance(part, PassedOver):
                    self.passed_over.update(dict(part.counts))
                    continue
                if held:
                    yield held
                path = part.path or ref.path
                held = part, AddProgress(done=nth, total=len(refs), path=path, share=share[0])
            if held:
                yield held[0], replace(held[1], done=nth + 1, share=0.0)

    def _begin(self, part: Source | PageProblem, progress: AddProgress) -> _Job:
        """Have a source read, unless its bytes are known or on their way already."""
        if isinstance(part, PageProblem):
            return _Job(part.path, progress, refused=Refused(part.problem.reason, part.problem.message))
        path = part.path or ""
        sha256 = hashlib.sha256(part.data).hexdigest()
        forgotten = self._forgotten(sha256)
        if forgotten is not None:
            return _Job(path, progress, None, sha256, refused=forgotten)
        on_the_way = any(job.sha256 == sha256 for job in self._jobs)
        if on_the_way or self._is_up_to_date(sha256):
            return _Job(path, progress, part, sha256)
        return _Job(path, progress, part, sha256, self._read(part, sha256))

    def _finish_next(self) -> tuple[_Outcome, AddProgress]:
        job = self._jobs.popleft()
        return self._finish(job), job.progress

    def _finish(self, job: _Job) -> _Outcome:
        """Store one source or its refusal."""
        if job.source is None or job.sha256 is None:
            return self._refuse(
                job.path, job.sha256, job.refused or Refused("vanished", "Its bytes are gone; run again.")
            )
        with self._store.together():
            known = self._store.page_of(job.sha256)
            capture = known is not None and self._store.put_capture(job.sha256, job.source, _now())
        if known and self._is_up_to_date(job.sha256):
            return _again(self._store.record(known[0]), job.path) if capture else _Outcome("unchanged")
        reading = (job.pending or self._read(job.source, job.sha256))()
        if reading.refused:
            return self._refuse(job.path, job.sha256, reading.refused)
        outcome = self._keep(job.source, job.sha256, reading, job.path, captures=int(capture))
        if self._store.decisions.stale(job.sha256):  # somebody decided about the page while it was being read
            self._keep(job.source, job.sha256, self._read(job.source, job.sha256)(), job.path, captures=0)
        return outcome

    def _keep(self, source: Source, sha256: str, reading: Reading, met: str, *, captures: int) -> _Outcome:
        """Store the pages of a source, unless somebody has forgotten it while it was being read."""
        with self._store.together():
            why = self._forgotten(sha256)
            if why is None:
                known = self._store.page_of(sha256)
                first = self._store.source(known[0]) if known else source
                return self._put(first, reading, met, captures=captures)
        return self._refuse(met, sha256, why)

    def _forgotten(self, sha256: str) -> Refused | None:
        """Return why a source is not read; None where nobody has forgotten it, or it is asked for all the same."""
        gone = None if self._settings.forgotten else self._store.forgetting.of(sha256)
        return None if gone is None else Refused("forgotten", _forgotten(gone))

    def _is_up_to_date(self, sha256: str) -> bool:
        known = self._store.page_of(sha256)
        same = known is not None and known[1] == made_by(self._settings.reader)
        return same and not self._store.decisions.stale(sha256)

    def _read(self, source: Source, sha256: str) -> Pending:
        """Have bytes read with what was decided about them, under the name of their first capture.

        What ended its workers before is not read again.
        """
        if not self._settings.retry:
            before = self._store.refusal_of(sha256)
            if before and before.reason in POISON:
                return lambda: Reading(refused=Refused(before.reason, before.message))
        known = self._store.page_of(sha256)
        first = self._store.source(known[0]) if known else source
        return self._reader.submit(replace(first, decisions=self._store.decisions.of_page(sha256)))

    def _put(self, source: Source, reading: Reading, met: str, *, captures: int) -> _Outcome:
        """Store the pages of a source; `met` is the place where it was met now."""
        pages = statements = 0
        problems: list[PageProblem] = []
        for record, prepared in zip_longest(reading.records, reading.prepared):
            stored = self._put_page(source, record, prepared)
            captures += stored.capture
            if stored.page:
                pages += 1
                statements += len(record.statements)
            problems.extend(_problems(record, met))
        return _Outcome("partly" if problems else "read", captures, pages, statements, tuple(problems))

    def _put_page(self, source: Source, record: Record, prepared: Prepared | None) -> Stored:
        """Store a page with what the passes take from it alone; where that is missing they make it themselves."""
        with self._store.together():
            stored = self._store.put_page(source, record, _now())
            if stored.page:
                self._store.forgetting.returned(record.page.sha256, _now())
            if prepared is not None:
                self._store.relays.put_sketches([(prepared.standing, prepared.sketch)], relay.VERSION)
                self._store.claims.put_frames([prepared.frames], claims.VERSION)
                vectors = (prepared.frames.page, prepared.vectors, prepared.signs)
                self._store.vectors.put([vectors], meaning.MODEL, meaning.VERSION)
                self._store.actors.put_named(record.page.id, prepared.names, actors.VERSION)
        return stored

    def _refuse(self, path: str, sha256: str | None, why: Refused) -> _Outcome:
        if self._settings.strict:
            raise UnreadableError(why.reason, why.message)
        refusal = Refusal(path=path, sha256=sha256, reason=why.reason, message=why.message, tried=_now())
        self._store.put_refusal(refusal)
        problem = Problem(stage="read", reason=why.reason, message=why.message)
        return _Outcome("refused", problems=(PageProblem(path=path, page=None, problem=problem),))


def _report(outcomes: list[_Outcome], passed_over: Counter[str]) -> AddReport:
    kinds = [outcome.kind for outcome in outcomes]
    return AddReport(
        seen=len(outcomes),
        read=kinds.count("read"),
        partly=kinds.count("partly"),
        refused=kinds.count("refused"),
        unchanged=kinds.count("unchanged"),
        captures=sum(outcome.captures for outcome in outcomes),
        pages=sum(outcome.pages for outcome in outcomes),
        statements=sum(outcome.statements for outcome in outcomes),
        problems=tuple(problem for outcome in outcomes for problem in outcome.problems),
        passed_over=tuple(passed_over.most_common()),
    )


def _again(record: Record, path: str) -> _Outcome:
    """Return what became of a known page that was met at a new place."""
    problems = tuple(_problems(record, path))
    return _Outcome("partly" if problems else "read", captures=1, problems=problems)


def _forgotten(gone: Forgotten) -> str:
    why = f" (“{gone.why}”)" if gone.why else ""
    return f"{gone.who} forgot this source at {gone.at}{why}; add it with --forgotten to read it all the same."


def _problems(record: Record, path: str | None) -> Iterator[PageProblem]:
    for problem in record.problems:
        yield PageProblem(path=path or "", page=record.page.id, problem=problem)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
