"""Phrases of a table found in a run of words. In the table … stands for up to three words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.claims.words import Word
from onrecord.lang.language import Language
from onrecord.text import fold

_GAP = fold("…")
_WIDEST_GAP = 3
_NT = "n't"

Index = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its sense, and the first and last of its words by number."""

    sense: str
    first: int
    last: int

    def covers(self, number: int) -> bool:
        """Tell whether the word of that number belongs to the phrase."""
        return self.first <= number <= self.last


def find_phrases(words: Sequence[Word], language: Language, table: str) -> tuple[Hit, ...]:
    """Return every phrase of a table that stands in the words, within one sentence each, in order.

    Args:
        words: The words, as `read_words` gives them.
        language: Whose tables to use.
        table: `stance`, `hedges` or `negation`.
    """
    index = _index(language, table)
    out = []
    for i, word in enumerate(words):
        heads = (word.text, "*" + _NT) if word.text.endswith(_NT) else (word.text,)
        for head in heads:
            for phrase, sense in index.get(head, ()):
                last = _ends(words, i, phrase)
                if last is not None:
                    out.append(Hit(sense, i, last))
    return tuple(out)


def _ends(words: Sequence[Word], start: int, phrase: tuple[str, ...]) -> int | None:
    """Return the number of the last word of a phrase that starts at a word, or None."""
    at, sentence, gap = start, words[start].sentence, 0
    for want in phrase[1:]:
        if want == _GAP:
            gap = _WIDEST_GAP
            continue
        reach = range(at + 1, min(at + 2 + gap, len(words)))
        found = next((n for n in reach if words[n].text == want and words[n].sentence == sentence), None)
        if found is None:
            return None
        at, gap = found, 0
    return at


_COLUMNS = {"stance": ("phrase", "sense"), "hedges": ("hedge", "kind"), "negation": ("words", "kind")}


@lru_cache(maxsize=32)
def _index(language: Language, table: str) -> Index:
    column, sense = _COLUMNS[table]
    grouped: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in language.rows(table):
        phrase = tuple(fold(row[column]).replace("-", " ").split())
        grouped.setdefault(phrase[0], []).append((phrase, row[sense]))
    return {head: tuple(entries) for head, entries in grouped.items()}
