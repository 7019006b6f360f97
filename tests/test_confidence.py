"""How sure a statement is, and leaving out of what is shown those that are less sure than asked."""

from __future__ import annotations

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
