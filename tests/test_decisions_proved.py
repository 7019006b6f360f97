"""Who decided what and when is proved: a decision that was changed is found, and comes into no other ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from strait_page import strait_page

from onrecord.deciding import By, read_log, write_log
from onrecord.decisions.log import id_of
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

HERE = Settings(jobs=0, reader="fast")


@pytest.fixture
def page(tmp_path: Path) -> str:
    """A file with a page."""
    return strait_page(tmp_path)


@pytest.fixture
def ledger(tmp_path: Path, page: str) -> Iterator[Ledger]:
    """A ledger with that page and one correction of it."""
    with open_ledger(tmp_path / "a.db", create=True) as opened:
        opened.add([page], settings=HERE)
        opened.fix(page, {"outlet": "Lunn Radio"}, By(who="ada", why="the imprint"), settings=HERE)
        yield opened


def tamper(path: Path, column: str, value: str) -> None:
    """Change a decision as somebody with a database tool can."""
    connection = apsw.Connection(str(path))
    connection.execute("DROP TRIGGER decision_unchanged")
    connection.execute(f"UPDATE decision SET {column} = {value}")  # noqa: S608  # from this file
    connection.close()


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("body", "replace(body, 'ada', 'bel')", "other-decision"),
        ("body", "replace(body, 'Lunn Radio', 'Pellmore Today')", "other-decision"),
        ("who", "'bel'", "other-decision"),
        ("at", "'2031-01-01T00:00:00.000000+00:00'", "other-decision"),
        ("body", "'{\"who\": 1}'", "damaged-decision"),
    ],
)
def test_verify_finds_a_decision_that_was_changed(ledger: Ledger, column: str, value: str, reason: str) -> None:
    assert ledger.verify(settings=HERE) == ()
    tamper(ledger.path, column, value)
    assert [found.reason for found in ledger.verify(settings=HERE)] == [reason]


def test_a_changed_decision_does_not_come_with_a_merge_and_is_told(
    ledger: Ledger, page: str, tmp_path: Path
) -> None:
    tamper(ledger.path, "body", "replace(body, 'ada', 'bel')")
    with open_ledger(tmp_path / "b.db", create=True) as other:
        other.add([page], settings=HERE)
        report = other.merge(ledger.path, settings=HERE)
        assert report.decisions == 0
        assert [problem.problem.reason for problem in report.problems] == ["unproven"]
        assert "was changed after it was decided" in report.problems[0].problem.message
        assert other.decisions.all() == ()


@pytest.mark.parametrize(
    "at",
    ["", "soon", "2031-01-01", "2031-01-01T00:00:00Z", "2031-01-01T00:00:00", "9999-12-31T23:59:59.999999+00:00"],
)
def test_a_decision_without_a_time_to_order_it_by_is_refused(ledger: Ledger, tmp_path: Path, at: str) -> None:
    """Taken in, it would keep everybody from deciding anything later."""
    odd = replace(ledger.decisions.all()[0], at=at)
    (tmp_path / "log.jsonl").write_text(write_log([replace(odd, id=id_of(odd))]), encoding="utf-8")
    with pytest.raises(InputError, match=r"Line 1 of .* has no time that others can be ordered by"):
        read_log(tmp_path / "log.jsonl")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("said", "2031-03-07..2031-03-01"),
        ("said", "2031-03-01..2031-03-02..2031-03-03"),
        ("published", "2031-03-01; 2031-03-02"),
    ],
)
def test_days_that_are_no_range_are_refused(ledger: Ledger, page: str, field: str, value: str) -> None:
    item = ledger.find("sunk")[0].statement.id if field == "said" else page
    with pytest.raises(InputError, match=r"no range of days|is one thing"):
        ledger.fix(item, {field: value}, By(who="ada"), settings=HERE)
