"""Fifty corrections of every kind on the example pages: whatever is done to the ledger, none is lost or moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any, get_args

import pytest

from onrecord import adding, record
from onrecord.deciding import conflicts, read_log, write_log
from onrecord.decisions import about_name, about_page, about_statement, locate, place_of, standing
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import Applied, Decision, DecisionKind, MadeBy, Record, Span, Statement
from onrecord.record import made_by
from onrecord.settings import Settings
from onrecord.tagger import Candidate, tag
from onrecord.text import overlaps

PAGES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
NAMES = ("2031-01-14_*", "2031-01-09_*", "2031-02-06_*", "2031-03-27_*", "2031-04-08_*", "2031-06-11_*")
HERE = Settings(jobs=0, reader="fast")
KINDS: tuple[DecisionKind, ...] = tuple(kind for kind in get_args(DecisionKind) if kind not in ("undo", "redo"))
COUNT = 50

VALUES: dict[str, tuple[str, ...]] = {
    "speaker": ("Odile Wrenn",),
    "actor": ("Odile Wrenn of Port Halvard",),
    "form": ("mixed",),
    "said": ("2031-01-02", "2031-01-03"),
    "acts": ("praise",),
    "via": ("Lunn Radio",),
    "stance": ("doubts",),
    "review": ("unsure",),
    "headline": ("As told in the Rotunda",),
    "outlet": ("The Orsk Almanac",),
    "byline": ("Tal Brisk", "Ode Mar"),
    "agency": ("Transmarine",),
    "dateline": ("Orsk-on-Vey",),
    "published": ("2031-09-09",),
    "updated": ("2031-09-10",),
    "block": ("caption",),
    "claim-split": ("Has Varland sold drones?",),
    "claim-rename": ("Has Varland given drones?",),
}


def pages() -> list[str]:
    """Return the example pages that are corrected."""
    return [str(next(PAGES.glob(name))) for name in NAMES]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger of the pages."""
    with open_ledger(tmp_path / "ada.db", create=True) as ledger:
        ledger.add(pages(), settings=HERE)
        yield ledger


def word(of: Record, at: int) -> Span:
    """Return the first longer word of a page from a place on."""
    match = re.compile(r"\w{6,}").search(of.text, at)
    assert match
    return Span(*match.span())


def draft(kind: DecisionKind, of: Record, statement: Statement, who: str) -> Decision:
    """Return a correction of a kind on a page, or on a statement of it."""
    blank = Decision(kind=kind, target=about_page(of), values=VALUES.get(kind, ()), who=who, why="As it says.")
    place = (statement.content or statement.cue)[-1]
    quoted = about_page(of, word(of, place.start)).content
    match kind:
        case "missed":
            paragraph = next(b.span for b in of.blocks if b.kind == "paragraph" and b.span.start > place.end)
            content = about_page(of, word(of, paragraph.start)).content
            return replace(blank, target=replace(blank.target, content=content), values=("Halden Broek",))
        case "block":
            caption = next(b.span for b in reversed(of.blocks) if b.kind not in ("paragraph", "headline"))
            return replace(blank, target=about_page(of, caption))
        case "headline" | "outlet" | "byline" | "agency" | "dateline" | "published" | "updated":
            return blank
        case "content":
            return replace(blank, target=about_statement(of, statement), quotes=quoted)
        case "cue":
            cue = about_page(of, statement.cue[0] if statement.cue else word(of, place.end)).content
            return replace(blank, target=about_statement(of, statement), quotes=cue)
        case "addressee":
            return replace(blank, target=about_statement(of, statement), values=("them",), quotes=quoted)
        case "same-actor" | "not-same-actor":
            return replace(blank, target=about_statement(of, statement), others=(about_name("Tal Brisk"),))
        case "claim-split" | "claim-merge" | "claim-relate" | "stance":
            others = () if kind == "stance" else (about_statement(of, of.statements[0]),)
            return replace(blank, target=about_statement(of, statement), others=others, claim="Has Varland …?")
        case _:
            return replace(blank, target=about_statement(of, statement))


def fifty(ledger: Ledger) -> tuple[Decision, ...]:
    """Return fifty corrections of two people, of every kind, over all pages and many statements of each."""
    records = list(ledger.records())
    out = []
    for nth, kind in enumerate(islice(cycle(KINDS), COUNT)):
        of = records[nth % len(records)]
        statement = of.statements[(nth // len(records)) % (len(of.statements) - 1)]
        out.append(draft(kind, of, statement, ("ada", "ben")[nth % 2]))
    return tuple(out)


def fates(ledger: Ledger) -> dict[str, tuple[Record, Applied]]:
    """Return what the ledger's records tell of each decision."""
    return {one.decision: (record, one) for record in ledger.records() for one in record.decisions}


def check(ledger: Ledger) -> None:
    """Prove that every standing decision is in force, overruled by one that is, or orphaned; and none is moved."""
    log = ledger.decisions.all()
    told = fates(ledger)
    lost = {orphan.decision.id for orphan in ledger.decisions.orphans()}
    for decision in standing(log):
        of, fate = told[decision.id]
        assert fate.outcome != "undone"
        assert (decision.id in lost) == (fate.outcome == "orphaned"), decision
        if fate.outcome == "overruled":
            assert fate.by is not None
            assert told[fate.by][1].outcome in ("in-force", "overruled")
        if fate.outcome == "in-force":
            holds(decision, of, fate)
    flagged = {s.id for of in ledger.records() for s in of.statements if any("corrected-" in f for f in s.flags)}
    assert flagged <= {one.statement for _, one in told.values() if one.outcome == "in-force"}
    assert ledger.decisions.stale() == ()
    assert ledger.verify(settings=HERE) == ()


def holds(decision: Decision, of: Record, fate: Applied) -> None:
    """Prove that a decision in force stands at its words and shows in what it is about."""
    article, same = of.article, decision.target.text == of.page.text_sha256
    if decision.kind == "published":
        assert article.published.value == decision.values[0]
    elif decision.kind == "outlet":
        assert article.outlet is not None
        assert article.outlet.value == decision.values[0]
    if fate.statement is None:
        return
    statement = next(s for s in of.statements if s.id == fate.statement)
    place = place_of(of.text, decision.target, same_text=same)
    assert not isinstance(place, str)
    stands = (*statement.content, *statement.cue)
    assert any(overlaps(a, b) for a in (*place.content, *place.cue) for b in stands), "moved to other words"
    if decision.kind == "speaker":
        assert tuple(one.name for one in statement.speakers) == decision.values
    elif decision.kind == "acts":
        assert statement.acts == decision.values
    elif decision.kind in ("content", "cue"):
        spans = statement.content if decision.kind == "content" else statement.cue
        assert [of.text[slice(*span)] for span in spans] == [quote.exact for quote in decision.quotes]


def another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a reader read from now on that ends contents a word earlier and misses every sixth statement."""

    def other_tag(text: str, *given: Any) -> tuple[tuple[Candidate, ...], Any]:  # noqa: ANN401  # handed through
        found, unread = tag(text, *given)
        kept = [one for nth, one in enumerate(found) if nth % 6 != 5]
        return tuple(shorter(text, one) for one in kept), unread

    newer = MadeBy(onrecord="9.0", renderer=made_by().renderer, models=("another",))
    monkeypatch.setattr(record, "tag", other_tag)
    for room in (record, adding):
        monkeypatch.setattr(room, "made_by", lambda reader="fast": newer if reader == "fast" else made_by(reader))


def shorter(text: str, one: Candidate) -> Candidate:
    """Return a candidate whose content ends a word earlier, where it has several."""
    if not one.content or " " not in text[slice(*one.content[-1])]:
        return one
    last = one.content[-1]
    cut = text[slice(*last)].rsplit(None, 1)[0]
    return replace(one, content=(*one.content[:-1], Span(last.start, last.start + len(cut))))


def test_fifty_corrections_hold_through_everything(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = fifty(ledger)
    assert {one.kind for one in drafts} == set(KINDS)
    assert len(drafts) == COUNT
    ledger.decide([one for one in drafts if one.who == "ada"], settings=HERE)
    check(ledger)

    with open_ledger(tmp_path / "ben.db", create=True) as bens:
        bens.add(pages(), settings=HERE)
        bens.decide([one for one in drafts if one.who == "ben"], settings=HERE)
        (tmp_path / "ben.jsonl").write_text(write_log(bens.decisions.all()), encoding="utf-8")
    theirs = read_log(tmp_path / "ben.jsonl")
    merged = ledger.enter(theirs, settings=HERE)
    assert merged.decisions == theirs
    assert ledger.enter(theirs, settings=HERE).decisions == (), "the same log again adds nothing"
    check(ledger)
    assert len(ledger.decisions.all()) == COUNT
    assert all(one.ours.at > one.theirs.at for one in conflicts(ledger.decisions.all()))
    before = {of.page.id: of for of in ledger.records()}

    again = ledger.add(pages(), settings=HERE)
    assert again.unchanged == len(NAMES)
    with open_ledger(tmp_path / "new.db", create=True) as new:
        new.enter(ledger.decisions.all(), settings=HERE)
        assert {orphan.reason for orphan in new.decisions.orphans()} == {"no-page"}
        new.add(pages(), settings=HERE)
        assert {of.page.id: of for of in new.records()} == before, "decisions wait for their pages"
        check(new)

    half = [one.id for one in standing(ledger.decisions.all())][::2]
    ledger.undo(*half, who="ada", settings=HERE)
    check(ledger)
    assert len(standing(ledger.decisions.all())) == COUNT // 2
    assert {fates(ledger)[one][1].outcome for one in half} == {"undone"}

    another_reader(monkeypatch)
    assert ledger.add(pages(), settings=HERE).unchanged == 0
    check(ledger)
    outcomes = [fate.outcome for _, fate in fates(ledger).values()]
    assert outcomes.count("in-force") > outcomes.count("orphaned")
    assert len(ledger.decisions.all()) == COUNT + len(half), "the log never loses a row"
    assert ledger.redo(*half, who="ben", settings=HERE).problems == ()
    check(ledger)
    for decision in standing(ledger.decisions.all()):
        of, fate = fates(ledger)[decision.id]
        if fate.outcome == "orphaned" and fate.reason == "no-statement":
            assert isinstance(locate(of, decision.target), str), "an orphan has nothing to be about"
