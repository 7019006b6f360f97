"""What `doctor` looks at: one check a function, each giving a value, a verdict and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import apsw

from onrecord.errors import OnrecordError
from onrecord.ledger import open_ledger
from onrecord.settings import DEFAULT
from onrecord.weights import shipped, shipped_bytes
from onrecord.workers.team import cores
from onrecord.workers.trial import try_limits

WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))
"""First and last SQLite release that can lose pages of a WAL file when a reset meets a checkpoint."""

LOW_DISK = 1024**3

_BOUNDS = {
    "memory": (
        f"a worker is refused more than {DEFAULT.max_memory / 2**30:.3g} GiB",
        "Pages that take too much memory are not stopped: add pages you do not trust with few --jobs",
    ),
    "seconds": (
        f"a worker is ended after computing {DEFAULT.max_seconds} s for a page",
        f"The watchdog ends it after {DEFAULT.max_wall_seconds:g} s by the clock",
    ),
    "parent": (
        "workers end with whoever started them",
        "They notice that their pipe has closed, at the latest when the page in hand is done",
    ),
}
"""What bounds a worker: in words, and what to know where the system does not do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `advice` says what to do when it is not fine."""

    name: str
    value: str
    fine: bool = True
    advice: str = ""


def examine(ledger: Path) -> tuple[Finding, ...]:
    """Look at everything, in the order a reader needs it."""
    fixed: tuple[Callable[[], Finding], ...] = (_versions, _python, _sqlite, _system_sqlite, _search, _terminal)
    return (*(check() for check in fixed), *_limits(), *_models(), _disk(ledger), _ledger(ledger))


def has_wal_reset_bug(sqlite_version: str) -> bool:
    """Tell whether a SQLite release, "3.51.2", is one with the WAL-reset bug."""
    first, last = WAL_RESET_BUG
    return first <= tuple(int(part) for part in sqlite_version.split(".")[:3]) <= last


def _versions() -> Finding:
    return Finding(name="onrecord", value=version("onrecord"))


def _python() -> Finding:
    return Finding(name="python", value=f"{platform.python_version()} on {platform.system()}")


def _sqlite() -> Finding:
    found = apsw.sqlite_lib_version()
    ill = has_wal_reset_bug(found)
    return Finding(
        name="sqlite",
        value=f"{found} (apsw {apsw.apsw_version()}), {'with' if ill else 'without'} the WAL-reset bug",
        fine=not ill,
        advice="Upgrade apsw: this release can corrupt a ledger" if ill else "",
    )


def _system_sqlite() -> Finding:
    ill = has_wal_reset_bug(sqlite3.sqlite_version)
    return Finding(
        name="python's own sqlite",
        value=f"{sqlite3.sqlite_version}, {'with' if ill else 'without'} the WAL-reset bug; not used by onrecord",
        advice="Let no tool that uses it write to a ledger" if ill else "",
    )


def _search() -> Finding:
    fine = "ENABLE_FTS5" in apsw.compile_options
    return Finding(
        name="full-text search",
        value="FTS5 present" if fine else "FTS5 missing",
        fine=fine,
        advice="" if fine else "Install apsw from its wheels",
    )


def _terminal() -> Finding:
    encoding = sys.stdout.encoding or "unknown"
    fine = encoding.lower().replace("-", "") == "utf8"
    return Finding(
        name="terminal encoding",
        value=encoding,
        advice="" if fine else "Letters that it lacks are shown escaped; PYTHONUTF8=1 gives UTF-8",
    )


def _limits() -> Iterator[Finding]:
    """Try what bounds the workers, and say what stands in where the system has no such bound."""
    kept = try_limits()
    for name, (what, instead) in _BOUNDS.items():
        yield Finding(
            name=f"limit of {name}" if name != "parent" else "no orphans",
            value=f"{what}: {'tried, it works' if kept[name] else 'this system does not do it'}",
            advice="" if kept[name] else instead,
        )
    yield Finding(name="workers", value=f"{cores()} by default, one for each core this process may use")


def _models() -> Iterator[Finding]:
    """Read every file of the shipped models: its sha256 is checked on the way."""
    for name, sha256 in shipped().items():
        try:
            shipped_bytes(name)
        except (OnrecordError, OSError) as error:
            yield Finding(name="model file", value=name, fine=False, advice=str(error))
        else:
            yield Finding(name="model file", value=f"{name}, sha256 {sha256}: as shipped")


def _disk(ledger: Path) -> Finding:
    folder = ledger.absolute().parent
    if not folder.is_dir():
        return Finding(name="free disk", value="unknown", fine=False, advice=f"The folder {folder} does not exist")
    free = shutil.disk_usage(folder).free
    low = free < LOW_DISK
    return Finding(
        name="free disk",
        value=f"{free / 1024**3:,.1f} GiB where the ledger lies",
        fine=not low,
        advice="Make room before you add pages" if low else "",
    )


def _ledger(path: Path) -> Finding:
    if not path.exists():
        fine = os.access(path.absolute().parent, os.W_OK)
        return Finding(
            name="ledger",
            value=f"{path} does not exist yet",
            fine=fine,
            advice="`onrecord add` makes it" if fine else "Its folder cannot be written; choose another place",
        )
    try:
        with open_ledger(path) as ledger:
            held = ledger.status()
    except OnrecordError as error:
        return Finding(name="ledger", value=f"{path} cannot be opened", fine=False, advice=str(error))
    writable = os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
    value = f"{path}, {held.sources:,} sources, {'writable' if writable else 'read-only'}"
    advice = "" if writable else "Pages can be asked for but not added"
    return Finding(name="ledger", value=value, advice=advice)
