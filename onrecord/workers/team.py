"""Who reads: a team of worker processes, each watched by a thread, or this process where that was asked for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self

from onrecord.errors import WorkerError
from onrecord.model import Source
from onrecord.settings import Settings
from onrecord.workers.reading import Reading, Refused, Task, read_source
from onrecord.workers.worker import Worker, WorkerEndedError

_TRIES = 2
_TRIES_KILLED = 4
_TRIES_TO_START = 3
_TRIES_TO_START_KILLED = 20
_AHEAD_A_WORKER = 8

Pending = Callable[[], Reading]


class Reader(Protocol):
    """Reads sources; a context manager.

    Attributes:
        ahead: So many sources are worth handing over before the first answer is asked for.
    """

    ahead: int

    def submit(self, source: Source) -> Pending:
        """Take a source; what is returned waits for its reading."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_reader(settings: Settings, task: Task = "records") -> Here | Team:
    """Return the reader that the settings ask for: `jobs` workers, by default one a core; this process for 0."""
    if settings.jobs == 0:
        return Here(settings, task)
    return Team(settings, settings.jobs or cores(), task)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Here:
    """Reads in this process, when the answer is asked for: nothing bounds memory or time."""

    ahead = 0

    def __init__(self, settings: Settings, task: Task = "records") -> None:
        """Take the limits that need no process of their own."""
        self._settings = settings
        self._task: Task = task

    def submit(self, source: Source) -> Pending:
        """Take a source; it is read when its reading is asked for."""
        return lambda: _read_here(source, self._settings, self._task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Team:
    """Reads in worker processes, started as they are needed; a page that ends its worker twice is refused."""

    def __init__(self, settings: Settings, jobs: int, task: Task = "records") -> None:
        """Make room for so many workers, all of which do one task."""
        self._task: Task = task
        self.ahead = _AHEAD_A_WORKER * jobs
        self._settings = settings
        self._threads = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="onrecord-worker")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._closed = False

    def submit(self, source: Source) -> Pending:
        """Take a source; the next worker that is free reads it."""
        return self._threads.submit(self._read, source).result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers, whatever they are at, and wait until none is left."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.end()

    def _read(self, source: Source) -> Reading:
        """Read a source in this thread's worker, once more in a fresh one when it ends."""
        own = killed = 0
        while True:
            try:
                return self._worker().read(source)
            except WorkerEndedError as ended:
                killed += ended.cause == "killed"
                own += ended.cause != "killed"
                if self._closed or own == _TRIES or killed == _TRIES_KILLED:
                    return Reading(refused=_refused(ended))

    def _worker(self) -> Worker:
        """Return this thread's worker, a fresh one where it has none or that one has ended."""
        worker: Worker | None = getattr(self._mine, "worker", None)
        if worker is not None and not worker.done:
            return worker
        own = killed = 0
        while True:
            self._mine.worker = fresh = self._start()
            try:
                fresh.begin()
            except WorkerEndedError as ended:
                killed += ended.cause == "killed"
                own += ended.cause != "killed"
                if own == _TRIES_TO_START or killed == _TRIES_TO_START_KILLED:
                    raise WorkerError(
                        f"No worker process could be started ({ended}); `onrecord doctor` says what is amiss."
                    ) from ended
            else:
                return fresh

    def _start(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerError("The run has ended; no worker is started for it any more.")
            try:
                worker = Worker(self._settings, self._task)
            except OSError as error:
                raise WorkerError(f"No worker process could be started ({error}); close some programs.") from error
            self._workers = {one for one in self._workers if not one.done} | {worker}
            return worker


def _read_here(source: Source, settings: Settings, task: Task) -> Reading:
    try:
        return read_source(source, settings, task)
    except MemoryError:
        return Reading(
            refused=Refused("out-of-memory", "There was not enough memory to read this page; read it in a worker.")
        )


def _refused(ended: WorkerEndedError) -> Refused:
    if ended.cause == "killed":
        return Refused(
            "killed",
            f"The process that read this page was ended again and again ({ended}); nothing is known against the "
            "page. See what ends processes here (often a lack of memory) and add it again.",
        )
    return Refused(
        ended.cause,
        f"Reading this page ended two worker processes ({ended}); the same bytes are not read again unless you "
        "ask with --retry. Save the text of the page and add that.",
    )
