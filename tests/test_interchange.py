"""The page record as JSON: real output keeps to the shipped schema, and comes back as it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden_records import pages
from jsonschema import Draft202012Validator

from onrecord import InputError, read_page
from onrecord.interchange import record_from_json, record_schema, record_to_json

VALIDATOR = Draft202012Validator(record_schema())


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(record_schema())


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_record_of_an_example_page_keeps_to_the_schema_and_comes_back(page: Path) -> None:
    record = read_page(page)
    line = record_to_json(record)
    assert "\n" not in line
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(line))] == []
    assert record_from_json(line) == record


def test_schema_turns_away_what_is_no_record() -> None:
    """A schema that admits everything would prove nothing."""
    record = json.loads(record_to_json(read_page(b"It rains in Tolmin, Dorea Fenn said.\n")))
    for field in ("page", "made_by", "text", "article"):
        broken = {key: value for key, value in record.items() if key != field}
        assert not VALIDATOR.is_valid(broken)
    assert not VALIDATOR.is_valid({**record, "text": 1})


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"text": 1}', "not JSON"])
def test_what_is_no_record_is_told_in_a_sentence(line: str) -> None:
    with pytest.raises(InputError, match=r"^This is not a page record: "):
        record_from_json(line)
