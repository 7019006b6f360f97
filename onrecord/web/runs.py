"""Adding from the screens: what was dropped is kept aside, and read by a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import anyio

from onrecord.errors import InputError

State = Literal["idle", "running", "stopping", "stopped", "done", "failed"]

DROPPED = "dropped"
"""The folder, under the working directory of a run, that holds what was dropped; pages keep it in their paths."""

_LONGEST_NAME = 120
_GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did; its numbers are those of `AddReport`, and of the `ledgers` that were merged.

    Attributes:
        merged: Pages that these brought.
        decisions: Decisions that they brought.
    """

    seen: int
    read: int
    partly: int
    refused: int
    unchanged: int
    pages: int
    statements: int
    ledgers: int
    merged: int
    decisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far adding is.

    Attributes:
        waiting: How many files were dropped and wait for a run, or for the one that goes on.
        done, total, path, share, step: As in `AddProgress`.
        why: What happened, where it failed.
    """

    state: State = "idle"
    waiting: int = 0
    done: int = 0
    total: int = 0
    path: str = ""
    share: float = 0.0
    step: str = ""
    why: str = ""
    report: Report | None = None


class Runs:
    """The runs of one server, one at a time; `close` ends the one that is under way."""

    def __init__(self, ledger: Path, on_end: Callable[[], None]) -> None:
        """Take the ledger that is added to, and what is called when a run ends, before anybody is told of it."""
        self._ledger = ledger.absolute()
        self._on_end = on_end
        self._aside: Path | None = None
        self._waiting = 0
        self._process: subprocess.Popen[str] | None = None
        self._progress = Progress()
        self._lock = threading.Lock()

    @property
    def progress(self) -> Progress:
        """How far adding is."""
        with self._lock:
            return replace(self._progress, waiting=self._waiting)

    async def keep(self, name: str, parts: AsyncIterator[bytes]) -> None:
        """Put a dropped file aside, part by part as it comes; one of the same name is replaced.

        Raises:
            InputError: A run is under way, or the name has nothing to call a file by.
        """
        if self.progress.state in {"running", "stopping"}:
            raise InputError(
                "Pages are being added; stop that, or wait until it is done, and drop the files again."
            )
        place = self._folder() / relative(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        async with await anyio.open_file(place, "wb") as file:
            async for part in parts:
                await file.write(part)
        with self._lock:
            self._waiting += 1

    def start(self) -> None:
        """Begin a run over all that is put aside, or go on with the one that was stopped.

        Raises:
            InputError: A run is under way, or there is nothing to add.
        """
        with self._lock:
            if self._progress.state in {"running", "stopping"}:
                raise InputError("Pages are being added already.")
            if not self._waiting or self._aside is None:
                raise InputError("There is nothing to add; drop files first.")
            # -P: a file that was dropped is never taken for a module of the program
            command = [sys.executable, "-P", "-m", "onrecord.web.adder", str(self._ledger)]
            process = subprocess.Popen(  # noqa: S603  # our own program
                command,
                cwd=self._aside,
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self._process = process
            self._progress = Progress(state="running", total=self._waiting)
        threading.Thread(target=self._follow, args=[process], daemon=True).start()

    def stop(self) -> None:
        """Let the run end after the page that it is at; what was added stays."""
        with self._lock:
            if self._process and self._progress.state == "running":
                self._progress = replace(self._progress, state="stopping")
                self._process.terminate()

    def forget(self) -> None:
        """Throw away what waits, once no run is under way."""
        with self._lock:
            if self._progress.state not in {"running", "stopping"}:
                self._drop()
                self._progress = Progress()

    def close(self) -> None:
        """End the run that is under way, and throw away what waits."""
        self.stop()
        if self._process:
            try:
                self._process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        with self._lock:
            self._drop()

    def _folder(self) -> Path:
        with self._lock:
            if self._aside is None:
                self._aside = Path(tempfile.mkdtemp(prefix="onrecord-"))
            return self._aside / DROPPED

    def _drop(self) -> None:
        if self._aside is not None:
            shutil.rmtree(self._aside, ignore_errors=True)
        self._aside, self._waiting = None, 0

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Take down what the process says, until it ends."""
        with process:  # closes its pipe, and waits for it
            for line in process.stdout or ():
                self._take(json.loads(line))
        code = process.returncode
        with self._lock:
            if process is not self._process:
                return  # the next run has begun while this one's process came to its end
            if self._progress.state == "stopping":  # it was told to before it could say that it was
                self._progress = replace(self._progress, state="stopped")
            elif self._progress.state == "running":
                why = f"The process that reads ended with code {code}; go on to try the rest."
                self._progress = replace(self._progress, state="failed", why=why)

    def _take(self, words: dict[str, object]) -> None:
        if words["state"] != "running":
            self._on_end()
        with self._lock:
            stopping = self._progress.state == "stopping" and words["state"] == "running"
            report = words.pop("report", None)
            self._progress = replace(
                self._progress,
                **{**words, "state": "stopping" if stopping else words["state"]},  # type: ignore[arg-type]  # of AddProgress
                report=Report(**report) if isinstance(report, dict) else None,
            )
            if words["state"] == "done":
                self._drop()


def relative(name: str) -> Path:
    """Return a dropped file's name as a path below a folder, whatever it says.

    Raises:
        InputError: It has nothing to call a file by.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ") and "\0" not in part]
    if not parts:
        raise InputError(f"{name!r} is no name for a file.")
    return Path(*(_short(part.lstrip(".")) for part in parts[-12:]))


def _short(part: str) -> str:
    """Return a name that every file system takes, with its ending."""
    stem, ending = os.path.splitext(part)  # noqa: PTH122  # `Path` would take a name for more than a name
    while len((stem + ending).encode("utf-8", "replace")) > _LONGEST_NAME:
        stem, ending = (stem[:-1], ending) if stem else ("", ending[:-1])
    return (stem + ending).encode("utf-8", "replace").decode("utf-8")
