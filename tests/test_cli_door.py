"""The door of the command line: what is meant by an id, and streams that are not there."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest

from onrecord.cli.app import app
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

HERE = Settings(jobs=0, reader="fast")
TEXT = "Mara Velt said on Thursday that no ship of Kestria was sunk in the strait of Tessaly, number {}.\n"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_stream_that_was_closed_before_the_start_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    open_ledger(tmp_path / "a.db", create=True).close()
    monkeypatch.setattr(sys, stream, None)
    with pytest.raises(SystemExit) as ended:
        app(["-l", str(tmp_path / "a.db"), "status"])
    assert ended.value.code == 0


def test_the_start_of_a_statements_id_and_of_a_pages_means_neither(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        shared = _shared_start(ledger, tmp_path)
        with pytest.raises(InputError, match="give more of the id"):
            ledger.item(shared)
        record, statement = ledger.item(ledger.statement(shared)[1].id)
        assert statement in record.statements
        assert ledger.item(ledger.record(shared).page.id)[1] is None


def _shared_start(ledger: Ledger, folder: Path) -> str:
    """Add pages until a statement's id begins as a page's does, and nothing else; return that beginning."""
    for number in count():
        (folder / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
        ledger.add([str(folder / f"{number}.txt")], settings=HERE)
        records = list(ledger.records())
        pages = [record.page.id for record in records]
        statements = [one.id for record in records for one in record.statements]
        for length in (1, 2):
            for start in {one[:length] for one in statements} & {one[:length] for one in pages}:
                if sum(one.startswith(start) for one in (*pages, *statements)) == 2:
                    return start
    raise AssertionError
