"""While pages wait to be looked through, a claim is answered from the others at once, and everybody is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from claim_pages import Line, a_ledger, a_page, put
from typer.testing import CliRunner
from web_client import assert_shown, client_of

from onrecord.cli import app
from onrecord.ledger import Ledger
from onrecord.store import SqliteStore

DRONES = "Varland has supplied drones to the Tessaly Front"
OTHER_WORDS = "Varland gave the Tessaly Front some drones"
ACCUSED: Line = ("Kestria", "said that", DRONES, "2031-01-14")
DENIED: Line = ("Varland", "denied that", "it had supplied drones to the Tessaly Front", "2031-01-21")
AGAIN: Line = ("Brannock", "said that", DRONES, "2031-02-01")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Two pages that were looked through, and one that waits."""
    with a_ledger(tmp_path / "ledger.db", [a_page("a", [ACCUSED]), a_page("b", [DENIED])]) as made:
        put(SqliteStore(made.path), [a_page("c", [AGAIN])])
        yield made


def who(ledger: Ledger, claim: str) -> list[str]:
    return [side for one in ledger.trace(claim) for side in one.sides]


@pytest.mark.parametrize("claim", [DRONES, OTHER_WORDS])
def test_a_page_counts_once_it_was_looked_through(ledger: Ledger, claim: str) -> None:
    """Whether the claim is one that the ledger found or one in words of one's own."""
    assert (ledger.waiting(), who(ledger, claim)) == (1, ["Kestria", "Varland"])
    assert ledger.status().waiting == 1
    ledger.update()
    assert (ledger.waiting(), who(ledger, claim)) == (0, ["Kestria", "Varland", "Brannock"])


def test_no_page_is_read_for_a_claim_that_is_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_store: SqliteStore, page: str) -> None:
        pytest.fail(f"The page {page} was read.")

    monkeypatch.setattr(SqliteStore, "record", read)
    assert who(ledger, DRONES) == ["Kestria", "Varland"]


def test_what_was_found_on_a_page_that_was_read_again_is_not_shown_beside_its_new_words(ledger: Ledger) -> None:
    """Its statements may be others by now: rows go by their position."""
    store = SqliteStore(ledger.path)
    record = a_page("b", [DENIED])
    put(store, [replace(record, statements=())])
    assert (ledger.waiting(), who(ledger, DRONES)) == (2, ["Kestria"])
    put(store, [record])
    ledger.update()
    assert (ledger.waiting(), who(ledger, DRONES)) == (0, ["Kestria", "Varland", "Brannock"])


def test_a_claim_that_is_being_looked_for_is_not_listed_with_half_of_its_statements(ledger: Ledger) -> None:
    store = SqliteStore(ledger.path)
    with store.writing() as connection:
        connection.execute("UPDATE claim SET looked = 0")
    assert ledger.claims(contested=False) == ()
    assert who(ledger, DRONES) == ["Kestria", "Varland"]
    ledger.update()
    assert [one.proposition for one in ledger.claims()] == [DRONES]


def test_screens_and_commands_say_how_many_pages_wait(ledger: Ledger) -> None:
    told = "1 page waits to be looked through"
    client = client_of(ledger)
    for address in ("/", "/claims", f"/claim?ask={DRONES}"):
        assert told in assert_shown(client.get(address))
    assert [client.get(f"/{name}.json").json()["waiting"] for name in ("ledger", "claims")] == [1, 1]
    assert client.get("/claim.json", params={"ask": DRONES}).json()["waiting"] == 1
    for command in (["trace", DRONES], ["changes", DRONES], ["claims"]):
        assert "1 page of this ledger waits" in CliRunner().invoke(app, ["-l", str(ledger.path), *command]).stderr
    ledger.update()
    assert told not in assert_shown(client.get("/claims"))
