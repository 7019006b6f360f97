"""Files of many pages in a ledger: added once, gone on with, proven from the stored bytes."""

from pathlib import Path

import pytest
from read_samples import PAGE, packed, pages_of, warc_record
from test_read_feed import RSS

from onrecord.ledger import Ledger, open_ledger
from onrecord.model import AddProgress
from onrecord.settings import Settings

HERE = Settings(jobs=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    changed = warc_record(PAGE.replace("Friday", "Sunday").encode(), url="http://vna.example/c")
    records = [*pages_of(3), warc_record(b"", kind="request"), changed.replace(b"Orsk-on-Vey", b"Orsk-on-Wey")]
    (tmp_path / "a.warc.gz").write_bytes(packed(records))
    (tmp_path / "feed.xml").write_text(RSS)
    (tmp_path / "rows.csv").write_text("headline,date,text\nRain,2031-03-07,“It rains” Mara Velt said.\nNone,,\n")
    return tmp_path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / ".l.db", create=True)


def test_each_page_is_counted_and_adding_again_changes_nothing(folder: Path, ledger: Ledger) -> None:
    with ledger:
        first = ledger.add([str(folder)], settings=HERE)
        assert (first.seen, first.refused, first.pages) == (9, 2, 7)
        assert first.seen == first.read + first.partly + first.refused + first.unchanged
        assert first.passed_over == (("request", 1),)
        assert {"digest-mismatch", "no-text", "summary-only"} <= {p.problem.reason for p in first.problems}
        again = ledger.add([str(folder)], settings=HERE)
        assert (again.unchanged, again.refused, again.captures, again.pages) == (7, 2, 0, 0)
        assert ledger.verify(settings=HERE) == ()


def test_pages_keep_where_and_when_they_were_taken(folder: Path, ledger: Ledger) -> None:
    with ledger:
        ledger.add([str(folder)], settings=HERE)
        record = ledger.record("http://vna.example/1")
        assert record.page.fetched == "2031-03-07T10:15:00Z"
        assert record.page.path == f"{folder}/a.warc.gz!20310307101500/http://vna.example/1"
        row = ledger.record(f"{folder}/rows.csv!row 1")
        assert row.article.headline
        assert row.article.headline.value == "Rain"
        assert row.article.published.value == "2031-03-07"
        assert row.text == "“It rains” Mara Velt said."


def test_a_run_that_was_stopped_goes_on(folder: Path, ledger: Ledger) -> None:
    def stop(progress: AddProgress) -> None:
        if progress.path.endswith("/1"):
            raise KeyboardInterrupt

    with ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.add([str(folder)], settings=HERE, on_progress=stop)
        report = ledger.add([str(folder)], settings=HERE)
        assert (report.unchanged, report.pages) == (2, 5)


def test_progress_never_goes_back_and_ends_at_the_total(folder: Path, ledger: Ledger) -> None:
    told: list[AddProgress] = []
    with ledger:
        ledger.add([str(folder)], settings=HERE, on_progress=told.append)
    at = [progress.done + progress.share for progress in told]
    assert at == sorted(at)
    assert (at[-1], told[-1].total) == (3.0, 3)
