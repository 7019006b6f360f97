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
    assert (row["pages"], row["origins"], row["denying"], claim["denying"]) == ("3", "3", "Varland", ["Varland"])
    assert (row["first"], row["last"]) == (claim["first"], claim["last"]) == ("2031-01-14", "2031-06-11")


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


def test_what_would_change_nothing_about_a_claim_is_refused_in_a_sentence(ledger: str) -> None:
    for edit, why in (
        (("rename", DRONES, ""), "A claim needs words to be shown by"),
        (("merge", DRONES, DRONES), "are one claim already"),
        (("relate", DRONES, DRONES), "are one claim already"),
    ):
        refused = CliRunner().invoke(app, ["-l", ledger, "claims", *edit, "--who", "ada"])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert why in " ".join(refused.stderr.split())


def test_a_claim_and_an_actor_are_named_by_the_start_of_an_id(ledger: str) -> None:
    claim = json.loads(run(ledger, "claims", "--json"))["id"]
    actor = json.loads(run(ledger, "who", "Varland", "--json"))["id"]
    assert run(ledger, "trace", claim[:5], "--json") == run(ledger, "trace", DRONES, "--json") != ""
    assert run(ledger, "changes", claim[:5], "--json") == run(ledger, "changes", DRONES, "--json") != ""
    assert run(ledger, "changes", actor[:8], "--json") == run(ledger, "changes", "Varland", "--json") != ""


def test_changes_take_a_part_of_a_name_that_only_one_has(tmp_path: Path) -> None:
    """A name that two share is refused with both; who speaks for a party is said to."""
    lines: list[Line] = [
        ("Foreign Minister Halden Broek", "denied that", "Varland had supplied drones to Kestria", "2031-01-14"),
        ("Mara Velt", "said that", DRONES, "2031-01-21"),
        ("Tora Velt", "denied that", "Varland had supplied drones to Kestria", "2031-01-22"),
    ]
    path = tmp_path / "velts.db"
    with a_ledger(path, [a_page(str(nth), [line]) for nth, line in enumerate(lines)]):
        pass
    assert (
        run(str(path), "changes", "Broek", "--json") == run(str(path), "changes", "Halden Broek", "--json") != ""
    )
    refused = CliRunner().invoke(app, ["-l", str(path), "changes", "Velt"])
    assert (refused.exit_code, "Mara Velt; Tora Velt" in refused.stderr) == (2, True)


def test_lists_name_statements_that_can_be_shown(ledger: str) -> None:
    """The CSV of `trace` and `changes` has the ids by which `show` finds a statement and its page, and days."""
    for listed in (("trace", DRONES), ("changes", DRONES), ("find", "drones")):
        for row in csv.DictReader(io.StringIO(run(ledger, *listed, "--csv"))):
            shown = json.loads(run(ledger, "show", row["statement"], "--json"))
            assert (shown["page"]["id"], shown["words"]) == (row["page"], row["words"])
            assert (shown["published"] or "") == row["published"]
            assert row["said_from"] == row["said_to"] == row["day"] == shown["statement"]["said"]["from"]


def test_a_dossier_of_a_claim_that_nothing_bears_on_says_so(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "empty.html"
    result = CliRunner().invoke(
        app, ["-l", ledger, "export", "dossier", "Kestria closed the strait", "-o", str(out)]
    )
    assert (result.exit_code, out.exists()) == (1, True)
    assert "“Kestria closed the strait”; its chapter is empty" in result.stderr
