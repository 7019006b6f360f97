"""The command line: data on stdout, sentences on stderr, exit codes that mean something, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import onrecord.cli.fitness
import onrecord.weights
from onrecord.cli import app
from onrecord.cli.app import VERBS
from onrecord.cli.door import STOPPED
from onrecord.cli.fitness import has_wal_reset_bug
from onrecord.cli.reference import reference
from onrecord.interchange import record_from_json
from onrecord.ledger import Ledger, open_ledger

CLAIM = "Varland has sent drones to Kestria"
VOSS = """Minister: drones have gone to Kestria

Orsk Courier
7 March 2031

Varland has sent drones to Kestria, the defence minister, Ada Voss, said on Friday. \
The minister said that Varland would send more drones in April if the Rotunda asked for them.

“Varland has sent drones to Kestria and will do so again,” Ms Voss told reporters in Orsk-on-Vey.
"""
TOLMIN = """<!doctype html><html><head><title>Kestria denies drones</title>
<meta property="article:published_time" content="2031-03-08T09:00:00Z"></head><body>
<article><h1>Kestria denies that it got drones</h1>
<p>Kestria’s foreign ministry denied on Saturday that Varland has sent drones to Kestria.</p>
<p>“Varland has not sent drones to Kestria,” spokesman Ilo Marten said.</p></article></body></html>
"""


class Result:
    """What a command did: exit code, data, sentences."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err

    @property
    def objects(self) -> list[dict[str, object]]:
        """The data as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The data as CSV."""
        return list(csv.DictReader(io.StringIO(self.out)))


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def run_process(*arguments: str | Path, **environment: str) -> Result:
    command = [sys.executable, "-W", "error", "-m", "onrecord", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **environment}, timeout=120
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "voss.txt").write_text(VOSS, encoding="utf-8")
    (folder / "tolmin.html").write_text(TOLMIN, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ledger(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "arms.db"
    added = run("-l", path, "add", pages)
    assert added.code == 0, added.err
    assert added.out.startswith("2 sources: ")
    return path


def test_read_prints_records_that_can_be_read_back(pages: Path) -> None:
    done = run("read", "--json", pages)
    assert done.code == 0
    records = [record_from_json(line) for line in done.out.splitlines()]
    assert [Path(str(record.page.path)).name for record in records] == ["tolmin.html", "voss.txt"]


def test_read_shows_headline_date_and_statements(pages: Path) -> None:
    done = run("read", pages / "voss.txt")
    assert done.code == 0
    assert "2031-03-07" in done.out
    assert any("Voss" in line and " | said | " in line for line in done.out.splitlines())


def test_read_goes_on_after_a_page_it_cannot_read(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.html").write_bytes(b"%PDF-1.7\n" + bytes(200))
    done = run("read", "--json", tmp_path / "scan.html", pages / "voss.txt", tmp_path / "missing.txt")
    assert (done.code, len(done.objects)) == (1, 1)
    assert "scan.html" in done.err
    assert "missing.txt" in done.err
    assert run("read", tmp_path / "scan.html").code == 2
    assert run("read", "--strict", tmp_path / "scan.html", pages / "voss.txt").out == ""


def test_adding_again_changes_nothing(pages: Path, ledger: Path) -> None:
    (report,) = run("-l", ledger, "add", "--json", pages).objects
    assert report["unchanged"] == report["seen"] == 2
    assert report["captures"] == report["pages"] == report["statements"] == 0


def test_status_counts_what_was_added(ledger: Path) -> None:
    (held,) = run("-l", ledger, "status", "--json").objects
    assert held["sources"] == 2
    shown = run("-l", ledger, "status")
    assert (shown.code, shown.err) == (0, "")
    assert f"statements  {held['statements']}" in " ".join(shown.out.split("\n")).replace("   ", " ")


def test_find_gives_the_same_hits_in_every_format(ledger: Path) -> None:
    hits = run("-l", ledger, "find", "drones", "--json").objects
    assert hits
    assert len(run("-l", ledger, "find", "drones", "--csv").rows) == len(hits)
    plain = run("-l", ledger, "find", "drones").out
    assert all(str(hit["words"]) in plain for hit in hits)
    assert "\x1b" not in plain


def test_find_takes_an_actor_or_a_time_alone(ledger: Path) -> None:
    """Without words all statements of an actor or a time are listed; without anything there is nothing to find."""
    voss = run("-l", ledger, "find", "--who", "Voss", "--csv").rows
    named = run("-l", ledger, "who", "Voss", "--csv").rows
    assert len({row["statement"] for row in voss}) == sum(int(row["statements"]) for row in named) > 0
    assert run("-l", ledger, "find", "--since", "2999-01-01").code == 1
    for nothing in ((), ("--like", "--who", "Voss")):
        refused = run("-l", ledger, "find", *nothing)
        assert (refused.code, "--who, --since or --until" in refused.err) == (2, True)


def test_find_counts_what_it_finds_by_origin(ledger: Path) -> None:
    hits = run("-l", ledger, "find", "drones", "--json").objects
    found = run("-l", ledger, "find", "drones", "--by-origin", "--json").objects
    assert sum(int(str(one["statements"])) for one in found) == len(hits)
    assert [one["best"] for one in found if one["best"] not in hits] == []
    assert len(run("-l", ledger, "find", "drones", "--by-origin", "--csv").rows) == len(found)


def test_find_without_a_hit_says_so(ledger: Path) -> None:
    done = run("-l", ledger, "find", "submarines")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("No statement holds all of these words; --like")


def test_find_that_stops_at_its_limit_says_so(ledger: Path) -> None:
    assert "--limit" in run("-l", ledger, "find", "drones", "--limit", "1").err


def test_show_finds_a_statement_by_the_start_of_its_id(ledger: Path) -> None:
    hit = run("-l", ledger, "find", "drones", "--json").objects[0]
    statement = hit["statement"]
    assert isinstance(statement, dict)
    (shown,) = run("-l", ledger, "show", statement["id"][:10], "--json").objects
    assert shown == hit
    words = run("-l", ledger, "show", statement["id"]).out
    assert f"statement {statement['id']}" in words
    assert "[[" in words
    assert "captured" in words


def test_show_finds_a_page_by_id_and_by_path(pages: Path, ledger: Path) -> None:
    (page,) = run("-l", ledger, "show", pages / "voss.txt", "--json").objects
    assert isinstance(page["page"], dict)
    assert run("-l", ledger, "show", page["page"]["id"], "--json").objects == [page]
    assert "voss.txt" in run("-l", ledger, "show", pages / "voss.txt").out
    missing = run("-l", ledger, "show", "zzzz")
    assert (missing.code, missing.out) == (2, "")
    assert "No statement" in missing.err
    assert "no page" in missing.err


def test_who_lists_actors(ledger: Path) -> None:
    actors = run("-l", ledger, "who", "Voss", "--json").objects
    assert [actor["name"] for actor in actors if "Voss" in str(actor["name"])]
    assert "Voss" in run("-l", ledger, "who", "Voss").out
    assert len(run("-l", ledger, "who", "Voss", "--csv").rows) == len(actors)
    assert run("-l", ledger, "who", "Nobody").code == 1


def test_who_without_a_name_lists_who_speaks(ledger: Path) -> None:
    """Each with the id by which `who` finds it, those who say most first."""
    listed = run("-l", ledger, "who", "--json").objects
    counts = [int(str(one["statements"])) for one in listed]
    assert counts == sorted(counts, reverse=True) != []
    for one in listed:
        assert [actor["id"] for actor in run("-l", ledger, "who", str(one["id"]), "--json").objects] == [one["id"]]
    cut = run("-l", ledger, "who", "--limit", "1", "--csv")
    assert [row["id"] for row in cut.rows] == [listed[0]["id"]]
    assert ("--limit asks for more" in cut.err) == (len(listed) > 1)


def test_the_list_of_commands_fits_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command's sentence is cut short."""
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("--help").out
    assert [line for line in shown.partition("Commands:")[2].splitlines() if line.endswith("...")] == []
    assert max(map(len, shown.splitlines())) <= 80


def test_trace_tells_both_sides_and_counts(ledger: Path) -> None:
    shown = run("-l", ledger, "trace", CLAIM, "--json").objects
    stances = {str(one["stance"]) for one in shown}
    assert {"asserts", "denies"} <= stances
    plain = run("-l", ledger, "trace", CLAIM)
    assert plain.code == 0
    assert f"{len(shown)} statements on 2 pages" in plain.out
    assert all(str(one["words"]) in plain.out for one in shown), "piped words stand in full"
    assert len(run("-l", ledger, "trace", CLAIM, "--csv").rows) == len(shown)


def test_trace_of_what_nobody_speaks_about(ledger: Path) -> None:
    done = run("-l", ledger, "trace", "Penguins have flown to the moon")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Nothing in this ledger bears on that claim. A claim says who does what")


def test_verify_proves_a_fresh_ledger(ledger: Path) -> None:
    done = run("-l", ledger, "verify")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Proven")


def test_verify_lists_what_is_not_proven(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.model import Unproven  # noqa: PLC0415  # used here alone

    finding = Unproven(page="p" * 16, path="a.txt", reason="span", message="A span does not hold its words.")
    monkeypatch.setattr(Ledger, "verify", lambda *_arguments, **_options: (finding,))
    done = run("-l", ledger, "verify")
    assert done.code == 1
    assert "A span does not hold its words." in done.out
    assert run("-l", ledger, "verify", "--json").objects[0]["reason"] == "span"


def test_a_page_over_the_limit_is_read_and_proved_where_more_is_allowed(tmp_path: Path) -> None:
    page, ledger = tmp_path / "long.txt", tmp_path / "x.db"
    page.write_text(VOSS + "Nothing else was said that day.\n" * 40_000, encoding="utf-8")
    refused = run("-l", ledger, "add", "--max-size", "1", page)
    assert refused.code == 2
    assert "allow more with --max-size" in refused.err
    assert run("-l", ledger, "add", "--max-size", "2", page).code == 0
    assert "no longer be read" in run("-l", ledger, "verify", "--max-size", "1").out
    assert run("-l", ledger, "verify", "--max-size", "2").code == 0


def test_gaps_are_listed_with_exit_code_1(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    added = run("-l", tmp_path / "x.db", "add", pages, tmp_path / "empty.txt")
    assert added.code == 1
    assert "empty.txt" in added.err
    done = run("-l", tmp_path / "x.db", "gaps", "--json")
    assert done.code == 1
    assert [str(gap["path"]).endswith("empty.txt") for gap in done.objects if gap["page"] is None] == [True]
    assert len(run("-l", tmp_path / "x.db", "gaps", "--csv").rows) == len(done.objects)


def test_export_writes_files_and_prints_where(ledger: Path, tmp_path: Path) -> None:
    tables = run("-l", ledger, "export", "csv", "--out", tmp_path / "csv")
    assert tables.code == 0
    assert all(Path(line).is_file() for line in tables.out.splitlines())
    (made,) = run("-l", ledger, "export", "dossier", CLAIM, "--out", tmp_path / "d.html", "--json").objects
    assert made == {"format": "dossier", "path": str(tmp_path / "d.html")}
    assert "<mark>" in (tmp_path / "d.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [("export", "pdf"), ("export", "dossier"), ("export", "csv", CLAIM), ("trace", CLAIM, "--json", "--csv")],
)
def test_orders_that_cannot_be_followed_are_one_sentence(ledger: Path, arguments: tuple[str, ...]) -> None:
    done = run("-l", ledger, *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


BAD_FILES = {
    "empty.txt": b"",
    "paper.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8,
    "photo.html": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
    "zeros.txt": b"Ada Voss said\x00\x00\x00 that" + bytes(4096),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_page_is_one_sentence_and_a_gap(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = run("-l", tmp_path / "x.db", "add", tmp_path / name)
    assert done.code == 2
    assert [name in line for line in done.err.splitlines() if "lists each" not in line] == [True]
    assert len(run("-l", tmp_path / "x.db", "gaps", "--json").objects) == 1
    read = run("read", tmp_path / name)
    assert (read.code, read.out, read.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("verb", ["add", "read"])
def test_a_path_without_pages_is_one_sentence(verb: str, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    for path in (tmp_path / "missing.html", tmp_path / "hollow"):
        done = run("-l", tmp_path / "x.db", verb, path)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert path.name in done.err


def test_every_question_to_a_missing_ledger_is_one_sentence(tmp_path: Path) -> None:
    for arguments in (
        ("status",),
        ("gaps",),
        ("find", "x"),
        ("show", "x"),
        ("who", "x"),
        ("trace", "x"),
        ("verify",),
    ):
        done = run("-l", tmp_path / "none.db", *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_ledger_is_one_sentence_and_stays_as_it_is(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("my notes " * 500)
    for arguments in (("status",), ("add", pages), ("verify",), ("trace", "x")):
        done = run("-l", tmp_path / "notes.db", *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert (tmp_path / "notes.db").read_text() == "my notes " * 500


def test_a_ledger_of_a_newer_version_is_one_sentence(pages: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    run("-l", path, "add", pages)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()
    for arguments in (("status",), ("add", pages)):
        done = run("-l", path, *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_a_read_only_folder_is_one_sentence(pages: Path, ledger: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("permissions do not bind this user (root), so no folder is read-only")
    for arguments in (
        ("-l", locked / "x.db", "add", pages),
        ("-l", ledger, "export", "csv", "--out", locked / "o"),
    ):
        done = run(*arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_a_ledger_in_a_folder_that_is_not_there_is_one_sentence(pages: Path, tmp_path: Path) -> None:
    done = run("-l", tmp_path / "nowhere" / "x.db", "add", pages)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_doctor_finds_this_machine_fit(ledger: Path) -> None:
    findings = run("-l", ledger, "doctor", "--json").objects
    assert {"python", "sqlite", "full-text search", "free disk", "ledger", "terminal encoding"} <= {
        str(finding["name"]) for finding in findings
    }
    assert [finding["fine"] for finding in findings if finding["name"] == "sqlite"] == [True]
    assert "2 sources" in run("-l", ledger, "doctor").out


def test_doctor_names_each_shipped_model_and_says_when_one_was_changed(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "blocks-1/weights.npz, sha256" in run("-l", ledger, "doctor").out
    changed = {"blocks-1/weights.npz": "0" * 64}
    monkeypatch.setattr(onrecord.weights, "shipped", lambda: changed)
    onrecord.weights.load_weights.cache_clear()
    done = run("-l", ledger, "doctor")
    onrecord.weights.load_weights.cache_clear()
    assert done.code == 1
    assert "install onrecord again" in " ".join(done.out.split())


def test_doctor_says_when_the_ledger_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not one " * 200)
    assert run("-l", tmp_path / "x.db", "doctor").code == 1
    assert run("-l", tmp_path / "nowhere" / "x.db", "doctor").code == 1


def test_doctor_warns_of_a_full_disk(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onrecord.cli.fitness, "LOW_DISK", 2**80)
    done = run("-l", ledger, "doctor")
    assert done.code == 1
    assert "! free disk" in done.out


@pytest.mark.parametrize(
    ("version", "ill"), [("3.6.23", False), ("3.7.0", True), ("3.40.1", True), ("3.51.2", True), ("3.51.3", False)]
)
def test_the_releases_with_the_wal_reset_bug_are_known(version: str, ill: bool) -> None:  # noqa: FBT001  # a table
    assert has_wal_reset_bug(version) is ill


def test_an_interrupted_run_says_how_to_go_on(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "add", interrupted)
    done = run("-l", tmp_path / "x.db", "add", pages)
    assert (done.code, done.out, done.err) == (2, "", STOPPED + "\n")


def test_every_command_is_documented() -> None:
    """docs/cli.md holds the help of each command as it is printed today."""
    page = (Path(__file__).parents[1] / "docs" / "cli.md").read_text(encoding="utf-8")
    assert reference().strip() in page
    for verb in VERBS:
        assert f"## onrecord {verb.__name__}\n" in page
        assert verb.__doc__


def test_words_of_pages_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    hostile = VOSS.replace("Ada Voss", "Ada \x1b[31m\u202eVoss").replace("do so", "[bold]do[/bold] \x9b2J so")
    (tmp_path / "voss.txt").write_text(hostile, encoding="utf-8")
    assert run("-l", tmp_path / "x.db", "add", tmp_path / "voss.txt").code == 0
    for arguments in (
        ("find", "drones"),
        ("trace", CLAIM),
        ("show", tmp_path / "voss.txt"),
        ("find", "drones", "--json"),
    ):
        out = run("-l", tmp_path / "x.db", *arguments).out
        assert out
        assert not set(out) & {"\x1b", "\u202e", "\x9b", "\x00"}
    assert "[bold]do[/bold]" in run("-l", tmp_path / "x.db", "find", "drones").out


def test_the_installed_command_runs_as_a_process(pages: Path, tmp_path: Path) -> None:
    done = run_process("--version")
    assert (done.code, done.out.startswith("onrecord ")) == (0, True)
    assert run_process("-l", tmp_path / "x.db", "add", pages).code == 0
    done = run_process("-l", tmp_path / "x.db", "trace", CLAIM)
    assert done.code == 0
    assert "\x1b" not in done.out + done.err
    assert run_process("-l", tmp_path / "x.db", "status", "--nonsense").code == 2


def test_a_terminal_with_a_narrow_encoding_gets_escapes(pages: Path) -> None:
    narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert "\\u201c" in run_process("read", pages / "voss.txt", **narrow).out
    wide, ascii_only = (run_process("read", "--json", pages / "voss.txt", **env).objects for env in ({}, narrow))
    assert wide == ascii_only


def test_a_closed_pipe_is_quiet(pages: Path) -> None:
    command = f'"{sys.executable}" -m onrecord read "{pages}" "{pages}" | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=120)  # noqa: S602
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_the_ledger_made_by_the_command_is_the_librarys(ledger: Path) -> None:
    with open_ledger(ledger) as opened:
        assert opened.status().sources == 2
