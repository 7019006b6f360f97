"""The people named on a page: the fullest form of each name, and where they are mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from onrecord.lang import Language
from onrecord.mentions.phrase import Lexicon, given_names, lexicon, opening
from onrecord.model import Span, Spans
from onrecord.tagger.cues import word_class
from onrecord.text import fold, name_key

_RUN = re.compile(
    r"[^\W\d_a-z][\w’'\-]{0,40}+(?: (?:al|bin|ibn|von|van|de|da|di|du|la|el)\b)?"
    r"(?: [^\W\d_a-z][\w’'\-]{0,40}+){1,9}"
)
_LETTERS = re.compile(r"\w+")
_BEFORE_NAME = re.compile(r"(?<![\w’'\-])((?:[^\W\d_a-z][\w’'\-]{1,20} ){1,2})\Z")
_GLUED = re.compile(r"\w")
_GOES_ON = re.compile(r"[\w\-]")
_ROLE_BEFORE = re.compile(
    r"(?:^|[\s“\"(])((?:the|a|an|its|his|her|their|[^\W\d_]{1,30}[’']s) [^,.;:“”\"()\n]{3,90}), $", re.IGNORECASE
)
_ROLE_AFTER = re.compile(
    r", ((?:the |a |an |its |his |her |their |[^\W\d_]{1,30}[’']s |who )?[^,.;:“”\"()\n]{3,90})"
)
_ARTICLES = frozenset({"a", "an", "the"})
_APPOSED = 110
_NEAR_WORDS = 6
_ROLE_WORDS = 12
_FAR_BEFORE = 46
_MOST_WORDS = 12
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the page names them.

    Attributes:
        name: The fullest form on the page.
        mentions: Where a form of the name stands, in text order.
        roles: Folded words that stand before the name somewhere ("kestrian foreign minister").
    """

    name: str
    mentions: Spans
    roles: tuple[str, ...] = ()


class People:
    """The people of a page, looked up by name, by part of a name, and by place."""

    def __init__(self, text: str, people: Iterable[Person], unnamed: frozenset[str]) -> None:
        self._text = text
        self._unnamed = unnamed
        self._longer: dict[str, tuple[str, ...]] = {}
        self.all = tuple(people)
        self._by_key = _grouped((name_key(p.name), p.name) for p in self.all)
        self._by_part = _grouped((part, p.name) for p in self.all for part in _parts(name_key(p.name)))
        self._roles = {person.name: person.roles for person in self.all}
        self._by_role: dict[str, list[Person]] = {}
        for person in self.all:
            for word in dict.fromkeys(word for role in person.roles for word in role.split()):
                self._by_role.setdefault(word, []).append(person)
        self._mentions = sorted((mention.start, p.name) for p in self.all for mention in p.mentions)

    def full_names(self, name: str) -> tuple[str, ...]:
        """Return the fullest names on the page that a form may stand for: one, several where unclear, or none."""
        key = name_key(name)
        return tuple(dict.fromkeys(self._by_key.get(key) or self._by_part.get(key) or ()))

    def longer_forms(self, name: str) -> tuple[str, ...]:
        """Return the longer capitalised names anywhere on the page that end with a one-word name."""
        if name not in self._longer:
            spelled = _spelled_out(self._text, name) if name.isupper() else ()
            self._longer[name] = spelled or _longer_forms(self._text, name, self._unnamed)
        return self._longer[name]

    def with_role(self, word: str) -> tuple[Person, ...]:
        """Return the people who have a word, folded, in a role."""
        return tuple(self._by_role.get(word, ()))

    def roles(self, name: str) -> tuple[str, ...]:
        """Return the folded words of the roles that the page gives somebody."""
        return self._roles.get(name, ())

    def named_between(self, after: int, before: int) -> frozenset[str]:
        """Return the names of those whose mentions start after one place and before another."""
        first = bisect_right(self._mentions, after, key=lambda entry: entry[0])
        last = bisect_left(self._mentions, before, key=lambda entry: entry[0])
        return frozenset(name for _, name in self._mentions[first:last])


def find_people(text: str, paragraphs: Spans, names: Iterable[tuple[str, str]], language: Language) -> People:
    """Return the people of a page: those already read from its speakers, and those that carry a title.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        names: Names read from speakers' phrases, each with the role that stands there or nothing.
        language: Its tables tell titles and bodies from names.
    """
    forms: dict[str, str] = {}
    roles: dict[str, list[str]] = {}
    lead_less = partial(less_lead, text, language=language)
    for name, role in names:
        forms.setdefault(name_key(name), name)
        if role:
            roles.setdefault(name_key(name), []).append(fold(role))
    for name, role in _titled(text, paragraphs, language):
        forms.setdefault(name_key(name), name)
        roles.setdefault(name_key(name), []).append(role)
    known = {key.split()[-1] for key in forms if " " in key}
    for name in map(lead_less, _plain(text, paragraphs, known, language)):
        forms.setdefault(name_key(name), name)
    known.update(key.split()[-1] for key in forms if " " in key)
    for name in map(lead_less, _plain(text, paragraphs, known, language)):
        forms.setdefault(name_key(name), name)
    longer = _grouped((part, key) for key in forms for part in _parts(key))
    places = _word_places(text, paragraphs)
    for name in _surnames(forms, longer):
        forms.setdefault(name_key(name), name)
    people: dict[str, list[Span]] = {}
    described: dict[str, list[str]] = {}
    for key, form in forms.items():
        name = _fullest(key, forms, longer)
        spans = tuple(_mentions(text, form, places))
        people.setdefault(name, []).extend(spans)
        described.setdefault(name, []).extend(roles.get(key, ()))
        if " " in key:
            described[name].extend(role for span in spans for role in _apposed(text, span, language))
    return People(
        text,
        (
            Person(name, tuple(sorted(set(spans))), tuple(dict.fromkeys(described[name])))
            for name, spans in people.items()
        ),
        _unnamed(language),
    )


def less_lead(text: str, name: str, language: Language) -> str:
    """Return a name of a page without a word before it that is none of it: "Republican [Ada Brandt]".

    The next word must be a given name and this one not; the page must show the rest alone, or the word elsewhere.
    A word that also stands right before the surname is the first name of somebody with two.
    """
    lead, _, rest = name.partition(" ")
    given = given_names(language)
    if " " not in rest or fold(lead) in given or fold(rest.split()[0]) not in given:
        return name
    if f"{lead} {rest.split()[-1]}" in text:
        return name
    together = text.count(name)
    elsewhere = text.count(rest) > together or len(_word(lead).findall(text)) > together
    return rest if elsewhere else name


@lru_cache(maxsize=1024)
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)


def _unnamed(language: Language) -> frozenset[str]:
    """Return the words before a name that are no part of it ("Minister", "After", "Both")."""
    lex = lexicon(language)
    return opening(language) | word_class(language, "determiner") | lex.titles | lex.honorifics


def _longer_forms(text: str, name: str, unnamed: frozenset[str]) -> tuple[str, ...]:
    """Return the longer capitalised names on a page that end with a one-word name ("Malk" of "Joren Malk").

    Titles, "the" and the like are no part of a name; a form with more than two words before the name is left out,
    and so is one that only adds a word to another ("Brave Ada Malk").
    """
    if " " in name or len(name) < 3:
        return ()
    found: dict[str, str] = {}
    at = text.find(name)
    while at >= 0:
        match = _BEFORE_NAME.search(text[max(0, at - _FAR_BEFORE) : at])
        ends = at + len(name) == len(text) or not _GOES_ON.match(text, at + len(name))
        words = (
            [w for w in match.group(1).split() if w.lower().rstrip(".") not in unnamed] if match and ends else []
        )
        if words and not any(_POSSESSIVE.search(w) for w in words):
            found.setdefault(name_key(" ".join([*words, name])), " ".join([*words, name]))
        at = text.find(name, at + 1)
    return tuple(form for key, form in found.items() if not any(key.endswith(f" {other}") for other in found))


def _spelled_out(text: str, acronym: str) -> tuple[str, ...]:
    """Return the name that a page gives before an acronym in brackets, where their initials agree."""
    bracket = text.find(f"({acronym})")
    words = text[max(0, bracket - 120) : bracket].split() if bracket > 0 else []
    for length in range(2, min(9, len(words)) + 1):
        initials = "".join(word[0] for word in words[-length:] if word[0].isupper())
        if initials == acronym and words[-length][0].isupper():
            return (" ".join(words[-length:]),)
    return ()


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second of each pair by the first, in order."""
    out: dict[str, list[str]] = {}
    for key, value in pairs:
        out.setdefault(key, []).append(value)
    return out


def _parts(key: str) -> frozenset[str]:
    """Return the short forms of a full name: each beginning and each end of it that is not the whole."""
    words = key.split()
    cuts = range(1, min(len(words), _MOST_WORDS))
    return frozenset(" ".join(part) for n in cuts for part in (words[:n], words[-n:]))


def _fullest(key: str, forms: dict[str, str], longer: dict[str, list[str]]) -> str:
    """Return the longest form that a shorter one is certainly a part of; itself where two would do."""
    tops = _tops(longer.get(key, ()), longer)
    return forms[tops[0]] if len(tops) == 1 else forms[key]


def _titled(text: str, paragraphs: Spans, language: Language) -> list[tuple[str, str]]:
    """Return names that follow a title or a role ("Foreign Minister Ada Brandt"), each with the folded role."""
    lex = lexicon(language)
    out = []
    for paragraph in paragraphs:
        for match in _RUN.finditer(text, paragraph.start, paragraph.end):
            words = [_POSSESSIVE.sub("", word) for word in match.group().split()]
            first = _title_length(words, lex)
            before = fold(text[max(paragraph.start, match.start() - 40) : match.start()]).split()
            titled = any(fold(word) in lex.titles for word in words[:first])
            if not titled and not (before and before[-1] in lex.titles):
                continue
            name = words[first:]
            clean = not any(word in lex.orgwords or lex.place(word) for word in name)
            if clean and 1 < len(name) < 5:
                lead = before[-3:] if not first else before[-1:]
                out.append((" ".join(name), " ".join([*lead, *map(fold, words[:first])])))
    return out


def _apposed(text: str, name: Span, language: Language) -> Iterator[str]:
    """Yield the roles that stand beside a name between commas: "the spokesman of X, N", "N, a lawmaker"."""
    titles = lexicon(language).titles
    before = _ROLE_BEFORE.search(text[max(0, name.start - _APPOSED) : name.start])
    after = _ROLE_AFTER.match(text, name.end, min(len(text), name.end + _APPOSED))
    for match in (before, after):
        words = fold(match.group(1)).split() if match else []
        if any(word in titles for word in words[:_NEAR_WORDS]):
            yield " ".join(words[:_ROLE_WORDS])


def _plain(text: str, paragraphs: Spans, surnames: set[str], language: Language) -> Iterator[str]:
    """Yield the names of people that a given name or a known surname tells, less titles before them."""
    lex, given = lexicon(language), given_names(language)
    for paragraph in paragraphs:
        for match in _RUN.finditer(text, paragraph.start, paragraph.end):
            words = match.group().split()
            if _POSSESSIVE.search(words[-1]):
                words[-1] = _POSSESSIVE.sub("", words[-1])
            name = words[_title_length(words, lex) :]
            while name and name[0].lower() in opening(language):
                name = name[1:]
            told = len(name) > 1 and (fold(name[0]) in given or (len(name) < 4 and name_key(name[-1]) in surnames))
            if len(name) < 2 or len(name) > 4 or any(_POSSESSIVE.search(w) for w in name):
                continue
            place = Span(match.end() - len(" ".join(name)), match.end())
            impersonal = any(w in lex.orgwords or lex.place(w) for w in name)
            if told or (not impersonal and any(_apposed(text, place, language))):
                yield " ".join(name)


def _surnames(forms: dict[str, str], longer: dict[str, list[str]]) -> list[str]:
    """Return the last words of full names, where they are that of one person."""
    last = [(key.split()[-1], form.split()[-1]) for key, form in forms.items() if " " in key]
    return [form for key, form in last if len(_tops(longer.get(key, ()), longer)) == 1 and len(key) > 1]


def _tops(keys: Iterable[str], longer: dict[str, list[str]]) -> list[str]:
    return [key for key in keys if not longer.get(key)]


def _title_length(words: list[str], lex: Lexicon) -> int:
    """Return how many words at the head of a capitalised run are title, body or place, not name."""
    length = 0
    for number, word in enumerate(words):
        low = fold(word).rstrip(".")
        if (
            low in lex.titles
            or low in lex.honorifics
            or low in _ARTICLES
            or word in lex.orgwords
            or lex.place(word)
        ):
            length = number + 1
    return length


def _word_places(text: str, paragraphs: Spans) -> dict[str, list[int]]:
    """Return where each run of letters and digits starts in the paragraphs."""
    out: dict[str, list[int]] = {}
    for paragraph in paragraphs:
        for match in _LETTERS.finditer(text, paragraph.start, paragraph.end):
            out.setdefault(match.group(), []).append(match.start())
    return out


def _mentions(text: str, form: str, places: dict[str, list[int]]) -> Iterator[Span]:
    """Yield where a form of a name stands as whole words: looked for at the rarest of its words."""
    words = list(_LETTERS.finditer(form))
    rarest = min(words, key=lambda word: len(places.get(word.group(), ())), default=None)
    for place in places.get(rarest.group(), ()) if rarest else ():
        start = place - rarest.start() if rarest else place
        end = start + len(form)
        if (
            start >= 0
            and text.startswith(form, start)
            and not _GLUED.match(text, max(0, start - 1), start)
            and not _GLUED.match(text, end)
        ):
            yield Span(start, end)
