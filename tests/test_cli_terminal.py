"""What the command line shows in a terminal: nothing wider than it, no word broken, each statement with its id."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.fitting import entry, flow, wrap
from onrecord.ledger import open_ledger

PAGES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
CLAIM = "Varland has supplied drones to the Tessaly Front"
NAMES = ("2031-01-14_orsk-courier_denial.html", "2031-02-19_pellmore-today_translated.txt")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two pages."""
    path = tmp_path_factory.mktemp("terminal") / "two.db"
    with open_ledger(path, create=True) as made:
        made.add([str(PAGES / name) for name in NAMES])
    return path


def shown(columns: int, *arguments: str | Path) -> list[str]:
    """Return the lines that a command prints in a terminal so wide, without their styles."""
    outside, inside = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "dumb"}
    with subprocess.Popen(
        [sys.executable, "-m", "onrecord", *map(str, arguments)], stdout=inside, env=environment
    ) as process:
        os.close(inside)
        told = b""
        while chunk := _read(outside):
            told += chunk
    os.close(outside)
    assert process.returncode in {0, 1}
    return told.decode().replace("\r\n", "\n").splitlines()


def _read(terminal: int) -> bytes:
    """Read on; a terminal whose other end is closed says so by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("arguments", [("find", "drones"), ("changes", CLAIM), ("who", "Broek"), ("claims",)])
def test_nothing_is_wider_than_a_narrow_terminal(ledger: Path, arguments: tuple[str, ...]) -> None:
    """In 80 columns every line of words fits; what is longer is a single word, such as a path."""
    lines = shown(80, "-l", ledger, *arguments)
    assert lines
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


def test_a_narrow_trace_tells_who_what_and_under_which_id(ledger: Path) -> None:
    """Each entry has the statement's id, by which it can be shown and corrected, and its words below."""
    lines = shown(80, "-l", ledger, "trace", CLAIM)
    with open_ledger(ledger) as held:
        traced = held.trace(CLAIM)
    assert max(map(len, lines)) <= 80
    told = " ".join(" ".join(lines).split())
    assert [one.statement for one in traced if f"statement {one.statement}" not in told] == []
    assert "2031-01-14 Halden Broek denies" in told
    assert "“Varland has no intention of supplying drones to the Tessaly Front or to whoever it be,”" in told


def test_a_wide_terminal_gets_a_table(ledger: Path) -> None:
    """Where all short cells fit on a line of their own, there are columns with heads."""
    lines = shown(240, "-l", ledger, "trace", CLAIM)
    head = next(line for line in lines if line.strip())
    assert head.split() == ["day", "actor", "stance", "via", "where", "statement", "words"]


words = st.text(st.characters(codec="utf-8", exclude_characters="\n\r", exclude_categories=["Cc", "Zl", "Zp"]))


@given(words, st.integers(min_value=8, max_value=60), st.sampled_from(["", "    "]))
def test_wrapping_loses_nothing(text: str, width: int, indent: str) -> None:
    """The words are the same in the same order, and only a word longer than the line is longer than it."""
    lines = wrap(text, width, indent=indent)
    assert " ".join(lines).split(" ") == text.split(" ") or " ".join(" ".join(lines).split()) == " ".join(
        text.split()
    )
    for line in lines:
        assert len(line.strip(" ").split(" ")) == 1 or len(line) <= width


def test_what_is_cut_says_so() -> None:
    """The last line that is shown of many ends with the sign of omission, within the width."""
    lines = wrap("one two three four five six seven eight nine ten", 12, most=2)
    assert lines == ["one two", "three four …"]
    assert entry(("2031-03-07", "", "denies"), "", 40, 2) == (["2031-03-07  denies"], [])
    assert flow(("2031-03-07", "Mara Velt", "denies"), 22, indent="  ") == ["2031-03-07  Mara Velt", "  denies"]
