"""Decisions applied while a record is made: they hold, what hangs on them is reckoned anew, and none is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.deciding import By, propose
from onrecord.decisions import redo, stamped, undo
from onrecord.errors import InputError
from onrecord.lang import get_language
from onrecord.model import Decision, Page, Record, Source, Statement
from onrecord.read import read_pages
from onrecord.record import make_record
from onrecord.store.proof import prove

ENGLISH = get_language("en")
NOON = datetime(2031, 3, 20, 12, tzinfo=UTC)
ADA, BEN = By(who="ada", why="It says so."), By(who="ben")

TEXT = """Kestria lost no ship, minister says

By Lene Abrask

Tolmin Gazette, 14 March 2031

Foreign minister Mara Velt said on Thursday that no ship of the Republic of Kestria was sunk in the strait.

“We have lost nothing,” she added.

Tomas Ardel, a deputy of the opposition, denied that the government had told parliament the whole story.

It was Halden Broek who let it be known that two convoys never came home to Port Halvard that week.

The ministry declined to comment on the convoys when the Gazette asked it on Friday about their cargo.

Read more: The strait in pictures
"""


@cache
def page(text: str = TEXT) -> Page:
    """Return a text as a page."""
    return next(iter(read_pages(Source(data=text.encode(), path="strait.txt"))))


def record_of(log: tuple[Decision, ...] = (), text: str = TEXT) -> Record:
    """Return the record of a page as a log corrects it; nothing in it may fail its proof."""
    record = make_record(page(text), ENGLISH, log)
    assert prove(record) == ()
    return record


def said_by(record: Record, name: str) -> Statement:
    """Return the first statement by somebody."""
    return next(s for s in record.statements if any(one.name == name for one in s.speakers))


def words(record: Record, statement: Statement) -> str:
    """Return the words of a statement's content."""
    return " … ".join(record.text[slice(*span)] for span in statement.content)


def entered(log: tuple[Decision, ...], *drafts: Decision) -> tuple[Decision, ...]:
    """Return a log with drafts entered."""
    for draft in drafts:
        log += (stamped(draft, NOON, log[-1].at if log else None),)
    return log


def fixed(
    about: Statement | None, by: By = ADA, log: tuple[Decision, ...] = (), **given: str
) -> tuple[Decision, ...]:
    """Return a log with what somebody corrects about a statement, or about the page."""
    return entered(log, *propose(record_of(log), about, given, by))


def outcomes(record: Record) -> list[tuple[str, str, str]]:
    """Return kind, outcome and reason of each decision that a record tells of."""
    return [(one.kind, one.outcome, one.reason) for one in record.decisions]


def test_without_decisions_a_record_tells_of_none() -> None:
    record = record_of()
    assert record.decisions == ()
    assert [s.speakers[0].name for s in record.statements][:3] == ["Mara Velt", "Mara Velt", "Tomas Ardel"]


def test_a_corrected_speaker_holds_with_who_and_when_and_those_named_after_it_follow() -> None:
    record = record_of()
    log = fixed(said_by(record, "Mara Velt"), speaker="Odile Wrenn")
    fixed_record = record_of(log)
    first, second = fixed_record.statements[:2]
    assert [one.name for one in first.speakers] == ["Odile Wrenn"]
    assert "corrected-speaker" in first.flags
    assert second.speakers[0].name == "Odile Wrenn", "“she added” went by the speaker before"
    assert "speaker-follows-decision" in second.flags
    (told,) = fixed_record.decisions
    assert (told.outcome, told.statement, told.who, told.at) == ("in-force", first.id, "ada", log[0].at)


def test_a_corrected_day_of_publication_moves_every_day_reckoned_from_it() -> None:
    record = record_of()
    said = said_by(record, "Mara Velt").said
    assert said is not None
    assert said.from_ == "2031-03-13"
    fixed_record = record_of(fixed(None, published="2031-03-21"))
    said = said_by(fixed_record, "Mara Velt").said
    assert said is not None
    assert said.from_ == "2031-03-20"
    assert fixed_record.article.published.also[0].value == "2031-03-14", "what the page was read as is kept"
    assert [s.said for s in record_of(fixed(None, published="")).statements if s.said] == []


def test_the_masthead_as_a_person_reads_it() -> None:
    log = fixed(
        None,
        headline="Kestria lost no ship, minister says",
        outlet="The Tolmin Gazette",
        byline="L. Abrask; K. Orn",
    )
    log = fixed(None, BEN, log, agency="Transmarine", dateline="TOLMIN", updated="2031-03-15")
    article = record_of(log).article
    assert article.headline is not None
    assert article.headline.span is not None, "its words stand on the page"
    assert article.outlet is not None
    assert (article.outlet.value, article.outlet.by) == ("The Tolmin Gazette", "decided by ada on 2031-03-20")
    assert [one.value for one in article.bylines] == ["L. Abrask", "K. Orn"]
    assert [one.value for one in article.agencies] == ["Transmarine"]
    assert article.updated is not None
    assert article.updated.value == "2031-03-15"
    assert not [p for p in record_of(log).problems if p.reason in ("no-outlet", "no-headline")]
    assert record_of(fixed(None, log=log, updated="", headline="")).article.headline is None


def test_what_is_no_statement_is_gone_and_what_was_decided_about_it_is_overruled() -> None:
    record = record_of()
    statement = said_by(record, "Tomas Ardel")
    log = fixed(statement, speaker="Halden Broek", review="reviewed")
    log = fixed(statement, BEN, log, statement="no")
    after = record_of(log)
    assert statement.id not in {s.id for s in after.statements}
    assert len(after.statements) == len(record.statements) - 1
    assert [one.outcome for one in after.decisions] == ["overruled", "overruled", "in-force"]
    assert after.decisions[0].by == log[2].id
    undone = entered(log, undo(log[2], who="ada", why="It is one."))
    assert said_by(record_of(undone), "Halden Broek").content == statement.content


def test_a_missed_statement_is_found_with_its_speaker_and_can_be_corrected_like_any_other() -> None:
    log = fixed(
        None,
        missed="that two convoys never came home to Port Halvard",
        cue="let it be known",
        speaker="Halden Broek",
    )
    record = record_of(log)
    (statement,) = [s for s in record.statements if "missed-by-reader" in s.flags]
    assert words(record, statement) == "that two convoys never came home to Port Halvard"
    assert [(one.name, one.kind) for one in statement.speakers] == [("Halden Broek", "person")]
    assert statement.speakers[0].mention is not None
    log = entered(
        log, *propose(record, statement, {"said": "2031-03-02", "acts": "concede", "form": "mixed"}, BEN)
    )
    statement = next(s for s in record_of(log).statements if "missed-by-reader" in s.flags)
    assert (statement.acts, statement.form) == (("concede",), "mixed")
    assert statement.said is not None
    assert (statement.said.from_, statement.said.precision) == ("2031-03-02", "day")


def test_a_statement_stands_where_a_person_says_and_earlier_decisions_stay_on_it() -> None:
    record = record_of()
    statement = said_by(record, "Mara Velt")
    log = fixed(statement, speaker="Odile Wrenn")
    log = fixed(statement, log=log, content="no ship of the Republic of Kestria was sunk", cue="said on Thursday")
    after = record_of(log)
    moved = said_by(after, "Odile Wrenn")
    assert words(after, moved) == "no ship of the Republic of Kestria was sunk"
    assert outcomes(after) == [(kind, "in-force", "") for kind in ("speaker", "content", "cue")]
    log = entered(log, *propose(after, moved, {"via": "Transmarine; Lunn Radio", "addressee": "parliament"}, ADA))
    after = record_of(log)
    moved = said_by(after, "Odile Wrenn")
    assert [via.name for via in moved.via] == ["Transmarine", "Lunn Radio"]
    assert [one.name for one in moved.addressees] == ["parliament"]


def test_a_block_that_is_no_body_loses_its_statements_and_one_that_is_gains_them() -> None:
    record = record_of()
    log = fixed(None, block="We have lost nothing", kind="caption")
    after = record_of(log)
    assert [s for s in after.statements if "lost nothing" in words(after, s)] == []
    assert next(b for b in after.blocks if b.kind == "caption").reason == "decided by ada on 2031-03-20"
    assert len(after.statements) < len(record.statements)


def test_the_last_word_holds_and_two_people_who_disagree_are_shown_to() -> None:
    statement = said_by(record_of(), "Tomas Ardel")
    log = fixed(statement, said="2031-03-10")
    log = fixed(statement, BEN, log, said="2031-03-11..2031-03-12")
    record = record_of(log)
    after = said_by(record, "Tomas Ardel")
    assert after.said is not None
    assert (after.said.from_, after.said.to, after.said.precision) == ("2031-03-11", "2031-03-12", "range")
    assert "disputed" in after.flags
    assert [one.outcome for one in record.decisions] == ["overruled", "in-force"]
    agreed = fixed(statement, log=log, said="2031-03-11..2031-03-12")
    assert [one.outcome for one in record_of(agreed).decisions] == ["overruled", "in-force", "in-force"]
    assert "disputed" not in said_by(record_of(agreed), "Tomas Ardel").flags
    undone = entered(log, undo(log[1], who="ben", why=""))
    said = said_by(record_of(undone), "Tomas Ardel").said
    assert said is not None
    assert said.from_ == "2031-03-10"


def test_decisions_for_other_rooms_change_nothing_here_and_say_which_statement_they_are_about() -> None:
    record = record_of()
    statement = said_by(record, "Tomas Ardel")
    stance = By(who="ada", claim="Has Kestria lost a ship?")
    log = fixed(statement, stance, (), stance="denies", review="unsure", actor="Tomas Ardel of Tolmin")
    after = record_of(log)
    assert after.statements == record.statements
    assert {one.statement for one in after.decisions} == {statement.id}
    assert {one.outcome for one in after.decisions} == {"in-force"}


def test_decisions_whose_words_changed_are_orphans_and_nothing_else_is_touched() -> None:
    record = record_of()
    log = fixed(said_by(record, "Tomas Ardel"), speaker="Halden Broek")
    log = fixed(said_by(record, "Mara Velt"), log=log, speaker="Odile Wrenn")
    other = TEXT.replace("the whole story", "everything it knows").replace("Read more", "See also")
    edited = replace_page(log, other)
    after = make_record(page(other), ENGLISH, edited)
    assert outcomes(after) == [("speaker", "orphaned", "gone"), ("speaker", "in-force", "")]
    assert said_by(after, "Tomas Ardel").flags == said_by(record_of((), other), "Tomas Ardel").flags


def test_words_that_no_longer_are_a_statement_are_orphans_too() -> None:
    log = fixed(None, missed="the Gazette asked it on Friday", cue="declined to comment", speaker="Mara Velt")
    log = entered(log, undo(log[0], who="ada", why=""))
    statement = next(s for s in record_of(log[:1]).statements if "missed-by-reader" in s.flags)
    log = entered(log, *propose(record_of(log[:1]), statement, {"form": "direct"}, ADA))
    assert outcomes(record_of(log))[-1] in (("form", "orphaned", "no-statement"), ("form", "in-force", ""))
    odd = replace(log[0], id="", kind="undo", of="0" * 16)
    assert outcomes(record_of(entered((), odd))) == [("undo", "orphaned", "no-decision")]


def test_copies_of_the_words_are_corrected_only_where_the_user_said_so() -> None:
    other = "A digest of the Tolmin press, 15 March 2031\n\n" + TEXT
    statement = said_by(record_of(), "Tomas Ardel")
    here = fixed(statement, speaker="Halden Broek")
    assert make_record(page(other), ENGLISH, here).decisions == ()
    everywhere = fixed(statement, By(who="ada", copies=True), speaker="Halden Broek")
    copied = make_record(page(other), ENGLISH, everywhere)
    assert said_by(copied, "Halden Broek").content
    assert outcomes(copied) == [("speaker", "in-force", "")]
    assert make_record(page("Nothing of that.\n"), ENGLISH, everywhere).decisions == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"mood": "calm"}, "no field 'mood'"),
        ({"form": "loud"}, "one of direct, mixed, indirect"),
        ({"said": "yesterday"}, "is no day"),
        ({"acts": "sing"}, "acts cannot be 'sing'"),
        ({"content": "words that are not there"}, "do not stand on the page"),
        ({"stance": "denies"}, "--claim"),
        ({"review": ""}, "needs a value"),
        ({"form": "direct; mixed"}, "one thing"),
        ({"addressee": "Nobody Here"}, "by words of the page"),
        ({"statement": "yes"}, "statement=no"),
    ],
)
def test_what_does_not_fit_a_statement_is_refused_in_a_sentence(given: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        propose(record_of(), said_by(record_of(), "Tomas Ardel"), given, ADA)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"speaker": "Mara Velt"}, "page has no field 'speaker'"),
        ({"published": "March"}, "is no day"),
        ({"missed": "the"}, "times on the page"),
        ({"missed": ""}, "needs the words"),
        ({"missed": "two convoys", "headline": "No"}, "does not go with"),
        ({"block": "Read more", "kind": "poem"}, "no kind of block"),
    ],
)
def test_what_does_not_fit_a_page_is_refused_in_a_sentence(given: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        propose(record_of(), None, given, ADA)


def replace_page(log: tuple[Decision, ...], text: str) -> tuple[Decision, ...]:
    """Return decisions as if they had been made about another text of the same page."""
    sha256 = page(text).head.sha256
    return entered((), *(replace(one, id="", at="", target=replace(one.target, page=sha256)) for one in log))


@cache
def ten_decisions() -> tuple[Decision, ...]:
    """Return decisions of many kinds on one page."""
    record = record_of()
    log = fixed(
        said_by(record, "Mara Velt"), speaker="Odile Wrenn", said="2031-03-01", content="no ship", acts="deny"
    )
    log = fixed(said_by(record, "Tomas Ardel"), BEN, log, speaker="Halden Broek", statement="no", form="direct")
    log = fixed(None, BEN, log, published="2031-03-21", outlet="Lunn Radio")
    return fixed(
        None, log=log, missed="that two convoys never came home", cue="let it be known", speaker="Halden Broek"
    )


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_undoing_gives_the_record_without_and_redoing_the_record_with(data: st.DataObject) -> None:
    """Whatever is undone, in whatever order, and whichever of it is redone."""
    log = ten_decisions()
    gone = data.draw(st.permutations(log).map(lambda some: some[: len(log) // 2]))
    back = data.draw(st.permutations(gone).map(lambda some: some[: len(gone) // 2]))
    undone = entered(log, *(undo(one, who="ada", why="") for one in gone))
    kept = tuple(one for one in log if one not in gone)
    assert shown(record_of(undone)) == shown(record_of(kept))
    redone = entered(undone, *(redo(one, who="ben", why="") for one in back))
    kept = tuple(one for one in log if one not in gone or one in back)
    assert shown(record_of(redone)) == shown(record_of(kept))


def shown(record: Record) -> Record:
    """Return a record without the tale of its decisions."""
    return replace(record, decisions=())
