"""Taking the words that name who speaks apart: the members of a list, the author of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.lang import Language
from onrecord.mentions.phrase import Reading, lexicon, read_phrase, words_of
from onrecord.model import Span, Statement
from onrecord.tagger.cues import word_class
from onrecord.text import cut, fold, trim

_LIST = re.compile(r",\s+(?:and\s+)?|(?<!\s)\s+and\s+")
_LIST_LEAD = re.compile(r"^(?:(?:both|and|the governments of|governments of)\s+)+", re.IGNORECASE)
_LIST_TAIL = re.compile(r"(?<=\w),?\s{1,3}(?:and|but|or)$|(?<=\w),$")
_WITH_PRONOUN = re.compile(r"(he|she|they|it)\s+and\s+(?=\w)", re.IGNORECASE)
_ANTECEDENT = re.compile(
    r"(?:^|[\s“\"(])([Tt]he (?:(?!(?:of|by|in|on|at|from|with|to|for|and) )[\w’'\-]{1,30} ){0,2}[\w’'\-]{1,30}"
    r"|[^\W\d_a-z][\w’'\-]{0,30}(?: (?:(?:of|for) (?:the )?)?[^\W\d_a-z][\w’'\-]{0,30}){0,5}), \Z"
)
_FAR = 90
_NEAR = 20
_DOCUMENT_BY = re.compile(r"\b(?:by|from)\s+")
_SUCH = frozenset({"like", "including", "such"})
_OWNED = re.compile(r"[’']s\s+")


def read_speakers(text: str, statement: Statement, language: Language) -> Iterator[Reading]:
    """Yield a reading for each of those who make a statement."""
    for span in statement.speaker_spans:
        antecedent = _before_relative(text, span, language)
        if antecedent is not None:
            yield replace(antecedent, span=span)
            continue
        authors = _authors(text, span, language)
        for part in _parts(text, authors or span, language):
            reading = read_phrase(text, part, language)
            yield replace(reading, span=span) if authors else reading


def _before_relative(text: str, span: Span, language: Language) -> Reading | None:
    """Return whom "which" or "who" goes back to, where a name ends right before it: "Varland, which denied …"."""
    relative = fold(cut(text, span))
    found = (
        _ANTECEDENT.search(text, max(0, span.start - _FAR), span.start) if relative in ("which", "who") else None
    )
    near = trim(text, Span(*found.span(1))) if found else None
    if near is None:
        return None
    before = text[max(0, near.start - _NEAR) : near.start].split()[-1:]
    if before and before[0] in word_class(language, "preposition"):
        return None
    reading = read_phrase(text, near, language)
    person = reading.named and reading.kind == "person"
    body = reading.kind in ("government", "organisation")
    return reading if (person if relative == "who" else body) else None


def _parts(text: str, span: Span, language: Language) -> tuple[Span, ...]:
    """Return the parts of a list of speakers, or the phrase itself."""
    words = cut(text, span)
    joint = _WITH_PRONOUN.match(words)
    if joint:
        return Span(span.start, span.start + joint.end(1)), Span(span.start + joint.end(), span.end)
    shift = len(words) - len(_LIST_LEAD.sub("", words))
    listed = Span(span.start + shift, span.start + len(_LIST_TAIL.sub("", words)))
    parts = tuple(_split(text, listed))
    joined = len(parts) > 1 and " and " in f"{text[parts[-2].end : parts[-1].start]} "
    if joined and _several(text, parts, language) and not _one_body(text, parts, language):
        return parts
    return (listed,)


def _authors(text: str, span: Span, language: Language) -> Span | None:
    """Return who stands behind a document: "a statement released by X", "X's letter"."""
    roles = lexicon(language).roles
    words = words_of(text, span)
    heads = [w for w in words if w.low in roles and roles[w.low][0] == "document"]
    if not heads:
        return None
    by = _DOCUMENT_BY.search(text, heads[0].span.end, span.end)
    if by:
        between = fold(text[heads[0].span.end : by.start()]).split()
        issued = not between or between[0] in word_class(language, "issued")
        return trim(text, Span(by.end(), span.end)) if issued else None
    owned = list(_OWNED.finditer(text, span.start, heads[0].span.start))
    last = words.index(heads[-1])
    ends = last + 1 == len(words) or words[last + 1].low in ("to", "on", "about")
    if owned and ends and owned[-1].end() == heads[-1].span.start:
        return trim(text, Span(span.start, owned[-1].start()))
    return None


def _split(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _LIST.finditer(text, span.start, span.end):
        part = trim(text, Span(start, match.start()))
        if part:
            yield part
        start = match.end()
    rest = trim(text, Span(start, span.end))
    if rest:
        yield rest


def _several(text: str, parts: tuple[Span, ...], language: Language) -> bool:
    """Tell whether each part of a list names somebody: by capitals, or each a person or a state."""
    if all(_in_capitals(text, part, language) for part in parts):
        return True
    lex = lexicon(language)
    return all(lex.place(cut(text, part)) or _names_person(text, part, language) for part in parts)


def _in_capitals(text: str, part: Span, language: Language) -> bool:
    """Tell whether a part is a name by its looks: capitals throughout, "the" aside, and more than a bare post."""
    words = [w for w in words_of(text, part) if w.text[0].isalnum()]
    article = bool(words) and words[0].low in ("the", "both")
    words = words[1:] if article else words
    lex = lexicon(language)
    if not words or not all(w.capital or w.low in ("of", "and", "al", "bin") for w in words):
        return False
    if not article and words[-1].low in lex.titles and not any(w.low.rstrip(".") in lex.honorifics for w in words):
        return False
    whole = lex.place(" ".join(w.text for w in words))
    return words[-1].text not in lex.orgwords or whole is not None or len(words) > 1


def _names_person(text: str, part: Span, language: Language) -> bool:
    """Tell whether a part is a person's name after a role: not "aides to Ada Brandt", whose name is another's."""
    reading = read_phrase(text, part, language)
    if not reading.named or reading.kind != "person" or reading.name is None:
        return False
    before = fold(cut(text, part).partition(reading.name)[0]).split()
    others = word_class(language, "preposition") | _SUCH
    return not any(word in others for word in before)


def _one_body(text: str, parts: tuple[Span, ...], language: Language) -> bool:
    """Tell whether "and" stands in the name of one body: "the Trade Oversight and Border Reform Committee"."""
    if len(parts) != 2:
        return False
    first, last = (words_of(text, part) for part in parts)
    lex = lexicon(language)
    ends = last[-1].text in lex.orgwords and last[0].low != "the" and len(last) > 1
    named = first[-1].text in lex.orgwords or first[-1].text.isupper() or lex.place(cut(text, parts[0]))
    return first[0].low == "the" and ends and not named
