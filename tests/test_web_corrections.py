"""Correcting from the screens: decisions are entered as who serves them, hold at once, and are undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_client import TOKEN, assert_shown, client_of

from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

TEXT = (
    "Strait calm again\n\nTOLMIN, March 7, 2031 (KPB) - The strait was calm 🛰 on Friday.\n\n"
    "Foreign minister Mara Velt said that two ships had sunk.\n\n"
    "The pilots stay, as the dean put it, at the quay. The pilots stay, some think.\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    page = tmp_path / "strait.txt"
    page.write_text(TEXT, encoding="utf-8")
    with open_ledger(tmp_path / "strait.db", create=True) as made:
        made.add([str(page)], settings=Settings(jobs=0))
        yield made


@pytest.fixture
def client(ledger: Ledger) -> TestClient:
    return client_of(ledger)


@pytest.fixture
def page(ledger: Ledger) -> str:
    (record,) = ledger.records()
    return record.page.id


def test_a_correction_holds_at_once_and_is_undone_and_redone(
    client: TestClient, ledger: Ledger, page: str
) -> None:
    statement = ledger.record(page).statements[0]
    body = {"statement": statement.id, "given": {"speaker": "Bram Tillick"}, "why": "a slip"}
    answer = client.post(f"/p/{page}/fix", json=body)
    assert answer.status_code == 200, answer.text
    (decision,) = answer.json()["decisions"]
    assert (decision["who"], decision["why"]) == ("somebody", "a slip")
    assert ledger.record(page).statements[0].speakers[0].name == "Bram Tillick"
    shown = assert_shown(client.get(f"/p/{page}"))
    assert "Bram Tillick" in shown
    assert f'data-undo="{decision["id"]}"' in shown
    client.post("/undo", json={})
    assert ledger.record(page).statements[0].speakers[0].name == "Mara Velt"
    client.post("/redo", json={"decision": decision["id"]})
    assert ledger.record(page).statements[0].speakers[0].name == "Bram Tillick"
    log = client.get("/decisions.json").json()["decisions"]
    assert [one["kind"] for one in log] == ["redo", "undo", "speaker"]
    assert "Bram Tillick" in assert_shown(client.get("/decisions"))


def test_the_page_itself_is_corrected(client: TestClient, ledger: Ledger, page: str) -> None:
    assert client.post(f"/p/{page}/fix", json={"given": {"outlet": "The Lantern"}}).status_code == 200
    outlet = ledger.record(page).article.outlet
    assert outlet is not None
    assert outlet.value == "The Lantern"


def test_a_missed_statement_stands_where_it_was_selected(client: TestClient, ledger: Ledger, page: str) -> None:
    """Of words that stand twice those are meant that were selected."""
    start = TEXT.rindex("The pilots stay")
    body = {"start": start, "end": start + 15, "speaker": "some", "cue": "think"}
    assert client.post(f"/p/{page}/missed", json=body).status_code == 200
    found = next(one for one in ledger.record(page).statements if one.content[0].start == start)
    assert TEXT[found.cue[0].start : found.cue[0].end] == "think"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/p/{page}/fix", {"given": {"colour": "red"}}, 400),
        ("/p/{page}/fix", {"given": {}}, 422),
        ("/p/{page}/fix", {"given": {"outlet": "x"}, "statement": "ffffffffffffffff"}, 404),
        ("/p/0123456789abcdef/fix", {"given": {"outlet": "x"}}, 404),
        ("/p/{page}/missed", {"start": 5, "end": 5}, 400),
        ("/p/{page}/missed", {"start": 0, "end": 10**6}, 400),
        ("/p/{page}/missed", {"start": 0, "end": 17, "cue": "nowhere to be found"}, 400),
        ("/undo", {"decision": "ffff"}, 400),
        ("/undo", {}, 400),
    ],
)
def test_what_cannot_be_decided_is_told_in_words(
    client: TestClient, ledger: Ledger, page: str, path: str, body: dict[str, object], status: int
) -> None:
    answer = client.post(path.format(page=page), json=body)
    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")
    assert ledger.decisions.all() == ()


def test_the_queue_leaves_out_what_was_reviewed(client: TestClient, ledger: Ledger, page: str) -> None:
    first = client.get("/review.json").json()["cards"]
    assert {card["statement"]["id"] for card in first} == {one.id for one in ledger.record(page).statements}
    reviewed = first[0]["statement"]["id"]
    why = client.get("/review.json", params={"of": "sample"}).json()["why"]
    client.post(f"/p/{page}/fix", json={"statement": reviewed, "given": {"review": "reviewed"}, "why": why})
    left = client.get("/review.json", params={"of": "sample"}).json()
    assert reviewed not in {card["statement"]["id"] for card in left["cards"]}
    assert (left["sample"]["right"], left["sample"]["share"]) == (1, 1.0)


@pytest.mark.parametrize("path", ["/p/{page}/fix", "/p/{page}/missed", "/undo", "/redo"])
def test_only_who_has_the_token_corrects(ledger: Ledger, page: str, path: str) -> None:
    assert client_of(ledger, token=None).post(path.format(page=page), json={}).status_code == 403


@pytest.mark.parametrize("token", ["", "another", "ä\ufffd"])
def test_a_link_with_another_token_takes_nobodys_right_to_write_away(ledger: Ledger, token: str) -> None:
    opened = client_of(ledger, token=None)
    assert opened.get("/enter", params={"token": TOKEN}).headers["set-cookie"].startswith("onrecord=")
    again = opened.get("/enter", params={"token": token, "to": "/pages"})
    assert (again.status_code, again.headers["location"]) == (303, "/pages")
    assert "set-cookie" not in again.headers


def test_what_would_change_nothing_about_a_claim_is_refused_in_a_sentence(
    client: TestClient, ledger: Ledger
) -> None:
    claim = "Varland has supplied drones to Kestria"
    for kind, other, why in (("rename", " ", "needs words"), ("merge", claim, "are one claim already")):
        answer = client.post("/claims/edit", json={"kind": kind, "claim": claim, "other": other})
        assert (answer.status_code, why in answer.text) == (400, True), answer.text
    assert ledger.decisions.all() == ()
