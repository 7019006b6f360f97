"""How sure a statement is, and leaving out of what is shown those that are less sure than asked."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import onrecord
from onrecord.cli.app import app

PAGES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
PAGE = PAGES / "2031-01-14_orsk-courier_denial.html"


def confidences(*arguments: str) -> list[float]:
    """Return the confidence of each statement that a verb shows as JSON."""
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    statements = [row["statement"] for row in rows] if "statement" in rows[0] else rows[0]["statements"]
    return [statement["confidence"] for statement in statements]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("confidence") / "one.db"
    with onrecord.open(path) as opened:
        opened.add([str(PAGE)])
    return str(path)


def test_read_and_find_leave_out_what_is_less_sure(ledger: str) -> None:
    for verb in (("read", str(PAGE), "--jobs", "1"), ("--ledger", ledger, "find", "Varland")):
        every = confidences(*verb)
        middle = sorted(every)[len(every) // 2]
        assert min(every) < middle
        assert confidences(*verb, "--min-confidence", str(middle)) == [c for c in every if c >= middle]


def test_trace_leaves_out_what_is_less_sure(ledger: str) -> None:
    claim = ["trace", "Varland has supplied drones to the Tessaly Front"]
    every = CliRunner().invoke(app, ["--ledger", ledger, *claim, "--json"]).stdout.splitlines()
    none = CliRunner().invoke(app, ["--ledger", ledger, *claim, "--min-confidence", "1"])
    assert every
    assert (none.exit_code, none.stdout) == (1, "")


def test_an_inner_statement_stands_alone_where_the_outer_is_left_out() -> None:
    result = CliRunner().invoke(app, ["read", str(PAGE), "--jobs", "1", "--json", "--min-confidence", "0.6"])
    statements = json.loads(result.stdout)["statements"]
    assert {s["within"] for s in statements} <= {None, *(s["id"] for s in statements)}


def test_a_reader_that_there_is_not() -> None:
    result = CliRunner().invoke(app, ["read", str(PAGE), "--reader", "slow"])
    assert result.exit_code == 2
    assert "full, fast" in result.output


def test_each_verb_over_a_ledger_sees_only_what_is_sure_enough(ledger: str, tmp_path: Path) -> None:
    """A threshold that nothing reaches leaves nothing; one that is halfway leaves what `find` leaves."""
    draft = tmp_path / "draft.txt"
    draft.write_text("Halden Broek denied Kestrian allegations of Varland supplying drones to the Tessaly Front.")
    verbs = {
        "who": ["who", "Halden Broek"],
        "claims": ["claims"],
        "changes": ["changes", "Varland has supplied drones to the Tessaly Front"],
        "check": ["check", str(draft)],
    }
    for verb, words in verbs.items():
        every = CliRunner().invoke(app, ["--ledger", ledger, *words, "--json"])
        none = CliRunner().invoke(app, ["--ledger", ledger, *words, "--json", "--min-confidence", "1"])
        assert every.stdout != none.stdout, verb
        assert none.exit_code == 1, verb
    kept = [statement for statement in _who(ledger, "0.9") if statement not in _who(ledger)]
    assert not kept
    assert 0 < len(_who(ledger, "0.9")) < len(_who(ledger))


def _who(ledger: str, least: str = "0") -> list[str]:
    done = CliRunner().invoke(app, ["-l", ledger, "who", "Halden Broek", "--json", "--min-confidence", least])
    return [statement for line in done.stdout.splitlines() for statement in json.loads(line)["statements"]]


def test_an_export_holds_only_what_is_sure_enough(ledger: str, tmp_path: Path) -> None:
    for least, name in (("0", "all"), ("0.9", "sure")):
        out = ["export", "csv", "--out", str(tmp_path / name), "--min-confidence", least]
        assert CliRunner().invoke(app, ["--ledger", ledger, *out]).exit_code == 0
    rows = {name: _rows(tmp_path / name / "statements.csv") for name in ("all", "sure")}
    assert [row["statement_id"] for row in rows["sure"]] == [
        row["statement_id"] for row in rows["all"] if float(row["confidence"]) >= 0.9
    ]
    assert 0 < len(rows["sure"]) < len(rows["all"])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_relay_shows_the_report_asked_for_and_the_sure_ones(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    pages = [str(page) for page in sorted(PAGES.glob("2031-01-21_*"))]
    with onrecord.open(path) as opened:
        opened.add(pages)
        reports = max((opened.utterance(s.id).reports for r in opened.records() for s in r.statements), key=len)
    asked = reports[0].statement.id
    for least, count in (("0", len(reports)), ("1", 1)):
        done = CliRunner().invoke(app, ["-l", str(path), "relay", asked, "--json", "--min-confidence", least])
        assert len(json.loads(done.stdout)["reports"]) == count
    assert len(reports) > 1
