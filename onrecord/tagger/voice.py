"""Whose voice: what the text says for itself, or no one says, is reported by words and yet no statement."""

from __future__ import annotations

from onrecord.lang import Language
from onrecord.model import Span
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.cues import entry_of, word_class
from onrecord.text import cut, fold, word_spans

_BACK = 24
_OPENERS = frozenset('\n.!?:;”"’)]—–-')


def nobody_tells(text: str, candidate: Candidate, language: Language) -> bool:
    """Tell whether an attribution without quotation marks is nobody's statement.

    - The text speaks for itself: "we should note that", "if you want".
    - Nobody holds it: "it is seen as a threat", "he was named leader". Verbs of the tables may go without:
      "he is said to", "storms are expected".
    - It is the question that the next words answer: "Asked whether it was over, Malk said no".

    Args:
        text: The page's text.
        candidate: With a content that does not stand in quotation marks.
        language: Whose tables tell who speaks for the text and which verbs ask.
    """
    if not candidate.content or not candidate.cue:
        return False
    speaker = None if candidate.speaker is None else fold(cut(text, candidate.speaker))
    if speaker in word_class(language, "narrator"):
        return True
    words = [fold(cut(text, word)) for span in candidate.cue for word in word_spans(text, span)]
    if words and words[0] in word_class(language, "asked") and _opens(text, candidate.cue[0], language):
        return True
    return speaker is None and entry_of(words, language) is None


def _opens(text: str, cue: Span, language: Language) -> bool:
    """Tell whether a cue opens its clause, or follows "when" or "if" that does."""
    before = text[max(0, cue.start - _BACK) : cue.start].rstrip(" \t\xa0")
    if not before or before[-1] in _OPENERS:
        return True
    return fold(before.rsplit(maxsplit=1)[-1]) in word_class(language, "when-asked")
