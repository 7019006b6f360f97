"""The names that a page uses, as parties that a claim may have: no table knows every state and every movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.claims.lexicon import Entry, Lexicon, compass_names, extend, find_concepts, load_lexicon, plain_words
from onrecord.claims.question import name_forms
from onrecord.claims.words import Word, read_words, small_words
from onrecord.lang.language import Language
from onrecord.model import Record, Span
from onrecord.text import fold

_LONGEST_NAME = 5
"""A run of more capitals is a headline or a list, and no name."""
_SHORTEST = 3
_KNOWN = ("place", "thing", "act", "aspect")
"""Words of these kinds are no part of a name, though they stand among its capitals ("Varlandic UAV exports")."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls the parties of its statements.

    Attributes:
        lexicon: The language's lexicon with the page's own names.
        shown: How the page writes each of those names, by key.
        parties: Keys of all parties named in the article, places of the tables among them.
    """

    lexicon: Lexicon
    shown: Mapping[str, str]
    parties: frozenset[str]


def find_names(record: Record, language: Language) -> Names:
    """Return the names in a page's article: runs of capitals that are no title, day or known word.

    A name that only ever opens a sentence may be any word and is left out; a state and its adjective are one
    name (`question.name_forms`).
    """
    words = read_words(record.text, record.article.body or (Span(0, len(record.text)),), language)
    plain = load_lexicon(language)
    people = _people(record)
    runs = [r for r in _runs(words, plain, language, _bodies(record)) if " ".join(w.text for w in r) not in people]
    lasts = {run[-1].text for run in runs if len(run) > 1}
    forms: Counter[tuple[str, str]] = Counter()
    entries: dict[tuple[str, ...], set[Entry]] = {}
    for run in runs:
        if len(run) == 1 and run[0].text in lasts:
            continue  # a name told in full elsewhere: "Velt" of "Mara Velt", "the Front"
        key, found = name_forms(record.text, run, language)
        for entry in found:
            entries.setdefault(entry.phrase, set()).add(entry)
        forms[key, _shown(record.text, run)] += 1
    sure = [
        next(iter(found))
        for phrase, found in sorted(entries.items())
        if len({e.key for e in found}) == 1 and " ".join(phrase) not in people
    ]
    lexicon = extend(plain, [*sure, *compass_names(record.text, language)])
    parties = frozenset(c.key for c in find_concepts(words, lexicon) if c.key.startswith("="))
    return Names(lexicon, _usual(forms), parties)


def _people(record: Record) -> frozenset[str]:
    """Return the names of the persons who speak, in full and from each of their words on: they act for a side."""
    speakers = (s for statement in record.statements for s in statement.speakers)
    names = {tuple(fold(s.name).split()) for s in speakers if s.kind == "person" and s.name}
    return frozenset(" ".join(name[at:]) for name in names for at in range(len(name)))


def _bodies(record: Record) -> frozenset[str]:
    """Return the words that name speakers who are no persons: they are names wherever they stand."""
    speakers = (s for statement in record.statements for s in statement.speakers)
    return frozenset(
        word
        for s in speakers
        if s.kind in ("government", "organisation") and s.name
        for word in fold(s.name).split()
    )


def _runs(
    words: Sequence[Word], lexicon: Lexicon, language: Language, bodies: frozenset[str]
) -> Iterator[Sequence[Word]]:
    """Yield the runs of capitalised words that no table knows, in text order."""
    concepts = find_concepts(words, lexicon)
    known = {n: c.kind for c in concepts if c.kind not in ("name", "word") for n in range(c.first, c.last + 1)}
    passed = _passed_over(language)
    inside = bodies | {word.text for word in words if word.capital and not word.opens}
    run: list[int] = []
    for number, word in enumerate(words):
        starts = word.capital and word.text in inside and word.text not in passed
        goes_on = bool(run) and words[run[-1]].clause == word.clause and not word.opens
        if run and not (goes_on and word.capital):
            yield from _kept(words, run, known, passed)
            run = []
        if starts or (run and word.capital):
            run.append(number)
    if run:
        yield from _kept(words, run, known, passed)


def _kept(
    words: Sequence[Word], run: Sequence[int], known: Mapping[int, str], passed: frozenset[str]
) -> Iterator[Sequence[Word]]:
    parts: list[list[Word]] = [[]]
    for n in run:
        if words[n].text in passed or known.get(n) in _KNOWN:
            parts.append([])
        elif parts[-1] or n not in known:  # "War" opens no name, but "Front" may end one
            parts[-1].append(words[n])
    name = next((part for part in reversed(parts) if part), [])
    if any(mark in word.text for word in name for mark in "'’"):  # "I'm"; what owns has lost its ending
        return
    if name and len(name) <= _LONGEST_NAME and max(len(w.text) for w in name) >= _SHORTEST:
        yield name


def _passed_over(language: Language) -> frozenset[str]:
    """Return words that are written with a capital and alone name nobody: days, titles, small words."""
    days = language.words("dates", "word")
    people = (row["noun"] for row in language.rows("roles") if row["kind"] == "person")
    roles = frozenset(word for role in people for word in fold(role).replace("-", " ").split())
    return days | roles | small_words(language, "stop") | _parts_of_places(language)


@lru_cache(maxsize=8)
def _parts_of_places(language: Language) -> frozenset[str]:
    """Return words that only together with others name a state ("Korean", "Emirates")."""
    cells = (cell.split(";") for row in language.rows("places") for cell in row.values())
    names = (plain_words(name, language) for cell in cells for name in cell)
    return frozenset(word for name in names if len(name) > 1 for word in name)


def _shown(text: str, run: Sequence[Word]) -> str:
    """Return a name as the page writes it, with the article that stands before it inside a sentence."""
    name = " ".join(text[run[0].span.start : run[-1].span.end].split()).removesuffix("'s").removesuffix("’s")
    lead = fold(text[max(0, run[0].span.start - 4) : run[0].span.start])
    return f"the {name}" if len(run) > 1 and lead == "the " else name


def _usual(forms: Counter[tuple[str, str]]) -> dict[str, str]:
    """Return for each key the form that a reader would use: of one word the shortest, else the most frequent."""
    out: dict[str, str] = {}
    for (key, form), _ in sorted(forms.items(), key=lambda item: _rank(*item)):
        out.setdefault(key, form)
    return out


def _rank(named: tuple[str, str], count: int) -> tuple[int, int, str]:
    """Order the forms of a name: a state goes before its adjective, which is longer."""
    form = named[1]
    return (0 if " " in form else len(form), -count, form)
