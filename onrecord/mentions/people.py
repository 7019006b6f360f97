"""The people named on a page: the fullest form of each name, and where they are mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.lang import Language
from onrecord.mentions.phrase import Lexicon, lexicon
from onrecord.model import Span, Spans
from onrecord.text import fold, name_key

_RUN = re.compile(
    r"[^\W\d_a-z][\w’'\-]*(?: (?:al|bin|ibn|von|van|de|da|di|du|la|el)\b)?(?: [^\W\d_a-z][\w’'\-]*){1,9}"
)
_NO_NAME = frozenset(
    ["the", "a", "an", "and", "but", "in", "on", "at", "for", "from", "with", "mr", "mrs", "ms", "dr", "minister"]
)
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


def find_people(text: str, paragraphs: Spans, names: Iterable[str], language: Language) -> tuple[Person, ...]:
    """Return the people of a page: those already read from its speakers, and those that carry a title.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        names: Names read from speakers' phrases.
        language: Its tables tell titles and bodies from names.
    """
    forms = {name_key(name): name for name in names}
    roles: dict[str, list[str]] = {}
    for name, role in _titled(text, paragraphs, language):
        forms.setdefault(name_key(name), name)
        roles.setdefault(name_key(name), []).append(role)
    people: dict[str, list[Span]] = {}
    described: dict[str, list[str]] = {}
    for key, form in forms.items():
        name = _fullest(key, forms)
        people.setdefault(name, []).extend(_mentions(text, paragraphs, form))
        described.setdefault(name, []).extend(roles.get(key, ()))
    return tuple(
        Person(name, tuple(sorted(set(spans))), tuple(dict.fromkeys(described[name])))
        for name, spans in people.items()
    )


def full_name(name: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    """Return the fullest names on the page that a form may stand for: one, several where unclear, or none."""
    key = name_key(name)
    exact = [p.name for p in people if name_key(p.name) == key]
    if exact:
        return tuple(exact)
    words = key.split()
    found = [p.name for p in people if _contains(name_key(p.name).split(), words)]
    return tuple(dict.fromkeys(found))


def longer_forms(text: str, name: str) -> tuple[str, ...]:
    """Return the longer capitalised names on a page that end with a one-word name ("Malk" of "Joren Malk").

    "The" and the like are no part of a name; a form with more than two words before the name is left out.
    """
    if name.isupper():
        return _expanded(text, name)
    if " " in name or len(name) < 3:
        return ()
    pattern = re.compile(rf"(?<![\w’'-])((?:[^\W\d_a-z][\w’'\-]{{1,20}}[ ]){{1,2}}){re.escape(name)}(?![\w-])")
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        words = [w for w in match.group(1).split() if w.lower() not in _NO_NAME]
        if words and not any(_POSSESSIVE.search(w) for w in words):
            found.setdefault(name_key(" ".join([*words, name])), " ".join([*words, name]))
    tops = [k for k in found if not any(_contains(o.split(), k.split()) for o in found)]
    return tuple(found[k] for k in tops)


def _expanded(text: str, acronym: str) -> tuple[str, ...]:
    """Return the name that a page gives before an acronym in brackets, where their initials agree."""
    bracket = re.search(rf"\(\s?{re.escape(acronym)}\s?\)", text)
    if bracket is None:
        return ()
    words = text[max(0, bracket.start() - 120) : bracket.start()].split()
    for length in range(2, min(9, len(words)) + 1):
        initials = "".join(word[0] for word in words[-length:] if word[0].isupper())
        if initials == acronym and words[-length][0].isupper():
            return (" ".join(words[-length:]),)
    return ()


def _contains(whole: list[str], part: list[str]) -> bool:
    """Tell whether a short form is the beginning or the end of a full name."""
    return len(part) < len(whole) and (whole[: len(part)] == part or whole[-len(part) :] == part)


def _fullest(key: str, forms: dict[str, str]) -> str:
    """Return the longest form that a shorter one is certainly a part of; itself where two would do."""
    longer = [k for k in forms if _contains(k.split(), key.split())]
    tops = [k for k in longer if not any(_contains(o.split(), k.split()) for o in longer)]
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


def _title_length(words: list[str], lex: Lexicon) -> int:
    """Return how many words at the head of a capitalised run are title, body or place, not name."""
    length = 0
    for number, word in enumerate(words):
        if fold(word) in lex.titles or word in lex.orgwords or lex.place(word):
            length = number + 1
    return length


def _mentions(text: str, paragraphs: Spans, form: str) -> list[Span]:
    """Return where a form of a name stands as whole words."""
    pattern = re.compile(r"(?<!\w)" + re.escape(form) + r"(?!\w)")
    return [Span(*m.span()) for p in paragraphs for m in pattern.finditer(text, p.start, p.end)]
