"""Proving a ledger: bytes against hashes, texts against bytes, spans against texts, rows against records.

Pages are read again as they were when they were added, in worker processes under the same limits: bytes that were
harmless to another version, or that somebody has put into the file since, can do no harm here either.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord import relay
from onrecord.errors import LedgerError
from onrecord.model import AddProgress, Record, Source, Unproven
from onrecord.record import made_by
from onrecord.settings import Settings
from onrecord.store import Store
from onrecord.store.proof import prove
from onrecord.workers import Pending, Reader, open_reader

OnProgress = Callable[[AddProgress], None]


def prove_store(store: Store, settings: Settings, on_progress: OnProgress | None = None) -> Iterator[Unproven]:
    """Yield what cannot be proved, first of the file as a whole, then page by page.

    Args:
        store: The ledger's store.
        settings: The limits under which pages are read again, and in how many workers.
        on_progress: Called after each page.

    Raises:
        LedgerError: The store cannot be read.
        WorkerError: No process could be started to read in.
    """
    yield from store.check()
    yield from relay.unproven_relays(store)
    pages = store.page_ids()
    waiting: deque[_Job] = deque()
    done = 0
    with open_reader(settings, "texts") as reader:
        for nth, page in enumerate(pages, start=1):
            waiting.append(_begin(store, page, reader))
            while waiting and (len(waiting) > reader.ahead or nth == len(pages)):
                job = waiting.popleft()
                yield from job.findings()
                done += 1
                if on_progress is not None:
                    on_progress(AddProgress(done=done, total=len(pages), path=job.page))


@dataclass(frozen=True, slots=True)
class _Job:
    """A page on its way: what its record alone has shown, and its texts where they are being read."""

    page: str
    found: tuple[Unproven, ...] = ()
    record: Record | None = None
    pending: Pending | None = None

    def findings(self) -> Iterator[Unproven]:
        """Yield all that cannot be proved of the page; waits for its texts."""
        yield from self.found
        if self.record is None or self.pending is None:
            return
        reading = self.pending()
        if reading.refused:
            message = f"The stored bytes can no longer be read: {reading.refused.message}"
            yield _unproven(self.record, "unreadable", message)
        elif self.record.page.text_sha256 not in reading.texts:
            yield _unproven(self.record, "other-text", "The stored bytes give another text than the stored one.")


def _begin(store: Store, page: str, reader: Reader) -> _Job:
    """Prove what needs no reading, and have the bytes read where that can prove more."""
    try:
        record = store.record(page)
        source = store.source(page)
    except LedgerError as error:
        return _Job(page, (Unproven(page=page, path=None, reason="damaged", message=str(error)),))
    found = prove(record)
    differs = _differs(record, source)
    if differs:
        return _Job(page, (*found, differs))
    return _Job(page, found, record, reader.submit(source))


def _differs(record: Record, source: Source) -> Unproven | None:
    """Tell why it would prove nothing to read the bytes again."""
    digest = hashlib.sha256(source.data).hexdigest()
    if digest != record.page.sha256:
        message = f"The stored bytes have the sha256 {digest}, not {record.page.sha256}; restore a copy."
        return _unproven(record, "other-bytes", message)
    if record.made_by.renderer != made_by().renderer:
        message = f"The text was rendered by {record.made_by.renderer}; add the page again to renew it."
        return _unproven(record, "other-renderer", message)
    return None


def _unproven(record: Record, reason: str, message: str) -> Unproven:
    return Unproven(page=record.page.id, path=record.page.path, reason=reason, message=message)
