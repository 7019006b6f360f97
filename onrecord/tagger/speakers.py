"""The noun phrase of who speaks: to the left of a cue, to its right, or after "by" and "according to"."""

from __future__ import annotations

from onrecord.lang import Language
from onrecord.tagger.cues import word_class
from onrecord.tagger.unit import Unit

_FARTHEST = 60
_BREAKS = frozenset(';:—–"“”»«?!…')


def speaker_left(unit: Unit, language: Language, cue: int, floor: int) -> tuple[int, int] | None:
    """Return the subject of a cue as token indices (end exclusive), or None.

    Args:
        unit: The sentence.
        language: Its tables.
        cue: The first token of the cue.
        floor: The first token that may belong to the subject.
    """
    end = _skip_back(unit, language, cue, floor)
    if end <= floor:
        return None
    start = _subject_start(unit, language, end, floor)
    start = _drop_lead(unit, language, start, end)
    return _checked(unit, language, start, end)


def speaker_right(unit: Unit, language: Language, start: int, limit: int) -> tuple[int, int] | None:
    """Return the noun phrase that follows a cue or a preposition, with its apposition, or None."""
    stops = word_class(language, "stop")
    end = start
    while end < limit:
        token = unit.tokens[end]
        if token.quoted or token.low in _BREAKS or token.low == ".":
            break
        if token.low in stops and end > start and not (token.low == "in" and _names_place(unit, end)):
            break
        if token.low == "," and not _apposition_follows(unit, language, end, limit):
            break
        end += 1
    while end > start and not unit.tokens[end - 1].word and unit.tokens[end - 1].low not in ")]":
        end -= 1
    end = _drop_tail(unit, language, start, end)
    return _checked(unit, language, start, end)


def _names_place(unit: Unit, index: int) -> bool:
    """Tell whether "in" goes on with a place that belongs to the phrase before ("the embassy in Tolmin")."""
    tokens = unit.tokens
    return index + 1 < len(tokens) and tokens[index + 1].capital and index > 0 and not tokens[index - 1].capital


def _apposition_follows(unit: Unit, language: Language, comma: int, limit: int) -> bool:
    """Tell whether what follows a comma describes the name before it."""
    if comma + 1 >= limit:
        return False
    return unit.lows[comma + 1] in word_class(language, "appositive")


def _drop_tail(unit: Unit, language: Language, start: int, end: int) -> int:
    """Leave out words of time at the end ("Friday", "last week")."""
    times = word_class(language, "time")
    while end - 1 > start and (unit.lows[end - 1] in times or unit.lows[end - 1] in ("on", ",")):
        end -= 1
    return end


def _skip_back(unit: Unit, language: Language, cue: int, floor: int) -> int:
    """Return the end of the subject: skip auxiliaries, adverbs, times and "in a statement"."""
    aux, times = word_class(language, "aux"), word_class(language, "time")
    end = cue
    while end > floor:
        low = unit.lows[end - 1]
        if (
            low in aux
            or low in word_class(language, "be")
            or (low.endswith("ly") and not unit.tokens[end - 1].capital)
        ):
            end -= 1
        elif (low in times or low.isdigit()) and end - 1 > floor and not _possessed(unit, end - 1):
            end -= 1
            if unit.lows[end - 1] in ("on", "in", "this", "at", "by"):
                end -= 1
        else:
            shorter = _skip_phrase(unit, language, end, floor)
            if shorter == end:
                return end
            end = shorter
    return end


def _possessed(unit: Unit, index: int) -> bool:
    return bool(index) and unit.lows[index - 1].endswith(("'s", "’s"))


def _skip_phrase(unit: Unit, language: Language, end: int, floor: int) -> int:
    """Step back over an adverbial between subject and cue: ", in turn," or "at a briefing", brackets."""
    comma = unit.lows[end - 1] == ","
    last = end - 1 if comma else end
    if unit.lows[last - 1] in ")]":
        opener = next((i for i in range(last - 1, floor, -1) if unit.lows[i] in "(["), None)
        return opener if opener is not None and comma else end
    for back in range(last - 1, max(floor, last - 8), -1):
        low = unit.lows[back]
        if low == ",":
            break
        if low in ("in", "at", "on", "during", "for", "after", "from", "with"):
            phrase = unit.lows[back + 1 : last]
            known = word_class(language, "occasion") | word_class(language, "time")
            if not phrase or phrase[-1] not in known or not back:
                break
            if comma and unit.lows[back - 1] != ",":
                break
            return max(back - 1 if comma else back, floor)
    if comma and last - 1 > floor and unit.lows[last - 1] in word_class(language, "adverb"):
        before = last - 1
        return before - 1 if unit.lows[before - 1] == "," else before
    return end


def _subject_start(unit: Unit, language: Language, end: int, floor: int) -> int:
    """Walk left from the end of a subject to where it starts, through appositions and relative clauses."""
    if unit.lows[end - 1] == ",":
        return _through_commas(unit, language, end, floor)
    start = end
    if unit.lows[end - 1] in word_class(language, "subject"):
        return end - 1
    while start > max(floor, end - _FARTHEST):
        low = unit.lows[start - 1]
        if unit.tokens[start - 1].quoted or low in _BREAKS or low in word_class(language, "boundary"):
            break
        if low == "," and not _list_comma(unit, start - 1, end):
            break
        if low == "and" and _clause_before(unit, language, start - 1, floor):
            break
        start -= 1
    return start


def _list_comma(unit: Unit, comma: int, end: int) -> bool:
    """Tell whether a comma divides the names of a list ("Japan, Kestria and Varland")."""
    after = unit.tokens[comma + 1 : end]
    if not comma or not after or not after[0].capital or not unit.tokens[comma - 1].capital:
        return False
    lows = [token.low for token in after]
    return "and" in lows and lows.index("and") <= 5


def _clause_before(unit: Unit, language: Language, conjunction: int, floor: int) -> bool:
    """Tell whether "and" joins clauses, not names: a finite verb stands before it in the same clause."""
    aux = word_class(language, "passive") | word_class(language, "modal") | {"has", "have", "had", "said", "says"}
    for i in range(conjunction - 1, floor - 1, -1):
        low = unit.lows[i]
        if low in (",", ";", ":"):
            return low == "," and i == conjunction - 1
        if low in aux:
            return True
        if low.endswith("ed") and not unit.tokens[i].capital and len(low) > 4 and i > floor:
            return unit.lows[i - 1] not in ("the", "a", "an")
    return False


def _through_commas(unit: Unit, language: Language, end: int, floor: int) -> int:
    """Find the head of "Name, the sister of …, who is …," by stepping back over described segments."""
    starts = [floor]
    for i in range(floor, end - 1):
        token = unit.tokens[i]
        if token.low == ",":
            starts.append(i + 1)
        elif token.low in _BREAKS or token.quoted:
            starts = [i + 1]
    appositive = word_class(language, "appositive")
    for number in range(len(starts) - 1, 0, -1):
        first = unit.tokens[starts[number]]
        described = _describes(unit, language, starts[number], starts[number + 1 :], end)
        extends = (
            described or first.low in appositive or first.low.isdigit() or _role_segment(unit, starts[number])
        )
        before = (starts[number - 1], starts[number] - 1)
        if extends and not is_clause(unit, language, *before):
            continue
        return starts[number]
    return starts[0]


def is_clause(unit: Unit, language: Language, start: int, end: int) -> bool:
    """Tell whether tokens form a clause of their own: a finite verb stands in them, and no "who" opens them."""
    if start >= end or unit.lows[start] in word_class(language, "relative"):
        return False
    finite = word_class(language, "passive") | word_class(language, "modal") | {"has", "have", "had"}
    return any(
        unit.lows[i] in finite or (unit.lows[i].endswith("ed") and not unit.tokens[i].capital)
        for i in range(start + 1, end)
        if not unit.tokens[i].quoted
    )


def _describes(unit: Unit, language: Language, start: int, later: list[int], end: int) -> bool:
    """Tell whether a segment describes the name before it: a role, a participle, a party ("R-Ky.")."""
    roles = language.words("roles", "noun")
    last = (later[0] if later else end) - 2
    if start > 1 and unit.lows[start - 2] in roles:
        return True
    if last == start and "-" in unit.lows[start]:
        return True
    named = start > 1 and unit.tokens[start - 2].capital
    return named and (unit.lows[last] in roles or unit.lows[start].endswith("ing"))


def _role_segment(unit: Unit, start: int) -> bool:
    """Tell whether a segment between commas is a bare description: a country, a short role in lower case."""
    return not unit.tokens[start].capital and unit.tokens[start].word


def _drop_lead(unit: Unit, language: Language, start: int, end: int) -> int:
    """Leave out an adverbial or conjunction that opens the sentence ("On Tuesday …", "Meanwhile …")."""
    lead, times = word_class(language, "lead"), word_class(language, "time")
    moved = True
    while moved and start < end:
        low = unit.lows[start]
        moved = False
        if low in lead or not unit.tokens[start].word:
            start += 1
            moved = True
            while start < end and (unit.lows[start] in times or unit.lows[start].isdigit()):
                start += 1
            start = _after_occasion(unit, language, start, end)
    return start


def _after_occasion(unit: Unit, language: Language, start: int, end: int) -> int:
    """Step over "a radio interview" of "In a radio interview Brandt said", where a name follows it."""
    occasions = word_class(language, "occasion")
    for i in range(start, min(start + 6, end - 1)):
        if unit.lows[i] in occasions and not unit.tokens[i].capital and unit.tokens[i + 1].capital:
            return i + 1
    return start


def _checked(unit: Unit, language: Language, start: int, end: int) -> tuple[int, int] | None:
    """Return the phrase if it can name a speaker, else None."""
    while end > start and not unit.tokens[end - 1].word and unit.tokens[end - 1].low not in ")]":
        end -= 1
    while start < end and not unit.tokens[start].word and unit.tokens[start].low not in "([":
        start += 1
    words = [unit.lows[i] for i in range(start, end) if unit.tokens[i].word]
    if not words or len(words) > _FARTHEST:
        return None
    if len(words) == 1 and (words[0] in word_class(language, "weak") or _function(language, words[0])):
        return None
    return start, end


def _function(language: Language, low: str) -> bool:
    pronouns = word_class(language, "pronoun")
    names = ("determiner", "boundary", "preposition", "aux", "modal", "time")
    return low not in pronouns and any(low in word_class(language, name) for name in names)
