"""How surely two names are one: a score of 0 to 1, the same in both directions, one threshold for all names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from onrecord.actors.korean import korean_readings
from onrecord.actors.spelling import Name, Word, read_name, sound

THRESHOLD = 0.65
"""Two names are taken for one at this score and above, whatever kind of names they are."""

_WEIGHTS = {"name": 1.0, "number": 1.0, "common": 0.6, "particle": 0.1, "descent": 0.1, "form": 0.15}
_VOWELS = str.maketrans("", "", "aeiouhy")


@lru_cache(maxsize=65_536)
def same_name(a: str, b: str) -> float:
    """Return how surely two names are one, 0 to 1; `THRESHOLD` and more is yes.

    Scripts, case, diacritics, hyphens, order, titles and legal forms cost nothing or little; a letter more or less
    in a longer word a little; a word that only one of them has something; words that differ nearly everything.
    Korean names are compared by what they may be in Hangul. The score is symmetric.

    Examples:
        >>> same_name("Kim Jong-un", "김정은") > THRESHOLD > same_name("Kim Jong Un", "Kim Jong Il")
        True
        >>> same_name("Dr. Mara Velt", "VELT, Mara") > THRESHOLD > same_name("Mara Velt", "Tora Velt")
        True
    """
    if b < a:
        a, b = b, a
    one, other = read_name(a), read_name(b)
    if not one.words or not other.words:
        return 0.0
    if one.text == other.text:
        return 1.0
    korean, hangul = korean_readings(_korean_text(a, one)), korean_readings(_korean_text(b, other))
    if korean and hangul:
        return 0.95 if korean & hangul else min(0.5, _aligned(one, other))
    return _aligned(one, other)


def _korean_text(name: str, read: Name) -> str:
    """Return what Korean readings are made from: Hangul as it stands, else the ASCII of a name without titles."""
    if not name.isascii() and any("가" <= char <= "힣" for char in name):
        return name
    dropped = {word.text for word in read.words if word.kind == "title"}
    return " ".join(word for word in read.text.split() if word not in dropped)


def _aligned(one: Name, other: Name) -> float:
    """Return the score of names by their words: the best pairs first, then what is left over on both sides."""
    left, right = _compared(one), _compared(other)
    left, right = _joined(left, right), _joined(right, left)
    abjad = one.abjad != other.abjad
    ranked = sorted(
        (
            (_alike(x, y, abjad=abjad), -abs(i - j), -i, -j)
            for i, x in enumerate(left)
            for j, y in enumerate(right)
        ),
        reverse=True,
    )
    score, mine, theirs = 1.0, set(range(len(left))), set(range(len(right)))
    matched = 0
    for alike, _, i, j in ranked:
        if -i in mine and -j in theirs and alike > 0.5:
            mine.discard(-i)
            theirs.discard(-j)
            matched += 1
            score *= 1 - max(_weight(left[-i]), _weight(right[-j])) * (1 - alike)
    return score * _leftover([left[i] for i in mine], [right[j] for j in theirs], matched)


def _compared(name: Name) -> list[Word]:
    return [word for word in name.words if word.kind not in ("title", "suffix", "small")] or list(name.words)


def _weight(word: Word) -> float:
    return _WEIGHTS.get(word.kind, 0.3)


def _joined(words: list[Word], others: Sequence[Word]) -> list[Word]:
    """Return the words with neighbours written as one where the other name has them so ("Good Will")."""
    whole = {word.text for word in others}
    out: list[Word] = []
    for word in words:
        out.append(word)
        for length in (2, 3):
            joined = "".join(part.text for part in out[-length:])
            if len(out) >= length and joined in whole:
                out[-length:] = [Word(joined, "name", sound(joined))]
    return out


def _alike(a: Word, b: Word, *, abjad: bool) -> float:
    """Return how alike two words are."""
    if a.kind == "form" or b.kind == "form":
        return (1.0 if a.text == b.text else 0.6) if a.kind == b.kind else 0.0
    if a.text == b.text:
        return 1.0
    if "number" in (a.kind, b.kind):
        return 0.0
    if abjad:
        x, y = a.sound.translate(_VOWELS), b.sound.translate(_VOWELS)
        return 0.95 if x == y and len(x) > 1 else 0.0
    if a.sound == b.sound:
        return 0.97
    if min(len(a.text), len(b.text)) == 1:
        return 0.8 if a.text[0] == b.text[0] and a.kind == b.kind else 0.0
    edits = min(OSA.distance(a.text, b.text), OSA.distance(a.sound, b.sound) + 0.25)
    length = max(len(a.text), len(b.text))
    return max(0.0, 1 - (1.2 if length > 4 else 1.5) * edits / length)


def _leftover(mine: list[Word], theirs: list[Word], matched: int) -> float:
    """Return the factor for words without a partner: light where one name only has more, heavy where both do."""
    a, b = sum(map(_weight, mine)), sum(map(_weight, theirs))
    both, more = min(a, b), abs(a - b)
    if any(word.kind == "number" for word in (*mine, *theirs)):
        both += 0.5
    extra = 0.12 if matched > 1 else 0.45
    return max(0.0, 1 - 0.8 * both) * max(0.2, 1 - extra * more)
