"""Trying the limits of this system, each in a process of its own: `python -m onrecord.workers.trial NAME`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count

from onrecord.workers import limits

_MEMORY = 1 << 30
_SECONDS = 1
_PATIENCE = 60.0
_KEPT, _BROKEN = 0, 1


def memory() -> int:
    """Ask for more memory than is allowed."""
    limits.bound_memory(_MEMORY)
    try:
        bytearray(2 * _MEMORY)
    except MemoryError:
        return _KEPT
    return _BROKEN


def seconds() -> int:
    """Compute for longer than is allowed: the system must end this, so that nothing is ever returned."""
    if not limits.bound_seconds(_SECONDS):
        return _BROKEN
    for _ in count():
        pass
    return _BROKEN


def parent() -> int:
    """Ask to be ended together with the parent."""
    return _KEPT if limits.die_with_parent(os.getppid()) else _BROKEN


TRIALS: dict[str, Callable[[], int]] = {"memory": memory, "seconds": seconds, "parent": parent}


def try_limits() -> dict[str, bool]:
    """Tell of each limit, by name, whether this system keeps it; takes a few seconds."""
    command = [sys.executable, "-P", "-m", "onrecord.workers.trial"]
    started = {
        name: subprocess.Popen(  # noqa: S603  # this module itself
            [*command, name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for name in TRIALS
    }
    return {name: _is_kept(name, process) for name, process in started.items()}


def _is_kept(name: str, process: subprocess.Popen[bytes]) -> bool:
    try:
        code = process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return code < 0 if name == "seconds" else code == _KEPT


if __name__ == "__main__":
    sys.exit(TRIALS[sys.argv[1]]())
