"""The rows of a claim are actors as they were found across pages, not the names that single pages use."""

from __future__ import annotations

from pathlib import Path

from onrecord.claims import trace
from onrecord.deciding import By
from onrecord.decisions import about_name
from onrecord.export.dossier.view import UNCLEAR, by_actor
from onrecord.lang.language import get_language
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Appearance, Decision
from onrecord.settings import Settings

CLAIM = "Varland has supplied drones to the Tessaly Front"
SUPPLIED = "Varland had supplied drones to the Tessaly Front"

FULL = f"TOLMIN, March {{day}}, 2031 - Analyst Ysolde Carran of the Lunn Institute said that {SUPPLIED}.\n"
UNNAMED = f"TOLMIN, March {{day}}, 2031 - A diplomat said that {SUPPLIED}.\n"


def traced(tmp_path: Path, *texts: str) -> tuple[tuple[Appearance, ...], tuple[Appearance, ...]]:
    """Return what bears on the claim on pages of these texts, by the pages alone, and as the ledger has it."""
    paths = []
    for day, text in enumerate(texts, start=3):
        paths.append(tmp_path / f"{day}.txt")
        paths[-1].write_text(f"News of the strait\n\n{text.format(day=day)}", encoding="utf-8")
    with open_ledger(tmp_path / "voices.db", create=True) as ledger:
        ledger.add([str(path) for path in paths], settings=Settings(jobs=0))
        return trace(CLAIM, ledger.records(), get_language("en")), ledger.trace(CLAIM)


def rows(found: tuple[Appearance, ...]) -> dict[str, int]:
    return {name: len(shown) for name, shown in by_actor(found)}


def test_one_actor_of_several_names_is_one_row(tmp_path: Path) -> None:
    """A person decided to be the same as another has one row, by the name that the ledger shows."""
    texts = (FULL, FULL.replace("Ysolde Carran", "Isolde Karran"))
    plain, _ = traced(tmp_path, *texts)
    assert len(rows(plain)) == 2
    with open_ledger(tmp_path / "voices.db") as ledger:
        join(ledger, "Ysolde Carran", "Isolde Karran")
        found = rows(ledger.trace(CLAIM))
        (claim,) = ledger.claims(contested=False)
    assert list(found.values()) == [2]
    assert (claim.actors, len(claim.affirming)) == (1, 1)


def join(ledger: Ledger, one: str, other: str) -> None:
    draft = Decision(kind="same-actor", target=about_name(one), others=(about_name(other),), who="ada", why="")
    ledger.decide([draft], settings=Settings(jobs=0))


def test_unnamed_speakers_of_two_pages_are_two_rows(tmp_path: Path) -> None:
    plain, found = traced(tmp_path, UNNAMED, UNNAMED)
    assert list(rows(plain).values()) == [2]
    assert list(rows(found).values()) == [1, 1]


def test_a_party_of_the_claim_keeps_its_row(tmp_path: Path) -> None:
    spoken = "TOLMIN, March {day}, 2031 - Varland's foreign minister Halden Broek denied that " + SUPPLIED + ".\n"
    stated = "TOLMIN, March {day}, 2031 - Varland denied that it had supplied drones to the Tessaly Front.\n"
    plain, found = traced(tmp_path, spoken, stated)
    assert rows(plain) == rows(found)
    assert "Varland" in rows(found)


def test_whom_nobody_could_name_stands_in_no_row_of_an_actor(tmp_path: Path) -> None:
    """Their words are shown together at the end, and said to be no one voice: no shift is told of them."""
    traced(tmp_path, FULL, UNNAMED)
    with open_ledger(tmp_path / "voices.db") as ledger:
        for page in ledger.records():
            if "diplomat" in page.text:
                (statement,) = page.statements
                ledger.fix(statement.id, {"speaker": ""}, By(who="ada", why=""), settings=Settings(jobs=0))
        found = ledger.trace(CLAIM)
    assert list(rows(found)) == ["Ysolde Carran", UNCLEAR]
    assert [one.sides for one in found if one.actors[0].name is None] == [()]


def test_what_an_actor_said_under_two_names_is_one_sequence(tmp_path: Path) -> None:
    """`changes` goes by actors as the screens do: a reversal shows whatever each page calls who speaks."""
    said = FULL.replace("Analyst", "On March {day} analyst")
    denied = said.replace("Ysolde Carran", "Isolde Karran").replace("said that", "denied that")
    traced(tmp_path, said, denied)
    with open_ledger(tmp_path / "voices.db") as ledger:
        assert [(len(one.dated), one.shifts) for one in ledger.changes(CLAIM)] == [(1, ()), (1, ())]
        join(ledger, "Ysolde Carran", "Isolde Karran")
        (found,) = ledger.changes(CLAIM)
        assert [shift.kind for shift in found.shifts] == ["reversal"]
        assert ledger.changes("Isolde Karran") == ledger.changes("Ysolde Carran") == (found,)
