"""`fix` and `decisions …` on the command line, as a coder uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.cli.app import app
from onrecord.ledger import open_ledger
from onrecord.settings import Settings
from onrecord.workers import Here

TEXT = (
    "Kestria lost no ship\n\nTolmin Gazette, 14 March 2031\n\n"
    "Foreign minister Mara Velt said on Thursday that no ship of Kestria was sunk in the strait.\n\n"
    "Tomas Ardel, a deputy of the opposition, denied that the government had told parliament the whole story.\n"
)

Run = Callable[..., Any]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page on the disk."""
    path = tmp_path / "strait.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command line on a ledger with one page; pages are read in this process."""
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        ledger.add([str(page)], settings=Settings(jobs=0))
    monkeypatch.setattr("onrecord.deciding.entering.open_reader", here)
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    return lambda *words: CliRunner().invoke(app, ["-l", str(tmp_path / "a.db"), *map(str, words)])


def here(_settings: Settings) -> Here:
    """Return a reader in this process."""
    return Here(Settings(jobs=0))


def statement_of(run: Run, words: str) -> str:
    """Return the id of the statement that holds words."""
    return str(json.loads(run("find", words, "--json").stdout.splitlines()[0])["statement"]["id"])


def test_a_fix_is_shown_listed_undone_and_redone(run: Run) -> None:
    statement = statement_of(run, "whole story")
    fixed = run("fix", statement, "speaker=Halden Broek", "acts=accuse", "--why", "He said so himself.")
    assert fixed.exit_code == 0, fixed.stderr
    assert "2 decisions entered, 1 record made anew" in fixed.stderr
    assert "Halden Broek" in run("show", statement).stdout
    listed = [json.loads(line) for line in run("decisions", "list", "--json").stdout.splitlines()]
    assert [(one["kind"], one["who"], one["why"]) for one in listed] == [
        ("speaker", "ada", "He said so himself."),
        ("acts", "ada", "He said so himself."),
    ]
    assert run("decisions", "undo", listed[0]["id"][:8]).exit_code == 0
    assert "Halden Broek" not in run("show", statement).stdout
    rows = run("decisions", "list", "--csv").stdout.splitlines()
    assert [row.split(",")[4] for row in rows[1:]] == ["undone", "in-force", "in-force"]
    assert run("decisions", "redo").exit_code == 0
    assert "Halden Broek" in run("show", statement).stdout
    assert len(run("decisions", "list", "--who", "ben", "--csv").stdout.splitlines()) == 1


def test_a_page_is_fixed_by_its_path(run: Run, page: Path) -> None:
    assert run("fix", page, "published=2031-03-21", "outlet=Lunn Radio", "--json").exit_code == 0
    shown = json.loads(run("show", page, "--json").stdout)
    assert (shown["article"]["published"]["value"], shown["article"]["outlet"]["value"]) == (
        "2031-03-21",
        "Lunn Radio",
    )
    assert shown["statements"][0]["said"]["from"] == "2031-03-20"
    assert len(run("decisions", "list", page, "--json").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fix", "nowhere", "speaker=A"), "nowhere"),
        (("fix", "strait", "speaker"), "FIELD=VALUE"),
        (("decisions", "undo"), "nothing that stands"),
        (("decisions", "redo"), "Nothing is undone"),
        (("decisions", "undo", "abc"), "No decision's id begins"),
        (("decisions", "import", "no-such-file"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Run, page: Path, words: tuple[str, ...], told: str
) -> None:
    result = run(*(str(page) if word == "strait" else word for word in words))
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_two_coders_hand_their_logs_over_and_disagree(run: Run, tmp_path: Path) -> None:
    statement = statement_of(run, "whole story")
    for who, value in (("ada", "Halden Broek"), ("ben", "Odile Wrenn")):
        run("fix", statement, f"speaker={value}", "form=direct", "--who", who)
        (tmp_path / who).write_text(run("decisions", "export", "--who", who).stdout, encoding="utf-8")
    difference = run("decisions", "diff", tmp_path / "ada", tmp_path / "ben", "--csv")
    assert difference.exit_code == 1
    assert difference.stdout.splitlines()[1].startswith('speaker,Halden Broek,Odile Wrenn,"ada, ben"')
    assert "1 decided alike, 1 differently" in difference.stderr
    same = run("decisions", "diff", tmp_path / "ada", tmp_path / "ada", "--json")
    assert same.exit_code == 0
    assert json.loads(same.stdout)["agreed"] == 2
    again = run("decisions", "import", tmp_path / "ben")
    assert again.exit_code == 1, "people disagree"
    assert "0 decisions entered" in again.stderr
    assert "1 disagreement; the later decision holds." in again.stderr


def test_a_log_that_was_changed_by_hand_is_refused(run: Run, tmp_path: Path) -> None:
    run("fix", statement_of(run, "whole story"), "speaker=Halden Broek")
    log = run("decisions", "export").stdout
    (tmp_path / "log").write_text(log.replace("Halden Broek", "Odile Wrenn"), encoding="utf-8")
    refused = run("decisions", "import", tmp_path / "log")
    assert refused.exit_code == 2
    assert "was changed after it was decided" in refused.stderr


def test_orphans_are_a_queue(run: Run, tmp_path: Path) -> None:
    assert run("decisions", "orphans").exit_code == 0
    run("fix", statement_of(run, "whole story"), "speaker=Halden Broek")
    (tmp_path / "log").write_text(run("decisions", "export").stdout, encoding="utf-8")
    with open_ledger(tmp_path / "b.db", create=True):
        pass
    other = CliRunner()
    entered = other.invoke(app, ["-l", str(tmp_path / "b.db"), "decisions", "import", str(tmp_path / "log")])
    assert entered.exit_code == 0
    orphans = other.invoke(app, ["-l", str(tmp_path / "b.db"), "decisions", "orphans", "--json"])
    assert orphans.exit_code == 1
    assert json.loads(orphans.stdout)["reason"] == "no-page"


def test_two_names_are_joined_and_parted_again(run: Run) -> None:
    """`fix NAME same=NAME` makes two names one actor for `who`; `not-same`, or undoing it, parts them."""
    joined = run("fix", "Ardel", "same=Mara Velt", "--why", "One person, two names.")
    assert (joined.exit_code, joined.stdout.split()[1:]) == (0, ["same-actor", "Mara", "Velt"])
    (actor,) = map(json.loads, run("who", "Velt", "--json").stdout.splitlines())
    assert sorted(actor["names"]) == ["Mara Velt", "Tomas Ardel"]
    assert actor["joins"][0]["because"].endswith(": One person, two names.")
    assert run("fix", "Velt", "not-same=Ardel").exit_code == 0
    assert [json.loads(run("who", name, "--json").stdout)["names"] for name in ("Velt", "Ardel")] == [
        ["Mara Velt"],
        ["Tomas Ardel"],
    ]


def test_a_speaker_is_told_apart_from_the_name(run: Run) -> None:
    """Of a statement, `not-same` is about its words: its speaker alone is another one of that name."""
    assert run("fix", statement_of(run, "whole story"), "not-same=Tomas Ardel").exit_code == 0
    decision = json.loads(run("decisions", "list", "--json").stdout)
    assert decision["kind"] == "not-same-actor"
    assert "whole story" in decision["target"]["content"][0]["exact"]
    assert [other["name"] for other in decision["others"]] == ["Tomas Ardel"]


@pytest.mark.parametrize(
    ("item", "given", "why"),
    [
        ("Mara Velt", "same=Halden Broek", "Nobody in this ledger has the name 'Halden Broek'"),
        ("Halden Broek", "same=Mara Velt", "no one statement's id begins so"),
        ("Mara Velt", "same=mara velt", "are one name"),
    ],
)
def test_who_is_not_there_is_joined_with_nobody(run: Run, item: str, given: str, why: str) -> None:
    refused = run("fix", item, given)
    assert (refused.exit_code, why in refused.stderr) == (2, True)
    assert run("fix", "Mara Velt", "same=Tomas Ardel", "speaker=x").exit_code == 2
    assert run("decisions", "list").stdout == ""
