"""Reporting words in a sentence: which stand there, in what form, with which frames (`lang/<code>/cues.tsv`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from onrecord.lang import Language
from onrecord.tagger.unit import Unit

Tense = Literal["plain", "third", "past", "gerund"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the table of reporting verbs."""

    lemma: str
    frames: frozenset[str]
    acts: tuple[str, ...]
    belief: bool


@dataclass(frozen=True, slots=True)
class CueHit:
    """A reporting verb at its place: tokens `first` up to, not including, `last` of a unit."""

    first: int
    last: int
    cue: Cue
    tense: Tense
    passive: bool
    infinitive: bool
    negated: bool


@lru_cache(maxsize=256)
def word_class(language: Language, name: str) -> frozenset[str]:
    """Return the words of one class of `words.tsv`."""
    rows = [row for row in language.rows("words") if row["class"] == name]
    return frozenset(word for row in rows for word in row["words"].split())


@lru_cache(maxsize=64)
def word_classes(language: Language, *names: str) -> frozenset[str]:
    """Return the words of several classes of `words.tsv`."""
    return frozenset().union(*(word_class(language, name) for name in names))


def find_cues(unit: Unit, language: Language) -> Iterator[CueHit]:
    """Yield the reporting verbs outside quotations, longest match first, in order."""
    forms = _forms(language)
    skip = 0
    for i, token in enumerate(unit.tokens):
        if i < skip or token.quoted or not token.word:
            continue
        for words, cue, tense in forms.get(token.low, ()):
            last = i + len(words)
            if unit.lows[i:last] == words and not any(t.quoted for t in unit.tokens[i:last]):
                hit = _judge(unit, language, i, last, cue, tense)
                if hit is not None:
                    yield hit
                    skip = last
                    break


def _judge(unit: Unit, language: Language, first: int, last: int, cue: Cue, tense: Tense) -> CueHit | None:
    """Return the hit unless the word is a noun or an adjective here."""
    before = list(unit.lows[max(0, first - 4) : first])
    previous = before[-1] if before else ""
    if first and unit.tokens[first].capital:
        return None
    if previous in word_class(language, "determiner") or previous.endswith(("'s", "’s")):
        return None
    if tense in ("plain", "third") and previous in word_class(language, "preposition") and previous != "to":
        return None
    modal = _near(before, word_class(language, "modal"))
    if tense == "plain" and not modal and not _plural(unit, first):
        return None
    if tense == "third" and not _can_speak(unit, language, first - 1):
        return None
    passive = tense == "past" and _near(before, word_class(language, "passive")) and cue.lemma != "decline"
    negated = _near(before, word_class(language, "negation")) and "s" not in cue.frames
    return CueHit(first, last, cue, tense, passive, "to" in before[-2:] and tense == "plain", negated)


def _near(before: list[str], words: frozenset[str]) -> bool:
    """Tell whether one of the words stands among the last few, with nothing but such small words between."""
    return any(low in words for low in before[-3:])


def _can_speak(unit: Unit, language: Language, last: int) -> bool:
    """Tell whether the word before a form in -s can be a subject, so that the form is no plural noun."""
    while last > 0 and (unit.lows[last] in word_class(language, "aux") or unit.lows[last].endswith("ly")):
        last -= 1
    if last < 0:
        return False
    token = unit.tokens[last]
    if token.capital or not token.word or token.quoted:
        return True
    return token.low in word_class(language, "pronoun") or token.low in language.words("roles", "noun")


def _plural(unit: Unit, first: int) -> bool:
    """Tell whether a plain form can be a verb here: after "to", a plural pronoun or a plural noun."""
    if not first:
        return False
    previous = unit.lows[first - 1]
    if previous in ("to", "i", "we", "they", "you", "who", "and", "also", "n't"):
        return True
    return previous.endswith("s") and not previous.endswith(("ss", "us", "is")) and unit.tokens[first - 1].word


@lru_cache(maxsize=8)
def _forms(language: Language) -> Mapping[str, tuple[tuple[tuple[str, ...], Cue, Tense], ...]]:
    """Return every form of every verb by its first word, longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Cue, Tense]]] = {}
    for row in language.rows("cues"):
        acts = tuple(row["acts"].split())
        cue = Cue(row["lemma"], frozenset(row["frames"]), acts, row["kind"] == "belief")
        for form, tense in _inflect(row["lemma"], row["past"], row["gerund"], row["third"]):
            words = tuple(form.split())
            out.setdefault(words[0], []).append((words, cue, tense))
    return MappingProxyType({k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in out.items()})


def entry_of(cue: Sequence[str], language: Language) -> Cue | None:
    """Return the table's row for the first of a cue's folded words that opens a verb of the table."""
    forms = _forms(language)
    for at, word in enumerate(cue):
        for words, entry, _ in forms.get(word, ()):
            if tuple(cue[at : at + len(words)]) == words:
                return entry
    return None


@lru_cache(maxsize=8)
def reporting_words(language: Language) -> frozenset[str]:
    """Return every folded word that opens a cue: a verb's forms, the nouns, "according" of the phrases."""
    phrases = (row["phrase"].split()[0] for row in language.rows("phrases"))
    return frozenset((*_forms(language), *reporting_nouns(language), *phrases))


@lru_cache(maxsize=8)
def reporting_nouns(language: Language) -> frozenset[str]:
    """Return the folded nouns that can carry a statement ("allegation"), one and many."""
    return frozenset(form for row in language.rows("nouncues") for form in noun_forms(row["noun"]))


def noun_forms(noun: str) -> tuple[str, str]:
    """Return a noun and its regular plural."""
    return noun, (noun[:-1] + "ies" if noun.endswith("y") else noun + "s")


@lru_cache(maxsize=8)
def quoting_forms(language: Language) -> frozenset[str]:
    """Return the one-word forms of the verbs that can report a quotation."""
    return frozenset(
        words[0]
        for entries in _forms(language).values()
        for words, cue, tense in entries
        if len(words) == 1 and "q" in cue.frames and tense in ("past", "third")
    )


def _inflect(lemma: str, past: str, gerund: str, third: str) -> Iterator[tuple[str, Tense]]:
    """Yield the forms of a verb, by the regular spelling where the table gives none."""
    stem = lemma.removesuffix("e")
    yield lemma, "plain"
    for form in _several(lemma, past, stem + "ed"):
        yield form, "past"
    for form in _several(lemma, gerund, stem + "ing"):
        yield form, "gerund"
    for form in _several(lemma, third, lemma + "s"):
        yield form, "third"


def _several(lemma: str, given: str, regular: str) -> tuple[str, ...]:
    if not given:
        return (regular,)
    return (given,) if " " in lemma else tuple(given.split())
