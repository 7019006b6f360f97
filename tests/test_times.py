"""When a statement was made, reckoned from the page's own day."""

from __future__ import annotations

import pytest

import onrecord

FRIDAY = "2031-03-07"


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("on Thursday", "2031-03-06", "2031-03-06", "day"),
        ("on Friday", "2031-03-07", "2031-03-07", "day"),
        ("on Saturday", "2031-03-01", "2031-03-01", "day"),
        ("last Friday", "2031-02-28", "2031-02-28", "day"),
        ("yesterday", "2031-03-06", "2031-03-06", "day"),
        ("today", "2031-03-07", "2031-03-07", "day"),
        ("earlier this week", "2031-03-03", "2031-03-07", "range"),
        ("last week", "2031-02-24", "2031-03-02", "range"),
        ("in December", "2030-12-01", "2030-12-31", "month"),
        ("in February", "2031-02-01", "2031-02-28", "month"),
        ("on March 5, 2031", "2031-03-05", "2031-03-05", "day"),
    ],
)
def test_words_of_time_become_days(words: str, first: str, last: str, precision: str) -> None:
    text = f"Ada Brandt said {words} that the talks had failed."
    said = onrecord.find_statements(text, published=FRIDAY)[0].said
    assert said is not None
    assert (said.from_, said.to, said.precision) == (first, last, precision)
    assert said.span is not None
    assert text[said.span.start : said.span.end] in words


def test_nothing_is_reckoned_without_the_pages_day() -> None:
    found = onrecord.find_statements("Ada Brandt said on Thursday that the talks had failed.")[0]
    assert found.said is None
    assert "said-unknown-no-page-date" in found.flags


def test_a_whole_date_needs_no_day_of_the_page() -> None:
    said = onrecord.find_statements("Ada Brandt said on March 5, 2031 that the talks had failed.")[0].said
    assert said is not None
    assert said.from_ == "2031-03-05"


def test_no_words_of_time_leave_the_day_open() -> None:
    found = onrecord.find_statements("Ada Brandt said that the talks had failed.", published=FRIDAY)[0]
    assert found.said is None
    assert "said-unknown-no-words" in found.flags


def test_a_day_inside_the_content_is_not_the_day_of_saying() -> None:
    text = "Ada Brandt said that the talks had failed on Monday."
    assert onrecord.find_statements(text, published=FRIDAY)[0].said is None


def test_the_same_speakers_next_words_share_the_day() -> None:
    text = "Ada Brandt said on Thursday that the talks had failed. Brandt added that nobody was hurt."
    first, second = onrecord.find_statements(text, published=FRIDAY)
    assert first.said is not None
    assert second.said is not None
    assert second.said.from_ == first.said.from_
    assert second.said.by.startswith("as the same speaker's words before")


def test_a_published_day_that_is_none_is_refused() -> None:
    with pytest.raises(onrecord.InputError, match="YYYY-MM-DD"):
        onrecord.find_statements("x", published="last Thursday")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt demanded by Thursday that the talks begin.",
        "Ada Brandt told a crowd in Orsk, where shells had fallen on Thursday, that the talks had failed.",
        "The first train, Ada Brandt said, left the yard on Thursday.",
        "Ada Brandt, who lost the vote on Thursday, said that the talks had failed.",
    ],
)
def test_a_word_of_time_about_something_else_dates_nothing(text: str) -> None:
    found = onrecord.find_statements(text, published=FRIDAY)
    assert found
    assert all(statement.said is None for statement in found)


def test_who_is_named_beside_the_first_cue_speaks_on_that_day() -> None:
    text = (
        "Varland rejects the charge, Deputy Minister Ada Brandt told reporters on Thursday.\n\n"
        "“No shell has gone,” Brandt stressed."
    )
    found = onrecord.find_statements(text, published=FRIDAY)
    assert found[-1].said is not None
    assert found[-1].said.from_ == "2031-03-06"
