"""A worker process seen from outside: started, asked, watched, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from typing import Any, Literal

from onrecord.errors import InputError, WorkerError
from onrecord.interchange import record_from_json
from onrecord.model import Source
from onrecord.settings import Settings
from onrecord.workers.channel import Channel
from onrecord.workers.preparing import prepared_of
from onrecord.workers.protocol import OUT_OF_MEMORY, START_SECONDS, source_head
from onrecord.workers.reading import Reading, Refused, Task

Cause = Literal["timed-out", "out-of-memory", "crashed", "killed"]

_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


class WorkerEndedError(Exception):
    """A worker ended with a page in hand.

    Attributes:
        cause: What ended it; `killed` when somebody else did, which says nothing about the page.
    """

    def __init__(self, cause: Cause, what: str) -> None:
        """Keep the cause beside the words on it."""
        super().__init__(what)
        self.cause = cause


class Worker:
    """One process of `python -m onrecord.workers`; used by one thread, ended from any.

    Attributes:
        done: It has ended or is about to; ask another.
        limits: Names of the limits that its system keeps: `memory`, `seconds`, `parent`.
    """

    def __init__(self, settings: Settings, task: Task = "records") -> None:
        """Start the process; `begin` must follow, so that one that is starting can be ended too."""
        self._settings = settings
        self._task = task
        self.done = False
        self.limits: tuple[str, ...] = ()
        # -P: what lies in the current folder, perhaps among the pages, is never imported. The group of its own
        # keeps a Ctrl-C at the terminal to whoever started the run, who then ends the workers.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "onrecord.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            process_group=0,
        )
        if self._process.stdin is None or self._process.stdout is None:  # pragma: no cover  # both were asked for
            raise WorkerError("A worker process came without pipes; run it again.")
        self._channel = Channel(self._process.stdout.fileno(), self._process.stdin.fileno())

    def begin(self) -> None:
        """Tell it the limits and wait until it has set them.

        Raises:
            WorkerEndedError: It ended before it began.
        """
        deadline = time.monotonic() + START_SECONDS
        head = {"settings": asdict(self._settings), "parent": os.getpid(), "task": self._task}
        try:
            self._channel.send(json.dumps(head).encode(), deadline)
            self.limits = tuple(json.loads(self._channel.receive(deadline))["limits"])
        except (EOFError, TimeoutError) as error:
            raise self._ended(timed_out=isinstance(error, TimeoutError)) from error

    def read(self, source: Source) -> Reading:
        """Let it read a source.

        Raises:
            WorkerEndedError: It ended, or was ended because its time was up.
        """
        deadline = time.monotonic() + self._settings.max_wall_seconds
        try:
            self._channel.send(source_head(source), deadline)
            self._channel.send(source.data, deadline)
            return self._answer(deadline)
        except (EOFError, TimeoutError) as error:
            raise self._ended(timed_out=isinstance(error, TimeoutError)) from error
        except (InputError, ValueError, KeyError, TypeError) as error:
            self.end()
            raise WorkerEndedError("crashed", "its answer was no page record") from error

    def end(self) -> int:
        """End the process, wait until it is gone and return its exit code; a no-op when that is done."""
        self.done = True
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return code

    def kill(self) -> None:
        """End the process from another thread; the thread that waits for its answer sees it end."""
        self.done = True
        self._process.kill()

    def _answer(self, deadline: float) -> Reading:
        head: dict[str, Any] = json.loads(self._channel.receive(deadline))
        records = tuple(record_from_json(self._channel.receive(deadline)) for _ in range(int(head["records"])))
        prepared = tuple(prepared_of(self._channel.receive(deadline)) for _ in range(int(head["prepared"])))
        if head["last"]:
            self.end()
        refused = Refused(**head["refused"]) if head["refused"] else None
        return Reading(records, refused, tuple(head["texts"]), prepared)

    def _ended(self, *, timed_out: bool) -> WorkerEndedError:
        """Find out why the process is gone, or end it where it is not."""
        if not timed_out:
            self._let_end()
        code = self.end()
        if timed_out:
            return WorkerEndedError("timed-out", f"{self._settings.max_wall_seconds:g} seconds had passed")
        if code == -signal.SIGXCPU:
            return WorkerEndedError("timed-out", f"it had computed for {self._settings.max_seconds} seconds")
        if code == OUT_OF_MEMORY:
            most = self._settings.max_memory // 2**20
            return WorkerEndedError("out-of-memory", f"it needed more than {most:,} MiB of memory")
        if -code in _FROM_OUTSIDE:
            return WorkerEndedError("killed", f"{_name(code)} from outside ended it")
        return WorkerEndedError("crashed", f"{_name(code)} ended it")

    def _let_end(self) -> None:
        """Give a process that has closed its pipe the moment it needs to leave its exit code."""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.done = True


def _name(code: int) -> str:
    """Return an exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
