"""Packing paragraphs into windows that a model reads at once, each with some of what stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.encode import Pieces
from onrecord.tagger.words import Word

MOST = 256
"""Pieces in a window, its first and the ones between paragraphs included."""

_CONTEXT = 72
Split = tuple[Word, tuple[int, ...]]

_STOPS = frozenset(".!?")
_START, _BREAK = 101, 102  # [CLS] and [SEP] of the vocabulary


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or as much of one as fits a window.

    Attributes:
        paragraph: Which paragraph it is of.
        words: Its words.
        ids: Their pieces.
        firsts: Where in `ids` each word starts.
    """

    paragraph: int
    words: list[Word]
    ids: list[int]
    firsts: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """What a model reads at once.

    Attributes:
        words: The words, of all its parts.
        paragraphs: Which paragraph each word is of.
        new: The first word that no earlier window holds; what stands before it is context.
        ids: The pieces.
        cases: The case of the word that each piece belongs to.
        quotes: Its place in quotations.
        firsts: Where in `ids` each word starts.
    """

    words: list[Word]
    paragraphs: list[int]
    new: int
    ids: list[int]
    cases: list[int]
    quotes: list[int]
    firsts: list[int]


def make_parts(paragraphs: list[list[Word]], pieces: Pieces, most: int = MOST - 2) -> list[Part]:
    """Split paragraphs into pieces; one that is too long for a window becomes several parts."""
    parts = []
    for number, paragraph in enumerate(paragraphs):
        kept: list[Split] = []
        size = 0
        for word in paragraph:
            ids = pieces.of(word.text)
            if not ids:
                continue
            if size + len(ids) > most:
                done, kept = _broken(kept)
                parts.append(_part(number, done))
                size = sum(len(ids) for _, ids in kept)
            kept.append((word, ids))
            size += len(ids)
        if kept:
            parts.append(_part(number, kept))
    return parts


def _broken(words: list[Split]) -> tuple[list[Split], list[Split]]:
    """Break a run of words after the last stop in its last third, else at its end."""
    for at in range(len(words) - 1, 2 * len(words) // 3, -1):
        if words[at][0].text in _STOPS:
            return words[: at + 1], words[at + 1 :]
    return words, []


def _part(number: int, words: list[Split]) -> Part:
    part = Part(number, [], [], [])
    for word, ids in words:
        part.words.append(word)
        part.firsts.append(len(part.ids))
        part.ids.extend(ids)
    return part


def pack(parts: list[Part], most: int = MOST, context: int = _CONTEXT, first: int | None = None) -> list[Window]:
    """Pack parts into windows in order; each begins with what precedes it, as far as that is short.

    Args:
        parts: The parts of a text.
        most: Pieces in a window.
        context: Pieces of an earlier window that one may begin with.
        first: Pieces of the first window, where not `most`.
    """
    windows = []
    new, limit = 0, first or most
    while new < len(parts):
        start, before = new, 0
        while start > 0 and before + len(parts[start - 1].ids) + 1 <= context:
            start -= 1
            before += len(parts[start].ids) + 1
        size = 1 + before + len(parts[new].ids) + 1
        if size > most:
            start, size = new, 2 + len(parts[new].ids)
        end = new + 1
        while end < len(parts) and size + len(parts[end].ids) + 1 <= limit:
            size += len(parts[end].ids) + 1
            end += 1
        windows.append(_window(parts[start:new], parts[new:end]))
        new, limit = end, most
    return windows


def _window(before: list[Part], parts: list[Part]) -> Window:
    window = Window([], [], sum(len(part.words) for part in before), [_START], [0], [0], [])
    for part in (*before, *parts):
        offset = len(window.ids)
        window.words.extend(part.words)
        window.paragraphs.extend([part.paragraph] * len(part.words))
        window.firsts.extend(offset + first for first in part.firsts)
        window.ids.extend((*part.ids, _BREAK))
        ends = (*part.firsts[1:], len(part.ids))
        for word, start, end in zip(part.words, part.firsts, ends, strict=True):
            window.cases.extend([word.case] * (end - start))
            window.quotes.extend([word.quote] * (end - start))
        window.cases.append(0)
        window.quotes.append(0)
    return window
