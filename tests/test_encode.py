"""Words to pieces as an uncased BERT reads them, on a vocabulary of a few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encode import Pieces, load_session
from onrecord.errors import ModelError

VOCABULARY = ["[UNK]", "un", "##able", "able", "deny", "##ing", ".", "s", "u", "東", "e"]
PIECES = Pieces("\n".join(VOCABULARY).encode())


def named(word: str) -> list[str]:
    return [VOCABULARY[number] for number in PIECES.of(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("deny", ["deny"]),
        ("Denying", ["deny", "##ing"]),
        ("unable", ["un", "##able"]),
        ("U.S", ["u", ".", "s"]),
        ("é", ["e"]),
        ("東東", ["東", "東"]),
        ("deny\u00ading", ["deny", "##ing"]),
        ("zebra", ["[UNK]"]),
        ("u" * 101, ["[UNK]"]),
        ("\u200b", []),
    ],
)
def test_words_come_apart_as_a_bert_reads_them(word: str, pieces: list[str]) -> None:
    assert named(word) == pieces


@given(st.text(max_size=12))
def test_every_word_has_pieces_of_the_vocabulary(word: str) -> None:
    assert all(0 <= number < len(VOCABULARY) for number in PIECES.of(word))


def test_a_model_that_was_not_shipped_is_refused() -> None:
    """A file without an entry among the checksums is never run, whatever it holds."""
    with pytest.raises(ModelError, match=r"blocks-1/LICENSE hashes to"):
        load_session("blocks-1/LICENSE")
