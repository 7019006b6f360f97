"""The full form of tests/test_faults.py: `make soak`. Prints one line a scenario; exit code 1 when one fails.

Usage: soak.py [PAGES [TIMES]]: how many pages a run adds (500), how often each thing is killed (20).
The driver is the one writer of a ledger: killing the driver is killing the writer. Runs with more workers read by
the network; what is killed reads by rules alone: processes die in the same way, and four times as many runs fit.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fault_runs import (
    ONRECORD,
    add,
    alive,
    children,
    export,
    kill_driver,
    kill_workers,
    left_over,
    start_add,
    verify,
)
from many_pages import make_pages

Export = dict[str, bytes]

_SHOWN = 600
"""Characters of what went wrong that are printed."""


def main() -> int:
    """Run every scenario and return the exit code."""
    count, times = (
        (int(sys.argv[1]) if len(sys.argv) > 1 else 500),
        (int(sys.argv[2]) if len(sys.argv) > 2 else 20),
    )
    failed = 0
    with tempfile.TemporaryDirectory(prefix="onrecord-soak-") as name:
        place = Path(name)
        pages = make_pages(place / "pages", count)
        expected, seconds = {}, {}
        for reader in ("fast", "full"):
            started = time.monotonic()
            expected[reader] = filled(place / reader, pages, reader)
            seconds[reader] = time.monotonic() - started
            print(f"ok    1 worker, {reader}: {count} pages undisturbed ({seconds[reader]:.0f} s)", flush=True)
        for what, (reader, scenario) in scenarios(times, seconds["fast"]).items():
            folder = place / what.replace(" ", "-")
            folder.mkdir()
            try:
                said = scenario(folder, pages, expected[reader])
            except AssertionError as error:
                failed += 1
                said = f"FAILED: {str(error)[:_SHOWN]}"
            print(f"{'ok   ' if not said.startswith('FAILED') else '!!!  '} {what}: {said}", flush=True)
    return 1 if failed else 0


def scenarios(times: int, seconds: float) -> dict[str, tuple[str, Callable[[Path, Path, Export], str]]]:
    """Return what is tried, by name, with its reader; `seconds` is what an undisturbed fast run takes."""
    killed = partial(killed_drivers, times=times, seconds=seconds)
    return {
        "2 workers": ("full", partial(same, jobs=2)),
        "4 workers": ("full", partial(same, jobs=4)),
        "kill -9 of workers": ("fast", partial(killed_workers, times=times, seconds=seconds)),
        "kill -9 of the driver, which writes": ("fast", partial(killed, number=signal.SIGKILL)),
        "SIGTERM to the driver": ("fast", partial(killed, number=signal.SIGTERM)),
        "Ctrl-C": ("fast", partial(killed, number=signal.SIGINT)),
        "full disk": ("fast", full_disk),
    }


def filled(folder: Path, pages: Path, reader: str) -> Export:
    """Fill a ledger in peace and return its export."""
    folder.mkdir()
    add(folder / "ledger.db", pages, jobs=1, reader=reader)
    return export(folder / "ledger.db", folder / "csv")


def same(folder: Path, pages: Path, expected: Export, *, jobs: int) -> str:
    """So many workers give the export that one gives."""
    ledger = folder / "ledger.db"
    add(ledger, pages, jobs=jobs)
    return finished(ledger, pages, expected, jobs, "full")


def killed_workers(folder: Path, pages: Path, expected: Export, times: int, seconds: float) -> str:
    """Workers die at random moments; the run goes on without them."""
    chance = random.Random(1)  # noqa: S311  # moments, not secrets
    ended = runs = 0
    while ended < times:
        ledger = folder / f"ledger-{runs}.db"
        process = start_add(ledger, pages, jobs=2, reader="fast")
        ended += kill_workers(process, chance, times - ended, every=seconds / times)
        assert process.returncode == 0, f"add ended with {process.returncode}"
        runs += 1
        finished(ledger, pages, expected, 2, "fast")
    return f"{ended} killed in {runs} runs; nothing lost, no page refused"


def killed_drivers(folder: Path, pages: Path, expected: Export, times: int, seconds: float, number: int) -> str:
    """The driver dies at random moments, and the next run goes on."""
    chance = random.Random(number)  # noqa: S311  # moments, not secrets
    ended = ledgers = 0
    while ended < times:
        ledger = folder / f"ledger-{ledgers}.db"
        finished_alone = False
        while ended < times and not finished_alone:
            ran = kill_driver(
                start_add(ledger, pages, jobs=2, reader="fast"), chance, number, after=max(3.0, seconds / 8)
            )
            ended += ran
            finished_alone = not ran
            if ledger.exists() and ledger.stat().st_size:
                verify(ledger)
        ledgers += 1
        finished(ledger, pages, expected, 2, "fast")
    return f"{ended} killed over {ledgers} ledgers; each proved after each kill, and completed by the next run"


def full_disk(folder: Path, pages: Path, expected: Export) -> str:
    """The disk fills up; one sentence; with room made the next run completes the ledger."""
    small = folder / "small"
    small.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(small)], check=False, capture_output=True
        ).returncode
    ):
        return "skipped: a small file system cannot be mounted here"
    try:
        ledger = small / "ledger.db"
        arguments = [*ONRECORD, "-l", str(ledger), "add", "--reader", "fast", "--jobs", "2", str(pages)]
        done = subprocess.run(arguments, check=False, capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        assert "is full; make room" in done.stderr, done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        verify(ledger)
        subprocess.run([mount, "-o", "remount,size=400m", str(small)], check=True)
        return f"“{done.stderr.strip()}”; " + finished(ledger, pages, expected, 2, "fast")
    finally:
        subprocess.run(["umount", str(small)], check=True)  # noqa: S607  # beside mount


def finished(ledger: Path, pages: Path, expected: Export, jobs: int, reader: str) -> str:
    """Add once more and hold the ledger against the undisturbed one."""
    report = add(ledger, pages, jobs=jobs, reader=reader)
    assert report["refused"] == 0, report
    again = add(ledger, pages, jobs=jobs, reader=reader)
    assert again["unchanged"] == again["seen"], again
    verify(ledger)
    others = [name for name in left_over(ledger.parent, ledger) if not name.startswith(("ledger-", "csv"))]
    assert others == [], f"left over: {others}"
    assert not any(name.endswith(("-wal", "-shm", "-journal")) for name in left_over(ledger.parent, ledger))
    assert export(ledger, ledger.with_name(f"csv-{ledger.stem}")) == expected, "the export differs"
    assert not alive([pid for pid in children(1) if _is_worker(pid)]), "a worker was orphaned"
    return "the same export, proved"


def _is_worker(pid: int) -> bool:
    try:
        return b"onrecord.workers" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
