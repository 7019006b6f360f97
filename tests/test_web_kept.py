"""What takes long is kept while pages are added, and never once somebody has decided something."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_contract import ADDED, a_record, a_source
from web_client import assert_shown, client_of

from onrecord.deciding import By
from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Claim
from onrecord.settings import Settings
from onrecord.store import SqliteStore
from onrecord.web import kept as kept_module
from onrecord.web.kept import MOST, Kept

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "kept.db", create=True) as made:
        made.add([str(EXAMPLES / "2031-01-14_orsk-courier_denial.html")], settings=Settings(jobs=0))
        yield made


@pytest.fixture
def kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Answers of which each counts as one that took long."""
    monkeypatch.setattr(kept_module, "SOON_SECONDS", -1.0)
    made = Kept(ledger)
    yield made
    made.close()


class Counting:
    """A question that is answered by how often it was asked."""

    def __init__(self, *, fails_after: int = 10**6) -> None:
        self.asked = 0
        self._fails_after = fails_after
        self.told = threading.Semaphore(0)

    def __call__(self) -> int:
        self.asked += 1
        self.told.release()
        if self.asked > self._fails_after:
            raise LedgerError("The ledger is gone.")
        return self.asked


def write_a_page(path: Path, name: str) -> None:
    """Let somebody else add a page."""
    store = SqliteStore(path)
    source = a_source(name.encode(), path=name)
    store.put_page(source, a_record(source), ADDED)
    store.close()


def until(what: Callable[[], bool]) -> None:
    for _ in range(500):
        if what():
            return
        threading.Event().wait(0.01)
    pytest.fail("It did not come to pass.")


def test_an_answer_is_kept_until_the_ledger_changes(kept: Kept) -> None:
    count = Counting()
    assert [kept.get("count", count) for _ in range(3)] == [1, 1, 1]


def test_while_pages_come_the_last_answer_is_shown_and_renewed_beside(kept: Kept, ledger: Ledger) -> None:
    count = Counting()
    assert kept.get("count", count) == 1
    write_a_page(ledger.path, "one.txt")
    assert kept.get("count", count) == 1
    until(lambda: kept.get("count", count) == 2)
    assert count.asked == 2


def test_what_is_found_soon_is_found_anew(ledger: Ledger) -> None:
    kept, count = Kept(ledger), Counting()
    assert kept.get("count", count) == 1
    write_a_page(ledger.path, "one.txt")
    assert kept.get("count", count) == 2
    kept.close()


def test_after_a_decision_nothing_older_is_shown_whoever_decided(kept: Kept, ledger: Ledger) -> None:
    """Also where it was decided at the command line, which this server knows nothing of."""
    count = Counting()
    assert kept.get("count", count) == 1
    with open_ledger(ledger.path) as other:
        page = next(other.records()).page.id
        other.fix(page, {"outlet": "The Lantern"}, By(who="bel", why=""), settings=Settings(jobs=0))
    assert kept.get("count", count) == 2


def test_what_was_being_found_when_something_changed_is_not_kept(kept: Kept) -> None:
    """The answer of a question that was put before a change says nothing about what is after it."""

    def slow() -> str:
        kept.drop()
        return "before"

    assert kept.get("words", slow) == "before"
    assert kept.get("words", lambda: "after") == "after"


def test_no_more_than_so_many_answers_are_kept_those_asked_for_last(kept: Kept) -> None:
    first, rest = Counting(), Counting()
    for nth in range(MOST - 1):
        kept.get(nth, rest)
    kept.get("first", first)
    kept.get(0, rest)
    kept.get("more", rest)
    assert kept.get("first", first) == 1
    assert kept.get(0, rest) == 1
    assert kept.get(1, rest) == MOST + 1


def test_a_renewal_that_fails_is_told_to_whoever_asks_next(kept: Kept, ledger: Ledger) -> None:
    count = Counting(fails_after=1)
    assert kept.get("count", count) == 1
    write_a_page(ledger.path, "one.txt")
    assert kept.get("count", count) == 1
    count.told.acquire()
    count.told.acquire()

    def fails() -> bool:
        try:
            kept.get("count", count)
        except LedgerError:
            return True
        return False

    until(fails)


def test_one_long_question_holds_up_no_other(kept: Kept) -> None:
    goes_on, count = threading.Event(), Counting()
    waiting = threading.Thread(target=kept.get, args=["long", goes_on.wait])
    waiting.start()
    assert kept.get("short", count) == 1
    goes_on.set()
    waiting.join()


def test_what_takes_long_is_found_beside_and_waited_for_by_whoever_asks_again(ledger: Ledger) -> None:
    kept, goes_on, count = Kept(ledger, patience=0.01), threading.Event(), Counting()

    def find() -> int:
        goes_on.wait()
        return count()

    assert kept.get_soon("claim", find) is None
    threading.Timer(0.05, goes_on.set).start()
    assert kept.get_soon("claim", find) == kept.get("claim", find) == 1
    assert kept.get_soon("another", lambda: "soon") == "soon"
    kept.close()


def test_what_one_is_finding_no_other_finds_too(kept: Kept) -> None:
    goes_on, count, found = threading.Event(), Counting(), list[int]()

    def find() -> int:
        goes_on.wait()
        return count()

    asking = [threading.Thread(target=lambda: found.append(kept.get("long", find))) for _ in range(3)]
    for one in asking:
        one.start()
    goes_on.set()
    for one in asking:
        one.join()
    assert found == [1, 1, 1]


def test_a_failure_is_told_to_all_who_wait_for_it(ledger: Ledger) -> None:
    kept, goes_on = Kept(ledger, patience=0.01), threading.Event()

    def fail() -> int:
        goes_on.wait()
        raise LedgerError("The ledger is gone.")

    assert kept.get_soon("claim", fail) is None
    threading.Timer(0.05, goes_on.set).start()
    for _ in range(2):
        with pytest.raises(LedgerError, match="is gone"):
            kept.get("claim", fail)
    kept.close()


def test_what_will_be_asked_for_first_is_found_when_the_server_starts(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []

    def claims(*, contested: bool, limit: int) -> tuple[Claim, ...]:
        assert limit
        found.append(contested)
        return ()

    monkeypatch.setattr(ledger, "claims", claims)
    with client_of(ledger) as client:
        until(lambda: found == [False])
        assert_shown(client.get("/claims"))
        assert_shown(client.get("/"))
        assert found == [False]


def test_a_claim_that_takes_long_says_so_and_is_shown_when_it_is_found(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, trace = threading.Event(), ledger.trace
    monkeypatch.setattr(ledger, "trace", lambda claim: goes_on.wait() and trace(claim))
    client, address = client_of(ledger, patience=0.01), "/claim?ask=Varland+has+sent+drones+to+Kestria"
    looking = assert_shown(client.get(address))
    assert "Looking through the pages" in looking
    assert '<meta http-equiv="refresh" content="0">' in looking
    threading.Timer(0.05, goes_on.set).start()
    assert "Another claim" in assert_shown(client.get(address))


def test_who_corrects_on_a_screen_sees_it_on_every_screen(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long lists take: renaming a claim, correcting a speaker, and taking that back."""
    monkeypatch.setattr(kept_module, "SOON_SECONDS", -1.0)
    ledger.add([str(EXAMPLES)], settings=Settings(jobs=0))
    client = client_of(ledger)
    claim = ledger.claims(contested=False)[0]
    assert claim.proposition in assert_shown(client.get("/claims?contested=false"))
    edit = {"kind": "rename", "claim": claim.id, "other": "The drones of the Tessaly Front are Varlandic"}
    assert client.post("/claims/edit", json=edit).status_code == 200
    assert "are Varlandic" in assert_shown(client.get("/claims?contested=false"))
    address = f"/claim?ask={claim.id}"
    assert "Alda Quist" not in assert_shown(client.get(address))
    statement = ledger.trace(claim.id)[0]
    fix = {"statement": statement.statement, "given": {"speaker": "Alda Quist"}}
    assert client.post(f"/p/{statement.page.id}/fix", json=fix).status_code == 200
    assert "Alda Quist" in assert_shown(client.get(address))
    assert client.post("/undo", json={}).status_code == 200
    assert "Alda Quist" not in assert_shown(client.get(address))
