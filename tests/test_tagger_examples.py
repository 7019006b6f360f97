"""The example sentences of a language: what its tables promise to find."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import onrecord
from onrecord.lang import get_language
from onrecord.model import Spans, Statement

ROWS = get_language("en").rows("examples")


def shown(text: str, spans: Spans) -> str:
    return " / ".join(text[span.start : span.end] for span in spans) or "-"


def as_row(text: str, statement: Statement) -> dict[str, str]:
    return {
        "sentence": text,
        "speaker": ";".join(speaker.name or "?" for speaker in statement.speakers),
        "cue": shown(text, statement.cue),
        "content": shown(text, statement.content),
        "form": statement.form,
        "acts": " ".join(statement.acts),
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['sentence'][:40]}|{row['cue']}")
def test_example_is_found_as_its_row_says(row: Mapping[str, str]) -> None:
    found = [as_row(row["sentence"], s) for s in onrecord.find_statements(row["sentence"])]
    assert dict(row) in found


@pytest.mark.parametrize("sentence", list(dict.fromkeys(row["sentence"] for row in ROWS)))
def test_examples_list_every_statement_but_those_that_open_a_text(sentence: str) -> None:
    """Nothing is found in an example beyond its rows, except the first sentence of two."""
    listed = [dict(row) for row in ROWS if row["sentence"] == sentence]
    found = [as_row(sentence, s) for s in onrecord.find_statements(sentence)]
    first_of_two = sentence.index(". ") if ". " in sentence else 0
    others = [row for row in found if row not in listed]
    assert all(sentence.index(row["content"]) < first_of_two for row in others)
