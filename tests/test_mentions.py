"""Who is meant: names, roles, pronouns, short forms; and when that stays open."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.lang import get_language
from onrecord.mentions import read_phrase
from onrecord.model import Span, Speaker


def speakers(text: str) -> list[Speaker]:
    return [speaker for statement in onrecord.find_statements(text) for speaker in statement.speakers]


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Ada Brandt", "Ada Brandt", "person"),
        ("Foreign Minister Ada Brandt", "Ada Brandt", "person"),
        ("Ada Brandt, the foreign minister", "Ada Brandt", "person"),
        ("Germany", "Germany", "government"),
        ("a senior official", "senior official", "anonymous"),
        ("the UN", "United Nations", "government"),
        ("Rahim Un", "Rahim Un", "person"),
        ("she", None, "unclear"),
    ],
)
def test_a_phrase_is_read(phrase: str, name: str | None, kind: str) -> None:
    reading = read_phrase(phrase, Span(0, len(phrase)), get_language("en"))
    assert (reading.name, reading.kind) == (name, kind)


def test_a_role_before_the_name_is_kept() -> None:
    found = speakers("Foreign Minister Ada Brandt said that the talks had failed.")[0]
    assert found.role is not None
    assert found.role.value == "Foreign Minister"


def test_a_short_form_gets_the_full_name() -> None:
    text = "Foreign Minister Ada Brandt arrived. Brandt said the talks had failed."
    assert [s.name for s in speakers(text)] == ["Ada Brandt"]


@pytest.mark.parametrize("title", ["", "Minister "])
def test_two_people_of_one_surname_leave_it_unclear(title: str) -> None:
    text = f"{title}Ada Brandt met {title}Joren Brandt. Brandt said that the talks had failed."
    found = speakers(text)[0]
    assert (found.name, found.kind) == (None, "unclear")
    assert set(found.candidates) == {"Ada Brandt", "Joren Brandt"}


def test_a_pronoun_means_who_spoke_last() -> None:
    text = "Ada Brandt said the talks had failed. She said nobody was hurt."
    assert [s.name for s in speakers(text)] == ["Ada Brandt", "Ada Brandt"]


def test_a_pronoun_after_another_person_is_unclear() -> None:
    text = "Ada Brandt said the talks had failed. Minister Joren Malk had left. She said nobody was hurt."
    found = onrecord.find_statements(text)[1]
    assert found.speakers[0].kind == "unclear"
    assert "Ada Brandt" in found.speakers[0].candidates
    assert "speaker-unclear" in found.flags


def test_the_official_is_the_one_described_before() -> None:
    text = "A Kestrian official said the talks had failed. The official added that no date was set."
    assert [s.name for s in speakers(text)] == ["Kestrian official", "Kestrian official"]


def test_un_is_not_the_un() -> None:
    text = "Rahim Un said the talks had failed. Un said nobody was hurt."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Rahim Un", "person")] * 2


def test_a_capital_stands_for_its_government() -> None:
    assert [(s.name, s.kind) for s in speakers("Berlin denied that the talks had failed.")] == [
        ("Germany", "government")
    ]


def test_joint_speakers_are_two() -> None:
    found = speakers("Ada Brandt and Joren Malk said that the talks had failed.")
    assert [s.name for s in found] == ["Ada Brandt", "Joren Malk"]
