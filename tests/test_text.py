"""What can be done with text without knowing what it means: folding, and names as they are compared."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import fold, name_key

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(max_codepoint=127), max_size=300),
    st.text(st.sampled_from("aÉ\u0301\u00ad “’–\t\x1f\u2028ß\ufb01İ"), min_size=190, max_size=220),
)


@given(TEXTS)
def test_a_text_is_folded_as_its_characters_are(text: str) -> None:
    """A short text, a long one and one in ASCII are folded in three ways, to the same."""
    assert fold(text) == "".join(map(fold, text))


@given(TEXTS)
def test_a_key_holds_the_letters_and_digits_of_a_name(name: str) -> None:
    seen = unicodedata.normalize("NFC", "".join(c for c in name if c not in UNSEEN))
    assert name_key(name) == " ".join("".join(c if c.isalnum() else " " for c in fold(seen)).split())


def test_folding_takes_case_accents_and_the_shapes_of_quotes_dashes_and_spaces_off() -> None:
    assert fold("“Él’s”\u00a0–\tTOLMIN\n") == '"el\'s" - tolmin '
    assert name_key("  Él-Vásk, O. ") == "el vask o"
    assert (
        name_key("E\u0301l-Va\u0301sk O")
        == name_key("El-\u200bV\u00e1sk\ufeff O")
        == name_key("El-V\u00e1\u00adsk O")
    )
