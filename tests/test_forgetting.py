"""A forgotten page leaves nothing behind: no row, no byte, no trace in what was found across pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from typer.testing import CliRunner

from onrecord.cli.app import app
from onrecord.deciding import By
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
HERE = Settings(jobs=0)

KEPT_ASIDE = frozenset({"decision", "forgotten", "turn", "sqlite_sequence", "sqlite_stat1"})
NUMBERS = frozenset({"n", "added", "tried"})
"""Columns that tell when and in which order something came."""


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a ledger, less what tells of when and in which order they came."""
    connection = apsw.Connection(str(path))
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    out = {}
    for table in sorted(set(tables) - KEPT_ASIDE):
        if "_fts" in table or table == "statement_word":
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        shown = [name for name in columns if name not in NUMBERS and (name, table) != ("id", "capture")]
        rows = connection.execute(f"SELECT {', '.join(shown)} FROM {table}").fetchall()  # noqa: S608  # names
        out[table] = sorted(rows, key=repr)
    connection.close()
    return out


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of all examples, to be copied."""
    path = tmp_path_factory.mktemp("whole") / "dispute.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add([str(EXAMPLES)], settings=HERE)
    return path


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "dispute.db"
    shutil.copy(whole, path)
    with open_ledger(path) as opened:
        yield opened


@pytest.mark.parametrize("name", ["gazette_strait", "wire-abridged", "courier_denial"])
def test_a_ledger_that_forgot_a_page_is_one_that_never_had_it(ledger: Ledger, tmp_path: Path, name: str) -> None:
    """Row for row, in every table: names, families, utterances and claims are found anew without it."""
    (page,) = [record.page for record in ledger.records() if name in (record.page.path or "")]
    ledger.forget(page.id, who="ada", why="a court order")
    others = [str(file) for file in sorted(EXAMPLES.iterdir()) if name not in file.name]
    with open_ledger(tmp_path / "without.db", create=True) as without:
        without.add(others, settings=HERE)
    found, wanted = dump(ledger.path), dump(tmp_path / "without.db")
    assert found.keys() == wanted.keys()
    assert [table for table in found if found[table] != wanted[table]] == []
    assert ledger.verify(settings=HERE) == ()


def test_nothing_that_the_page_said_is_left_in_the_file(ledger: Ledger, tmp_path: Path) -> None:
    """Not in free pages, search indexes or decisions; the log has its sha256, and who, when and why."""
    text = (
        "Quenby cobblestones\n\nTOLMIN, March 7, 2031 - Zebulon Quillfeather said that the wharf was vermilion.\n"
    )
    file = tmp_path / "quiet.txt"
    file.write_text(text, encoding="utf-8")
    ledger.add([str(file)], settings=HERE)
    record = ledger.record(str(file))
    ledger.fix(record.statements[0].id, {"speaker": "Zebulon Quillfeather; Mara Velt"}, By(who="bel", why="both"))
    hanging = ledger.hanging(str(file))
    assert (hanging.captures, hanging.statements, hanging.decisions) == (1, 1, 1)
    size = ledger.path.stat().st_size
    ledger.forget(str(file), who="ada", why="asked for")
    assert ledger.shrink()
    assert ledger.path.stat().st_size < size
    held = ledger.path.read_bytes().lower() + Path(f"{ledger.path}-wal").read_bytes().lower()
    words = set(re.findall(rb"\w{5,}", text.lower().encode())) - {b"march", b"tolmin"}
    assert {word for word in words if word in held} == set()
    (gone,) = ledger.forgotten()
    assert (gone.sha256, gone.who, gone.why) == (record.page.sha256, "ada", "asked for")
    with pytest.raises(InputError, match="no page"):
        ledger.record(record.page.id)
    assert ledger.verify(settings=HERE) == ()


def test_a_forgotten_source_is_not_read_again_unless_asked(ledger: Ledger) -> None:
    """It is said by whom and when it was forgotten; asked for, it comes back whole, and stays."""
    denial = EXAMPLES / "2031-01-14_orsk-courier_denial.html"
    before = dump(ledger.path)
    ledger.forget(str(denial), who="ada", why="a slip")
    report = ledger.add([str(denial)], settings=HERE)
    assert (report.refused, report.pages) == (1, 0)
    problem = report.problems[0].problem
    assert problem.reason == "forgotten"
    assert re.match(
        r"ada forgot this source at \d{4}-\d\d-\d\dT\S+ \(“a slip”\); add it with --forgotten", problem.message
    )
    assert ledger.add([str(denial)], settings=Settings(jobs=0, forgotten=True)).pages == 1
    assert ledger.forgotten() == ()
    assert dump(ledger.path) == before
    assert ledger.add([str(denial)], settings=HERE).unchanged == 1


def test_forgetting_needs_somebody_and_a_page(ledger: Ledger) -> None:
    page = next(ledger.records()).page.id
    with pytest.raises(InputError, match="needs somebody"):
        ledger.forget(page, who=" ")
    with pytest.raises(InputError, match="no page"):
        ledger.forget("f" * 16, who="ada")
    assert ledger.forgotten() == ()


def test_the_command_asks_first_and_forgets_with_yes(ledger: Ledger) -> None:
    page = next(ledger.records()).page.id
    given = ["-l", str(ledger.path), "forget", page[:8], "--who", "ada"]
    asked = CliRunner().invoke(app, given)
    assert asked.exit_code == 2
    assert "goes for good, with 1 capture" in asked.stderr
    assert "say --yes" in asked.stderr
    assert ledger.record(page).page.id == page
    done = CliRunner().invoke(app, [*given, "--yes"])
    assert (done.exit_code, done.stdout.startswith(f"Forgotten: page {page}.")) == (0, True)
    assert [one.who for one in ledger.forgotten()] == ["ada"]
