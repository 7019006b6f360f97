"""A draft against the ledger: each verdict, its evidence, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from onrecord.check import Draft, check_draft, paragraphs_of, read_draft
from onrecord.cli import app
from onrecord.errors import InputError
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import DraftFinding
from onrecord.settings import Settings

PAGES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
READ = (
    "2031-01-21_halvard-post_transmarine-accusation.html",
    "2031-01-21_carrow-mail_wire-abridged.txt",
    "2031-02-06_vna_spokesman-repeats.html",
    "2031-06-11_orsk-courier_deflection.html",
    "undated_fastworldnow_scraper.html",
)
ON_RECORD = "“Every sovereign state may trade with whom it likes,” Halden Broek said.\n"
COPIED = "“Not once, but four times, and we know the nights and the roads,” Ysolde Carran told the assembly.\n"
NO_DRONE = "“No drone, no engine and no instructor has gone from Varland to the Tessaly Front,” Iven Sorrel said"
INVENTED = "“We shall build a bridge of paper boats,” Augustin Pell said.\n"


@pytest.fixture(scope="module")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("check") / "dispute.db"
    with open_ledger(path, create=True) as made:
        made.add([str(PAGES / name) for name in READ], settings=Settings(jobs=0))
    return path


@pytest.fixture
def ledger(ledger_path: Path) -> Iterator[Ledger]:
    with open_ledger(ledger_path) as opened:
        yield opened


def only(ledger: Ledger, text: str, day: str | None = None) -> DraftFinding:
    """Return the one finding of a draft."""
    (finding,) = check_draft(ledger, Draft(text, paragraphs_of(text)), day)
    return finding


def test_words_with_their_speaker_on_two_pages_of_their_own_are_found(ledger: Ledger) -> None:
    finding = only(ledger, ON_RECORD)
    assert (finding.verdict, finding.pages, finding.origins) == ("found", 2, 2)
    assert all("sovereign state" in hit.words for hit in finding.evidence)


def test_two_pages_of_one_wire_are_a_single_origin(ledger: Ledger) -> None:
    finding = only(ledger, COPIED)
    assert (finding.verdict, finding.pages, finding.origins) == ("single_origin", 2, 1)


def test_another_word_is_shown_beside_the_one_on_record(ledger: Ledger) -> None:
    text = ON_RECORD.replace("whom", "anybody")
    finding = only(ledger, text)
    assert finding.verdict == "altered"
    (change,) = finding.changes
    assert (change.words_before, change.words_after) == ("whom", "anybody")
    assert change.after is not None
    assert text[change.after.start : change.after.end] == "anybody"


def test_right_words_of_somebody_else_name_who_said_them(ledger: Ledger) -> None:
    finding = only(ledger, ON_RECORD.replace("Halden Broek", "Bram Tillick"))
    assert finding.verdict == "wrong_speaker"
    assert finding.speakers == ("Bram Tillick",)
    assert {speaker.name for hit in finding.evidence for speaker in hit.statement.speakers} == {"Halden Broek"}


def test_a_day_on_which_it_cannot_have_been_said_is_wrong(ledger: Ledger) -> None:
    assert only(ledger, f"{NO_DRONE} on 3 March 2031.\n").verdict == "wrong_day"
    assert only(ledger, f"{NO_DRONE} on 6 February 2031.\n").verdict == "single_origin"


def test_words_of_time_are_reckoned_from_the_day_that_is_given(ledger: Ledger) -> None:
    assert only(ledger, f"{NO_DRONE} on Thursday.\n", "2031-02-07").verdict == "single_origin"
    assert only(ledger, f"{NO_DRONE} on Thursday.\n", "2031-05-02").verdict == "wrong_day"
    with pytest.raises(InputError, match="is no day"):
        only(ledger, f"{NO_DRONE} on Thursday.\n", "2 May")


def test_what_nobody_said_is_missing(ledger: Ledger) -> None:
    finding = only(ledger, INVENTED)
    assert (finding.verdict, finding.evidence) == ("missing", ())


def test_a_quotation_of_two_words_is_not_looked_for(ledger: Ledger) -> None:
    assert only(ledger, "Augustin Pell called it “very serious”.\n").verdict == "unchecked"


@pytest.mark.parametrize(
    ("draft", "code"),
    [(ON_RECORD + COPIED, 0), (ON_RECORD + INVENTED, 1), ("The sun rose over the harbour.\n", 2)],
    ids=["all on record", "one invented", "nothing said"],
)
def test_the_exit_code_tells_whether_all_is_on_record(
    ledger_path: Path, tmp_path: Path, draft: str, code: int
) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(draft, encoding="utf-8")
    result = CliRunner().invoke(app, ["-l", str(ledger_path), "check", str(path), "--json"])
    assert result.exit_code == code, result.output
    findings = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(findings) == (0 if code == 2 else 2)
    for finding in findings:
        assert " … ".join(draft[start:end] for start, end in finding["content"]) == finding["words"]


def test_the_article_of_a_page_is_a_draft_too() -> None:
    draft = read_draft(str(PAGES / READ[0]))
    assert any("Not once, but four times" in draft.text[start:end] for start, end in draft.paragraphs)
    assert not any("This site uses cookies" in draft.text[start:end] for start, end in draft.paragraphs)


@given(st.text(alphabet="ab .\r\n\t", max_size=60))
def test_paragraphs_hold_all_words_once_and_no_blank_line(text: str) -> None:
    paragraphs = paragraphs_of(text)
    assert "".join("".join(text[start:end].split()) for start, end in paragraphs) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in paragraphs)


def test_a_folder_is_no_draft(tmp_path: Path) -> None:
    """Of several drafts none is silently left out."""
    (tmp_path / "draft.txt").write_text(ON_RECORD, encoding="utf-8")
    with pytest.raises(InputError, match="is a folder"):
        read_draft(str(tmp_path))
