"""The ledger: adding is idempotent, incremental and interruptible, and what went in can be asked and proved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import apsw
import pytest
from store_contract import ADDED, a_record, a_source

from onrecord import adding, proving
from onrecord.errors import InputError, LedgerError, UnreadableError
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import AddProgress, AddReport, MadeBy, Page, Problem, Record
from onrecord.record import made_by, make_record
from onrecord.settings import Settings
from onrecord.store import SqliteStore
from onrecord.workers import reading

HERE = Settings(jobs=0)
"""These tests are about the ledger; test_workers.py is about reading in other processes."""

PAGES = {
    "strait.txt": (
        "Varland shells the strait\n\nTOLMIN, March 7, 2031 (Transmarine) - Kestria's ships were fired on.\n\n"
        "Foreign minister Mara Velt said on Thursday that Varland had sunk a tanker.\n"
    ),
    "denial.txt": "Varland denies it\n\nPresident Tomas Ardel denied that his navy had fired.\n",
    "page.html": "<html><body><h1>Calm returns</h1><p>“We are at peace,” said Mara Velt.</p></body></html>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        yield ledger


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with two pages of which we know what is said there."""
    store = SqliteStore(tmp_path / "told.db", create=True)
    for path in ("b.txt", "a.txt"):
        source = a_source(path.encode(), path=path)
        store.put_page(source, a_record(source), ADDED)
    with Ledger(store) as ledger:
        ledger.update()
        yield ledger


def rows_of(path: Path) -> dict[str, int]:
    """Return how many rows each table holds."""
    connection = apsw.Connection(str(path))
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    counts = {}
    for (table,) in tables:
        ((counts[str(table)],),) = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
    connection.close()
    return {table: int(count) for table, count in counts.items()}


def balanced(report: AddReport) -> bool:
    """Tell whether all that went in came out."""
    return report.seen == report.read + report.partly + report.refused + report.unchanged


def test_what_is_added_is_counted_and_proved(ledger: Ledger, folder: Path) -> None:
    seen: list[AddProgress] = []
    report = ledger.add([str(folder)], settings=HERE, on_progress=seen.append)
    assert (report.seen, report.refused, report.unchanged) == (3, 0, 0)
    assert (report.captures, report.pages) == (3, 3)
    assert balanced(report)
    assert [(progress.done, progress.total) for progress in seen] == [(1, 3), (2, 3), (3, 3)]
    status = ledger.status()
    assert status.sources == status.read + status.partly + status.refused == 3
    assert status.statements == report.statements == sum(len(record.statements) for record in ledger.records())
    assert status.made_by == (made_by(),)
    assert ledger.verify(settings=HERE) == ()


def test_each_step_over_all_pages_tells_how_far_it_is_and_ends_with_all_of_them(
    ledger: Ledger, folder: Path
) -> None:
    seen: list[AddProgress] = []
    ledger.add([str(folder)], settings=HERE, on_update=seen.append)
    ledger.rebuild(on_progress=seen.append)
    steps = [list(told) for _, told in groupby(seen, key=lambda at: at.step)]
    assert len(steps) > 5
    assert all(one[-1].done == one[-1].total for one in steps)
    assert all(at.step and at.done <= at.total for at in seen)


def test_what_was_made_where_pages_are_read_is_what_a_rebuild_makes(ledger: Ledger, folder: Path) -> None:
    ledger.add([str(folder)], settings=HERE)
    before = made_across_pages(ledger.path)
    ledger.rebuild()
    assert made_across_pages(ledger.path) == before
    assert all(before.values())


def made_across_pages(path: Path) -> dict[str, list[str]]:
    """Return the rows that the passes take from each page alone."""
    connection = apsw.Connection(str(path))
    asked = {
        "relay_page": "SELECT * FROM relay_page",
        "claim_party": "SELECT * FROM claim_party",
        "vector": "SELECT page, model, vectors FROM vector",
    }
    rows = {table: sorted(map(repr, connection.execute(sql))) for table, sql in asked.items()}
    connection.close()
    return rows


def test_the_same_again_adds_no_row(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    first = ledger.add([str(folder)], settings=HERE)
    before = rows_of(tmp_path / "ledger.db")
    again = ledger.add([str(folder)], settings=HERE)
    assert rows_of(tmp_path / "ledger.db") == before
    assert (first.refused, again.refused) == (1, 1)
    assert (again.seen, again.unchanged, again.captures, again.pages, again.statements) == (4, 3, 0, 0, 0)
    assert balanced(again)


def test_known_bytes_at_a_new_place_add_a_capture_only(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    ledger.add([str(folder)], settings=HERE)
    before = rows_of(tmp_path / "ledger.db")
    copy = tmp_path / "copy.txt"
    copy.write_text(PAGES["strait.txt"], encoding="utf-8")
    report = ledger.add([str(copy)], settings=HERE)
    assert (report.read + report.partly, report.captures, report.pages, report.statements) == (1, 1, 0, 0)
    assert balanced(report)
    after = rows_of(tmp_path / "ledger.db")
    assert {table for table in after if after[table] != before[table]} == {"capture"}
    page = ledger.record(str(copy)).page
    assert page.path == str(folder / "strait.txt")
    assert [capture.path for capture in ledger.captures(page.id)] == [page.path, str(copy)]


def test_a_changed_file_is_a_new_page_and_the_old_one_stays(ledger: Ledger, folder: Path) -> None:
    file = folder / "strait.txt"
    ledger.add([str(folder)], settings=HERE)
    old = ledger.record(str(file))
    file.write_text(PAGES["strait.txt"] + "\nUpdated.\n", encoding="utf-8")
    report = ledger.add([str(folder)], settings=HERE)
    assert (report.seen, report.unchanged, report.captures, report.pages) == (3, 2, 1, 1)
    assert ledger.record(old.page.id) == old
    assert ledger.source_bytes(old.page.id) == PAGES["strait.txt"].encode()
    assert ledger.source_bytes(str(file)).endswith(b"Updated.\n")
    assert ledger.status().sources == 4
    assert ledger.verify(settings=HERE) == ()


def test_a_record_of_another_version_is_made_again(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = replace(made_by(), onrecord="99.0")
    ledger.add([str(folder)], settings=HERE)
    monkeypatch.setattr(adding, "made_by", lambda _reader: newer)
    monkeypatch.setattr(proving, "made_by", lambda: newer)
    monkeypatch.setattr(reading, "make_record", lambda *given: replace(make_record(*given), made_by=newer))
    report = ledger.add([str(folder)], settings=HERE)
    assert (report.seen, report.unchanged, report.captures, report.pages) == (3, 0, 0, 0)
    assert balanced(report)
    assert {record.made_by for record in ledger.records()} == {newer}
    assert ledger.status().sources == 3
    assert ledger.add([str(folder)], settings=HERE).unchanged == 3
    assert ledger.verify(settings=HERE) == ()


def test_a_refused_source_is_a_row_and_a_gap_until_it_can_be_read(ledger: Ledger, folder: Path) -> None:
    (folder / "scan.txt").write_bytes(b"%PDF-1.7\n" + bytes(300))
    (folder / "big.txt").write_text("word " * 1_000, encoding="utf-8")
    report = ledger.add([str(folder)], settings=replace(HERE, max_bytes=4_000))
    assert (report.seen, report.refused, report.pages) == (5, 2, 3)
    assert balanced(report)
    refused = [gap for gap in ledger.gaps() if gap.page is None]
    assert [Path(gap.path).name for gap in refused] == ["big.txt", "scan.txt"]
    assert all(gap.problem.reason and gap.problem.message.endswith(".") for gap in refused)
    assert set(refused) <= set(report.problems)
    assert ledger.add([str(folder)], settings=HERE).refused == 1
    status = ledger.status()
    assert (status.sources, status.refused) == (5, 1)


def test_strict_raises_the_first_refusal_as_it_is(ledger: Ledger, folder: Path) -> None:
    (folder / "aaa.txt").write_bytes(b"%PDF-1.7\n" + bytes(300))
    with pytest.raises(UnreadableError) as caught:
        ledger.add([str(folder)], settings=replace(HERE, strict=True))
    assert caught.value.reason
    assert ledger.status().sources == 0


def test_problems_of_a_page_make_it_partly_read(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(stage="masthead", reason="odd", message="Something is odd; look.")

    def troubled(*given: Any) -> Record:  # noqa: ANN401  # handed through
        return replace(make_record(*given), problems=(problem,))

    monkeypatch.setattr(reading, "make_record", troubled)
    report = ledger.add([str(folder)], settings=HERE)
    assert (report.partly, report.read, len(report.problems)) == (3, 0, 3)
    assert ledger.status().problems == (("odd", 3),)
    assert [gap.problem for gap in ledger.gaps()] == [problem] * 3
    copy = folder / "strait-again.txt"
    copy.write_text(PAGES["strait.txt"], encoding="utf-8")
    again = ledger.add([str(copy)], settings=HERE)
    assert (again.partly, again.problems[0].path) == (1, str(copy))


def test_the_ledger_does_not_read_itself(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGES["denial.txt"], encoding="utf-8")
    with open_ledger(tmp_path / "ledger.txt", create=True) as ledger:
        report = ledger.add([str(tmp_path)], settings=HERE)
    assert (report.seen, report.refused) == (1, 0)


def test_an_interrupt_loses_the_page_in_hand_only(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Page] = []

    def interrupted(page: Page, *given: Any) -> Record:  # noqa: ANN401  # handed through
        if len(made) == 1:
            raise KeyboardInterrupt
        made.append(page)
        return make_record(page, *given)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "make_record", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ledger.add([str(folder)], settings=HERE)
    assert ledger.status().sources == 1
    report = ledger.add([str(folder)], settings=HERE)
    assert (report.unchanged, report.pages) == (1, 2)
    assert ledger.verify(settings=HERE) == ()


ADD = """
import sys
from onrecord.ledger import open_ledger
from onrecord.settings import Settings
with open_ledger(sys.argv[1], create=True) as ledger:
    tell = lambda progress: print(progress.done, flush=True)
    ledger.add([sys.argv[2]], settings=Settings(jobs=0), on_progress=tell)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_run_is_completed_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for nth in range(200):
        (folder / f"{nth:03}.txt").write_text(PAGES["strait.txt"] + f"\nPage {nth}.\n", encoding="utf-8")
    path = tmp_path / "ledger.db"
    child = subprocess.Popen(
        [sys.executable, "-c", ADD, str(path), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for _ in range(3):
        child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    told = child.stdout.read().split("\n")[:-1]
    child.wait()
    child.stdout.close()
    done = int(told[-1]) if told else 3
    with open_ledger(path) as ledger:
        kept = ledger.status().sources
        assert done <= kept <= done + 1
        report = ledger.add([str(folder)], settings=HERE)
        assert (report.unchanged, report.pages) == (kept, 200 - kept)
        assert list(ledger.verify(settings=HERE)) == []


def test_records_come_by_path_and_are_named_by_id_prefix_or_path(told: Ledger) -> None:
    records = list(told.records())
    assert [record.page.path for record in records] == ["a.txt", "b.txt"]
    for record in records:
        assert told.record(record.page.id) == record
        assert told.record(record.page.id[:8]) == record
        assert told.record(record.page.path or "") == record
        assert told.source_bytes(record.page.id[:8]) == (record.page.path or "").encode()


@pytest.mark.parametrize("name", ["", "zz", "c.txt", "0" * 64, "\0", "%", "*"])
def test_a_page_or_statement_that_is_not_there_is_told(told: Ledger, name: str) -> None:
    with pytest.raises(InputError, match="has no page"):
        told.record(name)
    with pytest.raises(InputError, match="has no page"):
        told.captures(name)
    with pytest.raises(InputError, match="onrecord find"):
        told.statement(name)


def test_a_prefix_of_several_ids_is_told(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "x.db", create=True)
    for nth in range(17):  # more than there are first digits
        source = a_source(bytes([nth]), path=str(nth))
        store.put_page(source, a_record(source), ADDED)
    with Ledger(store) as ledger:
        firsts = [record.page.id[0] for record in ledger.records()]
        shared = next(first for first in firsts if firsts.count(first) > 1 and not first.isdigit())
        with pytest.raises(InputError, match="Several pages"):
            ledger.record(shared)


def test_statements_are_named_by_id_or_prefix(told: Ledger) -> None:
    for record in told.records():
        for statement in record.statements:
            assert told.statement(statement.id) == (record, statement)
            assert told.statement(statement.id[:10]) == (record, statement)


def test_find_gives_statements_with_what_is_needed_to_judge_them(told: Ledger) -> None:
    hits = told.find("kestria SHIP")
    assert [hit.page.path for hit in hits] == ["a.txt", "b.txt"] or [hit.page.path for hit in hits] == [
        "b.txt",
        "a.txt",
    ]
    hit = hits[0]
    assert (hit.outlet, hit.published, hit.words) == (
        "Tolmin Courier",
        "2031-03-08",
        "that “Kestria has sunk no ship”",
    )
    assert told.statement(hit.statement.id)[1] == hit.statement
    assert len(told.find()) == 4
    assert len(told.find(limit=3)) == 3
    assert {hit.words for hit in told.find(who="velt")} == {hit.words}
    assert told.find(who="nobody at all") == ()
    assert told.find("ship", who="Tomas Ardel") == ()
    assert len(told.find(since="2031-03-07", until="2031-03-08")) == 2
    assert told.find('"NEAR( OR*') == ()


@pytest.mark.parametrize("day", ["2031", "yesterday", "2031-02-30", "20310307", ""])
def test_a_day_that_is_none_is_told(told: Ledger, day: str) -> None:
    with pytest.raises(InputError, match="is no day"):
        told.find(since=day)
    with pytest.raises(InputError, match="is no day"):
        told.find(until=day)


def test_a_limit_that_finds_nothing_is_told(told: Ledger) -> None:
    with pytest.raises(InputError, match="finds nothing"):
        told.find(limit=0)


def test_who_gathers_an_actor_over_pages(told: Ledger) -> None:
    (velt,) = told.who("VELT")
    assert (velt.name, len(velt.pages), len(velt.statements)) == ("Mara Velt", 2, 2)
    assert [role.value for role in velt.roles] == ["Foreign minister"]
    assert told.who("Nobody") == ()


def test_trace_gives_what_claims_gives(told: Ledger) -> None:
    for appearance in told.trace("Kestria has sunk a ship"):
        _, statement = told.statement(appearance.statement)
        assert appearance.content == statement.content


TAMPERINGS = {
    "UPDATE source SET bytes = zeroblob(9)": "damaged",
    "UPDATE source SET bytes = (SELECT max(bytes) FROM source)": "other-bytes",
    "UPDATE page SET text = text || '!'": "other-page",
    "UPDATE page SET record = replace(record, 'said', 'sang')": "other-text",
    "UPDATE page SET record = '{}'": "damaged-record",
    "UPDATE statement SET words = 'that all is well'": "stale-rows",
    "DELETE FROM problem; DELETE FROM block": "stale-rows",
    "INSERT INTO statement_fts (statement_fts) VALUES ('delete-all')": "stale-search",
    "PRAGMA foreign_keys = OFF; DELETE FROM source": "dangling-row",
    "DELETE FROM capture": "no-capture",
    "UPDATE article SET published = '1999-01-01'": "stale-rows",
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_verify_finds_what_was_tampered_with(ledger: Ledger, folder: Path, tmp_path: Path, tampering: str) -> None:
    (folder / "page.html").unlink()
    ledger.add([str(folder)], settings=HERE)
    assert ledger.verify(settings=HERE) == ()
    connection = apsw.Connection(str(tmp_path / "ledger.db"))
    connection.execute(tampering)
    connection.close()
    assert TAMPERINGS[tampering] in {finding.reason for finding in ledger.verify(settings=HERE)}


def test_verify_reads_again_in_workers_whose_limits_hold(ledger: Ledger, folder: Path) -> None:
    """Bytes that cannot be read within the limits any more are a finding, not the end of the run."""
    ledger.add([str(folder)], settings=HERE)
    none_fits = ledger.verify(settings=Settings(jobs=1, max_bytes=10))
    assert {finding.reason for finding in none_fits} == {"unreadable"}
    assert len(none_fits) == ledger.status().read + ledger.status().partly
    assert ledger.verify(settings=Settings(jobs=1)) == ()


def test_rebuilding_makes_stale_rows_right(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    ledger.add([str(folder)], settings=HERE)
    connection = apsw.Connection(str(tmp_path / "ledger.db"))
    connection.execute("UPDATE article SET body = 'x'; DELETE FROM block")
    connection.close()
    assert ledger.verify(settings=HERE) != ()
    ledger.rebuild()
    assert ledger.verify(settings=HERE) == ()


def test_verify_reports_a_text_of_another_renderer_in_place_of_comparing(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add([str(folder)], settings=HERE)
    monkeypatch.setattr(proving, "made_by", lambda: MadeBy(onrecord="99", renderer="99"))
    seen: list[AddProgress] = []
    assert {finding.reason for finding in ledger.verify(seen.append, settings=HERE)} == {"other-renderer"}
    assert [progress.done for progress in seen] == [1, 2, 3]


def test_a_missing_ledger_and_a_closed_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="make one with"):
        open_ledger(tmp_path / "none.db")
    with open_ledger(str(tmp_path / "some.db"), create=True) as ledger:
        pass
    with pytest.raises(LedgerError, match="has been closed"):
        ledger.status()


def test_paths_that_do_not_exist_are_told_before_anything_is_added(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        ledger.add([str(folder), str(folder / "nowhere")], settings=HERE)
    assert ledger.status().sources == 0
