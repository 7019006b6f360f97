"""The rest of a phrase that the labels broke off in its midst: "the | scan", "Foreign Minister | Ada Brandt"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.lang import Language
from onrecord.model import Span, Spans
from onrecord.tagger.cues import quoting_forms, word_classes
from onrecord.text import cut, fold, overlaps

_WORD = re.compile(r"[ \t\xa0]([^\s,;:!?()\[\]—–\"“”«»]+)")
_LAST = re.compile(r"\S{1,40}\Z")
_OWNER = re.compile(r"(?:['’]s|s['’])\Z")
_SHORTEST_OWNER = 3
_CONJUNCTIONS = frozenset({"and", "but", "or"})
_REST_OF_NOUN, _REST_OF_NAME, _REST_OF_CONTENT = 6, 3, 12
"""The most words that are gone on for."""


def whole_speaker(text: str, speaker: Span, taken: Spans, language: Language) -> Span:
    """Return a speaker with the noun that its last word belongs to, or with the rest of its name.

    Args:
        text: The page's text.
        speaker: As the network has it.
        taken: Words of the cue and the content, which no speaker holds.
        language: Whose tables tell which word belongs to the next, and which ends a subject.
    """
    last = _last_word(text, speaker)
    verbs = word_classes(language, "aux", "modal", "passive", "boundary", "negation")
    following = _following(text, speaker.end, taken)
    if fold(last) in word_classes(language, "determiner", "preposition") or _owns(last, language):
        rest = _until(text, following, verbs, quoting_forms(language), _REST_OF_NOUN)
    elif last[:1].isupper() and last[-1] not in ",;":
        no_name = verbs | word_classes(language, "time", "preposition", "determiner", "pronoun")
        names = _capitals(text, following)
        rest = _until(text, names, no_name | quoting_forms(language), frozenset(), _REST_OF_NAME)
    else:
        rest = None
    return speaker if rest is None else Span(speaker.start, rest.end)


def whole_content(text: str, content: Spans, taken: Spans, language: Language) -> Spans:
    """Return a content none of whose pieces ends with a word that opens the next phrase.

    It goes on to the end of that phrase; "and" or "while" at its end is left out.

    Args:
        text: The page's text.
        content: In text order.
        taken: Words of the cue and the speaker, which no content holds.
        language: Whose tables tell which words open a phrase.
    """
    opens = word_classes(language, "determiner", "preposition", "passive")
    joins = word_classes(language, "boundary", "meanwhile") | _CONJUNCTIONS
    out = []
    for piece in content:
        last = fold(_last_word(text, piece))
        if last == fold(cut(text, piece)):  # "which", "what": a piece by itself
            out.append(piece)
            continue
        following = _following(text, piece.end, (*taken, *(other for other in content if other is not piece)))
        if last in joins and next(following, None) is not None:
            left = cut(text, piece)[: -len(last)].rstrip(" ,\t\xa0")
            out.append(Span(piece.start, piece.start + len(left)) if left else piece)
            continue
        rest = _until(text, following, frozenset(), frozenset(), _REST_OF_CONTENT) if last in opens else None
        out.append(piece if rest is None else Span(piece.start, rest.end))
    return tuple(out)


def _last_word(text: str, span: Span) -> str:
    found = _LAST.search(text, span.start, span.end)
    return found.group() if found else text[span.end - 1]


def _owns(word: str, language: Language) -> bool:
    """Tell whether a word is a possessive ("Malk's"), and no pronoun with its verb ("that's")."""
    owner = _OWNER.search(word)
    name = word[: len(word) - len(owner[0])] if owner else ""
    return len(name) >= _SHORTEST_OWNER and fold(name) not in word_classes(
        language, "pronoun", "determiner", "weak"
    )


def _following(text: str, at: int, taken: Spans) -> Iterator[Span]:
    """Yield the words after a place, up to a mark, the end of the sentence or line, or words that are taken."""
    while (found := _WORD.match(text, at)) is not None:
        word = Span(*found.span(1))
        ends = found[1].endswith(".")
        word = Span(word.start, word.end - ends)
        if word.start == word.end or any(overlaps(word, span) for span in taken):
            return
        yield word
        if ends:
            return
        at = found.end()


def _capitals(text: str, words: Iterable[Span]) -> Iterator[Span]:
    """Yield words as long as they are capitalised as names are; "R-Tolmin" after a name is no part of it."""
    for word in words:
        if not text[word.start].isupper() or text.startswith("-", word.start + 1):
            return
        yield word


def _until(
    text: str, words: Iterable[Span], stops: frozenset[str], later_stops: frozenset[str], most: int
) -> Span | None:
    """Return the last of the words before one that stops them, or None where there is none or are too many.

    Args:
        text: The page's text.
        words: In text order.
        stops: Folded words that end it.
        later_stops: Folded words that end it unless they are the first.
        most: More words than so many are no one phrase.
    """
    last = None
    for number, word in enumerate(words):
        low = fold(cut(text, word))
        if low in stops or (number and low in later_stops):
            break
        if number == most:
            return None
        last = word
    return last
