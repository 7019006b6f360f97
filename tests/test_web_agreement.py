"""How right the reader is, and how far people agree: the figures are those of the literature."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Anchor, Decision, DecisionKind, Quote
from onrecord.web.agreement import SAMPLE, agreement, nominal_alpha, precision, wilson


def decided(kind: DecisionKind, words: str, *, who: str = "ada", why: str = SAMPLE, value: str = "") -> Decision:
    """A decision about the statement with these words."""
    quote = Quote(exact=words, prefix="", suffix="", start=0)
    target = Anchor(page="0" * 64, content=(quote,))
    values = (value,) if value else ()
    name = f"{kind} {words} {who} {value}"
    return Decision(id=name, at=name, kind=kind, target=target, values=values, who=who, why=why)


def test_interval_is_the_one_of_wilson() -> None:
    """Newcombe (1998), table I: 81 of 263 and 0 of 20 and 15 of 148."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (None, None)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(hits: int, more: int) -> None:
    low, high = wilson(hits, hits + more)
    assert low is not None
    assert high is not None
    assert 0 <= low <= hits / (hits + more) + 1e-12
    assert hits / (hits + more) <= high <= 1


def test_alpha_is_the_one_of_krippendorff() -> None:
    """His example of four coders with missing answers, nominal: 0.743; agreement by chance alone is 0 or less."""
    table = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    rows = [row.split() for row in table]
    units = [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]
    alpha = nominal_alpha(units)
    assert alpha == pytest.approx(0.743, abs=5e-4)
    assert nominal_alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)
    assert nominal_alpha([["a", "a"], ["a", "a"]]) is None
    assert nominal_alpha([["a"], ["b"]]) is None


def test_what_had_to_be_corrected_counts_as_wrong() -> None:
    """Whatever the order; unsure ones are left out, and so is what is no part of the sample."""
    log = [
        decided("review", "one", value="reviewed"),
        decided("review", "two", value="reviewed"),
        decided("speaker", "two", value="Mara Velt"),
        decided("not-statement", "three"),
        decided("review", "four", value="unsure"),
        decided("review", "five", value="reviewed", why="seen on its page"),
        decided("outlet", "six", value="The Lantern"),
    ]
    found = precision(log)
    assert (found.right, found.wrong, found.unsure) == (1, 2, 1)
    assert found.share is not None
    assert math.isclose(found.share, 1 / 3)
    assert precision([]).share is None


def test_people_agree_as_far_as_they_judged_the_same_statements() -> None:
    log = [
        *(decided("review", words, who=who, value="reviewed") for words in "abc" for who in ("ada", "bel")),
        decided("review", "d", who="ada", value="reviewed"),
        decided("not-statement", "d", who="bel"),
        decided("review", "e", who="ada", value="reviewed"),
    ]
    found = agreement(log)
    assert found.coders == ("ada", "bel")
    assert found.both == 4
    assert found.alpha == pytest.approx(0.0)
