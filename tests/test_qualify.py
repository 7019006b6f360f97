"""Through whom a statement came, to whom it was made, and what weakens it."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.lang import get_language
from onrecord.model import Statement


def one(text: str) -> Statement:
    return onrecord.find_statements(text, published="2031-03-07")[0]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“The talks have failed,” Ada Brandt said, as quoted by KPB.", "KPB"),
        ("Ada Brandt told the Tolmin Courier that the talks had failed.", "Tolmin Courier"),
        ("Ada Brandt wrote on Telegram that the talks had failed.", "Telegram"),
        ("Varland denied shelling the bridge, according to the Tolmin Courier.", "Tolmin Courier"),
    ],
)
def test_the_medium_is_named(text: str, medium: str) -> None:
    assert [via.name for via in one(text).via] == [medium]


def test_reporters_are_addressed_and_no_medium() -> None:
    found = one("Ada Brandt told reporters that the talks had failed.")
    assert [a.name for a in found.addressees] == ["reporters"]
    assert found.via == ()


@pytest.mark.parametrize(
    ("text", "word", "owner"),
    [
        ("Ada Brandt said Varland could attack within days.", "could", "speaker"),
        ("Ada Brandt said that Varland had allegedly shipped shells.", "allegedly", "outlet"),
        ("“Varland has allegedly shipped shells,” Ada Brandt said.", "allegedly", "speaker"),
    ],
)
def test_a_hedge_has_an_owner(text: str, word: str, owner: str) -> None:
    hedges = one(text).hedges
    assert [(text[h.span.start : h.span.end], h.owner) for h in hedges] == [(word, owner)]


def test_a_hedge_of_an_inner_statement_is_not_the_outer_ones() -> None:
    text = "Joren Malk said that Ada Brandt had told him that Varland could attack."
    outer, inner = onrecord.find_statements(text)
    assert outer.hedges == ()
    assert len(inner.hedges) == 1


def test_the_content_adds_an_act_to_a_plain_cue() -> None:
    assert one("“We have never sent a shell,” Ada Brandt said.").acts == ("assert", "deny")


def test_a_bad_name_for_something_condemns_it() -> None:
    assert "condemn" in one("Ada Brandt called the delivery a crime.").acts
    assert "condemn" not in one("Ada Brandt called the delivery a gift.").acts


def test_who_tells_what_others_said_reports_it() -> None:
    outer, inner = onrecord.find_statements("Joren Malk said that Ada Brandt had told him it was over.")
    assert outer.acts == ("assert", "report")
    assert inner.acts == ("assert",)


@pytest.mark.parametrize(
    ("text", "attitude"),
    [
        ("Ada Brandt said that the talks had failed.", "speech"),
        ("Ada Brandt believes that the talks have failed.", "belief"),
        ("Ada Brandt learned that the talks had failed.", "knowledge"),
        ("Ada Brandt plans to leave the talks.", "intention"),
        ("Ada Brandt promised to leave the talks.", "speech"),
    ],
)
def test_the_cue_tells_speech_from_what_is_on_somebodys_mind(text: str, attitude: str) -> None:
    assert onrecord.find_statements(text)[0].attitude == attitude


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("Kestria will pay a heavy price", "threaten"),
        ("the reports were groundless", "deny"),
        ("Varland must withdraw at once", "demand"),
        ("Varland was behind the raid", "accuse"),
        ("the decision was reckless", "criticise"),
        ("she was grateful to the crew", "thank"),
    ],
)
def test_what_is_said_adds_an_act_to_said(content: str, act: str) -> None:
    found = onrecord.find_statements(f"Ada Brandt said that {content}.")[0]
    assert found.acts[0] == "assert"
    assert act in found.acts


def test_every_act_of_the_tables_is_on_the_closed_list() -> None:
    english = get_language("en")
    listed = english.words("acts", "act")
    assert {row["act"] for row in english.rows("contentacts")} <= listed
    assert {act for row in english.rows("cues") for act in row["acts"].split()} <= listed
