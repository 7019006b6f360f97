"""Whether two forms of a name are one actor's: a score and the reason, from what is known of the two alone.

Only forms that share a block are compared, so that the work grows with the number of forms and not of their pairs.
A join without proof in the names themselves is `weak`: it holds only where nobody else could be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.actors.korean import korean_readings
from onrecord.actors.naming import FormSort
from onrecord.actors.same import same_name
from onrecord.actors.spelling import Word, read_name, sound

_YEAR = 366
_MOST_ROTATIONS = 5
_ONSETS = 588
_VOWELS = 28
_ONSET_CLASSES = "ggndd" + "lmbbss" + "xjjjkdbh"
_LIKE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post of a person as pages give it: which, whose, and on which first and last day."""

    post: str
    home: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a form.

    Attributes:
        id: The form's id.
        sort: Its sort.
        key: Its words.
        page: The page where it ends, or None.
        reference: The known actor of a reference file that it is, or None.
        held: The posts that pages give it.
    """

    id: str
    sort: FormSort
    key: str
    page: str | None = None
    reference: str | None = None
    held: tuple[Held, ...] = ()

    @property
    def homes(self) -> frozenset[str]:
        """The states and bodies that it belongs to."""
        return frozenset(held.home for held in self.held if held.home)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two forms that may be one actor's.

    Attributes:
        one: The form whose id sorts first.
        other: The other one.
        score: How surely, 0 to 1.
        because: Why, in words.
        short: The form that names too little to be sure by itself: the join holds only where it has no other
            one that is not joined to this; None for a join that holds by itself.
    """

    one: str
    other: str
    score: float
    because: str
    short: str | None = None


def block_keys(known: Known) -> frozenset[str]:
    """Return the keys one of which another form must share to be compared with this one."""
    match known.sort:
        case "person":
            return frozenset(_person_keys(known))
        case "body":
            return frozenset({"b " + known.key.replace(" ", "")})
        case _:
            return frozenset()


def compare(a: Known, b: Known) -> Join | None:
    """Return how two forms may be joined, or None where they may not; the same in either order."""
    if b.id < a.id:
        a, b = b, a
    if a.sort != b.sort or a.id == b.id or (a.reference and b.reference):
        return None
    if a.sort == "person":
        return _persons(a, b)
    same = a.sort == "body" and a.page == b.page and a.key.replace(" ", "") == b.key.replace(" ", "")
    return _join(a, b, 0.95, "the same words, divided otherwise") if same else None


@lru_cache(maxsize=65_536)
def readings(key: str) -> frozenset[str]:
    """Return what a name may be in Hangul; none unless there are at least two syllables after the surname."""
    return frozenset(reading for reading in korean_readings(key) if len(reading) > 2)


def letters(key: str) -> frozenset[str]:
    """Return the letters of a person's name in each order that moves a surname from one end to the other."""
    return _rotations(_words(key), "sound")


# ---- persons ----------------------------------------------------------------------------------------------


def _persons(a: Known, b: Known) -> Join | None:
    mine, theirs = _words(a.key), _words(b.key)
    if len(mine) == 1 or len(theirs) == 1:
        return _bare_surname(a, b, mine, theirs)
    if a.key == b.key and (a.reference or b.reference):
        return None  # the reference knew why this one is not meant: another time, or two of the name
    if a.key == b.key:
        return _join(a, b, 0.95, "the same name", short=a.id if a.page is None else b.id)
    if readings(a.key) and readings(b.key):
        return _koreans(a, b)
    if a.homes and b.homes and not a.homes & b.homes:
        return None
    spelled = _spelled_alike(a, b, mine, theirs)
    return spelled or _more_words(a, b, mine, theirs) or _same_post(a, b, mine, theirs)


def _koreans(a: Known, b: Known) -> Join | None:
    """Join Korean names that may be the same in Hangul, whatever the romanisation."""
    shared = readings(a.key) & readings(b.key)
    if not shared or (a.homes and b.homes and not a.homes & b.homes):
        return None
    if _rotations(_words(a.key), "text") & _rotations(_words(b.key), "text"):
        return _join(a, b, 0.97, "the same words, in another order or divided otherwise")
    hangul = f"both may be {min(shared)} in Hangul" if len(shared) == 1 else "two ways of writing one Korean name"
    return _join(a, b, 0.88, hangul)


def _spelled_alike(a: Known, b: Known, mine: Sequence[Word], theirs: Sequence[Word]) -> Join | None:
    """Join names with the same letters, or the same sounds, in another order or divided otherwise."""
    if _has_descent(mine) != _has_descent(theirs) or not _one_divides_the_other(mine, theirs):
        return None
    if _rotations(mine, "text") & _rotations(theirs, "text"):
        return _join(a, b, 0.97, "the same words, in another order or divided otherwise")
    if _rotations(mine, "sound") & _rotations(theirs, "sound"):
        return _join(a, b, 0.92, "spellings of the same sounds")
    return None


def _more_words(a: Known, b: Known, mine: Sequence[Word], theirs: Sequence[Word]) -> Join | None:
    """Join names that differ in middle names only: one has some, in full or as initials, the other fewer."""
    if readings(max(a.key, b.key, key=lambda key: len(key.split()))):
        return None  # no part of a Korean given name is a middle name
    fewer, more = sorted((_sounds(mine), _sounds(theirs)), key=len)
    ends = fewer[0] == more[0] and fewer[-1] == more[-1] and min(len(fewer[0]), len(fewer[-1])) > 1
    if not ends or not _within(fewer[1:-1], more[1:-1]):
        return None
    short = a if len(mine) < len(theirs) or (len(mine) == len(theirs) and len(a.key) < len(b.key)) else b
    return _join(a, b, 0.85, "the same first and last name, one with middle names", short=short.id)


def _same_post(a: Known, b: Known, mine: Sequence[Word], theirs: Sequence[Word]) -> Join | None:
    """Join names of which one has an initial or another letter where both hold one post at one time."""
    post = _held_together(a, b)
    x, y = _sounds(mine), _sounds(theirs)
    if post is None or len(x) != len(y):
        return None
    if x[-1] == y[-1] and x[0][0] == y[0][0] and 1 in (len(x[0]), len(y[0])):
        short = a if len(x[0]) == 1 else b
        return _join(a, b, 0.8, f"the same surname and initial, {post}", short=short.id)
    alike = x[0] == y[0] and min(len(x[-1]), len(y[-1])) > 4 and same_name(a.key, b.key) >= _LIKE
    return _join(a, b, 0.8, f"one letter apart, {post}", short=max(a.id, b.id)) if alike else None


def _bare_surname(a: Known, b: Known, mine: Sequence[Word], theirs: Sequence[Word]) -> Join | None:
    """Join a bare surname with a full name where both hold one post at one time."""
    bare, full = (a, b) if len(mine) < len(theirs) else (b, a)
    words = theirs if bare is a else mine
    if len(mine) == len(theirs) or bare.page is None:
        return None
    ends = {words[-1].sound, words[0].sound} if readings(full.key) else {words[-1].sound}
    post = _held_together(a, b)
    if post is None or sound(bare.key) not in ends:
        return None
    return _join(a, b, 0.8, f"the same surname, {post}", short=bare.id)


def _held_together(a: Known, b: Known) -> str | None:
    """Say which post both hold within a year, or None: the minister of one year need not be that of another."""
    for one in a.held:
        for other in b.held:
            same = one.post and one.home and (one.post, one.home) == (other.post, other.home)
            if same and _within_a_year(one, other):
                return f"and both “{one.post}” ({one.home}) within a year"
    return None


def _within_a_year(one: Held, other: Held) -> bool:
    if not (one.first and one.last and other.first and other.last):
        return False
    gap = max(one.first, other.first), min(one.last, other.last)
    return gap[0] <= gap[1] or (date.fromisoformat(gap[0]) - date.fromisoformat(gap[1])).days <= _YEAR


def _person_keys(known: Known) -> Iterator[str]:
    words = _words(known.key)
    if len(words) > 1:
        yield from ("c " + joined for joined in _rotations(words, "sound"))
        yield from {"k " + _coarse(reading) for reading in readings(known.key)}
        heard = _sounds(words)
        yield f"m {heard[0]} {heard[-1]}"
    ends = {words[-1].sound, words[0].sound} if readings(known.key) else {words[-1].sound}
    for held in known.held:
        if held.post and held.home:
            yield from (f"n {end} {held.post} {held.home}" for end in ends)
            yield f"e {words[0].sound} {held.post} {held.home}"


@lru_cache(maxsize=65_536)
def _words(key: str) -> tuple[Word, ...]:
    """Return the words of a name less those of a surname's front ("al"), unless nothing else is left."""
    words = read_name(key).words
    kept = tuple(word for word in words if word.kind not in ("particle", "small"))
    return kept if len(kept) > 1 or not words else words


def _sounds(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.sound for word in words if word.kind != "descent")


def _has_descent(words: Sequence[Word]) -> bool:
    return any(word.kind == "descent" for word in words)


def _rotations(words: Sequence[Word], part: str) -> frozenset[str]:
    """Return the letters of a name in each order that moves a surname from one end to the other.

    All orders are not alike: Kim Un Jong is not Kim Jong Un, and a name with "bin" tells son from father.
    """
    texts = [word.text if part == "text" else word.sound for word in words]
    turns = 1 if _has_descent(words) or len(texts) > _MOST_ROTATIONS else len(texts)
    return frozenset("".join(texts[at:] + texts[:at]) for at in range(turns))


def _one_divides_the_other(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Tell whether one name's words are runs of the other's: "Jin Ping" is, "Maros Emi" is not "Maro Semi"."""
    fewer, more = sorted(([w.sound for w in mine], [w.sound for w in theirs]), key=len)
    if len(fewer) == len(more):
        return sorted(fewer) == sorted(more)
    runs = {"".join(more[i:j]) for i in range(len(more)) for j in range(i + 1, len(more) + 1)}
    return all(word in runs for word in fewer)


def _within(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Tell whether middle names agree in order, an initial standing for a name."""
    at = 0
    for middle in fewer:
        while at < len(more) and not _stands_for(middle, more[at]):
            at += 1
        if at == len(more):
            return False
        at += 1
    return True


def _stands_for(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _coarse(reading: str) -> str:
    """Return a Hangul name as a block: the surname, then of each syllable the sort of its onset and its coda."""
    codes = [ord(char) - ord("가") for char in reading[1:]]
    return reading[0] + "".join(f"{_ONSET_CLASSES[code // _ONSETS]}{code % _VOWELS}" for code in codes)


def _join(a: Known, b: Known, score: float, because: str, *, short: str | None = None) -> Join:
    return Join(one=a.id, other=b.id, score=score, because=because, short=short)
