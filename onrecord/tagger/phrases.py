"""Attributions without a verb: "according to X", and "Name:" before a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.lang import Language
from onrecord.model import Span
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.speakers import speaker_right
from onrecord.tagger.unit import Unit

_NAME_WORDS = 6
_DASHES = frozenset({"―", "—", "–", "-", "--"})


def find_according_to(unit: Unit, language: Language) -> Iterator[Candidate]:
    """Yield the candidates of "according to X": the rest of its sentence is the content."""
    for row in language.rows("phrases"):
        words = tuple(row["phrase"].split())
        for i in range(len(unit.tokens) - len(words)):
            if unit.lows[i : i + len(words)] != words or unit.tokens[i].quoted:
                continue
            made = _according_to(unit, language, i, i + len(words))
            if made is not None:
                yield made


def _according_to(unit: Unit, language: Language, first: int, last: int) -> Candidate | None:
    speaker = speaker_right(unit, language, last, len(unit.tokens))
    if not first and speaker is not None and _trimmed(unit, speaker[1], len(unit.tokens)) is None:
        speaker = speaker_right(unit, language, last, _name_stops(unit, language, last))
    if speaker is None:
        return None
    before, after = _trimmed(unit, 0, first), _trimmed(unit, speaker[1], len(unit.tokens))
    leads = unit.lows[first - 1] == "," if first else True
    if before is not None and (leads or first > 2):
        run = before
    elif after is not None:
        run = after
    else:
        return None
    return Candidate(
        content=(unit.span_of(*run),),
        cue=(unit.span_of(first, last),),
        speaker=unit.span_of(*speaker),
        acts=("assert",),
        by="phrase:according to",
        confidence=0.65,
    )


def _name_stops(unit: Unit, language: Language, start: int) -> int:
    """Return the comma that ends the name of "According to X, the …": the second where a role stands before it."""
    commas = [i for i in range(start, len(unit.tokens)) if unit.lows[i] == "," and not unit.tokens[i].quoted]
    if len(commas) > 1 and unit.lows[commas[1] - 1] in language.words("roles", "noun"):
        return commas[1]
    return commas[0] if commas else len(unit.tokens)


def _trimmed(unit: Unit, start: int, end: int) -> tuple[int, int] | None:
    """Return the run less punctuation at its ends (quotation marks stay), or None under three words."""
    while start < end and not unit.tokens[start].word and unit.quote_at(start) is None:
        start += 1
    while end > start and not unit.tokens[end - 1].word and not unit.tokens[end - 1].quoted:
        end -= 1
    words = sum(token.word for token in unit.tokens[start:end])
    return (start, end) if words > 2 else None


def find_dashes(units: tuple[Unit, ...]) -> Iterator[Candidate]:
    """Yield "“…” — Name": a quotation signed with a dash and a capitalised name that ends its line."""
    for unit in units:
        for first, last, quotation in unit.quotes:
            signed = last + 1 < len(unit.tokens) and unit.lows[last] in _DASHES
            if not signed or first > 1:
                continue
            name = unit.tokens[last + 1 :]
            while name and not name[-1].word:
                name = name[:-1]
            if not 0 < len(name) <= _NAME_WORDS:
                continue
            if all(token.capital for token in name if len(token.low) > 3) and name[0].capital:
                yield Candidate(
                    content=quotation.pieces,
                    cue=(unit.span_of(last, last + 1),),
                    speaker=Span(name[0].start, name[-1].end),
                    acts=("assert",),
                    by="dash",
                    confidence=0.6,
                )


def find_colons(units: tuple[Unit, ...]) -> Iterator[Candidate]:
    """Yield "Name: “…”" where a short capitalised name opens the sentence; elsewhere a colon is no cue."""
    for unit in units:
        for first, last, _ in unit.quotes:
            if not 1 < first <= _NAME_WORDS + 1 or unit.lows[first - 1] != ":":
                continue
            name = unit.tokens[: first - 1]
            if all(token.capital for token in name if token.word and len(token.low) > 3) and name[0].capital:
                yield Candidate(
                    content=(unit.span_of(first, last),),
                    cue=(unit.span_of(first - 1, first),),
                    speaker=unit.span_of(0, first - 1),
                    acts=("assert",),
                    by="colon",
                    confidence=0.6,
                )
