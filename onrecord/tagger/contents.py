"""What is said: the content to the right or to the left of a cue, by the frames that the cue allows."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.lang import Language
from onrecord.tagger.cues import CueHit, word_class
from onrecord.tagger.unit import Unit

_OPEN_MARKS = frozenset("“„«‟「『\"‘'")


@dataclass(frozen=True, slots=True)
class Content:
    """Contents as runs of tokens (end exclusive), and the addressee that stood before them.

    One that is apposed stands for what was just told ("…, a charge that NP denied").
    """

    runs: tuple[tuple[int, int], ...]
    addressee: tuple[int, int] | None = None
    quoted: bool = False
    apposed: bool = False


def content_right(unit: Unit, language: Language, hit: CueHit, limit: int) -> Content | None:
    """Return the content that follows a cue, up to token `limit`, or None where nothing fits its frames."""
    frames = hit.cue.frames
    at = _skip_time(unit, language, hit.last, limit)
    if at >= limit:
        return None
    lead = _quotation_after(unit, at, limit)
    if lead is not None and frames & set("qto"):
        return _quoted(unit, lead, limit)
    if unit.lows[at] in ("that", "how", "why") and frames & set("tao"):
        return _clause(unit, at, limit)
    if frames & set("ai"):
        addressed = _addressed(unit, language, hit, at, limit)
        if addressed is not None:
            return addressed
    return _phrase(unit, language, hit, at, limit)


def _phrase(unit: Unit, language: Language, hit: CueHit, at: int, limit: int) -> Content | None:
    """Return the content of the frames that need no complementiser."""
    frames, low = hit.cue.frames, unit.lows[at]
    if not unit.tokens[at].word and low not in _OPEN_MARKS:
        return None
    first_word = low in word_class(language, "preposition")
    clause_end = _phrase_limit(unit, language, at, limit)
    if "f" in frames and not hit.passive:
        found = _linked(unit, at, limit)
        return _clause(unit, at, clause_end) if found else None
    if "v" in frames and low == "to":
        return _clause(unit, at, clause_end)
    if "r" in frames and low in ("about", "of", "against", "on", "over", "for", "to"):
        return _clause(unit, at, limit)
    if "w" in frames and low in ("whether", "which", "who", "what", "where", "when", "if"):
        return _clause(unit, at, limit)
    if "w" in frames:
        return _after_addressee(unit, at, limit, ("with",))
    if "c" in frames and (not first_word or low in ("for", "as")) and clause_end - at > 1:
        return _clause(unit, at, clause_end)
    if "n" in frames and not first_word and low not in word_class(language, "stop") and limit - at > 2:
        return _clause(unit, at, limit)
    if "o" in frames and (not first_word or low == "against") and low not in word_class(language, "stop"):
        return _clause(unit, at, clause_end)
    return None


def _phrase_limit(unit: Unit, language: Language, at: int, limit: int) -> int:
    """Return where a content that is no clause ends: at a comma that opens another clause."""
    dashes = [i for i in range(at + 1, limit) if unit.lows[i] in "—–" and not unit.tokens[i].quoted]
    if len(dashes) == 1:
        limit = dashes[0]
    for i in range(at + 1, limit - 1):
        if (
            unit.lows[i] == ","
            and not unit.tokens[i].quoted
            and unit.lows[i + 1] in word_class(language, "opener")
        ):
            return i
    return limit


def content_left(unit: Unit, language: Language, hit_or_speaker: int, floor: int) -> Content | None:
    """Return the content before "…, NP said" or "…," said NP: all from token `floor` to the comma or the mark."""
    end = hit_or_speaker
    if end <= floor:
        return None
    quote = unit.quote_before(end)
    if quote is None and unit.lows[end - 1] == ",":
        end -= 1
        quote = unit.quote_before(end)
    if quote is None and end == hit_or_speaker:
        return None
    start = _skip_joiners(unit, floor, end)
    if quote is not None and quote[0] >= start and _only_joiners(unit, start, quote[0]):
        start = quote[0]
    if end - start < 1 or (quote is None and (end - start < 3 or _adverbial(unit, language, start, end))):
        return None
    return Content(((start, end),), quoted=quote is not None and quote[0] == start)


def _adverbial(unit: Unit, language: Language, start: int, end: int) -> bool:
    """Tell whether the words before a comma only say when or where ("On the day of the vote, …")."""
    return unit.lows[start] in word_class(language, "lead") and end - start <= 10


def _skip_joiners(unit: Unit, start: int, end: int) -> int:
    """Leave out "But", "And" and stray marks at the head of a content that stands first."""
    while start < end - 1 and unit.quote_at(start) is None:
        if unit.lows[start] not in ("but", "and", "still", "yet", ",", ";", ":", "-", "—", "–"):
            break
        start += 1
    return start


def _only_joiners(unit: Unit, start: int, end: int) -> bool:
    return all(not token.word for token in unit.tokens[start:end])


def _skip_time(unit: Unit, language: Language, at: int, limit: int) -> int:
    """Step over "on Sunday", "Friday", "earlier this week", "in a statement" between a cue and its content."""
    times, occasions = word_class(language, "time"), word_class(language, "occasion")
    while at < limit:
        low = unit.lows[at]
        if low in ("on", "in", "at", "during", "via", "through", "by", "to"):
            end = _phrase_end(unit, at + 1, limit, times | occasions) or _name_end(unit, at, limit)
            if end is None:
                return at
            at = end
        elif (low in times and low != "may") or low in ("also", "again", "further", "once"):
            at += 1
        elif low == "," and at + 1 < limit and _resumes(unit, at + 1, limit):
            return at + 1
        else:
            return at
    return at


def _phrase_end(unit: Unit, at: int, limit: int, heads: frozenset[str]) -> int | None:
    """Return where a short prepositional phrase with one of the heads ends, or None."""
    for i in range(at, min(at + 7, limit)):
        token = unit.tokens[i]
        if token.quoted or (not token.word and token.low not in (".", "'")) or token.low in ("that", "of"):
            return None
        if token.low in heads and (i + 1 >= limit or unit.lows[i + 1] not in heads):
            end = i + 1
            while end < limit and unit.lows[end].isdigit():
                end += 1
            if unit.lows[end - 1].isdigit() and end + 1 < limit and _is_year(unit, end):
                end += 2
            return end
    return None


def _is_year(unit: Unit, comma: int) -> bool:
    """Tell whether ", 2031" goes on with a date."""
    year = unit.lows[comma + 1]
    return unit.lows[comma] == "," and year.isdigit() and len(year) == 4


def _name_end(unit: Unit, at: int, limit: int) -> int | None:
    """Return where "to Brandt" ends before a that-clause ("wrote in a letter to Brandt that …")."""
    end = at + 1
    while end < limit and unit.tokens[end].capital and not unit.tokens[end].quoted:
        end += 1
    return end if end > at + 1 and end < limit and unit.lows[end] == "that" else None


def _resumes(unit: Unit, at: int, limit: int) -> bool:
    """Tell whether a that-clause follows a comma ("said on Sunday, that …")."""
    return at < limit and unit.lows[at] == "that"


def _quotation_after(unit: Unit, at: int, limit: int) -> tuple[int, int] | None:
    """Return where content starts when a quotation follows at once, after "," or ":" or after "that"."""
    opener = at
    if unit.lows[at] in (",", ":") or unit.lows[at] == "that":
        opener = at + 1
    quote = unit.quote_at(opener) if opener < limit else None
    if quote is None:
        return None
    start = opener if unit.lows[at] in (",", ":") else at
    return start, quote[1]


def _quoted(unit: Unit, lead: tuple[int, int], limit: int) -> Content:
    """Return a content that starts with a quotation: it alone, or the clause that it opens."""
    start, end = lead
    after = unit.tokens[end] if end < limit else None
    if after is None or not after.word:
        end = _through_quotes(unit, end, limit)
        return Content(((start, end),), quoted=True)
    whole = _clause(unit, start, limit)
    return whole or Content(((start, end),), quoted=True)


def _through_quotes(unit: Unit, end: int, limit: int) -> int:
    """Go on over quotations that follow one another with nothing but marks between."""
    nxt = end
    while nxt < limit:
        quote = unit.quote_at(nxt)
        if quote is not None and quote[1] <= limit:
            end = nxt = quote[1]
        elif unit.tokens[nxt].word:
            break
        else:
            nxt += 1
    return end


def _clause(unit: Unit, start: int, limit: int) -> Content | None:
    """Return the clause from `start`, less the marks at its end, in two runs at "that …, and that …"."""
    end = limit
    while end > start and _droppable(unit, end - 1):
        end -= 1
    if end <= start:
        return None
    if unit.lows[start] != "that":
        return Content(((start, end),))
    runs: list[tuple[int, int]] = []
    begin = start
    for i in range(start + 1, end - 1):
        if unit.lows[i] == "and" and unit.lows[i + 1] == "that" and not unit.tokens[i].quoted:
            stop = i - 1 if unit.lows[i - 1] == "," else i
            runs.append((begin, stop))
            begin = i + 1
    return Content((*runs, (begin, end)))


def _droppable(unit: Unit, index: int) -> bool:
    """Tell whether a mark at the end of a content does not belong to it."""
    token = unit.tokens[index]
    if token.word or token.quoted:
        return False
    return token.low not in ")]%" and unit.quote_before(index + 1) is None


def _linked(unit: Unit, at: int, limit: int) -> bool:
    """Tell whether "X of/for/with Y" follows (accuse, blame, thank); "accusing of Y" counts too."""
    return any(low in ("of", "for", "with", "on") for low in unit.lows[at : min(limit, at + 30)])


def _addressed(unit: Unit, language: Language, hit: CueHit, at: int, limit: int) -> Content | None:
    """Return the content after an addressee: "told reporters that …"; "urged X to …" takes X into the content."""
    frames = hit.cue.frames
    links = {"that", "how", "why", "whether"} if "a" in frames else set()
    if "i" in frames:
        links |= {"to", "not", "against"}
    for i in range(at, min(at + 22, limit)):
        low = unit.lows[i]
        if (quote := unit.quote_at(i)) is not None and i > at:
            if unit.lows[i - 1] in (",", ":"):
                end = i - 1
                return Content(_quoted(unit, (i, quote[1]), limit).runs, (at, end), quoted=True)
            return None
        if low in links and i > at:
            found = _clause(unit, i, limit)
            addressee = (at, _addressee_end(unit, language, at, i))
            if low == "against" or (low in ("to", "not") and hit.cue.lemma != "tell"):
                found = _clause(unit, at, limit)
            return Content(found.runs, addressee) if found else None
        if low in (";", ":") or (low == "," and i == at):
            return None
    if "a" in frames and "n" not in frames and hit.cue.lemma == "tell":
        return _told_plainly(unit, language, at, limit)
    return None


def _addressee_end(unit: Unit, language: Language, at: int, limit: int) -> int:
    """Return where the addressee ends: before "on Sunday", "in a statement"."""
    end = limit
    for i in range(at + 1, limit):
        low = unit.lows[i]
        if low in (",", "on", "in", "at", "during", "after") or low in word_class(language, "time"):
            end = i
            break
    return end


def _told_plainly(unit: Unit, language: Language, at: int, limit: int) -> Content | None:
    """Return the content of "told reporters he would …": from the pronoun or determiner that opens a clause."""
    subjects = word_class(language, "pronoun") | {"the", "there"}
    for i in range(at + 1, min(at + 9, limit)):
        if unit.lows[i] in subjects and unit.lows[i - 1] not in word_class(language, "preposition"):
            found = _clause(unit, i, limit)
            return Content(found.runs, (at, i)) if found else None
    return None


def _after_addressee(unit: Unit, at: int, limit: int, links: tuple[str, ...]) -> Content | None:
    """Return "with …" of "threatened X with …", X as addressee."""
    for i in range(at + 1, min(at + 10, limit)):
        if unit.lows[i] in links:
            found = _clause(unit, i, limit)
            return Content(found.runs, (at, i)) if found else None
    return None
