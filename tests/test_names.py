"""Names are compared as people write them: over scripts, orders and habits, in both directions alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from names import f1, scored

from onrecord.actors import THRESHOLD, same_name
from onrecord.actors.korean import korean_readings
from onrecord.actors.naming import find_forms
from onrecord.actors.places import places_of
from onrecord.actors.spelling import TABLES, read_name, sound
from onrecord.lang import get_language

DATA = Path(__file__).parents[2] / "shared" / "data" / "names"
NAMES = st.text(max_size=24) | st.text(alphabet="aeo kimjng-'.,AVüß김정은بن", max_size=24)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mara Velt", "VELT, Mara"),
        ("Präsidentin Mara Velt", "Mara Velt"),
        ("Kim Jong-un", "김정은"),
        ("Muhammad bin Salman", "Mohammed bin Salman"),
        ("Владимир Путин", "Wladimir Putin"),
        ("MaraVelt", "Mara Velt"),
        ("Orsk Shipping Ltd.", "Orsk Shipping Limited"),
        ("OAO Orskgas", "Open Joint Stock Company Orskgas"),
        ("International Labour Organisation", "International Labor Organization"),
    ],
)
def test_one_name_written_in_two_ways(a: str, b: str) -> None:
    assert same_name(a, b) >= THRESHOLD


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Mara Velt", "Tora Velt"),
        ("Mara Velt", "Halden Broek"),
        ("Front 4 of Tessaly", "Front 6 of Tessaly"),
        ("", "Mara Velt"),
        ("…", "Mara Velt"),
    ],
)
def test_two_names(a: str, b: str) -> None:
    assert same_name(a, b) < THRESHOLD


@given(NAMES, NAMES)
def test_the_score_is_the_same_in_both_directions_and_between_0_and_1(a: str, b: str) -> None:
    assert same_name(a, b) == same_name(b, a)
    assert 0 <= same_name(a, b) <= 1
    assert same_name(a, a) == (1.0 if read_name(a).words else 0.0)


@given(st.text(alphabet="aeioukgnjmshyw", min_size=2, max_size=9))
def test_readings_are_hangul_of_surname_and_given_name(given_name: str) -> None:
    for reading in korean_readings(f"kim {given_name}"):
        assert reading[0] == "김" or reading in korean_readings(f"{given_name}-kim")
        assert all("가" <= char <= "힣" for char in reading)
        assert 2 <= len(reading) <= 3


def test_every_romanisation_of_one_name_shares_a_reading() -> None:
    spellings = ["kim jeong-eun", "kim jung-eun", "kim jong-un", "kim chong-un", "gim jeongeun", "kim jung un"]
    shared = frozenset.intersection(*(korean_readings(name) for name in spellings))
    assert shared == {"김정은"}
    assert korean_readings("mara velt") == frozenset()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=12))
def test_a_sound_is_no_longer_than_its_spelling(word: str) -> None:
    assert len(sound(word)) <= len(word)


def test_a_state_is_one_by_all_its_names_and_its_bodies_are_others() -> None:
    known = places_of(get_language("en"))

    def form(name: str) -> str | None:
        return next((found.key for found in find_forms(name, known) if found.sort != "person"), None)

    assert {form(name) for name in ("Pyongyang", "North Korea", "DPRK", "the North Koreans")} == {"north korea"}
    assert {form(name) for name in ("the Kremlin", "Moscow", "Russia")} == {"russia"}
    ministries = ("Japanese Foreign Ministry", "Japan's Ministry of Foreign Affairs", "Foreign Ministry of Japan")
    assert {form(name) for name in ministries} == {"japan: foreign ministry"}
    assert form("Foreign Ministry") is None
    assert form("experts") is None
    assert form("us") is None
    assert form("the Tessaly Front") == "tessaly front"


@pytest.mark.parametrize("table", ["korean", "koreansurnames", "words", "forms", "sounds", "bodies"])
def test_tables_have_no_row_twice_and_no_empty_cell(table: str) -> None:
    rows = [tuple(row.values()) for row in TABLES.rows(table)]
    assert len(rows) == len(set(rows))
    firsts = [row[:2] if table == "korean" else row[:1] for row in rows]
    assert len(firsts) == len(set(firsts))
    assert all(cell or (table == "sounds" and nth == 1) for row in rows for nth, cell in enumerate(row))


@pytest.mark.skipif(not DATA.exists(), reason="the name pairs are not here")
@pytest.mark.parametrize(("name", "floor"), [("name-pairs", 0.81), ("romanised-cases", 0.90)])
def test_one_threshold_serves_both_sets_of_name_pairs(name: str, floor: float) -> None:
    rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert f1(scored(rows, same_name), THRESHOLD) >= floor
