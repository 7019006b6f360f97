"""What takes long to find is kept: while a run adds pages, a list is shown as it was found a moment ago.

Whatever people decide is seen at once: an answer that was found before the last decision is never shown again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger
from onrecord.store.connection import connect
from onrecord.store.sql import all_rows

Found = TypeVar("Found")

SOON_SECONDS = 0.1
"""What is found sooner is found anew whenever the ledger has changed; what takes longer is shown as it was found
last, while it is found anew beside that."""

RESTS = 10
"""What took long is found anew only after so many times as long, so that the screens keep most of the machine."""

MOST = 32
"""So many answers are kept, those that were asked for last."""

_BUSY_MS = 10_000

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


class Kept:
    """The answers of one ledger that are kept, each under a name of its own."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the ledger that is asked."""
        # A connection of its own, as SQLite tells each what the others have changed.
        self._watching = connect(ledger.path, create=False, busy_ms=_BUSY_MS)
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._dropped = 0
        self._lock = threading.Lock()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="onrecord-kept")

    def close(self) -> None:
        """Give the file back, once nothing is being found any more."""
        self._beside.shutdown(cancel_futures=True)
        self._watching.close()

    def get(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """Return what `find` finds, or found a moment ago.

        Not to be asked while the ledger is held at an earlier moment: what is found there would pass for new.

        Args:
            name: Of the question, with all that its answer depends on.
            find: Answers it.
        """
        with self._lock:
            state, dropped = self._state(), self._dropped
            entry = self._entries.get(name)
            if entry is not None:
                self._entries.move_to_end(name)
                if entry.state == state:
                    return cast("Found", entry.found)
                if entry.state.decided == state.decided and entry.seconds > SOON_SECONDS:
                    if not entry.renewing and time.monotonic() - entry.begun > RESTS * entry.seconds:
                        entry.renewing = True
                        self._beside.submit(self._renew, name, find, state, dropped)
                    return cast("Found", entry.found)
        return self._find(name, find, state, dropped)

    def drop(self) -> None:
        """Keep nothing of what was found, nor of what is being found now: somebody has changed something."""
        with self._lock:
            self._dropped += 1
            self._entries.clear()

    def _state(self) -> _State:
        decided = all_rows(self._watching, _STATE)[0]
        return _State(int(all_rows(self._watching, "PRAGMA data_version")[0][0]), (decided[0], decided[1]))

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
