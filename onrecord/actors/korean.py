"""Korean names in Latin letters: which names in Hangul a spelling may stand for.

No table of one system will do: people write 정은 as Jeong-eun, Jung-eun, Jong Un or Chung-un. So every spelling is
read as the set of Hangul names that some habit of writing takes to it; two spellings may mean one name where their
sets have one in common, and cannot where they have none (Jong Un and Jong Il).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.lang.language import Language

_TABLES = Language("names")
_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = "-ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST = ord("가")
_HANGUL = re.compile(r"[가-힣]{2,5}")
_LONGEST_SYLLABLE = 8
_LONGEST_GIVEN = 16
_MOST_READINGS = 400


@lru_cache(maxsize=65_536)
def korean_readings(name: str) -> frozenset[str]:
    """Return the Hangul names that a name may be, surname first; none where it is not a Korean name.

    Args:
        name: Hangul, or ASCII letters in lower case, words separated by spaces or hyphens, in either order.

    Examples:
        >>> korean_readings("kim jong-un") & korean_readings("jeong-eun kim")
        frozenset({'김정은'})
        >>> korean_readings("kim jong un") & korean_readings("kim jong il")
        frozenset()
    """
    bare = "".join(name.split())
    if _HANGUL.fullmatch(bare):
        return frozenset({bare})
    words = name.replace("-", " - ").split()
    if not 2 <= len([word for word in words if word != "-"]) <= 4:
        return frozenset()
    found = set(_read(words[0], words[1:]))
    if len(words) == 2 or "-" in words[1:-1] or len(words) == 3:
        found |= set(_read(words[-1], words[:-1]))
    return frozenset(found)


def _read(surname: str, given: list[str]) -> Iterator[str]:
    """Yield surname and given name in Hangul for one order of the words."""
    parts = [word.replace("'", "") for word in given if word != "-"]
    if surname not in _surnames() or not all(part.isascii() and part.isalpha() for part in parts):
        return
    if sum(map(len, parts)) > _LONGEST_GIVEN:
        return
    readings = [""]
    for part in parts:
        syllables = _syllables(part, most=2 if len(parts) == 1 else 1)
        readings = [before + after for before in readings for after in syllables][:_MOST_READINGS]
    for hangul in _surnames()[surname]:
        yield from (hangul + reading for reading in readings)


@lru_cache(maxsize=65_536)
def _syllables(letters: str, most: int) -> tuple[str, ...]:
    """Return what letters may be in Hangul, in the fewest syllables that are enough for them."""
    whole = _one_syllable(letters)
    if whole or most < 2:
        return whole
    return tuple(
        dict.fromkeys(
            first + second
            for at in range(1, len(letters))
            for first in _one_syllable(letters[:at])
            for second in _one_syllable(letters[at:])
        )
    )


@lru_cache(maxsize=16_384)
def _one_syllable(letters: str) -> tuple[str, ...]:
    """Return the syllables that letters may stand for, none where they are not one."""
    if len(letters) > _LONGEST_SYLLABLE:
        return ()
    tables = _letters()
    return tuple(
        dict.fromkeys(
            _composed(onset, vowel, coda)
            for start in range(min(3, len(letters)) + 1)
            for onset in tables["onset"].get(letters[:start], ())
            for end in range(start + 1, len(letters) + 1)
            for vowel in tables["vowel"].get(letters[start:end], ())
            for coda in tables["coda"].get(letters[end:], ())
        )
    )


def _composed(onset: str, vowel: str, coda: str) -> str:
    code = (_ONSETS.index(onset) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_CODAS) + _CODAS.index(coda)
    return chr(_FIRST + code)


@lru_cache(maxsize=1)
def _letters() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what Latin letters may stand for, by their place in a syllable."""
    out: dict[str, dict[str, tuple[str, ...]]] = {"onset": {}, "vowel": {}, "coda": {}}
    for row in _TABLES.rows("korean"):
        latin = "" if row["latin"] == "-" else row["latin"]
        out[row["place"]][latin] = tuple(row["letters"].split())
    return out


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    """Return the surnames in Hangul that a spelling may stand for."""
    out: dict[str, list[str]] = {}
    for row in _TABLES.rows("koreansurnames"):
        for latin in row["latin"].split():
            out.setdefault(latin, []).append(row["hangul"])
    return {latin: tuple(hangul) for latin, hangul in out.items()}
