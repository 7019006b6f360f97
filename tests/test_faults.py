"""Adding under faults, in short: `make soak` does the same at length. Nothing is lost and nothing hangs."""

from __future__ import annotations

import os
import random
import signal
import sys
from itertools import count
from pathlib import Path

import apsw
import pytest
from fault_runs import add, export, kill_driver, kill_workers, left_over, start_add, verify
from many_pages import make_pages

from onrecord import adding
from onrecord.errors import LedgerError
from onrecord.ledger import Ledger
from onrecord.model import AddProgress, Source
from onrecord.settings import Settings
from onrecord.store import SqliteStore
from onrecord.workers import Reading, Refused, Task, reading

HERE = Settings(jobs=0)

needs_proc = pytest.mark.skipif(
    sys.platform == "win32" or not Path("/proc/self/stat").exists(), reason="needs /proc to see processes"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages, no two alike."""
    return make_pages(tmp_path_factory.mktemp("many") / "pages", 40)


@pytest.fixture(scope="module")
def undisturbed(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The export of a ledger that one worker filled in peace."""
    folder = tmp_path_factory.mktemp("undisturbed")
    add(folder / "ledger.db", pages, jobs=1)
    return export(folder / "ledger.db", folder / "csv")


@needs_proc
def test_killed_workers_and_drivers_leave_a_ledger_that_goes_on(
    pages: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.db"
    chance = random.Random(7)  # noqa: S311  # moments, not secrets
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        kill_driver(start_add(ledger, pages, jobs=2), chance, number, after=3.0)
    if ledger.exists() and ledger.stat().st_size:
        verify(ledger)
    kill_workers(start_add(ledger, pages, jobs=2), chance, 2, every=1.0)
    report = add(ledger, pages, jobs=2)
    assert (report["seen"], report["refused"]) == (40, 0)
    verify(ledger)
    assert left_over(tmp_path, ledger) == []
    assert export(ledger, tmp_path / "csv") == undisturbed


@pytest.fixture
def few(tmp_path: Path) -> list[str]:
    """Some pages to read in this process."""
    return [str(make_pages(tmp_path / "few", 12))]


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """Where a ledger may come to be."""
    return tmp_path / "ledger.db"


def pages_in(path: Path) -> int:
    """Return how many pages a ledger holds, after proving it."""
    with Ledger(SqliteStore(path)) as ledger:
        status = ledger.status()
        assert status.sources == status.read + status.partly + status.refused
        assert ledger.verify() == ()
        return status.sources


def test_a_full_disk_is_one_sentence_and_keeps_what_is_stored(ledger_path: Path, few: list[str]) -> None:
    store = SqliteStore(ledger_path, create=True)
    with Ledger(store) as ledger:
        free = 60
        store._connection().pragma("max_page_count", store._connection().pragma("page_count") + free)
        with pytest.raises(LedgerError, match="is full; make room and run it again, nothing stored is lost"):
            ledger.add(few, settings=HERE)
    kept = pages_in(ledger_path)
    assert 0 < kept < 12
    with Ledger(SqliteStore(ledger_path)) as ledger:
        report = ledger.add(few, settings=HERE)
    assert (report.unchanged, report.pages) == (kept, 12 - kept)
    assert pages_in(ledger_path) == 12


def test_a_ledger_that_another_process_writes_is_one_sentence(ledger_path: Path, few: list[str]) -> None:
    with Ledger(SqliteStore(ledger_path, create=True, busy_ms=20)) as ledger:
        other = apsw.Connection(str(ledger_path))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="being written by another process; wait until that is done"):
            ledger.add(few, settings=HERE)
        other.execute("ROLLBACK")
        other.close()
        assert ledger.add(few, settings=HERE).pages == 12
    assert pages_in(ledger_path) == 12


def test_a_clock_that_jumps_changes_no_count(
    ledger_path: Path, few: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    years = count(2038, -3)
    monkeypatch.setattr(adding, "_now", lambda: f"{next(years)}-01-01T00:00:00+00:00")
    (Path(few[0]) / "empty.txt").touch()
    with Ledger(SqliteStore(ledger_path, create=True)) as ledger:
        first, again = (ledger.add(few, settings=HERE) for _ in range(2))
    assert (first.pages, first.refused) == (12, 1)
    assert (again.unchanged, again.refused, again.captures) == (12, 1, 0)
    assert pages_in(ledger_path) == 13


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_sentence(ledger_path: Path) -> None:
    ledger_path.parent.chmod(0o500)
    try:
        with pytest.raises(LedgerError, match="read-only"):
            SqliteStore(ledger_path, create=True)
    finally:
        ledger_path.parent.chmod(0o700)


@pytest.mark.parametrize("reason", ["timed-out", "out-of-memory", "crashed"])
def test_what_ended_its_workers_is_not_read_again_unless_asked(
    ledger_path: Path, few: list[str], monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    bad = Path(few[0]) / "bad.txt"
    bad.write_text("Mara Velt said it rained.\n", encoding="utf-8")
    (Path(few[0]) / "bad-again.txt").write_bytes(bad.read_bytes())
    tried: list[str | None] = []

    def poisonous(source: Source, settings: Settings, _task: Task) -> Reading:
        if source.data != bad.read_bytes():
            return reading.read_source(source, settings)
        tried.append(source.path)
        return Reading(refused=Refused(reason, "It ended its worker."))

    monkeypatch.setattr("onrecord.workers.team.read_source", poisonous)
    with Ledger(SqliteStore(ledger_path, create=True)) as ledger:
        first = ledger.add(few, settings=HERE)
        assert (first.refused, first.pages, len(tried)) == (2, 12, 1)
        assert (ledger.add(few, settings=HERE).refused, len(tried)) == (2, 1)
        assert dict(ledger.status().problems)[reason] == 2
        assert {gap.problem.message for gap in ledger.gaps() if gap.page is None} == {"It ended its worker."}
        monkeypatch.undo()
        retried = ledger.add(few, settings=Settings(jobs=0, retry=True))
        assert (retried.refused, retried.pages, retried.captures) == (0, 1, 2)
        assert ledger.status().refused == 0


def test_the_same_bytes_twice_in_one_run_are_read_once_and_taken_twice(ledger_path: Path, few: list[str]) -> None:
    for file in list(Path(few[0]).iterdir())[:4]:
        (Path(few[0]) / f"copy-{file.name}").write_bytes(file.read_bytes())
    told: list[AddProgress] = []
    with Ledger(SqliteStore(ledger_path, create=True)) as ledger:
        report = ledger.add(few, settings=Settings(jobs=2), on_progress=told.append)
    assert (report.seen, report.pages, report.captures) == (16, 12, 16)
    assert [progress.done for progress in told] == list(range(1, 17))
    assert [progress.path for progress in told] == sorted(progress.path for progress in told)
