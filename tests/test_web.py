"""The local app: every screen shows what the ledger holds, also as JSON and CSV, and answers failures in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_client import assert_shown, client_of

from onrecord.interchange import record_from_json
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
CLAIM = "Varland has supplied drones to the Tessaly Front"
HERE = Settings(jobs=0)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The ledger of the example pages, and of a source that cannot be read."""
    folder = tmp_path_factory.mktemp("web")
    broken = folder / "broken.bin"
    broken.write_bytes(bytes(range(256)) * 40)
    with open_ledger(folder / "dispute.db", create=True) as made:
        made.add([str(EXAMPLES), str(broken)], settings=HERE)
        yield made


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> TestClient:
    return client_of(ledger, token=None)


@pytest.fixture(scope="module")
def a_page(ledger: Ledger) -> str:
    return ledger.record(str(EXAMPLES / "2031-01-14_orsk-courier_denial.html")).page.id


def rows_of(answer: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(answer)))


def test_ledger_screen_counts_every_source(client: TestClient, ledger: Ledger) -> None:
    """The strip says of each source whether it was read whole, in part, or refused."""
    coverage = client.get("/ledger.json").json()["coverage"]
    status = ledger.status()
    assert coverage["sources"] == coverage["read"] + coverage["partly"] + coverage["refused"] == 20
    same = ("sources", "read", "partly", "refused", "captures", "statements", "undated")
    assert {name: coverage[name] for name in same} == {name: getattr(status, name) for name in same}
    assert (coverage["first_published"], coverage["last_published"]) == ("2031-01-09", "2031-09-05")
    shown = assert_shown(client.get("/"))
    assert f"{coverage['read']} sources read whole, {coverage['partly']} in part, 1 refused" in shown


def test_lists_go_on_to_their_end(client: TestClient, ledger: Ledger) -> None:
    """Part after part gives every page and every statement once, and the CSV gives the same."""
    pages = rows_of(client.get("/pages.csv").text)
    assert sorted(page["page_id"] for page in pages) == sorted(record.page.id for record in ledger.records())
    statements = []
    after: str | None = ""
    while after is not None:
        part = client.get("/find.json", params={"after": after, "since": "2031-01-01"}).json()["statements"]
        statements += part["items"]
        after = part["next"]
    days = [one["day_from"] for one in statements]
    assert days == sorted(days)
    assert len({(one["page"], one["nth"]) for one in statements}) == len(statements) > 100
    everything = rows_of(client.get("/find.csv", params={"since": "2031-01-01"}).text)
    assert [row["statement_id"] for row in everything] == [one["id"] for one in statements]


def test_statements_are_found_by_words_speaker_and_day(client: TestClient) -> None:
    asked = {"words": "drones", "who": "Broek", "since": "2031-01-10", "until": "2031-01-31"}
    found = client.get("/find.json", params=asked).json()["statements"]["items"]
    assert found
    for one in found:
        assert "drones" in (one["words"] + one["speakers"]).lower()
        assert "Broek" in one["speakers"]
        assert one["day_to"] >= "2031-01-10"
        assert one["day_from"] <= "2031-01-31"
    assert client.get("/find.json", params={"words": '") *'}).json()["statements"]["items"] == []


@pytest.mark.parametrize("state", ["read", "partly"])
def test_pages_are_listed_by_what_became_of_them(client: TestClient, state: str) -> None:
    pages = client.get("/pages.json", params={"state": state}).json()["pages"]["items"]
    assert len(pages) == client.get("/ledger.json").json()["coverage"][state]
    assert all((page["problems"] > 0) == (state == "partly") for page in pages)


def test_every_gap_is_listed_with_what_to_do(client: TestClient, ledger: Ledger) -> None:
    """Refused sources stand first; the CSV holds every gap; a reason narrows the list."""
    view = client.get("/not-read.json").json()
    gaps = view["gaps"]["items"]
    assert gaps[0]["page"] is None
    assert sorted((g["path"], g["reason"]) for g in gaps) == sorted(
        (g.path, g.problem.reason) for g in ledger.gaps()
    )
    assert sum(reason["times"] for reason in view["reasons"]) == len(rows_of(client.get("/not-read.csv").text))
    only = client.get("/not-read.json", params={"reason": "paywall"}).json()["gaps"]["items"]
    assert {gap["reason"] for gap in only} == {"paywall"}
    assert gaps[0]["message"].split(";")[0] in assert_shown(client.get("/not-read"))


def test_page_as_json_is_the_page_record(client: TestClient, ledger: Ledger, a_page: str) -> None:
    answer = client.get(f"/p/{a_page}.json")
    assert record_from_json(answer.text.removeprefix('{"record":').rsplit(',"captures"', 1)[0]) == ledger.record(
        a_page
    )
    rows = rows_of(client.get(f"/p/{a_page}.csv").text)
    assert [row["statement_id"] for row in rows] == [one.id for one in ledger.record(a_page).statements]


def test_source_bytes_come_as_they_were_taken(client: TestClient, ledger: Ledger, a_page: str) -> None:
    """They are offered to be saved, as bytes that no browser shows."""
    answer = client.get(f"/p/{a_page}/source")
    assert answer.content == ledger.source_bytes(a_page)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_statement_has_a_permanent_place(client: TestClient, ledger: Ledger, a_page: str) -> None:
    """Its address leads to its words by where they stand, and says so when other words stand there."""
    statement = ledger.record(a_page).statements[0]
    to = client.get(f"/s/{statement.id}").headers["location"]
    assert to.startswith(f"/p/{a_page}?at={statement.content[0].start}-{statement.content[0].end}.")
    assert 'role="status"' not in assert_shown(client.get(to))
    moved = to.partition(".")[0] + ".00000000"
    assert "no longer stand there" in assert_shown(client.get(moved))
    assert client.get("/s/000000000000").status_code == 404


def test_claim_shows_what_trace_finds(client: TestClient, ledger: Ledger) -> None:
    shown = ledger.trace(CLAIM)
    answer = client.get("/claim.json", params={"ask": CLAIM}).json()["appearances"]
    assert [one["statement"] for one in answer] == [one.statement for one in shown]
    page = assert_shown(client.get("/claim", params={"ask": CLAIM}))
    assert all(f'id="s-{one.page.id}-{one.statement}"' in page for one in shown)
    denials = assert_shown(client.get("/claim", params={"ask": CLAIM, "stance": "denies"}))
    assert [f'id="s-{one.page.id}-{one.statement}"' in denials for one in shown] == [
        one.stance == "denies" for one in shown
    ]
    picture = client.get("/claim.svg", params={"ask": CLAIM})
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "Ysolde Carran" in picture.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/p/0123456789abcdef", 404),
        ("/p/0123456789abcdef.json", 404),
        ("/p/nothing", 422),
        ("/nowhere", 404),
        ("/find?since=yesterday", 422),
        ("/find.json?since=yesterday", 422),
        ("/claim.json?ask=the", 400),
    ],
)
def test_what_cannot_be_answered_is_told_in_words(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if ".json" in address:
        assert answer.json()["detail"]
    else:
        assert '<main id="main"' in answer.text


def test_every_list_is_described(client: TestClient) -> None:
    """The OpenAPI names every address that gives data, and none that gives a screen."""
    paths = client.get("/openapi.json").json()["paths"]
    for stem in ("/ledger", "/pages", "/find", "/not-read", "/claim", "/p/{page}"):
        assert {f"{stem}.json", f"{stem}.csv"} <= set(paths)
    assert "/pages" not in paths
