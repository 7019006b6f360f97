"""The record of one page, and the schema that it keeps to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import onrecord
from onrecord import qualify, text, times
from onrecord.interchange import record_from_json, record_schema, record_to_json
from onrecord.lang import get_language
from onrecord.mentions import people, phrase, resolve
from onrecord.model import Span
from onrecord.record import find_in
from onrecord.tagger import contents, cues, floating, marks, unit

PAGES = sorted((Path(__file__).parents[1] / "examples" / "dispute").rglob("*.*"))
PAGES = [page for page in PAGES if page.suffix in (".html", ".txt")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_record_of_an_example_keeps_to_the_schema_and_comes_back(page: Path) -> None:
    record = onrecord.read_page(page)
    line = record_to_json(record)
    jsonschema.validate(json.loads(line), record_schema())
    assert record_from_json(line) == record
    for statement in record.statements:
        for span in (*statement.content, *statement.cue, *statement.speaker_spans):
            assert record.text[span.start : span.end].strip()


def test_bytes_and_path_give_the_same_statements() -> None:
    page = PAGES[0]
    assert onrecord.read_page(page).statements == onrecord.read_page(page.read_bytes()).statements


def test_what_was_not_read_is_a_problem() -> None:
    crowd = "said " * 100
    found, problems = find_in(crowd, (Span(0, len(crowd) - 1),), None, get_language("en"))
    assert found == ()
    assert [problem.reason for problem in problems] == ["crowded-sentence"]


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every compiled pattern of the rooms from text to qualified statements."""
    english = get_language("en")
    rooms = (people, phrase, resolve, contents, cues, floating, marks, unit, qualify, text, times)
    out = {
        f"{room.__name__}.{name}": value
        for room in rooms
        for name, value in vars(room).items()
        if isinstance(value, re.Pattern)
    }
    out["times._pattern"] = times._pattern(english)
    out["qualify._phrases"] = qualify._phrases(english)
    out["qualify._hedge_words"] = qualify._hedge_words(english)
    out.update({f"qualify.act.{n}": p for n, (_, _, p) in enumerate(qualify._content_acts(english))})
    return out


HOSTILE = [
    "a",
    "A",
    "A ",
    "A-",
    "a'",
    "a.",
    ".",
    "”",
    ".”",
    " ",
    "on ",
    "had a ",
    "1 ",
    "said, ",
    "‘",
    "_",
    "late last ",
]


@pytest.mark.parametrize("name", sorted(patterns()))
def test_patterns_are_linear(name: str) -> None:
    """A pattern that goes back over what it has read would take minutes here, not milliseconds."""
    pattern = patterns()[name]
    if name.endswith(("people._BEFORE_NAME", "times._PERFECT", "text._LAST_WORD")):
        pytest.skip("is only ever given a slice of fixed length")
    for piece in HOSTILE:
        hostile = piece * (100_000 // len(piece))
        assert sum(len(match.group()) for match in pattern.finditer(hostile)) <= len(hostile)
