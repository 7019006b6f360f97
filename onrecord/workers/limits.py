"""What a worker process may use. Each limit is set where the system has it; none is taken for granted."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import sys
import time
from pathlib import Path

from onrecord.settings import Settings

if sys.platform != "win32":
    import resource

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_STATM = Path("/proc/self/statm")


def bound_memory(most: int) -> bool:
    """Bound the memory that this process can ask for; tell whether the system does so."""
    if sys.platform == "win32":
        return False
    return _lower(resource.RLIMIT_AS, most) or _lower(resource.RLIMIT_DATA, most)


def bound_seconds(seconds: int) -> bool:
    """Let this process compute so many seconds from now on; then the system ends it. Tell whether it will."""
    if sys.platform == "win32":
        return False
    return _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds, hard=False)


def leave_no_dump() -> None:
    """Let this process leave no file behind when it crashes."""
    if sys.platform != "win32":
        _lower(resource.RLIMIT_CORE, 0)


def die_with_parent(parent: int) -> bool:
    """Let the system end this process when its parent ends, however that ends; tell whether it will.

    Args:
        parent: The process id of the parent, which may have ended before this could be asked for.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_signal = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    bound: bool = set_signal(_SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0) == 0
    if os.getppid() != parent:
        sys.exit(0)
    return bound


def memory_in_use() -> int:
    """Return how many bytes of memory this process holds now; 0 where the system does not say."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def bind(settings: Settings, parent: int) -> tuple[str, ...]:
    """Set every limit of a worker and return the names of those that the system keeps."""
    leave_no_dump()
    kept = {
        "memory": bound_memory(settings.max_memory),
        "seconds": bound_seconds(settings.max_seconds),
        "parent": die_with_parent(parent),
    }
    return tuple(name for name, works in kept.items() if works)


def _lower(which: int, most: int, *, hard: bool = True) -> bool:
    """Set a limit, never above the one in force."""
    if sys.platform == "win32":
        return False
    _, ceiling = resource.getrlimit(which)
    if ceiling != resource.RLIM_INFINITY:
        most = min(most, ceiling)
    try:
        resource.setrlimit(which, (most, most if hard else ceiling))
    except (OSError, ValueError):
        return False
    return True
