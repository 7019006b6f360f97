"""What a file can get wrong, each told in one sentence: `LedgerError` and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from store_contract import ADDED, a_record, a_source

from onrecord.errors import LedgerError
from onrecord.store import SqliteStore
from onrecord.store.migrations import APPLICATION_ID

NOBODY = 65534


def a_ledger(path: Path, pages: int = 1) -> Path:
    """Make a ledger file with some pages, closed."""
    store = SqliteStore(path, create=True)
    for nth in range(pages):
        source = a_source(str(nth).encode(), path=f"{nth}.txt")
        store.put_page(source, a_record(source), ADDED)
    store.close()
    return path


def refusal_of(path: Path, *, create: bool = False) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(LedgerError) as caught:
        SqliteStore(path, create=create)
    sentence = str(caught.value)
    assert re.fullmatch(r"[^\n]+\.", sentence)
    return sentence


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, to be made read-only."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def run_as_nobody(code: str, *arguments: str) -> str:
    """Run Python code as a user without rights, since root may write everywhere; return what it prints."""
    lower = f"import os\nif os.getuid() == 0: os.setuid({NOBODY})\n"
    imports = "import sys\nfrom onrecord.store import SqliteStore, Query, Refusal\n"
    imports += "from onrecord.errors import LedgerError\n"
    done = subprocess.run(
        [sys.executable, "-c", imports + lower + code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert not done.stderr
    return done.stdout


def test_a_missing_ledger_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "no.db"
    assert refusal_of(path) == f"There is no ledger at {path}; make one with `onrecord -l {path} add PATH`."
    assert not path.exists()


def test_a_ledger_in_a_missing_folder(tmp_path: Path) -> None:
    assert "There is no folder" in refusal_of(tmp_path / "no" / "x.db", create=True)


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert "is a folder" in refusal_of(tmp_path, create=True)


def test_an_impossible_name_is_told(tmp_path: Path) -> None:
    assert "read" in refusal_of(tmp_path / ("x" * 300), create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_sqlite_file_is_left_as_it_is(tmp_path: Path, *, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"Dear diary\0")
    assert "not a SQLite file" in refusal_of(path, create=create)
    assert path.read_bytes() == b"Dear diary\0"


@pytest.mark.parametrize("create", [True, False])
def test_a_sqlite_file_of_somebody_else_is_left_as_it_is(tmp_path: Path, *, create: bool) -> None:
    path = tmp_path / "other.db"
    with apsw.Connection(str(path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()
    before = path.read_bytes()
    assert "not a ledger of onrecord" in refusal_of(path, create=create)
    assert path.read_bytes() == before


def test_an_empty_file_is_no_ledger_until_something_is_added(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert "is empty" in refusal_of(path)
    SqliteStore(path, create=True).close()
    SqliteStore(path).close()


def test_a_ledger_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "new.db")
    with apsw.Connection(str(path)) as connection:
        connection.pragma("user_version", 99)
    connection.close()
    assert "newer onrecord (layout 99" in refusal_of(path, create=True)


def test_a_truncated_ledger_is_damaged(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "cut.db", pages=20)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(LedgerError, match=r"is damaged .* restore a copy"):
        list(SqliteStore(path).check())


def test_a_ledger_that_another_process_writes_is_told_after_the_wait(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "busy.db")
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    store = SqliteStore(path, busy_ms=20)
    source = a_source(b"late")
    with pytest.raises(LedgerError, match="being written by another process"):
        store.put_page(source, a_record(source), ADDED)
    assert store.status().sources == 1
    other.execute("ROLLBACK")
    store.put_page(source, a_record(source), ADDED)
    assert store.status().sources == 2
    other.close()
    store.close()


def test_a_full_disk_loses_the_page_in_hand_and_no_other(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "full.db")
    store = SqliteStore(path)
    connection = store._connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    source = a_source(os.urandom(100_000))
    with pytest.raises(LedgerError, match=r"The disk with the ledger .* is full; make room"):
        store.put_page(source, a_record(source), ADDED)
    assert store.status().sources == 1
    assert list(store.check()) == []
    connection.pragma("max_page_count", 2**31)
    store.put_page(source, a_record(source), ADDED)
    assert store.status().sources == 2
    store.close()


READ = """
store = SqliteStore(sys.argv[1])
print(store.status().sources, len(store.search(Query(words="ship"))), list(store.check()))
try:
    store.put_refusal(Refusal(path="x", sha256=None, reason="r", message="m", tried="t"))
except LedgerError as error:
    print(error)
"""

CREATE = """
try:
    SqliteStore(sys.argv[1], create=True)
except LedgerError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555)])
def test_a_read_only_ledger_can_be_read_and_says_that_it_cannot_be_written(
    open_folder: Path, file_mode: int, folder_mode: int
) -> None:
    path = a_ledger(open_folder / "ledger.db")
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    first, second = run_as_nobody(READ, str(path)).splitlines()
    assert first == "1 1 []"
    assert second == f"The ledger {path} can only be read here; make file and folder writable or choose another."
    assert "cannot be written" in run_as_nobody(CREATE, str(path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")
def test_no_ledger_is_made_in_a_read_only_folder(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    path = open_folder / "new.db"
    said = run_as_nobody(CREATE, str(path))
    assert said == f"The ledger {path} cannot be written: its file or folder is read-only; choose another.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_ledger_that_may_not_be_read_is_told(open_folder: Path) -> None:
    path = a_ledger(open_folder / "ledger.db")
    path.chmod(0)
    assert "cannot be read" in run_as_nobody(
        "try: SqliteStore(sys.argv[1])\nexcept LedgerError as e: print(e)", str(path)
    )


def test_a_read_only_ledger_of_an_older_layout_is_told(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_ledger(open_folder / "ledger.db")
    monkeypatch.setattr("onrecord.store.connection.newest", lambda: 99)
    monkeypatch.setattr("onrecord.store.connection._is_writable", lambda path: not path.exists())
    assert "older layout" in refusal_of(path)


def test_a_name_that_is_not_utf_8_will_do(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/le\xffdger ?#%.db"))
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system wants UTF-8")
    store = SqliteStore(path, create=True)
    store.close()
    assert path.stat().st_size > 0


def test_the_file_is_marked_as_ours_and_in_wal_mode(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "ledger.db")
    with apsw.Connection(str(path)) as connection:
        assert connection.pragma("application_id") == APPLICATION_ID
        assert connection.pragma("journal_mode") == "wal"
    connection.close()
