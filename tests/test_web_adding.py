"""Adding from the screens: what is dropped is read by another process, can be stopped, and goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web_client import client_of

from onrecord.deciding import By
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings
from onrecord.web import kept as kept_module
from onrecord.web.runs import relative

PAGES = {
    f"batch/{number}.txt": f"Strait news {number}\n\nOn Monday minister Mara Velt said that ship {number} sank.\n"
    for number in range(12)
}
_PATIENCE_SECONDS = 120


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "new.db", create=True) as made:
        yield made


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with client_of(ledger) as made:
        yield made


def drop(client: TestClient, name: str, data: bytes) -> None:
    answer = client.post("/add/files", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text


def ended(client: TestClient) -> dict[str, object]:
    """Wait until no run is under way, and return what became of it."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        run: dict[str, object] = client.get("/add.json").json()
        if run["state"] not in {"running", "stopping"}:
            return run
        time.sleep(0.05)
    raise TimeoutError


def test_what_is_dropped_is_added(client: TestClient, ledger: Ledger) -> None:
    """Pages keep the names they were dropped under; a file that cannot be read is counted, not hidden."""
    drop(client, "batch/1.txt", PAGES["batch/1.txt"].encode())
    drop(client, "table.csv", b"text,url\nThe minister Mara Velt said that it sank.,https://orsk.example/1\n")
    drop(client, "noise.bin", bytes(range(256)) * 40)
    assert client.get("/add.json").json()["waiting"] == 3
    assert client.post("/add/start").json()["state"] == "running"
    run = ended(client)
    assert (run["state"], run["waiting"]) == ("done", 0)
    assert isinstance(run["report"], dict)
    assert (run["report"]["seen"], run["report"]["pages"], run["report"]["refused"]) == (3, 2, 1)
    assert ledger.record("dropped/batch/1.txt").statements
    assert client.post("/add/start").status_code == 400


def test_who_has_added_pages_sees_them_counted_at_once(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long lists take to gather, none of a moment ago is shown when the run has ended."""
    monkeypatch.setattr(kept_module, "SOON_SECONDS", -1.0)
    monkeypatch.setattr(kept_module, "RESTS", 10**9)
    for name in ("1", "2"):
        assert client.get("/ledger.json").json()["coverage"]["sources"] == int(name) - 1
        drop(client, f"batch/{name}.txt", PAGES[f"batch/{name}.txt"].encode())
        client.post("/add/start")
        client.get("/ledger.json")
        ended(client)
    assert client.get("/ledger.json").json()["coverage"]["sources"] == ledger.status().sources == 2


def test_a_run_that_was_stopped_goes_on(client: TestClient, ledger: Ledger) -> None:
    """Stopped at any moment it has stored whole pages; going on adds the rest, each once."""
    for name, text in PAGES.items():
        drop(client, name, text.encode())
    client.post("/add/start")
    client.post("/add/stop")
    run = ended(client)
    assert run["state"] in {"stopped", "done"}
    if run["state"] == "stopped":
        assert run["waiting"] == len(PAGES)
        client.post("/add/start")
        assert ended(client)["state"] == "done"
    assert sorted(record.page.path or "" for record in ledger.records()) == sorted(
        f"dropped/{name}" for name in PAGES
    )
    assert ledger.verify() == ()


def test_what_waits_can_be_thrown_away(client: TestClient, ledger: Ledger) -> None:
    drop(client, "a.txt", b"Some words.")
    assert client.post("/add/forget").json() == client.get("/add.json").json()
    assert client.get("/add.json").json()["waiting"] == 0
    assert ledger.status().sources == 0


@pytest.mark.parametrize("path", ["/add/files?name=a.txt", "/add/start", "/add/stop", "/add/forget"])
def test_only_who_has_the_token_adds(ledger: Ledger, path: str) -> None:
    assert client_of(ledger, token=None).post(path).status_code == 403


@given(st.text(max_size=300))
def test_a_dropped_name_stays_below_its_folder(name: str) -> None:
    """Whatever a name says, it leads to a file below the folder, with parts that every file system takes."""
    try:
        path = relative(name)
    except InputError:
        return
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert all(0 < len(part.encode()) <= 120 and "\0" not in part for part in path.parts)


def test_another_ledger_that_is_dropped_is_merged(client: TestClient, ledger: Ledger, tmp_path: Path) -> None:
    """With its pages and decisions; pages that are dropped beside it are added."""
    (tmp_path / "theirs.txt").write_text(PAGES["batch/3.txt"], encoding="utf-8")
    with open_ledger(tmp_path / "theirs.db", create=True) as theirs:
        theirs.add([str(tmp_path / "theirs.txt")], settings=Settings(jobs=0))
        theirs.fix(
            str(tmp_path / "theirs.txt"),
            {"outlet": "The Lantern"},
            By(who="bel", why=""),
            settings=Settings(jobs=0),
        )
        theirs.backup(tmp_path / "copy.db")
    drop(client, "theirs.db", (tmp_path / "copy.db").read_bytes())
    drop(client, "batch/1.txt", PAGES["batch/1.txt"].encode())
    client.post("/add/start")
    run = ended(client)
    assert run["state"] == "done", run
    report = run["report"]
    assert isinstance(report, dict)
    assert (report["ledgers"], report["merged"], report["decisions"], report["pages"]) == (1, 1, 1, 1)
    assert [one.who for one in ledger.decisions.all()] == ["bel"]
    assert ledger.status().sources == 2
