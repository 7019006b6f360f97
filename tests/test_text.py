"""What can be done with text without knowing what it means: folding, and names as they are compared."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import fold, name_key

TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(max_codepoint=127), max_size=300),
    st.text(st.sampled_from("aÉ “’–\t\x1f\u2028ß\ufb01İ"), min_size=190, max_size=220),
)


@given(TEXTS)
def test_a_text_is_folded_as_its_characters_are(text: str) -> None:
    """A short text, a long one and one in ASCII are folded in three ways, to the same."""
    assert fold(text) == "".join(map(fold, text))


@given(TEXTS)
def test_a_key_holds_the_letters_and_digits_of_a_name(name: str) -> None:
    assert name_key(name) == " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


def test_folding_takes_case_accents_and_the_shapes_of_quotes_dashes_and_spaces_off() -> None:
    assert fold("“Él’s”\u00a0–\tTOLMIN\n") == '"el\'s" - tolmin '
    assert name_key("  Él-Vásk, O. ") == "el vask o"
