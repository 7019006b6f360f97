"""Readers beside a writer, threads, and a writer that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from store_contract import ADDED, a_record, a_source

from onrecord.store import Query, SqliteStore

PAGES = 30

WRITE_FOR_EVER = """
import sys
sys.path.insert(0, sys.argv[2])
from store_contract import ADDED, a_record, a_source
from onrecord.store import SqliteStore
store = SqliteStore(sys.argv[1], create=True)
nth = store.status().sources
while True:
    source = a_source(str(nth).encode() * 500, path=f"{nth}.txt")
    store.put_page(source, a_record(source), ADDED)
    nth += 1
    print(nth, flush=True)
"""


def put(store: SqliteStore, nth: int) -> None:
    """Store one page that no other number gives."""
    source = a_source(str(nth).encode(), path=f"{nth}.txt")
    store.put_page(source, a_record(source), ADDED)


def test_what_is_stored_together_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    def two(store: SqliteStore, *, stop: bool) -> None:
        with store.together():
            put(store, 0)
            put(store, 1)
            if stop:
                raise KeyboardInterrupt

    with closing(SqliteStore(tmp_path / "ledger.db", create=True)) as store:
        with pytest.raises(KeyboardInterrupt):
            two(store, stop=True)
        assert store.page_ids() == ()
        two(store, stop=False)
        assert len(store.page_ids()) == 2


def test_two_readers_see_whole_pages_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    writer = SqliteStore(path, create=True)
    put(writer, 0)
    seen: dict[int, list[tuple[int, int]]] = {0: [], 1: []}
    done = threading.Event()

    def read(reader: int) -> None:
        store = SqliteStore(path)
        while not done.is_set():
            status = store.status()
            seen[reader].append((status.sources, status.statements))
            store.search(Query(words="ship"))
        store.close()

    threads = [threading.Thread(target=read, args=(reader,)) for reader in seen]
    for thread in threads:
        thread.start()
    for nth in range(1, PAGES):
        put(writer, nth)
    done.set()
    for thread in threads:
        thread.join()
    for counts in seen.values():
        assert counts
        assert counts == sorted(counts)
        assert all(statements == 2 * sources for sources, statements in counts)
    assert list(writer.check()) == []
    writer.close()


def test_one_store_serves_many_threads_each_with_its_connection(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    threads = [threading.Thread(target=put, args=(store, nth)) for nth in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.status().sources == 8
    assert list(store.check()) == []
    store.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_writer_loses_at_most_the_page_in_hand(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    stored = 0
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(path), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        for _ in range(5):
            stored = int(child.stdout.readline())
        os.kill(child.pid, signal.SIGKILL)
        stored = max([stored, *(int(line) for line in child.stdout.read().split("\n")[:-1])])
        child.wait()
        child.stdout.close()
        store = SqliteStore(path)
        assert list(store.check()) == []
        assert stored <= store.status().sources <= stored + 1
        assert [store.record(page).page.id for page in store.page_ids()] == list(store.page_ids())
        store.close()
    store = SqliteStore(path)
    put(store, -1)
    assert list(store.check()) == []
    store.close()


def test_an_interrupt_within_a_page_undoes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    put(store, 0)

    def interrupt(_record: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("onrecord.store.sqlite.derived_rows", interrupt)
        with pytest.raises(KeyboardInterrupt):
            put(store, 1)
    assert (store.status().sources, store.status().captures) == (1, 1)
    assert list(store.check()) == []
    put(store, 1)
    assert store.status().sources == 2
    store.close()
