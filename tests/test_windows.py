"""Packing a text into windows: nothing is lost, nothing is read twice as new, no window is too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.encode import Pieces
from onrecord.tagger.marks import find_quotations
from onrecord.tagger.windows import MOST, make_parts, pack
from onrecord.tagger.words import LONGEST_WORD, words_of
from onrecord.text import line_spans

PIECES = Pieces("\n".join(["[UNK]", *"abcdefghij", *(f"##{char}" for char in "abcdefghij"), *'.,"']).encode())

TEXTS = st.lists(st.text('abcdefghij .,"“”\u200b', max_size=400), max_size=12).map("\n".join)


@given(TEXTS, st.integers(40, MOST))
def test_every_word_is_new_in_one_window(text: str, most: int) -> None:
    paragraphs = tuple(line_spans(text))
    words = words_of(text, paragraphs, find_quotations(text, paragraphs))
    windows = pack(make_parts(words, PIECES, most - 2), most, context=most // 4)
    new = [word.span for window in windows for word in window.words[window.new :]]
    assert new == [word.span for paragraph in words for word in paragraph if PIECES.of(word.text)]
    for window in windows:
        assert len(window.ids) == len(window.cases) == len(window.quotes) <= most
        assert len(window.firsts) == len(window.words) == len(window.paragraphs)
        pieces = [PIECES.of(word.text)[0] for word in window.words]
        assert [window.ids[first] for first in window.firsts] == pieces


def test_a_word_without_end_is_cut() -> None:
    """A line without spaces, as scripts are, costs no more than the words that it could have held."""
    text = "a" * 1_000
    (words,) = words_of(text, tuple(line_spans(text)), ())
    assert max(word.span.end - word.span.start for word in words) == LONGEST_WORD
    assert "".join(word.text for word in words) == text


def test_words_know_their_case_and_their_quotation() -> None:
    text = "The FRONT said “we know” and “no\nMcAdam spoke."
    paragraphs = tuple(line_spans(text))
    words = words_of(text, paragraphs, find_quotations(text, paragraphs))
    known = {word.text: (word.case, word.quote) for paragraph in words for word in paragraph}
    assert known["The"] == (1, 0)
    assert known["FRONT"] == (2, 0)
    assert known["said"] == (0, 0)
    assert known["know"] == (0, 1)
    assert known["no"] == (0, 2)
    assert known["McAdam"] == (3, 0)
