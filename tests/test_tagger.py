"""Attribution through the public door: what stands in a sentence, and what is left alone."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.model import Span, Statement
from onrecord.settings import Reader
from onrecord.tagger.joint import whole_subject


def one(text: str) -> Statement:
    found = onrecord.find_statements(text, published="2031-03-07")
    assert len(found) == 1, [text[s.start : s.end] for f in found for s in f.content]
    return found[0]


def content(text: str, statement: Statement) -> list[str]:
    return [text[span.start : span.end] for span in statement.content]


@pytest.mark.parametrize(
    "text",
    [
        "The crossing at Tolmin opened at noon.",
        "The report that he wrote was long.",
        "The so-called “open border” was shut on Monday.",
        "",
        "“”",
    ],
)
def test_no_attribution_gives_no_statement(text: str) -> None:
    assert onrecord.find_statements(text) == []


def test_quotation_over_paragraphs_with_the_mark_reopened_is_one_content() -> None:
    text = "“We never sent any of them.\n“Nobody asked us to do so either,” Ada Brandt said."
    assert content(text, one(text)) == ["“We never sent any of them.", "“Nobody asked us to do so either,”"]


def test_quotation_over_paragraphs_without_the_mark_reopened_is_one_content() -> None:
    text = "“We never sent any of them.\nNobody asked us to do so either,” Ada Brandt said."
    assert content(text, one(text)) == ["“We never sent any of them.", "Nobody asked us to do so either,”"]


def test_closing_mark_torn_off_into_its_own_line_still_closes() -> None:
    text = "“We never sent any of them,\n” Ada Brandt said on Monday."
    found = one(text)
    assert content(text, found)[0] == "“We never sent any of them,"
    assert [s.name for s in found.speakers] == ["Ada Brandt"]
    assert "unclosed-mark" not in found.flags


def test_unclosed_mark_ends_with_its_paragraph_and_is_flagged() -> None:
    text = "Ada Brandt said: “We never sent any of them.\nThe border stayed open."
    found = one(text)
    assert content(text, found) == ["“We never sent any of them."]
    assert "unclosed-mark" in found.flags


def test_unclosed_mark_spares_the_paragraphs_after_it() -> None:
    text = "Ada Brandt said: “We never sent any.\nJoren Malk said that the border stayed open."
    found = onrecord.find_statements(text)
    assert [s.speakers[0].name for s in found] == ["Ada Brandt", "Joren Malk"]


def test_denial_told_by_an_agency_is_one_statement_told_via_it() -> None:
    text = "Varland denied shutting the crossing, according to the Kestrian Press Bureau."
    found = one(text)
    assert [s.name for s in found.speakers] == ["Varland"]
    assert [v.name for v in found.via] == ["Kestrian Press Bureau"]
    assert found.acts == ("deny",)


def test_broken_quotation_is_one_content_of_two_pieces() -> None:
    text = "“We sent no shells,” Ada Brandt said, “and we never will send any.”"
    found = one(text)
    assert content(text, found) == ["“We sent no shells,”", "“and we never will send any.”"]
    assert found.form == "direct"


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt declined to comment on the shells.",
        "The Varlandic foreign ministry did not respond to a request for comment.",
    ],
)
def test_silence_is_a_statement_without_content(text: str) -> None:
    found = one(text)
    assert found.silent
    assert found.content == ()
    assert found.acts == ("decline",)


def test_negated_cue_is_marked() -> None:
    assert one("Ada Brandt never said that the talks had failed.").negated
    assert not one("Ada Brandt said that the talks had never failed.").negated


def test_belief_is_flagged() -> None:
    assert "belief" in one("Ada Brandt believes that the talks will fail.").flags


def test_noun_cue_is_flagged() -> None:
    found = onrecord.find_statements("Varland rejected Kestrian allegations of secret shipments.")
    assert ["noun-cue" in s.flags for s in found] == [False, True]
    assert found[1].within == found[0].id


def test_floating_quotation_goes_on_from_the_statement_before() -> None:
    """By rules it is a statement of its own; the network takes it into the content of the cue before."""
    text = "Ada Brandt said the talks had failed. “We will not sit at that table again.”"
    assert content(text, one(text))[1] == "“We will not sit at that table again.”"
    floating = onrecord.find_statements(text, reader="fast")[1]
    assert floating.cue == ()
    assert floating.speakers[0].name == "Ada Brandt"
    assert floating.speakers[0].mention is None
    assert {"no-cue", "continues", "speaker-from-before"} <= set(floating.flags)


def test_floating_quotation_with_nothing_before_it_is_nobodys() -> None:
    found = one("“We will not sit at that table again this year.”")
    assert found.speakers[0].kind == "unclear"
    assert "speaker-unclear" in found.flags


def test_short_words_in_marks_are_no_statement() -> None:
    assert onrecord.find_statements("The “grey fleet” left the harbour on Monday.") == []


def test_what_is_said_of_allegations_is_no_part_of_them() -> None:
    text = (
        "Kestria denied it on Monday, calling Varlandic allegations of drone sales to the rebels a “fairy tale”."
    )
    (nested,) = [s for s in onrecord.find_statements(text) if s.within]
    assert [text[start:end] for start, end in nested.content] == ["drone sales to the rebels"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[Orsk] and Tolmin have often denied it.", "Orsk and Tolmin"),
        ("It failed. Both [Orsk] and Tolmin denied it.", "Orsk and Tolmin"),
        ("[Varland] and the Meridian Federation have denied it.", "Varland and the Meridian Federation"),
        ("It failed after [Orsk and] Tolmin denied it.", "Orsk and Tolmin"),
        ("It hit [Varland] and Kestria denied it.", "Varland"),
        ("[Varland] denied it and Kestria was silent.", "Varland"),
        ("[Varland] and its allies denied it.", "Varland"),
    ],
)
def test_and_joins_a_subject_where_it_opens_the_sentence_only(text: str, whole: str) -> None:
    found = Span(text.index("["), text.index("]") - 1)
    text = text.replace("[", "").replace("]", "")
    cue = Span(text.index("denied"), text.index("denied") + len("denied"))
    assert text[slice(*whole_subject(text, found, cue))] == whole


@pytest.mark.parametrize(
    "claim",
    [
        "accusations made by Kestrian officials, which first appeared in the Tolmin Herald, that it bought drones",
        "reports published on Monday that it bought drones",
        "claims, first made by Kestria, that it bought drones",
    ],
)
def test_what_is_denied_goes_on_to_the_clause_of_its_noun(claim: str) -> None:
    text = f"Varland disputed {claim}."
    outer = [s for s in onrecord.find_statements(text) if s.within is None]
    assert [content(text, s) for s in outer] == [[claim]]


def test_whose_the_accusations_are_is_a_statement_within() -> None:
    text = "Varland disputed accusations made by officials of Kestria last week that it bought drones."
    inner = next(s for s in onrecord.find_statements(text) if s.within is not None)
    assert content(text, inner) == ["that it bought drones"]
    assert [text[slice(*span)] for span in inner.speaker_spans] == ["officials of Kestria"]


@pytest.mark.parametrize(
    ("answer", "who", "what"),
    [
        (" — a charge that Varlandic officials have denied", "Varlandic officials", "a charge"),
        (", an accusation that Orsk denies", "Orsk", "an accusation"),
        (", which Orsk denies", "Orsk", "which"),
    ],
)
@pytest.mark.parametrize("reader", ["full", "fast"])
def test_an_answer_beside_what_was_told_is_a_statement_of_its_own(
    answer: str, who: str, what: str, reader: Reader
) -> None:
    text = f"Kestria has accused Varland of sending drones this month{answer}."
    told, answered = onrecord.find_statements(text, reader=reader)
    assert content(text, told) == ["Varland of sending drones this month"]
    assert (content(text, answered), answered.within) == ([what], None)
    assert [text[slice(*span)] for span in answered.speaker_spans] == [who]


def test_a_year_is_nobody() -> None:
    """What stands after "by" speaks where it is a name, and says when where it is a number of four digits."""
    assert onrecord.find_statements("Losses are forecast to shrink by 2040.", reader="fast") == []
    text = "Losses were confirmed on Monday by Ada Brandt."
    (found,) = onrecord.find_statements(text, reader="fast")
    assert found.speakers[0].name == "Ada Brandt"
