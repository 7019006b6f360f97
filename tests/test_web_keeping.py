"""Keeping a ledger from the screens: forgetting a page takes two steps, and every list knows at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_client import assert_shown, client_of

from onrecord.deciding import By
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

TEXT = (
    "Strait calm again\n\nTOLMIN, March 7, 2031 (KPB) - The strait was calm on Friday.\n\n"
    "Foreign minister Mara Velt said that two ships had sunk.\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "strait.txt").write_text(TEXT, encoding="utf-8")
    with open_ledger(tmp_path / "strait.db", create=True) as made:
        made.add([str(tmp_path / "strait.txt")], settings=Settings(jobs=0))
        yield made


def test_a_page_is_forgotten_in_two_steps(ledger: Ledger) -> None:
    """Who is not sure is told what would go; afterwards no screen and no list has it."""
    client = client_of(ledger)
    page = next(ledger.records()).page.id
    assert "Mara Velt" in assert_shown(client.get("/actors"))
    asked = client.post(f"/p/{page}/forget", json={})
    assert asked.status_code == 400
    assert "captures, 1; statements, 1;" in asked.json()["detail"]
    assert ledger.record(page).page.id == page
    done = client.post(f"/p/{page}/forget", json={"sure": True, "why": "asked for"})
    assert done.status_code == 200
    assert (done.json()["shrunk"], done.json()["forgotten"]["why"]) == (True, "asked for")
    with pytest.raises(InputError):
        ledger.record(page)
    assert client.get(f"/p/{page}").status_code == 404
    assert "Mara Velt" not in assert_shown(client.get("/actors")) + assert_shown(client.get("/"))
    log = assert_shown(client.get("/decisions"))
    assert page in log
    assert "asked for" in log


def test_only_who_holds_the_token_can_forget(ledger: Ledger) -> None:
    page = next(ledger.records()).page.id
    assert client_of(ledger, token=None).post(f"/p/{page}/forget", json={"sure": True}).status_code == 403
    assert "Forget this page" not in assert_shown(client_of(ledger, token=None).get(f"/p/{page}"))
    assert "Forget this page" in assert_shown(client_of(ledger).get(f"/p/{page}"))


def test_a_page_that_is_not_there_cannot_be_forgotten(ledger: Ledger) -> None:
    assert client_of(ledger).post(f"/p/{'f' * 16}/forget", json={"sure": True}).status_code == 404


def test_a_copy_of_the_ledger_is_saved(ledger: Ledger, tmp_path: Path) -> None:
    """It opens by itself, with all that was there; it is named by its day."""
    answer = client_of(ledger).post("/backup")
    assert answer.status_code == 200
    assert 'filename="strait-20' in answer.headers["content-disposition"]
    (tmp_path / "copy.db").write_bytes(answer.content)
    with open_ledger(tmp_path / "copy.db") as copy:
        assert list(copy.records()) == list(ledger.records())
    assert client_of(ledger, token=None).post("/backup").status_code == 403


def test_what_corrects_nothing_here_stands_in_a_queue(ledger: Ledger, tmp_path: Path) -> None:
    """A decision about a page that this ledger does not have: shown with who took it and why it holds nowhere."""
    (tmp_path / "other.txt").write_text(TEXT.replace("two ships", "three ships"), encoding="utf-8")
    with open_ledger(tmp_path / "other.db", create=True) as other:
        other.add([str(tmp_path / "other.txt")], settings=Settings(jobs=0))
        statement = next(other.records()).statements[0]
        by = By(who="bel", why="as I read it")
        other.fix(statement.id, {"speaker": "Alda Quist"}, by, settings=Settings(jobs=0))
        ledger.enter(other.decisions.all(), settings=Settings(jobs=0))
    client = client_of(ledger)
    assert "1 that correct nothing any more" in assert_shown(client.get("/decisions"))
    (orphan,) = client.get("/decisions.json").json()["orphans"]
    assert (orphan["reason"], orphan["page"], orphan["decision"]["who"]) == ("no-page", None, "bel")
