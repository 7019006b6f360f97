"""Quotation marks as structure."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.tagger.marks import find_quotations
from onrecord.text import line_spans


def quoted(text: str) -> list[list[str]]:
    found = find_quotations(text, tuple(line_spans(text)))
    return [[text[piece.start : piece.end] for piece in quotation.pieces] for quotation in found]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ('He said "one two" there.', [['"one two"']]),
        ("He said “one two” there.", [["“one two”"]]),
        ("He said «one two» there.", [["«one two»"]]),
        ("He said „one two“ there.", [["„one two“"]]),
        ("He said ‘one two’ there.", [["‘one two’"]]),
        ("Ada’s and the brothers’ two words.", []),
        ("“one ‘two’ three”", [["“one ‘two’ three”"]]),
        ("“one “two” three”", [["“one “two” three”"]]),
        ('"one" and "two"', [['"one"'], ['"two"']]),
        ("“one\n“two”", [["“one", "“two”"]]),
        ("“one\ntwo”", [["“one", "two”"]]),
        ("“one two\n”", [["“one two", "”"]]),
        ("“one\nplain words", [["“one"]]),
        ("plain” words", []),
    ],
)
def test_marks_are_paired(text: str, pieces: list[list[str]]) -> None:
    assert quoted(text) == pieces


def test_a_mark_that_is_never_closed_is_said_to_be_open() -> None:
    found = find_quotations("“one two", tuple(line_spans("“one two")))
    assert [quotation.closed for quotation in found] == [False]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="\"“”„«»‘’'「」` \nab.,?-", max_size=80))
def test_pieces_lie_in_their_paragraphs_and_never_overlap(text: str) -> None:
    paragraphs = tuple(line_spans(text))
    pieces = sorted(p for quotation in find_quotations(text, paragraphs) for p in quotation.pieces)
    assert all(any(par.start <= p.start < p.end <= par.end for par in paragraphs) for p in pieces)
    assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
