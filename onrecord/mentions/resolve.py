"""Giving every speaker of a page a name, a kind and a role, or saying that it is unclear and who it could be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.lang import Language
from onrecord.mentions.antecedents import Ask, Layout, Trail
from onrecord.mentions.cast import Figure, find_cast, gender_words, merged
from onrecord.mentions.descriptions import author_of, country_of, fitting, fuller
from onrecord.mentions.leads import introduced
from onrecord.mentions.parts import read_speakers
from onrecord.mentions.people import People, find_people, less_lead
from onrecord.mentions.phrase import Reading, lexicon
from onrecord.mentions.ranker import LIKELY, SURE, SURER, Guess, guess_all
from onrecord.model import Span, Spans, Speaker, SpeakerKind, Statement
from onrecord.tagger.cues import word_class
from onrecord.tagger.marks import find_quotations
from onrecord.text import cut, fold

_WORD = re.compile(r"\w+")
_ANYBODY = re.compile(r"\b(?![^\W\d_a-z])\w+ \Z")
_WORD_BEFORE = 30
_STEM = 5
_NEAR = 700
_NEXT = 80
_MEMORY = 300
_LONG_SENTENCE = 4_000
_PERSONAL = frozenset({"he", "she", "him"})
_PLURAL = frozenset({"they", "we", "them"})
_THING = frozenset({"it"})
_KINDS: dict[str, SpeakerKind] = {
    "person": "person",
    "name": "person",
    "body": "organisation",
    "place": "government",
    "described": "anonymous",
}


class _Page:
    """What is known of a page while its speakers are resolved; the cast is looked for when first asked for."""

    def __init__(
        self, text: str, paragraphs: Spans, people: People, speaking: frozenset[str], language: Language
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.people = people
        self.speaking = speaking
        self.language = language

    @cached_property
    def cast(self) -> tuple[Figure, ...]:
        """Everybody a pronoun or a description can mean."""
        return merged(find_cast(self.text, self.paragraphs, self.people, self.language))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, as they stand."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def trails(self) -> list[Trail]:
        """The cast by its names and descriptions alone."""
        return [Trail(figure, []) for figure in self.cast]

    @cached_property
    def guesses(self) -> dict[int, Guess]:
        """What each pronoun seems to mean, by where it starts."""
        pieces = find_quotations(self.text, self.paragraphs)
        quoted = tuple(piece for quotation in pieces for piece in quotation.pieces)
        layout = Layout(self.text, self.paragraphs, quoted, self.language)
        return guess_all(self.text, self.paragraphs, self.cast, layout, self.language)


@dataclass(frozen=True, slots=True)
class _Told:
    """A speaker already resolved: where, where the content ends, and whether words of theirs are quoted in it."""

    at: int
    end: int
    quoted: bool
    reading: Reading
    speaker: Speaker


def resolve(
    text: str, paragraphs: Spans, statements: tuple[Statement, ...], language: Language
) -> tuple[Statement, ...]:
    """Return the statements with their speakers resolved as far as the page goes.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        statements: With one unresolved speaker each, in text order.
        language: The language's tables.

    Returns:
        The same statements; a pronoun or a short form without a single good antecedent stays `unclear`.
    """
    readings = {
        s.id: tuple(_less_lead(text, r, language) for r in read_speakers(text, s, language)) for s in statements
    }
    named = [r for rs in readings.values() for r in rs if r.named and r.kind == "person"]
    names = [(r.name, r.role.value if r.role else "") for r in named if r.name]
    people = find_people(text, paragraphs, names, language)
    speaking = frozenset(full for r in named if r.name for full in people.full_names(r.name))
    page = _Page(text, paragraphs, people, speaking, language)
    told: list[_Told] = []
    done: dict[str, Statement] = {}
    for statement in sorted(statements, key=_place):
        speakers, flags = _speakers(page, statement, readings[statement.id], tuple(told[-_MEMORY:]))
        if "speaker-unsure" in statement.flags:
            speakers = tuple(_unsure(speaker) for speaker in speakers)
        if statement.within is None or statement.cue:
            at = _place(statement)
            end, quoted = statement.content[-1].end if statement.content else at, statement.form != "indirect"
            read = zip(readings[statement.id], speakers, strict=False)
            told += [_Told(at, end, quoted, reading, speaker) for reading, speaker in read]
        new = tuple(dict.fromkeys((*statement.flags, *flags)))
        done[statement.id] = replace(statement, speakers=speakers, flags=new)
    return tuple(done[s.id] for s in statements)


def _less_lead(text: str, reading: Reading, language: Language) -> Reading:
    """Return the reading of a person by the name alone, without a word before it."""
    if reading.name is None or reading.kind != "person":
        return reading
    return replace(reading, name=less_lead(text, reading.name, language))


def _unsure(speaker: Speaker) -> Speaker:
    """Return a speaker as unclear, with the name that it would have had as a candidate."""
    candidates = (speaker.name,) if speaker.name else speaker.candidates
    return Speaker(mention=speaker.mention, name=None, kind="unclear", candidates=candidates)


def _place(statement: Statement) -> int:
    """Return where the attribution of a statement stands: its speaker, its cue or its content."""
    spans = statement.speaker_spans or statement.cue or statement.content
    return spans[0].start


def _speakers(
    page: _Page, statement: Statement, readings: tuple[Reading, ...], told: tuple[_Told, ...]
) -> tuple[tuple[Speaker, ...], tuple[str, ...]]:
    """Return the speakers of a statement, and flags that say how they were found."""
    if not readings:
        return _continued(page.text, statement, told)
    told = tuple(one for one in told if not _addressed(page, statement, one.speaker.name))
    out, flags = [], []
    for reading in readings:
        speaker, flag = _one(page, reading, told)
        if "pronoun" in (flag or "") and _addressed(page, statement, speaker.name):
            speaker, flag = Speaker(mention=reading.span, name=None, kind="unclear"), "speaker-unclear"
        out.append(speaker)
        if flag:
            flags.append(flag)
    return tuple(out), tuple(flags)


def _addressed(page: _Page, statement: Statement, name: str | None) -> bool:
    """Tell whether a statement is made to somebody, so that "he told Brandt" is not Brandt's."""
    last = (name or "").split()[-1:]
    if not last:
        return False
    after = [
        word.strip(',.;:“”"')
        for cue in statement.cue
        if fold(cut(page.text, cue)).split()[-1] in word_class(page.language, "addressing")
        for word in page.text[cue.end : cue.end + 40].split()[:2]
    ]
    return last[0] in after or any(last[0] in cut(page.text, one.mention).split() for one in statement.addressees)


def _right_before(text: str, told: _Told, start: int) -> bool:
    """Tell whether somebody's words stand right before a place: in its paragraph, or quoted before that."""
    end = max(told.end, told.at)
    return start - end < _NEXT and (told.quoted or "\n" not in text[end:start])


def _continued(
    text: str, statement: Statement, told: tuple[_Told, ...]
) -> tuple[tuple[Speaker, ...], tuple[str, ...]]:
    """Return the speaker of a quotation that goes on from the one before, or an unclear one with candidates."""
    start = statement.content[0].start if statement.content else 0
    near = [t for t in told if t.at < start]
    last = [t for t in near if _right_before(text, t, start)] if "continues" in statement.flags else []
    if last:
        named = [t for t in last if t.speaker.name is not None]
        return (replace((named or last)[-1].speaker, mention=None),), ("speaker-from-before",)
    candidates = tuple(dict.fromkeys(t.speaker.name for t in reversed(near[-3:]) if t.speaker.name))
    return (Speaker(mention=None, name=None, kind="unclear", candidates=candidates),), ("speaker-unclear",)


def _one(page: _Page, reading: Reading, told: tuple[_Told, ...]) -> tuple[Speaker, str | None]:
    """Return one speaker and a flag where the name does not stand in the mention itself."""
    people = page.people
    if reading.pronoun:
        return _pronoun(page, reading, told)
    if reading.name is None:
        return Speaker(mention=reading.span, name=None, kind="unclear"), "speaker-unclear"
    country = country_of(page.words, reading)
    if country is not None:
        return Speaker(mention=reading.span, name=country, kind="government"), None
    if reading.named and reading.kind in ("person", "organisation"):
        return _fullest(page, reading, reading.name, told)
    if reading.kind == "organisation" and " " not in reading.name:
        longer = people.longer_forms(reading.name)
        if len(longer) == 1:
            return _speaker(reading, longer[0], reading.kind), None
    if reading.definite and reading.head:
        earlier = _described(reading, told, people) or _by_role(reading, people) or _by_cast(page, reading)
        if earlier is not None:
            return replace(earlier, mention=reading.span), "speaker-by-description"
    later = introduced(page.text, page.paragraphs, reading, people, page.speaking, page.language)
    if later is not None:
        return later, "speaker-by-description"
    return _speaker(reading, reading.name, reading.kind), None


def _by_cast(page: _Page, reading: Reading) -> Speaker | None:
    """Return the one of the cast whom "the service" or "the letter" stands for: a body, or a document's author."""
    if reading.kind == "document":
        author = author_of(page.text, page.paragraphs, reading.head or "", reading.span.start, page.language)
        return author and replace(author, mention=reading.span)
    gender = gender_words(page.language).get(reading.head or "", "")
    ask = Ask(reading.span, "description", gender, reading.head or "", reading.modifiers)
    fits = fitting(ask, page.trails, page.language)
    if len(fits) == 1:
        return _figure(fits[0].figure, reading.span)
    return None if fits else fuller(page.text, page.paragraphs, reading, page.language)


def _figure(figure: Figure, mention: Span) -> Speaker:
    """Return one of the cast as a speaker."""
    name = figure.name
    if figure.kind == "described":
        first, _, rest = name.partition(" ")
        name = rest if first.lower() in ("a", "an", "the", "this", "that") else name
    return Speaker(mention=mention, name=name, kind=_KINDS[figure.kind])


def _fullest(page: _Page, reading: Reading, name: str, told: tuple[_Told, ...]) -> tuple[Speaker, str | None]:
    """Return the speaker under the fullest form of a name on the page; unclear where two would do.

    A body keeps its first word; a name that stands short and without "the" after a longer form is a surname.
    """
    people, lex = page.people, lexicon(page.language)
    full = people.full_names(name) or tuple(form for form in people.longer_forms(name) if not lex.place(form))
    if len(full) > 1:
        return Speaker(mention=reading.span, name=None, kind="unclear", candidates=full), "speaker-unclear"
    if people.full_names(name):
        return _as_before(_speaker(reading, full[0], "person"), told), None
    surname = bool(full) and not reading.definite and not name.isupper()
    named = surname and not any(word in lex.orgwords for word in full[0].split())
    return _speaker(reading, full[0] if full else name, "person" if named else reading.kind), None


def _as_before(speaker: Speaker, told: tuple[_Told, ...]) -> Speaker:
    """Return the speaker with the role that the page gave under the same name, where none stands here."""
    if speaker.role is not None:
        return speaker
    known = next((t.speaker for t in told if t.speaker.name == speaker.name and t.speaker.role), None)
    if known is None:
        return speaker
    return replace(speaker, role=known.role, affiliation=known.affiliation, on_behalf_of=known.on_behalf_of)


def _speaker(reading: Reading, name: str | None, kind: str) -> Speaker:
    """Return the speaker of a reading under a name."""
    speaks_for = reading.affiliation if reading.use == "spokes" else None
    return Speaker(
        mention=reading.span,
        name=name,
        kind=reading.kind if kind == reading.kind else "person",
        role=reading.role,
        affiliation=reading.affiliation,
        on_behalf_of=speaks_for.value if speaks_for else None,
    )


def _described(reading: Reading, told: tuple[_Told, ...], people: People) -> Speaker | None:
    """Return who "the official" is: an earlier speaker described by the same noun, or of whom it may be said."""
    for earlier in reversed(told):
        known = earlier.speaker.kind in ("anonymous", "person") and _modified(
            reading, _descriptions(earlier, people)
        )
        if earlier.reading.head == reading.head and known:
            return earlier.speaker
    if reading.kind != "anonymous":
        return None
    for earlier in reversed(told):
        if earlier.speaker.kind == "person":
            described = _descriptions(earlier, people)
            role = earlier.speaker.role is not None or people.roles(earlier.speaker.name or "")
            fits = bool(role) and (reading.use == "general" or reading.head in described.split())
            return earlier.speaker if fits and _modified(reading, described) else None
    return None


def _descriptions(told: _Told, people: People) -> str:
    """Return what is known of a speaker, folded: the roles, the description, the name."""
    role = told.speaker.role.value if told.speaker.role else ""
    more = " ".join(people.roles(told.speaker.name or ""))
    return fold(f"{role} {more} {told.reading.name or ''} {told.speaker.name or ''}")


def _modified(reading: Reading, described: str) -> bool:
    """Tell whether each capitalised word of a description agrees with what is known ("Kestrian", "Kestria")."""
    words = described.split()
    return all(any(word[:_STEM] == known[:_STEM] for known in words) for word in reading.modifiers)


def _by_role(reading: Reading, people: People) -> Speaker | None:
    """Return the only person of the page whose role is that of a description ("the Kestrian leader")."""
    if reading.kind != "anonymous":
        return None
    fitting = [
        p
        for p in people.with_role(reading.head or "")
        if any(reading.head in r.split() and _modified(reading, r) for r in p.roles)
    ]
    return Speaker(mention=reading.span, name=fitting[0].name, kind="person") if len(fitting) == 1 else None


def _pronoun(page: _Page, reading: Reading, told: tuple[_Told, ...]) -> tuple[Speaker, str | None]:
    """Return who a pronoun means: by the ranker where it is sure, else the one who spoke last and near."""
    at = reading.span.start
    near = [t for t in told if at - _NEAR < t.at < at and t.speaker.name is not None]
    if reading.pronoun == "who" and _ANYBODY.search(page.text, max(0, at - _WORD_BEFORE), at):
        return Speaker(mention=reading.span, name=None, kind="unclear"), "speaker-unclear"
    guess = page.guesses.get(at) if reading.pronoun in _PERSONAL else None
    if reading.pronoun in (*_PERSONAL, "who"):
        near = [t for t in near if t.speaker.kind in ("person", "anonymous")]
        named = _named_before(page.text, at, page.people)
        if named is None and guess is not None and guess.probability >= LIKELY:
            named = _named_last(page.text, at, page.people)
        if named is not None and (guess is None or guess.figure.name == named):
            flag = "pronoun-disagrees" if _other(page, reading, named) else "speaker-by-pronoun"
            return Speaker(mention=reading.span, name=named, kind="person"), flag
    elif reading.pronoun in _THING:
        near = [t for t in near if t.speaker.kind in ("organisation", "government", "document")]
    elif reading.pronoun in ("they", "them"):
        near = [t for t in near if t.speaker.kind in ("group", "government", "organisation")]
    else:
        near = []
    if near and _agreed(near, reading, page, guess):
        return replace(near[-1].speaker, mention=reading.span), "speaker-by-pronoun"
    against = bool(near) and guess is not None and near[-1].speaker.name != guess.figure.name
    if guess is not None and guess.probability >= (SURER if against else SURE):
        known = next((t.speaker for t in reversed(told) if t.speaker.name == guess.figure.name), None)
        speaker = replace(known or _figure(guess.figure, reading.span), mention=reading.span)
        return speaker, "pronoun-disagrees" if _other(page, reading, guess.figure.name) else "speaker-by-pronoun"
    told_names = (t.speaker.name for t in reversed(told[-3:]) if t.speaker.name)
    candidates = tuple(dict.fromkeys((*(guess.names if guess else ()), *told_names)))
    return Speaker(mention=reading.span, name=None, kind="unclear", candidates=candidates), "speaker-unclear"


def _agreed(near: list[_Told], reading: Reading, page: _Page, guess: Guess | None) -> bool:
    """Tell whether the one who spoke last is meant: nobody else is named since, or the ranker thinks so too."""
    if reading.pronoun in _PLURAL:
        return len({t.speaker.name for t in near}) == 1
    last = near[-1].speaker.name or ""
    if _other(page, reading, last):
        return False
    likely = guess is not None and guess.figure.name == last and guess.probability >= LIKELY
    return likely or not _rivals(near[-1], reading.span.start, page.people)


def _other(page: _Page, reading: Reading, name: str) -> bool:
    """Tell whether a name seems to be that of somebody of another gender than a pronoun's."""
    gender = gender_words(page.language).get(reading.pronoun or "", "")
    known = next((figure.gender for figure in page.cast if figure.name == name), "")
    return {gender, known} == {"m", "f"}


def _rivals(told: _Told, at: int, people: People) -> bool:
    """Tell whether somebody else is named between the last speaker and a pronoun."""
    others = people.named_between(told.reading.span.end, at) - {told.speaker.name}
    return bool(others) and told.speaker.kind == "person"


def _named_last(text: str, at: int, people: People) -> str | None:
    """Return the only person named before a pronoun in its paragraph."""
    here = people.named_between(text.rfind("\n", max(0, at - _LONG_SENTENCE), at), at)
    return next(iter(here)) if len(here) == 1 else None


def _named_before(text: str, at: int, people: People) -> str | None:
    """Return the person named first in the sentence that a pronoun stands in, if it is the only one there."""
    far = max(0, at - _LONG_SENTENCE)
    start = max(text.rfind(mark, far, at) for mark in (". ", "\n", "? ", "! ", ".” ", '." '))
    here = people.named_between(max(start, far - 1), at)
    return next(iter(here)) if len(here) == 1 else None
