"""How far the words of a cue reach: to a later cue of the same speaker, "according to", or a clause of others."""

from __future__ import annotations

from onrecord.lang import Language
from onrecord.tagger.cues import CueHit, word_class
from onrecord.tagger.unit import Unit


def limit_of(unit: Unit, language: Language, hits: tuple[CueHit, ...], number: int) -> int:
    """Return where the content of a cue has to end: at a later cue of the same speaker, or "according to"."""
    hit = hits[number]
    for later in hits[number + 1 :]:
        before = later.first - 1
        quoted = unit.quote_before(later.first) is not None and unit.lows[before - 1] == ","
        if later.tense == "gerund" and later.cue.frames and (quoted or unit.lows[before] == ","):
            return later.first if quoted else before
        if later.first - hit.last > 1 and coordinated(unit, language, later, hit):
            i = later.first - 1
            while i > hit.last and unit.lows[i] not in ("and", "but"):
                i -= 1
            return i - 1 if unit.lows[i - 1] == "," else i
    stop = _clause_stop(unit, language, hits, number)
    for i in range(hit.last, stop - 2):
        if unit.lows[i] == "," and not unit.tokens[i].quoted and unit.lows[i + 1 : i + 3] == ("according", "to"):
            return i
        if (
            unit.lows[i] == ","
            and unit.lows[i + 1] == "as"
            and unit.lows[i + 2] in ("quoted", "cited", "reported")
        ):
            return i
    return stop


def _clause_stop(unit: Unit, language: Language, hits: tuple[CueHit, ...], number: int) -> int:
    """Return where a semicolon, or "while" before somebody else's cue, ends the clause of a cue."""
    others = [hit.first for hit in hits[number + 1 :]]
    for i in range(hits[number].last, len(unit.tokens)):
        if unit.tokens[i].quoted:
            continue
        if unit.lows[i] == ";":
            return i
        opens = unit.lows[i] in word_class(language, "meanwhile") and (
            unit.lows[i - 1] == "," or unit.quote_before(i) is not None
        )
        if opens and any(first > i for first in others):
            return i
    return len(unit.tokens)


def coordinated(unit: Unit, language: Language, hit: CueHit, previous: CueHit) -> bool:
    """Tell whether a cue shares the subject of the one before: "denied …, and threatened …"."""
    i = hit.first - 1
    while i > previous.last and unit.lows[i] in word_class(language, "aux") | {"then", "in", "turn"}:
        i -= 1
    return unit.lows[i] in ("and", "but") and hit.tense == previous.tense and not previous.infinitive
