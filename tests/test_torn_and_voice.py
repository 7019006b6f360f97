"""Phrases that the labels break off are made whole; what the text says in its own voice is no statement."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import onrecord
from onrecord.lang import get_language
from onrecord.model import Span
from onrecord.settings import Reader
from onrecord.tagger.torn import whole_content, whole_speaker

ENGLISH = get_language("en")
PAGES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"


def marked(text: str) -> tuple[str, Span, tuple[Span, ...]]:
    """Return a text without its marks, what stands in [brackets] and what stands in {braces}."""
    plain, found, taken, opened = "", Span(0, 1), [], 0
    for sign in text:
        if sign in "[{":
            opened = len(plain)
        elif sign == "]":
            found = Span(opened, len(plain))
        elif sign == "}":
            taken.append(Span(opened, len(plain)))
        else:
            plain += sign
    return plain, found, tuple(taken)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[The] scan {revealed} {a crack in the hull}.", "The scan"),
        ("[Brandt’s] support from the guild {highlights} {a rift}.", "Brandt’s support from the guild"),
        ("[every study of the] last ten years {found} {it}.", "every study of the last ten years"),
        ("[Foreign Minister] Ada Brandt {warned} {of war}.", "Foreign Minister Ada Brandt"),
        ("[the Supreme] Court {ruled} {it void}.", "the Supreme Court"),
        ("[the] patient, a sailor of forty, {wrote} {that it hurt}.", "the patient"),
        ("[Ada Brandt] {said} {it}.", "Ada Brandt"),
        ("[Ada Brandt] Monday {said} {it}.", "Ada Brandt"),
        ("[Ada Brandt] R-Tolmin {said} {it}.", "Ada Brandt"),
        ("[Malk’s] {thinking} {that it was over}.", "Malk’s"),
        ("[that’s] what everybody {said}.", "that’s"),
        ("[A] harbour master who had seen nine winters and ten thaws of the Vey {said} {it}.", "A harbour master"),
    ],
)
def test_a_speaker_ends_with_its_noun_or_name(text: str, whole: str) -> None:
    text, found, taken = marked(text)
    assert text[slice(*whole_speaker(text, found, taken, ENGLISH))] == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "She {said} [the bang was heard at] the gate of the yard, then left.",
            "the bang was heard at the gate of the yard",
        ),
        ("She {said} [the rules were on hold while] the case was heard.", "the rules were on hold"),
        ("She {said} [the deck was wet, but] hurried on.", "the deck was wet"),
        ("They asked [what she was in for], and left.", "what she was in for"),
        ("[a trend that] {the office} {predicts} will go on", "a trend that"),
        ("It was [that] which he {said}.", "that"),
    ],
)
def test_a_content_ends_where_its_phrase_does(text: str, whole: str) -> None:
    text, found, taken = marked(text)
    assert [text[slice(*span)] for span in whole_content(text, (found,), taken, ENGLISH)] == [whole]


@pytest.mark.parametrize("reader", ["full", "fast"])
@pytest.mark.parametrize(
    "text",
    [
        "I think that the new keyboard is far better than the old one.",
        "We should note that the price was reckoned without the tax.",
        "As you know, we hope that you enjoy the journey as much as we did.",
        "Asked whether the crossing would open, the minister left the room.",
        "When asked whether the crossing would open, the minister left the room.",
        "The move is widely seen as a threat to the northern ports.",
    ],
)
def test_the_voice_of_the_text_and_nobodys_are_no_statements(text: str, reader: Reader) -> None:
    assert onrecord.find_statements(text, reader=reader) == []


def test_who_speaks_in_quotation_marks_may_say_i() -> None:
    (found,) = onrecord.find_statements("“I think that it is over,” Ada Brandt said.")
    assert found.speakers[0].name == "Ada Brandt"


def test_the_question_goes_and_its_answer_stays() -> None:
    text = "Asked whether the crossing would open, Ada Brandt said that it would not."
    (found,) = onrecord.find_statements(text)
    assert [text[slice(*span)] for span in found.content] == ["that it would not"]


def test_a_quotation_that_goes_on_after_he_said_is_told_once() -> None:
    text = "Pilots should take “long notes” of the tides, Brandt said. “That way they see what moves the sand.”"
    held = [span for found in onrecord.find_statements(text) for span in found.content]
    assert sum(text[span.start : span.end].endswith("moves the sand.”") for span in held) == 1


def test_a_quotation_over_paragraphs_is_taken_once() -> None:
    """Where the labels break off in its second paragraph, that paragraph is taken whole, and not also in part."""
    record = onrecord.read_page(PAGES / "2031-01-14_orsk-courier_denial.html")
    for found in record.statements:
        assert all(before.end <= after.start for before, after in pairwise(found.content))
