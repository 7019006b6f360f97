"""The words of a text with their sentence and clause: what matching and stance look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lang.language import Language
from onrecord.model import Span
from onrecord.text import fold, sentence_spans, word_spans

_BREAK = re.compile(r"[,;:()!?…\n\[\]—–]| - ")
_HYPHEN = re.compile("[-‐‑]")
_GOES_ON = re.compile(r"\w[ \t]+\Z")
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: Folded, without a possessive ending; hyphenated words are taken apart.
        span: Where it stands in the page's text.
        capital: It starts with a capital letter.
        opens: It is the first word of its sentence, whose capital tells nothing.
        sentence: The number of its sentence, counted over all pieces of the text.
        clause: The number of its clause, likewise.
    """

    text: str
    span: Span
    capital: bool
    opens: bool
    sentence: int
    clause: int


def read_words(text: str, spans: Iterable[Span], language: Language) -> tuple[Word, ...]:
    """Return the words at some spans of a text, in order; a new span starts a new sentence."""
    return _read_words(text, tuple(spans), language)


@lru_cache(maxsize=4096)
def _read_words(text: str, spans: tuple[Span, ...], language: Language) -> tuple[Word, ...]:
    """Read words once: every claim that a page is looked through for asks for the same ones again."""
    abbreviations = language.words("abbreviations", "abbreviation")
    breaks = small_words(language, "break")
    out: list[Word] = []
    sentence = clause = 0
    for span in spans:
        for piece in sentence_spans(text, span, abbreviations):
            sentence += 1
            clause += 1
            before = piece.start
            first = not _GOES_ON.search(text, max(0, piece.start - 2), piece.start)
            for part in _parts(text, piece):
                folded = _compared(text[part.start : part.end])
                opens = first and before == piece.start
                if before != piece.start and (_BREAK.search(text, before, part.start) or folded in breaks):
                    clause += 1
                out.append(Word(folded, part, text[part.start].isupper(), opens, sentence, clause))
                before = part.end
    return tuple(out)


@lru_cache(maxsize=64)
def small_words(language: Language, kind: str) -> frozenset[str]:
    """Return the function words of one kind of the table `matching`."""
    rows = (row for row in language.rows("matching") if row["kind"] == kind)
    return frozenset(word for row in rows for word in fold(row["words"]).split())


def _parts(text: str, span: Span) -> Iterable[Span]:
    """Yield the words of a span, those with hyphens in their parts."""
    for word in word_spans(text, span):
        shown = text[word.start : word.end]
        if shown.isalnum():
            yield word
            continue
        start = word.start
        for piece in _HYPHEN.split(shown):
            if piece:
                yield Span(start, start + len(piece))
            start += len(piece) + 1


@lru_cache(maxsize=65_536)
def _compared(word: str) -> str:
    """Fold a word and take a possessive ending off; what folding would make a pronoun keeps its stops."""
    if word in ("US", "US's", "US’s"):
        return "u.s"
    folded = fold(word)
    return folded[:-2] if folded.endswith("'s") and len(folded) > 3 else folded


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a rough stem of a folded word: plural, -ed, -ing and -ment go, and a last e.

    It only has to bring the forms of one word together; what it leaves need not be a word.
    """
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]
    for ending in ("ment", "ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWEL.search(rest):
            word = _undouble(rest)
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _undouble(rest: str) -> str:
    """Turn "shipp" into "ship", and leave "sell" and "pass" as they are."""
    double = len(rest) > 2 and rest[-1] == rest[-2] and rest[-1] not in "lsz"
    return rest[:-1] if double else rest
