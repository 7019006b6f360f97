"""What takes long to find is kept: while a run adds pages, a list is shown as it was found a moment ago.

What is asked for the first time and takes long is found beside, and nobody finds what another one is finding.
Whatever people decide is seen at once: an answer that was found before the last decision is never shown again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger
from onrecord.store.connection import connect
from onrecord.store.sql import all_rows

Found = TypeVar("Found")

SOON_SECONDS = 0.03
"""What is found sooner is found anew whenever the ledger has changed; what takes longer is shown as it was found
last, while it is found anew beside that."""

RESTS = 10
"""What took long is found anew only after so many times as long, so that the screens keep most of the machine."""

PATIENCE_SECONDS = 0.08
"""So long a screen waits for what is asked for the first time; then it says that this is being found."""

MOST = 32
"""So many answers are kept, those that were asked for last."""

_BUSY_MS = 10_000
_LONG_SECONDS = 20.0
_AT_ONCE = 2

_STATE = "SELECT (SELECT max(n) FROM decision), (SELECT max(n) FROM forgotten)"


class _State(NamedTuple):
    """What a ledger was like: `version` changes with every write, `decided` with what people decide or forget."""

    version: int
    decided: tuple[int | None, int | None]


@dataclass(slots=True)
class _Entry:
    """What was found, when the ledger was in which state, when finding it begun, and how long that took."""

    found: object
    state: _State
    begun: float
    seconds: float
    renewing: bool = False


_Job = tuple[Hashable, tuple[int | None, int | None], int]
"""What is being found: the question, what people had decided by then, and how often all was dropped before."""


class Kept:
    """The answers of one ledger that are kept, each under a name of its own."""

    def __init__(self, ledger: Ledger, patience: float = PATIENCE_SECONDS) -> None:
        """Take the ledger that is asked, and for how many seconds `get_soon` waits for what is begun."""
        # A connection of its own, as SQLite tells each what the others have changed.
        self._watching = connect(ledger.path, create=False, busy_ms=_BUSY_MS)
        self._patience = patience
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._finding: dict[_Job, Future[object]] = {}
        self._dropped = 0
        self._lock = threading.Lock()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="onrecord-kept")
        self._begun = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="onrecord-asked")

    def close(self) -> None:
        """Give the file back, once nothing is being found any more."""
        self._beside.shutdown(cancel_futures=True)
        self._begun.shutdown(cancel_futures=True)
        self._watching.close()

    def get(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """Return what `find` finds, or found a moment ago; what somebody else is finding is waited for.

        Not to be asked while the ledger is held at an earlier moment: what is found there would pass for new.

        Args:
            name: Of the question, with all that its answer depends on.
            find: Answers it.
        """
        with self._lock:
            state = self._state()
            entry = self._usable(name, find, state)
            if entry is not None:
                return cast("Found", entry.found)
            job = (name, state.decided, self._dropped)
            under_way = self._finding.get(job)
            if under_way is None:
                answer = self._finding[job] = Future()
        if under_way is not None:
            return cast("Found", under_way.result())
        try:
            found = self._find(name, find, state, job[2])
        except BaseException as error:
            answer.set_exception(error)
            raise
        else:
            answer.set_result(found)
            return found
        finally:
            del self._finding[job]

    def get_soon(self, name: Hashable, find: Callable[[], Found]) -> Found | None:
        """Return what `get` returns, or None where that takes long: it is then being found beside.

        Whoever asks for what is being found already waits for it longer.
        """
        with self._lock:
            state = self._state()
            entry = self._usable(name, find, state)
            under_way = self._finding.get((name, state.decided, self._dropped))
        if entry is not None:
            return cast("Found", entry.found)
        try:
            if under_way is not None:
                return cast("Found", under_way.result(_LONG_SECONDS))
            return self._begun.submit(self.get, name, find).result(self._patience)
        except TimeoutError:
            return None

    def ahead(self, find: Callable[[], object]) -> None:
        """Let something be found beside that will be asked for; where that fails, whoever asks is told."""
        self._beside.submit(find)

    def drop(self) -> None:
        """Keep nothing of what was found, nor of what is being found now: somebody has changed something."""
        with self._lock:
            self._dropped += 1
            self._entries.clear()

    def _state(self) -> _State:
        decided = all_rows(self._watching, _STATE)[0]
        return _State(int(all_rows(self._watching, "PRAGMA data_version")[0][0]), (decided[0], decided[1]))

    def _usable(self, name: Hashable, find: Callable[[], object], state: _State) -> _Entry | None:
        """Return what was found if it can be shown; what took long and is of another moment is renewed beside."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        self._entries.move_to_end(name)
        if entry.state == state:
            return entry
        if entry.state.decided != state.decided or entry.seconds <= SOON_SECONDS:
            return None
        if not entry.renewing and time.monotonic() - entry.begun > RESTS * entry.seconds:
            entry.renewing = True
            self._beside.submit(self._renew, name, find, state, self._dropped)
        return entry

    def _find(self, name: Hashable, find: Callable[[], Found], state: _State, dropped: int) -> Found:
        begun = time.monotonic()
        found = find()
        entry = _Entry(found, state, begun, time.monotonic() - begun)
        with self._lock:
            if self._dropped == dropped:
                self._entries[name] = entry
                while len(self._entries) > MOST:
                    self._entries.popitem(last=False)
        return found

    def _renew(self, name: Hashable, find: Callable[[], object], state: _State, dropped: int) -> None:
        try:
            self._find(name, find, state, dropped)
        except OnrecordError:  # whoever asks next is told
            with self._lock:
                self._entries.pop(name, None)


class DropsWhatChanges:
    """An ASGI application in front of another one: what is kept is dropped before the answer to any change."""

    def __init__(self, app: ASGIApp, kept: Kept) -> None:
        """Take what stands behind, and what is dropped."""
        self._app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._kept.drop()
            await send(message)

        changes = scope["type"] == "http" and scope["method"] not in {"GET", "HEAD"}
        await self._app(scope, receive, sending if changes else send)
