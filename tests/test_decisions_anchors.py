"""Quoted words are found again where they stand between the same neighbours, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.decisions.anchors import CONTEXT, find, quote, quotes
from onrecord.decisions.places import Place, choose
from onrecord.errors import SpanError
from onrecord.model import Quote, Span

TEXT = "Menu\n\nOrsk-on-Vey, 6 March\n\nMara Velt said that no ship was sunk. Mara Velt said so twice.\n"


def spanned(text: str, words: str, nth: int = 0) -> Span:
    """Return where words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def words_at(text: str, span: Span) -> list[str]:
    """Return the words at a span."""
    return text[slice(*span)].split()


def test_words_are_found_where_they_were() -> None:
    span = spanned(TEXT, "Mara Velt", 1)
    assert find(TEXT, quote(TEXT, span), same_text=True) == span
    assert find(TEXT, quote(TEXT, span)) == span


def test_words_that_moved_with_their_neighbours_are_found() -> None:
    wanted = quote(TEXT, spanned(TEXT, "no ship was sunk"))
    moved = "A banner that was not there before\n\n" + TEXT.replace("\n\n", " \r\n ")
    found = find(moved, wanted)
    assert isinstance(found, Span)
    assert moved[slice(*found)] == "no ship was sunk"


def test_words_between_other_neighbours_are_lost() -> None:
    wanted = quote(TEXT, spanned(TEXT, "said", 1))
    assert find(TEXT.replace("twice", "once"), wanted) == "moved"
    assert find(TEXT.replace("said", "says"), wanted) == "gone"
    assert find("", wanted) == "gone"


def test_words_that_stand_twice_between_the_same_neighbours_are_lost() -> None:
    line = (
        "Mara Velt said that no ship of the Meridian Federation was sunk in the strait of Tessaly on Thursday.\n"
    )
    text = line * 3
    span = spanned(text, "no ship", 1)
    wanted = quote(text, span)
    assert find(text + "More.", wanted) == "ambiguous"
    assert find(text, wanted, same_text=True) == span, "in the same text their place tells which are meant"


def test_a_hint_that_leads_to_other_words_is_not_followed() -> None:
    wanted = quote(TEXT, spanned(TEXT, "no ship was sunk"))
    assert find("x" * wanted.start + "yes ship was sunk", wanted, same_text=True) == "gone"


def test_what_begins_with_white_space_or_is_empty_cannot_be_quoted() -> None:
    for span in (Span(4, 8), Span(3, 3), Span(0, 10_000)):
        with pytest.raises(SpanError):
            quote(TEXT, span)


_LETTERS = st.text(alphabet="ab \n\t.é", max_size=120)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """Draw a text and a span of words in it."""
    text = draw(_LETTERS) + "a" + draw(_LETTERS)
    solid = [at for at, char in enumerate(text) if not char.isspace()]
    start = draw(st.sampled_from(solid))
    end = draw(st.sampled_from([at for at in solid if at >= start])) + 1
    return text, Span(start, end)


@given(quoted(), _LETTERS)
def test_found_words_are_those_quoted_between_the_same_neighbours(what: tuple[str, Span], other: str) -> None:
    """Whatever text they are looked for in, words that differ are never hit."""
    text, span = what
    wanted = quote(text, span)
    for place in (text, other, other + text, text + other, text.replace("\n", " "), text.replace("a", "b", 1)):
        found = find(place, wanted)
        if isinstance(found, Span):
            assert words_at(place, found) == wanted.exact.split()
            before = " ".join(place[: found.start].split())
            assert before.endswith(" ".join(wanted.prefix.split()))
            after = " ".join(place[found.end :].split())
            assert after.startswith(" ".join(wanted.suffix.split()))


@given(quoted())
def test_in_its_own_text_a_quote_is_found_at_its_place_or_is_ambiguous(what: tuple[str, Span]) -> None:
    text, span = what
    wanted = quote(text, span)
    assert find(text, wanted, same_text=True) == span
    assert find(text, wanted) in (span, "ambiguous")


@given(quoted(), st.integers(0, 3))
def test_twice_is_ambiguous(what: tuple[str, Span], more: int) -> None:
    text, span = what
    apart = "|" * CONTEXT
    wanted = quote(apart + text + apart, Span(span.start + CONTEXT, span.end + CONTEXT))
    repeated = (apart + text + apart) * (2 + more)
    assert find(repeated, wanted) == "ambiguous"


def test_a_long_monotonous_text_costs_no_more_than_its_length() -> None:
    wanted = Quote(exact="a" * 50_000, prefix="a" * 32, suffix="a" * 31 + "b", start=0)
    assert find("a" * 100_000, wanted) == "moved"


def test_a_statement_is_known_by_its_cue() -> None:
    outer = Place((Span(20, 90),), (Span(10, 14),))
    inner = Place((Span(30, 90),), (Span(25, 29),))
    longer = Place((Span(30, 120),), (Span(25, 29),))
    elsewhere = Place((Span(200, 290),), (Span(195, 199),))
    assert choose([[outer], [inner]], inner) == 1
    assert choose([[outer], [longer]], inner) == 1
    assert choose([[outer], [elsewhere]], inner) == "no-statement"
    assert choose([[outer], [elsewhere, inner]], longer) == 1, "a statement may be known by an earlier place too"
    assert choose([[outer], [Place((Span(30, 90),), ())]], inner) == 1
    assert choose([[longer], [longer]], inner) == "ambiguous-statement"
    assert choose([[Place((), (Span(25, 29),))]], Place((), (Span(25, 29),))) == 0, "silence is known by its cue"


def test_several_quotes_of_one_statement() -> None:
    spans = (spanned(TEXT, "no ship"), spanned(TEXT, "so twice"))
    assert [one.exact for one in quotes(TEXT, spans)] == ["no ship", "so twice"]
