"""What became of the words of a statement when they were reported again: word by word, with the places of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from onrecord.model import Span, Spans, WordChange
from onrecord.text import fold, word_spans


def word_changes(text: str, content: Spans, later_text: str, later: Spans) -> tuple[WordChange, ...]:
    """Return how the words of one content differ from those of another, in order; empty where they are the same.

    Words are compared without case, accents and punctuation.

    Args:
        text: The text of the page that has the first form.
        content: Where its words stand.
        later_text: The text of the other page.
        later: Where the words stand there.
    """
    before, after = list(_words(text, content)), list(_words(later_text, later))
    matcher = SequenceMatcher(None, _folded(text, before), _folded(later_text, after), autojunk=False)
    return tuple(
        _change(text, before[a:b], later_text, after[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def _words(text: str, content: Spans) -> Iterator[Span]:
    for span in content:
        yield from word_spans(text, span)


def _folded(text: str, words: Iterable[Span]) -> list[str]:
    folded = fold(text)
    return [folded[word.start : word.end] for word in words]


def _change(text: str, before: list[Span], later_text: str, after: list[Span]) -> WordChange:
    one, two = _extent(before), _extent(after)
    return WordChange(
        before=one,
        after=two,
        words_before=" ".join(text[word.start : word.end] for word in before),
        words_after=" ".join(later_text[word.start : word.end] for word in after),
    )


def _extent(words: list[Span]) -> Span | None:
    return Span(words[0].start, words[-1].end) if words else None
