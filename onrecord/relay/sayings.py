"""Two statements in: do they report the same act of saying? A pure function of the two, whichever comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from onrecord.lang.language import Language
from onrecord.model import Span
from onrecord.relay.words import table_words
from onrecord.tagger.marks import find_quotations
from onrecord.text import fold, overlaps, word_spans

How = Literal["copied", "quoted", "retold", "recalled"]
"""copied: the words of a copied page; quoted: the same quoted words; retold: nearly the same words, the days being
known; recalled: nearly the same words, told as said before by a page that does not know the day."""

_SAME = 0.8
"""The share of the shorter one's words that two statements must have in common to be told in the same words."""

_NEAR, _NEAR_LONGER = 0.75, 0.5
"""The shares of the shorter and of the longer one's roots that statements told in nearly the same words share."""

_FEWEST_QUOTED, _FEWEST_QUOTED_UNDATED = 5, 8
_FEWEST_ROOTS, _FEWEST_ROOTS_UNDATED = 4, 5
"""Words that must be shared: more where the days do not help."""

_BLOCK = 3
"""Words in a row that count as shared."""

_SMALL = frozenset({"pronoun", "determiner", "modal", "passive", "preposition", "boundary", "relative", "aux"})
_ROOT = 5
_VOICE, _FEWEST_OF_OFFICE = "spoke", 3
"""The root of spokesman, spokeswoman and spokesperson; the roots, it among them, that tell whose: "Varland's
foreign ministry spokesman" is one voice on every page, "an official" is not."""
_ARTICLES = frozenset({"the", "a", "an", "of", "for"})
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A statement as it is compared with others.

    Attributes:
        page: Its page.
        nth: Its position in the page's record.
        actors: Who makes it; empty where nobody can be named.
        words: Its content, as it stands on the page.
        cue: Its reporting words, and those around them.
        denies: It is a denial, as its acts have it.
        negated: The reporting itself is negated.
        first: The first day on which it can have been said, or None.
        last: The last such day: where the page does not say, the day by which the page was out.
        dated: Whether the page says a day.
    """

    page: str
    nth: int
    actors: frozenset[str]
    words: str
    cue: str
    denies: bool
    negated: bool
    first: str | None
    last: str | None
    dated: bool


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a telling, taken apart: all, those quoted, roots of those that carry meaning, numbers.

    `unlike` are all and those quoted without their order: what two sayings cannot share is told by these.
    """

    all: Words
    quoted: Words
    unlike: tuple[frozenset[str], frozenset[str]]
    roots: frozenset[str]
    numbers: frozenset[str]
    negative: bool
    earlier: bool


def same_saying(a: Telling, b: Telling, language: Language, *, copied: bool) -> How | None:
    """Return how two statements of different pages show that they report one act of saying, or None.

    Args:
        a: One statement.
        b: The other; the order of the two does not matter.
        language: Of both.
        copied: Whether one of the pages has the other's words.
    """
    if a.negated != b.negated or not a.words or not b.words:
        return None
    shared_actor = not a.actors.isdisjoint(b.actors)
    copied = copied and (shared_actor or not (a.actors and b.actors))
    meet = shared_actor and days_meet(a, b)
    if not (copied or meet):
        return None
    left, right = _read(a.words, a.cue, language), _read(b.words, b.cue, language)
    if copied and _in_same_words(left, right):
        return "copied"
    if not meet:
        return None
    dated = a.dated and b.dated
    if _quotes_the_same(left, right, _FEWEST_QUOTED if dated else _FEWEST_QUOTED_UNDATED):
        return "quoted"
    if a.denies != b.denies or not _is_near(left, right, _FEWEST_ROOTS if dated else _FEWEST_ROOTS_UNDATED):
        return None
    if dated:
        return "retold"
    return "recalled" if _recalls(a, left) or _recalls(b, right) else None


def days_meet(a: Telling, b: Telling) -> bool:
    """Tell whether both can have been said on one day, or on the two sides of a midnight."""
    first = max(filter(None, (a.first, b.first)), default=None)
    last = min(filter(None, (a.last, b.last)), default=None)
    if first is None or last is None or first <= last:
        return True
    return date.fromisoformat(first) <= date.fromisoformat(last) + timedelta(days=1)


def compared_words(words: str) -> tuple[str, ...]:
    """Return the words of a content as they are compared."""
    folded = fold(words)
    return tuple(folded[span.start : span.end] for span in word_spans(words))


def speaker_key(actor: str) -> str | None:
    """Return what tells one who speaks from others: the actor, or for a spokesman without a name the office.

    Args:
        actor: The actor; or, after a ~, the words that describe one without a name.
    """
    if not actor.startswith("~"):
        return actor
    roots = sorted({_root(word) for word in compared_words(actor)} - _ARTICLES)
    return "~" + " ".join(roots) if _VOICE in roots and len(roots) >= _FEWEST_OF_OFFICE else None


def _recalls(telling: Telling, read: _Read) -> bool:
    return not telling.dated and read.earlier


def _in_same_words(a: _Read, b: _Read) -> bool:
    if not a.all or not b.all or not _may_share(a.all, a.unlike[0], b.all, b.unlike[0]):
        return False
    return _share(a.all, b.all)[0] >= _SAME


def _quotes_the_same(a: _Read, b: _Read, fewest: int) -> bool:
    if min(len(a.quoted), len(b.quoted)) < fewest or not _may_share(a.quoted, a.unlike[1], b.quoted, b.unlike[1]):
        return False
    share, count = _share(a.quoted, b.quoted)
    return share >= _SAME and count >= fewest


def _may_share(a: Words, in_a: frozenset[str], b: Words, in_b: frozenset[str]) -> bool:
    """Tell whether so much can be shared at all: each word that the longer one lacks is missing at least once."""
    one, missing = (a, len(in_a - in_b)) if len(a) <= len(b) else (b, len(in_b - in_a))
    if len(a) == len(b):  # which of them counts as the shorter one is told by their words
        missing = min(missing, len(in_b - in_a))
    return (len(one) - missing) / len(one) >= _SAME


@lru_cache(maxsize=100_000)
def _share(a: Words, b: Words) -> tuple[float, int]:
    """Return the share of the shorter one's words that the other has in the same order, and how many these are.

    Kept, since copied pages have the same sayings over and over.
    """
    one, two = sorted((a, b), key=lambda words: (len(words), words))
    if one == two:
        return 1.0, len(one)
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    count = sum(block.size for block in blocks if block.size >= min(_BLOCK, len(one)))
    return count / len(one), count


def _is_near(a: _Read, b: _Read, fewest: int) -> bool:
    shared = len(a.roots & b.roots)
    sizes = sorted((len(a.roots), len(b.roots)))
    near = shared >= fewest and shared >= _NEAR * sizes[0] and shared >= _NEAR_LONGER * sizes[1]
    return near and a.numbers == b.numbers and a.negative == b.negative


@lru_cache(maxsize=20_000)
def _read(words: str, cue: str, language: Language) -> _Read:
    quoted = [piece for found in find_quotations(words, (Span(0, len(words)),)) for piece in found.pieces]
    folded, spans = fold(words), list(word_spans(words))
    every = [folded[span.start : span.end] for span in spans]
    inside = tuple(word for word, span in zip(every, spans, strict=True) if any(overlaps(span, q) for q in quoted))
    small, negative = _small_words(language), language.words("negation", "words")
    return _Read(
        all=tuple(every),
        quoted=inside,
        unlike=(frozenset(every), frozenset(inside)),
        roots=frozenset(_root(word) for word in every if word not in small and not word[0].isdigit()),
        numbers=frozenset(word for word in every if word[0].isdigit()),
        negative=any(word in negative or word.endswith("n't") for word in every),
        earlier=bool(table_words(language, "earlier") & set(compared_words(cue))),
    )


def _root(word: str) -> str:
    """Return a word less what its form adds: the possessive, and all but the first letters of a long word."""
    word = word.removesuffix("'s")
    return word[:_ROOT] if len(word) > _ROOT else word.removesuffix("s") if len(word) > _SHORTEST else word


@lru_cache(maxsize=8)
def _small_words(language: Language) -> frozenset[str]:
    """Return words that carry no meaning of their own."""
    rows = (row for row in language.rows("words") if row["class"] in _SMALL)
    return frozenset(fold(word) for row in rows for word in row["words"].split())
