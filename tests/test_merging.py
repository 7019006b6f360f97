"""Two ledgers become one, whichever takes the other in; a copy of a ledger is one moment of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest
from test_forgetting import dump
from typer.testing import CliRunner

from onrecord.cli.app import app
from onrecord.deciding import By
from onrecord.errors import InputError, LedgerError
from onrecord.ledger import open_ledger
from onrecord.settings import Settings
from onrecord.store import backup

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
FIRST = ("courier_denial", "halvard-post_transmarine", "gazette_wreckage")
BOTH = ("wire-abridged",)
SECOND = ("vna_spokesman", "gazette_strait")
HERE = Settings(jobs=0)


def files(*names: str) -> list[str]:
    return [str(file) for file in sorted(EXAMPLES.iterdir()) if any(name in file.name for name in names)]


def fill(path: Path, *names: str, day: str) -> None:
    """Make a ledger of examples, added on a day."""
    with open_ledger(path, create=True) as ledger:
        ledger.add(files(*names), settings=HERE)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE capture SET added = ?", (f"{day}T09:00:00+00:00",))
    connection.close()


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledgers of two people who have one page in common and disagree about it."""
    folder = tmp_path_factory.mktemp("two")
    fill(folder / "ada.db", *FIRST, *BOTH, day="2031-03-02")
    fill(folder / "bel.db", *SECOND, *BOTH, day="2031-03-01")
    for who, name in (("ada", "Alda Quist"), ("bel", "Bram Tillick")):
        with open_ledger(folder / f"{who}.db") as ledger:
            statement = ledger.record(files(*BOTH)[0]).statements[0]
            ledger.fix(statement.id, {"speaker": name}, By(who=who, why="as I read it"), settings=HERE)
            only = files(*(FIRST if who == "ada" else SECOND))[0]
            ledger.fix(ledger.record(only).page.id, {"outlet": f"The {who}"}, By(who=who, why=""), settings=HERE)
    return folder


@pytest.fixture
def two(ledgers: Path, tmp_path: Path) -> tuple[Path, Path]:
    for name in ("ada.db", "bel.db"):
        shutil.copy(ledgers / name, tmp_path / name)
    return tmp_path / "ada.db", tmp_path / "bel.db"


def test_whichever_takes_the_other_in_the_same_is_there(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Every row of every table, and the log with who and when."""
    one, other = two
    shutil.copy(one, tmp_path / "kept.db")
    with open_ledger(one) as ledger:
        report = ledger.merge(other, settings=HERE)
        assert (report.pages, report.captures, report.decisions) == (2, 2, 2)
        assert (report.conflicts, report.forgotten, report.problems) == (1, 0, ())
        log = [(d.who, d.at, d.values) for d in ledger.decisions.all()]
        shared = ledger.record(files(*BOTH)[0])
        assert [speaker.name for speaker in shared.statements[0].speakers] == ["Bram Tillick"]
        assert ledger.record(files(*SECOND)[0]).article.outlet is not None
        assert ledger.verify(settings=HERE) == ()
    with open_ledger(other) as ledger:
        ledger.merge(tmp_path / "kept.db", settings=HERE)
        assert [(d.who, d.at, d.values) for d in ledger.decisions.all()] == log
    assert len({who for who, _, _ in log}) == 2
    found, wanted = dump(one), dump(other)
    assert [table for table in found if found[table] != wanted[table]] == []


def test_a_second_time_adds_nothing(two: tuple[Path, Path]) -> None:
    one, other = two
    with open_ledger(one) as ledger:
        ledger.merge(other, settings=HERE)
        before = dump(one)
        again = ledger.merge(other, settings=HERE)
    assert (again.pages, again.captures, again.decisions, again.renewed) == (0, 0, 0, 0)
    assert dump(one) == before


def test_the_path_means_the_page_that_was_taken_last_wherever_that_was(two: tuple[Path, Path]) -> None:
    """Captures are in the order of adding, also those of the other ledger that were made earlier."""
    one, other = two
    with open_ledger(one) as ledger:
        ledger.merge(other, settings=HERE)
        page = ledger.record(files(*BOTH)[0]).page.id
        assert [capture.added[:10] for capture in ledger.captures(page)] == ["2031-03-01"]
    connection = apsw.Connection(str(one))
    days = [added for (added,) in connection.execute("SELECT added FROM capture ORDER BY id")]
    connection.close()
    assert days == sorted(days)


def test_what_is_forgotten_here_does_not_come_and_what_is_forgotten_there_stays(two: tuple[Path, Path]) -> None:
    """Neither its page nor the words that the other one's decisions quote of it."""
    one, other = two
    with open_ledger(one) as ledger:
        page = ledger.record(files(*BOTH)[0]).page
        ledger.forget(page.id, who="ada", why="")
        report = ledger.merge(other, settings=HERE)
        assert (report.forgotten, report.pages) == (1, 2)
        assert all(d.target.page != page.sha256 for d in ledger.decisions.all())
        assert ledger.merge(other, settings=HERE).decisions == 0
    with open_ledger(other) as ledger:
        assert ledger.merge(one, settings=HERE).forgotten_there == (page.id,)
        assert ledger.record(page.id).page.id == page.id
        assert ledger.forgotten() == ()


def test_a_page_that_does_not_prove_itself_is_left_out_and_told(two: tuple[Path, Path]) -> None:
    one, other = two
    connection = apsw.Connection(str(other))
    connection.execute("UPDATE page SET record = replace(record, 'said', 'sang') WHERE record LIKE '%spokesman%'")
    connection.close()
    with open_ledger(one) as ledger:
        report = ledger.merge(other, settings=HERE)
        assert report.problems
        assert all("run `onrecord verify`" in one.problem.message.lower() for one in report.problems)
        assert ledger.verify(settings=HERE) == ()


def test_a_ledger_cannot_take_itself_in(two: tuple[Path, Path]) -> None:
    with open_ledger(two[0]) as ledger, pytest.raises(InputError, match="this ledger itself"):
        ledger.merge(two[0], settings=HERE)


def test_the_command_merges_and_says_what_came(two: tuple[Path, Path]) -> None:
    done = CliRunner().invoke(app, ["-l", str(two[0]), "merge", str(two[1]), "--jobs", "1"])
    assert done.exit_code == 0, done.stderr
    assert "2 pages, 2 captures, 2 decisions" in done.stdout
    assert "contradict each other 1 times" in done.stdout


# ---- copies -----------------------------------------------------------------------------------------------


def test_a_copy_is_one_moment_while_others_write(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes between every two steps: the copy has nothing of it, and it comes to an end."""
    monkeypatch.setattr(backup, "_AT_ONCE", 10)
    writer = apsw.Connection(str(two[0]))
    written: list[int] = []

    def write(_: object) -> None:
        written.append(len(written))
        writer.execute(
            "INSERT INTO refusal (path, reason, message, tried) VALUES (?, 'x', 'x', 'x')", (f"{len(written)}",)
        )

    before = dump(two[0])
    with open_ledger(two[0]) as ledger:
        ledger.backup(tmp_path / "copy.db", write)
    writer.close()
    assert len(written) > 5
    assert dump(tmp_path / "copy.db") == before
    with open_ledger(tmp_path / "copy.db") as ledger:
        assert ledger.verify(settings=HERE) == ()


def test_nothing_is_overwritten_and_no_half_copy_is_left(two: tuple[Path, Path], tmp_path: Path) -> None:
    with open_ledger(two[0]) as ledger:
        with pytest.raises(LedgerError, match="there already"):
            ledger.backup(two[1])
        with pytest.raises(LedgerError, match="no folder"):
            ledger.backup(tmp_path / "nowhere" / "copy.db")
        there = sorted(tmp_path.iterdir())

        def stop(_: object) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ledger.backup(tmp_path / "copy.db", stop)
        assert sorted(tmp_path.iterdir()) == there
        assert ledger.status().sources == 4


def test_the_command_copies(two: tuple[Path, Path], tmp_path: Path) -> None:
    given = ["-l", str(two[0]), "backup", str(tmp_path / "copy.db")]
    assert CliRunner().invoke(app, given).exit_code == 0
    assert dump(tmp_path / "copy.db") == dump(two[0])
    again = CliRunner().invoke(app, given)
    assert (again.exit_code, "there already" in again.stderr) == (2, True)
