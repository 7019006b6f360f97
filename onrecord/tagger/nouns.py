"""Nouns that carry a statement: "Kestrian allegations of X", "accusations by officials that X"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from onrecord.lang import Language
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.cues import noun_forms, word_class
from onrecord.tagger.unit import Unit

_FAR = 14


@lru_cache(maxsize=8)
def _nouns(language: Language) -> Mapping[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Return acts and links of every noun, singular and plural."""
    out: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for row in language.rows("nouncues"):
        value = (tuple(row["acts"].split()), frozenset(row["links"].split()))
        out.update(dict.fromkeys(noun_forms(row["noun"]), value))
    return MappingProxyType(out)


def find_noun_candidates(
    unit: Unit, language: Language, verbs: frozenset[int], contents: tuple[tuple[int, int], ...]
) -> Iterator[Candidate]:
    """Yield statements carried by nouns, where the sentence says whose they are.

    Args:
        unit: The sentence.
        language: Its tables.
        verbs: Tokens that are cues already, so no nouns.
        contents: What those cues report; a noun inside one does not reach beyond its end.
    """
    nouns = _nouns(language)
    for i, token in enumerate(unit.tokens):
        entry = nouns.get(token.low)
        if entry is None or token.quoted or i in verbs:
            continue
        acts, links = entry
        owner, at = _owner(unit, language, i)
        limit = min((end for start, end in contents if start <= i < end), default=len(unit.tokens))
        content = _content(unit, at, limit, links, verbs)
        if owner is None or content is None:
            continue
        yield Candidate(
            content=(unit.span_of(*content),),
            cue=(unit.span_of(i, i + 1),),
            speaker=unit.span_of(*owner),
            acts=acts,
            by=f"noun:{token.low}",
            confidence=0.5,
        )


def _owner(unit: Unit, language: Language, noun: int) -> tuple[tuple[int, int] | None, int]:
    """Return whose the noun is, and where to look on for its content."""
    made = next(
        (i for i in range(noun + 1, min(noun + 4, len(unit.tokens))) if unit.lows[i] in ("by", "from")), None
    )
    if made is not None and unit.lows[noun + 1] in ("by", "from", "made", "levelled", "leveled"):
        end = made + 1
        stops = word_class(language, "stop") | word_class(language, "relative") | {",", "of", "."}
        while end < len(unit.tokens) and not unit.tokens[end].quoted:
            if unit.lows[end] in stops and not _of_name(unit, end):
                break
            end += 1
        last = end
        while last > made + 1 and unit.lows[last - 1] in word_class(language, "time"):
            last -= 1
        return ((made + 1, last) if last > made + 1 else None), end
    start = noun
    while start and _names(unit, start - 1):
        start -= 1
    if start < noun and unit.lows[start] in word_class(language, "determiner") | word_class(language, "lead"):
        start += 1
    return ((start, noun) if start < noun else None), noun + 1


def _of_name(unit: Unit, index: int) -> bool:
    """Tell whether "of" goes on with whose officials they are: "accusations by officials of Kestria"."""
    following = unit.tokens[index + 1] if index + 1 < len(unit.tokens) else None
    common = unit.tokens[index - 1].word and not unit.tokens[index - 1].capital
    return unit.lows[index] == "of" and common and following is not None and following.capital


def _names(unit: Unit, index: int) -> bool:
    """Tell whether a token can be part of a name that owns a noun."""
    token = unit.tokens[index]
    return token.word and token.capital and not token.quoted


def _content(
    unit: Unit, at: int, limit: int, links: frozenset[str], verbs: frozenset[int]
) -> tuple[int, int] | None:
    """Return the content from the link on to the end of its clause; "of" and "about" are not part of it."""
    reach = range(at, min(at + _FAR, limit))
    link = next((i for i in reach if unit.lows[i] in links and _reachable(unit, at, i)), None)
    if link is None or unit.tokens[link].quoted:
        return None
    start = link if unit.lows[link] in ("that", "to") else link + 1
    end = start
    phrase = unit.lows[link] not in ("that", "to")
    while end < limit and not _ends_clause(unit, end, verbs) and not (phrase and _predicate(unit, start, end)):
        end += 1
    while end > start and not unit.tokens[end - 1].quoted and _trailing(unit, end - 1):
        end -= 1
    return (start, end) if end - start > 1 else None


def _predicate(unit: Unit, start: int, index: int) -> bool:
    """Tell whether what is said of the noun begins: "dismissed reports of X as Y", "called reports of X “Y”"."""
    return index > start and (unit.lows[index] == "as" or unit.quote_at(index) is not None)


def _trailing(unit: Unit, index: int) -> bool:
    return not unit.tokens[index].word or unit.lows[index] in ("a", "an", "the")


def _ends_clause(unit: Unit, index: int, verbs: frozenset[int]) -> bool:
    """Tell whether a clause ends before a token: at a comma, a dash, or "and" with a reporting verb after it."""
    if unit.tokens[index].quoted:
        return False
    return unit.lows[index] in (",", ";", ":", "—", "–") or (unit.lows[index] == "and" and index + 1 in verbs)


def _reachable(unit: Unit, at: int, link: int) -> bool:
    """Tell whether only a parenthesis between commas stands between a noun and its link."""
    between = unit.lows[at:link]
    return not between or (between[0] == "," and between[-1] == ",")
