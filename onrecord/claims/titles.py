"""The words between a state and a name: are they the name's title, so that who bears it acts for that state?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from onrecord.claims.lexicon import load_lexicon
from onrecord.claims.words import Word, small_words, stem
from onrecord.lang.language import Language
from onrecord.text import fold

_JOINS = frozenset({"of", "for", "and", "the"})
"""Small words that stand in titles: "minister for trade", "secretary of state"."""

_HAPPENS = ("act", "aspect", "report", "event")


def is_title(words: Sequence[Word], language: Language) -> bool:
    """Tell whether words between a state and a name say what the name is there.

    "Kestrian [deputy foreign minister] Ana Brill" and "Kestria's [] Ana Brill" do; "Kestria [said that] Brannock"
    and "Kestria [bombed commander] Ana Brill" do not.

    Args:
        words: The words between, given names included.
        language: Whose tables to use.
    """
    offices = _offices(language)
    last = max((nth for nth, word in enumerate(words) if word.text in offices), default=-1)
    if any(_tells(word, language) for word in words[: max(0, last)]):
        return False
    return _only_names(words[last + 1 :]) or (last >= 0 and _of_something(words[last + 1 :]))


def _only_names(words: Sequence[Word]) -> bool:
    return all(word.capital for word in words)


def _of_something(words: Sequence[Word]) -> bool:
    """Tell whether words go on from an office to whose or what it is, then to names: "of trade and ports Sela"."""
    joined = [word.text in _JOINS for word in words]
    led = (
        word.capital or join or before for word, join, before in zip(words, joined, [False, *joined], strict=False)
    )
    return not joined[-1] and all(led)


def _tells(word: Word, language: Language) -> bool:
    """Tell whether a word is one of a sentence, and of no title: a verb, or a small word of another kind."""
    if word.text in _JOINS:
        return False
    if word.text in small_words(language, "stop") or stem(word.text) in _verbs(language):
        return True
    known = load_lexicon(language).stems.get(stem(word.text))
    return not word.capital and (word.text.endswith("ed") or (known is not None and known.kind in _HAPPENS))


@lru_cache(maxsize=8)
def _offices(language: Language) -> frozenset[str]:
    rows = (row for row in language.rows("roles") if row["kind"] != "document")
    return frozenset(word for row in rows for word in fold(row["noun"]).replace("-", " ").split()[-1:])


@lru_cache(maxsize=8)
def _verbs(language: Language) -> frozenset[str]:
    """Return the stems of reporting verbs."""
    rows = language.rows("cues")
    return frozenset(stem(form) for row in rows for form in (row["lemma"], *row["past"].split()))
