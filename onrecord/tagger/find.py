"""Reading a body by rules, sentence by sentence: cues first, then content, speaker and addressee of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from onrecord.lang import Language
from onrecord.model import Problem, Span, Spans
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.contents import Content, content_left, content_right
from onrecord.tagger.cues import (
    CueHit,
    find_cues,
    quoting_forms,
    reporting_nouns,
    reporting_words,
    word_class,
)
from onrecord.tagger.floating import find_floating, join_quotations
from onrecord.tagger.marks import Quotation, find_quotations
from onrecord.tagger.nouns import find_noun_candidates
from onrecord.tagger.phrases import find_according_to, find_colons, find_dashes
from onrecord.tagger.reach import coordinated, limit_of
from onrecord.tagger.speakers import is_clause, speaker_left, speaker_right
from onrecord.tagger.unit import Unit, find_units
from onrecord.text import cut, fold

RULES = "rules-1"
"""The name of these rules in records; it changes with what they find."""

_MOST_CUES = 60
_PLAIN_ACTS = frozenset({"deny", "accuse", "confirm"})
_ANSWERS = frozenset({"deny", "reject", "confirm"})
_APPOSING = frozenset({",", "—", "–", "-", "--"})
_NOT_INVERTED = frozenset({"that", ",", ".", ":", "it", "in", "on", "as", "to"})


def find_by_rules(
    text: str, paragraphs: Spans, quotations: tuple[Quotation, ...], language: Language
) -> tuple[tuple[Candidate, ...], tuple[Problem, ...]]:
    """Return every attribution that the rules find in the paragraphs, in text order; candidates may nest.

    What holds more reporting words than any sentence does is not read; a Problem says so.

    Args:
        text: The page's text; all spans are of it.
        paragraphs: The paragraphs of the body, in order.
        quotations: Those that stand in them.
        language: The language whose tables are used.
    """
    abbreviations = language.words("abbreviations", "abbreviation")
    units = tuple(find_units(text, paragraphs, quotations, abbreviations, quoting_forms(language)))
    found: list[Candidate] = []
    problems: list[Problem] = []
    for unit in units:
        if _crowded(unit, language):
            problems.append(_not_read(unit))
        else:
            found.extend(_read_unit(unit, language))
    found.extend(find_colons(units))
    found.extend(find_dashes(units))
    for unit, following in pairwise(units):
        found.extend(_introduced(unit, following, language))
    found = list(join_quotations(found, quotations))
    found.extend(find_floating(text, units, quotations, found))
    found.extend(_quoted_tellings(text, quotations, found, language))
    return tuple(sorted(found, key=_place)), tuple(problems)


def _quoted_tellings(
    text: str, quotations: tuple[Quotation, ...], found: list[Candidate], language: Language
) -> Iterator[Candidate]:
    """Yield what the words of a quotation report of others: "“Malk told us that it was over,” Brandt said".

    What speakers say of themselves ("I said …", "you know …") is left to them.
    """
    held = {span for candidate in found for span in candidate.content}
    inner = tuple(
        Span(p.start + 1, p.end - 1) for q in quotations for p in q.pieces if p in held and p.end - p.start > 2
    )
    marks = find_quotations(text, inner)
    own = word_class(language, "own")
    abbreviations = language.words("abbreviations", "abbreviation")
    for unit in find_units(text, inner, marks, abbreviations, quoting_forms(language)):
        for candidate in () if _crowded(unit, language) else _read_unit(unit, language):
            others = candidate.speaker is not None and fold(cut(text, candidate.speaker)) not in own
            if others and candidate.content and _plainly_told(text, candidate):
                yield candidate


def _plainly_told(text: str, candidate: Candidate) -> bool:
    """Tell whether an attribution is beyond doubt: a that-clause, or what a plain verb or noun reports."""
    opens = text.startswith(("that ", "whether "), candidate.content[0].start)
    return opens or not candidate.by.startswith("cue:") or bool(_PLAIN_ACTS & set(candidate.acts))


def _crowded(unit: Unit, language: Language) -> bool:
    """Tell whether words that report fill a unit as they fill no sentence: a list, a glossary, an attack."""
    reporting = reporting_words(language)
    return sum(token.low in reporting and not token.quoted for token in unit.tokens) > _MOST_CUES


def _not_read(unit: Unit) -> Problem:
    return Problem(
        stage="statements",
        reason="crowded-sentence",
        message=f"No statement was looked for in a sentence with more than {_MOST_CUES} reporting words; "
        "it may be a list: read it yourself.",
        span=unit.span,
    )


def _place(candidate: Candidate) -> tuple[Span, Span]:
    first = candidate.content or candidate.cue
    return first[0], (candidate.cue or first)[0]


def _read_unit(unit: Unit, language: Language) -> Iterator[Candidate]:
    """Yield the candidates of one sentence."""
    hits = tuple(find_cues(unit, language))
    taken: list[tuple[CueHit, tuple[int, int] | None, Content]] = []
    for number, hit in enumerate(hits):
        made = _attribute(unit, language, hits, number, taken)
        if made is not None:
            taken.append((hit, *made))
    for hit, speaker, content in taken:
        yield _candidate(unit, hit, speaker, _less_apposed(content, taken))
    verbs = {i for hit, _, _ in taken for i in range(hit.first, hit.last)}
    yield from find_according_to(unit, language)
    contents = tuple(run for _, _, content in taken for run in content.runs)
    yield from find_noun_candidates(unit, language, frozenset(verbs), contents)


def _less_apposed(content: Content, taken: list[tuple[CueHit, tuple[int, int] | None, Content]]) -> Content:
    """Return a content that ends before somebody's answer to it ("…, a charge that NP denied")."""
    answers = [other.runs[0][0] for _, _, other in taken if other.apposed and other is not content]
    runs = []
    for start, end in content.runs:
        inside = [at - 1 for at in answers if start < at - 1 < end]
        runs.append((start, min(inside, default=end)))
    return replace(content, runs=tuple(runs))


def _introduced(unit: Unit, following: Unit, language: Language) -> Iterator[Candidate]:
    """Yield a quotation that opens the next paragraph after "Brandt continued:"."""
    quote = following.quote_at(0)
    if unit.lows[-1] != ":" or quote is None or following.paragraph == unit.paragraph:
        return
    hits = [hit for hit in find_cues(unit, language) if "q" in hit.cue.frames and hit.tense in ("past", "third")]
    speaker = speaker_left(unit, language, hits[-1].first, 0) if hits else None
    if speaker is not None:
        made = _candidate(unit, hits[-1], speaker, Content((), quoted=True))
        yield replace(made, content=quote[2].pieces, silent=False)


def _attribute(
    unit: Unit,
    language: Language,
    hits: tuple[CueHit, ...],
    number: int,
    taken: list[tuple[CueHit, tuple[int, int] | None, Content]],
) -> tuple[tuple[int, int] | None, Content] | None:
    """Return speaker and content of one cue, or None where they do not come together."""
    hit = hits[number]
    limit = limit_of(unit, language, hits, number)
    if hit.passive:
        return _passive(unit, language, hit, limit)
    floor = _floor(unit, hit, taken)
    inverted = _inverted(unit, language, hit, floor, limit)
    if inverted is not None:
        return inverted
    right = content_right(unit, language, hit, limit)
    speaker = _subject(unit, language, hit, floor, taken)
    if "s" in hit.cue.frames and speaker is not None:
        return speaker, right or Content(())
    if speaker is None or hit.cue.frames == frozenset():
        return None
    before = None if hit.cue.belief and right else _before(unit, language, hit, speaker, floor)
    if before is not None and right is not None and right.quoted and before.quoted:
        return speaker, Content((*before.runs, *right.runs), right.addressee, quoted=True)
    if before is not None and before.quoted and right is not None and not _opens_clause(unit, right):
        return speaker, before
    if before is not None and right is None and not before.quoted:
        return speaker, Content((*before.runs, *_rest(unit, hit, limit)))
    if right is not None:
        return speaker, right
    if before is not None and hit.cue.frames & set("qtn"):
        return speaker, before
    return _relative_object(unit, language, hit, speaker)


def _opens_clause(unit: Unit, content: Content) -> bool:
    """Tell whether a content to the right is certain: quoted, or opened by a complementiser."""
    return content.quoted or unit.lows[content.runs[0][0]] in ("that", "to", "how", "why")


def _before(unit: Unit, language: Language, hit: CueHit, speaker: tuple[int, int], floor: int) -> Content | None:
    """Return a content that ends right before its speaker ("…, NP said")."""
    if hit.tense == "gerund" or speaker[0] > hit.first:
        return None
    return content_left(unit, language, speaker[0], floor)


def _inverted(
    unit: Unit, language: Language, hit: CueHit, floor: int, limit: int
) -> tuple[tuple[int, int] | None, Content] | None:
    """Return speaker and content of "…," said NP."""
    if hit.tense not in ("past", "third") or not hit.cue.frames & {"q"} or not _after_comma(unit, hit.first):
        return None
    content = content_left(unit, language, hit.first, floor)
    if content is None or hit.last >= limit or unit.lows[hit.last] in _NOT_INVERTED:
        return None
    if unit.lows[hit.last] in word_class(language, "time") | word_class(language, "preposition"):
        return None
    speaker = speaker_right(unit, language, hit.last, limit)
    if speaker is None or not (content.quoted or _postposed(unit, language, hit, speaker, content)):
        return None
    after = speaker[1]
    while after < len(unit.tokens) and not unit.tokens[after].word and unit.quote_at(after) is None:
        after += 1
    quote = unit.quote_at(after) if after < len(unit.tokens) else None
    if quote is not None and content.quoted:
        return speaker, Content((*content.runs, (quote[0], quote[1])), quoted=True)
    return speaker, content


def _postposed(unit: Unit, language: Language, hit: CueHit, speaker: tuple[int, int], content: Content) -> bool:
    """Tell whether "…, said NP." ends its sentence, so that the unquoted words before it are what NP said."""
    first, last = content.runs[0]
    ends = all(not token.word for token in unit.tokens[speaker[1] :])
    plain = "n" in hit.cue.frames and not hit.cue.belief
    if not plain or not ends or unit.lows[speaker[0]] in word_class(language, "pronoun"):
        return False
    return is_clause(unit, language, first, last) and not is_clause(unit, language, *speaker)


def _rest(unit: Unit, hit: CueHit, limit: int) -> tuple[tuple[int, int], ...]:
    """Return what goes on after ", he said," as a second run, or nothing."""
    if hit.cue.belief or hit.last >= limit or unit.lows[hit.last] != ",":
        return ()
    end = limit
    while end > hit.last and not unit.tokens[end - 1].word and not unit.tokens[end - 1].quoted:
        end -= 1
    return ((hit.last + 1, end),) if end - hit.last > 3 else ()


def _after_comma(unit: Unit, cue: int) -> bool:
    """Tell whether a cue follows a quotation's end, or the comma after what was said."""
    return cue > 0 and (unit.quote_before(cue) is not None or unit.lows[cue - 1] == ",")


def _subject(
    unit: Unit,
    language: Language,
    hit: CueHit,
    floor: int,
    taken: list[tuple[CueHit, tuple[int, int] | None, Content]],
) -> tuple[int, int] | None:
    """Return who speaks: the subject before the cue, or that of the cue it is coordinated with."""
    progressive = hit.tense == "gerund" and hit.first and unit.lows[hit.first - 1] in word_class(language, "be")
    if (hit.tense == "gerund" and not progressive) or hit.infinitive:
        if hit.tense == "gerund" and taken:
            return taken[-1][1]
        if hit.tense == "gerund" and hit.first and unit.lows[hit.first - 1] == ",":
            return _head_of_sentence(unit, language, hit.first - 1)
        return _participle(unit, hit)
    if taken and coordinated(unit, language, hit, taken[-1][0]):
        return taken[-1][1]
    speaker = speaker_left(unit, language, hit.first, floor)
    if speaker is None and not taken and hit.first > 2 and unit.lows[hit.first - 1] in ("and", "then"):
        return _head_of_sentence(unit, language, hit.first - 1)
    return speaker


def _participle(unit: Unit, hit: CueHit) -> tuple[int, int] | None:
    """Return who is "declaring" in "with Tolmin declaring …"."""
    if hit.infinitive or not hit.first:
        return None
    start = hit.first
    while start and unit.tokens[start - 1].capital and not unit.tokens[start - 1].quoted:
        start -= 1
    return (start, hit.first) if start < hit.first else None


def _head_of_sentence(unit: Unit, language: Language, end: int) -> tuple[int, int] | None:
    """Return the subject of a main clause whose verb is no cue: the capitalised words that open it."""
    stop = next((i for i, low in enumerate(unit.lows[:end]) if low == "," and i > 0), end)
    start = 0
    if unit.lows[0] in word_class(language, "lead") and stop < end:
        start, stop = stop + 1, end
    last = start
    while last < stop and (unit.tokens[last].capital or unit.lows[last] in ("the", "of", "and", "'s", "a")):
        last += 1
    while last > start and not unit.tokens[last - 1].capital:
        last -= 1
    return (start, last) if last > start else None


def _floor(unit: Unit, hit: CueHit, taken: list[tuple[CueHit, tuple[int, int] | None, Content]]) -> int:
    """Return the first token that may belong to this cue: after the last cue taken and its complementiser."""
    floor = 0
    for earlier, _, content in taken:
        if _aside(unit, earlier, hit):
            continue
        floor = max(floor, earlier.last)
        for start, end in content.runs:
            if end <= hit.first:
                floor = max(floor, end) if start >= earlier.last and end < hit.first - 1 else floor
    return floor


def _aside(unit: Unit, earlier: CueHit, hit: CueHit) -> bool:
    """Tell whether an earlier cue stands in a relative clause between a subject and this cue."""
    if not hit.first or unit.lows[hit.first - 1] != ",":
        return False
    comma = next((i for i in range(earlier.first - 1, 0, -1) if unit.lows[i] == ","), None)
    return comma is not None and unit.lows[comma + 1] in ("who", "which")


def _passive(
    unit: Unit, language: Language, hit: CueHit, limit: int
) -> tuple[tuple[int, int] | None, Content] | None:
    """Return speaker and content of "X was confirmed … by NP"; without "by" nobody is named: nothing is made."""
    if not hit.cue.frames & set("otfc"):
        return None
    for i in range(hit.last, min(hit.last + 10, limit)):
        if unit.lows[i] == "by" and not unit.tokens[i].quoted and not _is_number(unit, i + 1):
            speaker = speaker_right(unit, language, i + 1, limit)
            subject = speaker_left(unit, language, hit.first, 0)
            if speaker is None or subject is None:
                return None
            return speaker, Content((subject,))
    return None


def _is_number(unit: Unit, at: int) -> bool:
    """Tell whether a number of four digits stands at a token: "projected to fall by 2030" names no speaker."""
    return at < len(unit.tokens) and len(unit.lows[at]) == 4 and unit.lows[at].isdigit()


def _relative_object(
    unit: Unit, language: Language, hit: CueHit, speaker: tuple[int, int]
) -> tuple[tuple[int, int] | None, Content] | None:
    """Return the content of "a charge that NP denied", the noun phrase before "that", or ", which NP denied"."""
    before = speaker[0] - 1
    if "o" not in hit.cue.frames or before < 1 or unit.lows[before] not in ("that", "which"):
        return None
    if unit.lows[before] == "which" and unit.lows[before - 1] in _APPOSING:
        denied = not _ANSWERS.isdisjoint(hit.cue.acts)
        return (speaker, Content(((before, before + 1),), apposed=True)) if denied else None
    start = before
    while start and unit.tokens[start - 1].word and before - start < 6:
        start -= 1
        if unit.lows[start] in ("a", "an", "the", "any", "all"):
            apposed = unit.lows[start - 1] in _APPOSING and unit.lows[before - 1] in reporting_nouns(language)
            return speaker, Content(((start, before),), apposed=bool(start) and apposed)
    return None


def _acts(unit: Unit, hit: CueHit, content: Content) -> tuple[str, ...]:
    """Return the acts of a cue; "told X to …" is a demand whatever the verb is listed as."""
    opens = content.runs and unit.lows[content.runs[0][0]] == "to"
    return ("demand",) if opens and content.addressee and "demand" not in hit.cue.acts else hit.cue.acts


def _candidate(unit: Unit, hit: CueHit, speaker: tuple[int, int] | None, content: Content) -> Candidate:
    """Return the candidate in the page's coordinates."""
    runs = tuple(unit.span_of(first, last) for first, last in content.runs if last > first)
    addressee = content.addressee
    return Candidate(
        content=runs,
        cue=(unit.span_of(hit.first, hit.last),),
        speaker=unit.span_of(*speaker) if speaker else None,
        addressee=unit.span_of(*addressee) if addressee and addressee[1] > addressee[0] else None,
        acts=_acts(unit, hit, content),
        belief=hit.cue.belief,
        negated=hit.negated,
        silent="s" in hit.cue.frames and not runs,
        by=f"{'apposed' if content.apposed else 'cue'}:{hit.cue.lemma}",
        confidence=0.75 if content.quoted else 0.6,
    )
