"""Leaving out what a text tells of minds: `find --speech` and `trace --speech`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.ledger import open_ledger

TEXT = (
    "Orsk Courier\n\nVarland’s minister Ada Brandt said that Kestria has drones. "
    "General Joren Malk believes that Kestria has drones.\n"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("speech")
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    with open_ledger(folder / "l.db", create=True) as made:
        made.add([str(folder / "page.txt")])
    return folder / "l.db"


@pytest.mark.parametrize(("option", "attitudes"), [([], {"speech", "belief"}), (["--speech"], {"speech"})])
def test_find_leaves_out_what_is_no_speech_where_asked(
    ledger: Path, option: list[str], attitudes: set[str]
) -> None:
    done = CliRunner().invoke(app, ["-l", str(ledger), "find", "drones", "--json", *option])
    assert {json.loads(line)["statement"]["attitude"] for line in done.stdout.splitlines()} == attitudes


def test_trace_shows_fewer_with_speech_than_without(ledger: Path) -> None:
    shown = [
        CliRunner().invoke(app, ["-l", str(ledger), "trace", "Kestria has drones", "--json", *option]).stdout
        for option in ([], ["--speech"])
    ]
    assert [len(one.splitlines()) for one in shown] == [2, 1]
