"""`claims` and `changes` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from claim_pages import Line, a_ledger, a_page
from typer.testing import CliRunner

from onrecord.cli.app import app
from onrecord.weights import shipped

DRONES = "Varland has supplied drones to Kestria"
SAID: Line = ("Brannock", "said that", DRONES, "2031-01-21")
DENIED: Line = ("Varland", "denied that", "it had supplied drones to Kestria", "2031-01-14")
ADMITTED: Line = ("Varland", "confirmed that", "it has supplied drones to Kestria", "2031-06-11")


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """A ledger of three pages on one claim."""
    path = tmp_path / "ledger.db"
    with a_ledger(path, [a_page("a", [SAID]), a_page("b", [DENIED]), a_page("c", [ADMITTED])]):
        return str(path)


def run(ledger: str, *arguments: str, code: int = 0) -> str:
    """Return what a command prints, once it ended with the code."""
    result = CliRunner().invoke(app, ["-l", ledger, *arguments])
    assert result.exit_code == code, result.output
    return result.stdout


def test_claims_are_listed_for_readers_programs_and_spreadsheets(ledger: str) -> None:
    shown = run(ledger, "claims")
    assert "3 statements on 3 pages / 3 origins by 2 actors" in shown
    (row,) = csv.DictReader(io.StringIO(run(ledger, "claims", "--csv")))
    claim = json.loads(run(ledger, "claims", "--json"))
    assert row["claim"] == claim["proposition"] == DRONES
    assert (row["pages / origins"], claim["denying"]) == ("3 / 3", ["Varland"])


def test_nothing_contested_is_a_finding_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "quiet.db"
    with a_ledger(path, [a_page("a", [SAID])]):
        assert run(str(path), "claims", code=1) == ""


def test_changes_show_both_utterances_side_by_side(ledger: str) -> None:
    shown = run(ledger, "changes", DRONES)
    first, second = shown.index(DENIED[2]), shown.index("reversal:")
    assert first < second
    assert shown.index(DENIED[2], second) < shown.index(ADMITTED[2], second)
    rows = list(csv.DictReader(io.StringIO(run(ledger, "changes", "Varland", "--csv"))))
    assert [(row["day"], row["stance"], row["shift"]) for row in rows] == [
        ("2031-01-14", "denies", ""),
        ("2031-06-11", "confirms", "reversal"),
    ]


def test_why_a_statement_was_taken_is_shown_beside_it(ledger: str) -> None:
    (denied, *_) = csv.DictReader(io.StringIO(run(ledger, "trace", DRONES, "--why", "--csv")))
    (first, *_) = run(ledger, "trace", DRONES, "--json").splitlines()
    assert denied["why"] == json.loads(first)["reason"] != ""
    assert "why" not in run(ledger, "trace", DRONES, "--csv").splitlines()[0].split(",")


def test_find_like_finds_other_words_each_with_why(ledger: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(ledger, "find", "--like", "unmanned planes", "--csv"))))
    assert {row["words"] for row in rows} == {SAID[2], DENIED[2], ADMITTED[2]}
    assert all(row["why"].startswith("near in meaning") for row in rows)
    assert run(ledger, "find", "unmanned planes", code=1) == ""
    assert run(ledger, "find", "--like", "a recipe for carrot soup", code=1) == ""
    hit = json.loads(run(ledger, "find", "--like", "unmanned planes", "--limit", "1", "--json"))
    assert hit["reason"] == rows[0]["why"]


def test_the_status_names_the_model_of_the_vectors(ledger: str) -> None:
    assert f"3 pages by sentences-1, sha256 {shipped()['sentences-1/encoder.onnx'][:12]}…" in run(ledger, "status")
    assert json.loads(run(ledger, "status", "--json"))["vectors"] == [["sentences-1", 3]]


def test_a_claim_is_renamed_by_its_id(ledger: str) -> None:
    claim = json.loads(run(ledger, "claims", "--json"))
    run(ledger, "claims", "rename", claim["id"], "Varland arms Kestria", "--who", "ada", "--why", "shorter")
    assert "1. Varland arms Kestria" in run(ledger, "claims")


def test_a_split_names_statements_that_are_there(ledger: str) -> None:
    run(ledger, "claims", "split", DRONES, "Another question", "ffffffff", "--who", "ada", code=2)
