"""What else weighs in a statement: through whom it came, its hedges, and acts that its content adds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise

from onrecord.lang import Language
from onrecord.mentions import read_phrase
from onrecord.model import Addressee, Attitude, Hedge, Span, Spans, Statement, Via
from onrecord.tagger.cues import entry_of
from onrecord.text import Sentences, cut, fold, inside, name_key, overlaps, trim, word_spans

_END = re.compile(r"[,.;:“”\"(]|\s(?:that|on|and|in|during|saying|after|before|where|which|following|adding)\b")
_OPENING_WORDS = 14
_READ_WORDS = 120
_MOST_ADDED = 3
_SAYS_LITTLE = frozenset({"assert", "declare", "report", "suggest"})
_REPORTS = frozenset({"report", "assert", "declare"})
_ATTITUDES: dict[str, Attitude] = {
    "speech": "speech",
    "belief": "belief",
    "knowledge": "knowledge",
    "intention": "intention",
}
_OUTLET_KINDS = frozenset({"adverb", "adjective"})


def qualify(
    text: str, paragraphs: Spans, statements: tuple[Statement, ...], language: Language
) -> tuple[Statement, ...]:
    """Return the statements with media, addressees' names, hedges and acts filled in.

    Args:
        text: The page's text.
        paragraphs: The body's paragraphs.
        statements: With speakers resolved.
        language: The language's tables.
    """
    by_id = {statement.id: statement for statement in statements}
    inner: dict[str, list[Span]] = {}
    for statement in statements:
        if statement.within is not None:
            inner.setdefault(statement.within, []).extend(statement.content)
    sentences = Sentences(text, paragraphs, language.words("abbreviations", "abbreviation"))
    out = []
    for statement in statements:
        via = tuple(_media(text, statement, by_id, sentences, language))
        out.append(
            replace(
                statement,
                via=tuple({name_key(v.name): v for v in reversed(via)}.values())[::-1],
                addressees=tuple(_addressee(text, a, language) for a in statement.addressees),
                hedges=tuple(_hedges(text, statement, inner.get(statement.id, []), language)),
                attitude=_attitude(text, statement, language),
                acts=_acts(text, statement, language, tells=statement.id in inner),
            )
        )
    return tuple(out)


def _addressee(text: str, addressee: Addressee, language: Language) -> Addressee:
    """Return the addressee under the name that the phrase gives."""
    reading = read_phrase(text, addressee.mention, language)
    return replace(addressee, name=reading.name or addressee.name)


def _media(
    text: str,
    statement: Statement,
    by_id: dict[str, Statement],
    sentences: Sentences,
    language: Language,
) -> Iterator[Via]:
    """Yield the media that a statement came through, innermost first."""
    for teller in statement.via:
        if teller.span is not None:
            yield _named(text, teller.span, language)
    if statement.cue:
        yield from _in_sentence(text, statement, sentences, language)
    outer = by_id.get(statement.within) if statement.within else None
    while outer is not None:
        for speaker in outer.speakers:
            relays = _REPORTS.intersection(outer.acts) and speaker.name is not None
            if relays and speaker.name and _is_medium(speaker.name, language):
                yield Via(name=speaker.name, span=speaker.mention)
        outer = by_id.get(outer.within) if outer.within else None


def _in_sentence(text: str, statement: Statement, sentences: Sentences, language: Language) -> Iterator[Via]:
    """Yield media named around the cue: "told KPB", "as quoted by …", "on Telegram"."""
    cue = statement.cue[0]
    sentence = sentences.at(cue.start)
    if sentence is None:
        return
    for match in _phrases(language).finditer(text, sentence.start, sentence.end):
        at = Span(*match.span())
        if any(overlaps(at, span) and not inside(cue, span) for span in statement.content):
            continue
        end = _END.search(text, at.end + 1, sentence.end)
        span = trim(text, Span(at.end, end.start() if end else sentence.end))
        if span is None or any(overlaps(span, content) for content in statement.content):
            continue
        if span in statement.speaker_spans:
            continue
        named = _named(text, span, language)
        if fold(match.group()) in _anywhere(language) or _is_medium(named.name, language):
            yield named


def _named(text: str, span: Span, language: Language) -> Via:
    """Return the medium under the name that its phrase gives, an agency under its usual one."""
    reading = read_phrase(text, span, language)
    return Via(name=reading.name or " ".join(cut(text, span).split()), span=span)


def _is_medium(name: str, language: Language) -> bool:
    """Tell whether a name is that of an agency, an outlet or a platform."""
    key = name_key(name)
    agencies, rows = _known_media(language)
    if key in agencies:
        return True
    if rows.get(key) == "platform":
        return True
    return any(rows.get(word) == "outlet" for word in key.split()[-2:]) and len(key.split()) < 9


@lru_cache(maxsize=8)
def _known_media(language: Language) -> tuple[frozenset[str], dict[str, str]]:
    """Return the agencies by name, and the kinds of words that make a medium."""
    agencies = frozenset(name_key(name) for name in language.words("agencies", "as"))
    return agencies, {row["word"]: row["kind"] for row in language.rows("media")}


@lru_cache(maxsize=8)
def _phrases(language: Language) -> re.Pattern[str]:
    phrases = sorted((row["phrase"] for row in language.rows("viaphrases")), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def _anywhere(language: Language) -> frozenset[str]:
    return frozenset(row["phrase"] for row in language.rows("viaphrases") if row["where"] == "any")


def _hedges(text: str, statement: Statement, inner: list[Span], language: Language) -> Iterator[Hedge]:
    """Yield the hedges of a content that no inner statement owns.

    "Allegedly" and its like, in a paraphrase, are the outlet's word; what stands in quotation marks and every
    other hedge is the speaker's.
    """
    for span in statement.content:
        for match in _hedge_words(language).finditer(text, span.start, span.end):
            at = Span(*match.span())
            if any(inside(at, content) for content in inner):
                continue
            kind = _hedge_kinds(language).get(fold(match.group()), "modal")
            outlet = kind in _OUTLET_KINDS and statement.form != "direct" and fold(match.group()).endswith("edly")
            yield Hedge(span=at, owner="outlet" if outlet else "speaker")


@lru_cache(maxsize=8)
def _hedge_kinds(language: Language) -> dict[str, str]:
    return {fold(row["hedge"]): row["kind"] for row in language.rows("hedges")}


@lru_cache(maxsize=8)
def _hedge_words(language: Language) -> re.Pattern[str]:
    words = sorted(_hedge_kinds(language), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


def _attitude(text: str, statement: Statement, language: Language) -> Attitude:
    """Return what a statement tells of, by its cue: speech, unless a word of it heads another attitude.

    A word of saying anywhere in the cue makes it speech ("said he believed"), and so do quotation marks.
    """
    if not statement.cue or statement.form == "direct":
        return "speech"
    told = _heads(language)
    words = [fold(cut(text, word)) for span in statement.cue for word in word_spans(text, span)]
    if any(told.get(word) == "speech" for word in words):
        return "speech"
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    return next((told[word] for word in (*pairs, *words) if word in told), "speech")


@lru_cache(maxsize=8)
def _heads(language: Language) -> dict[str, Attitude]:
    """Return the attitude of every form of a cue's head that the tables list."""
    out: dict[str, Attitude] = {}
    for row in language.rows("attitudes"):
        heads = row["heads"].split(";")
        out.update({form: _ATTITUDES[row["attitude"]] for head in heads for form in _inflected(head.strip())})
    said = (r["lemma"] for r in language.rows("cues") if r["kind"] == "speech" and " " not in r["lemma"])
    out.update({form: "speech" for lemma in said for form in _inflected(lemma) if form not in out})
    return out


def _inflected(head: str) -> tuple[str, ...]:
    """Return a head with its regular forms; one of several words stands as it is."""
    if " " in head:
        return (head,)
    stem = head.removesuffix("e")
    short = head[:-1] + "i" if head.endswith("y") else stem
    return (head, head + "s", short + "es", short + "ed", stem + "ing")


def _acts(text: str, statement: Statement, language: Language, *, tells: bool) -> tuple[str, ...]:
    """Return the acts of the cue, and those that the content adds to a plain "said" ("we have never …").

    At most three acts are added, in the order of the table; who tells what others said reports it besides.
    """
    acts = statement.acts or _cue_acts(text, statement, language)
    if not statement.content or not set(acts) <= _SAYS_LITTLE:
        return acts
    words = (word for span in statement.content for word in word_spans(text, span))
    read = [fold(cut(text, word)) for word in islice(words, _READ_WORDS)]
    whole, opening = " ".join(read), " ".join(read[:_OPENING_WORDS])
    entry = entry_of(
        [fold(cut(text, word)) for span in statement.cue for word in word_spans(text, span)], language
    )
    called = whole if entry is not None and "c" in entry.frames else ""
    looked = {"open": opening, "any": whole, "called": called}
    added = dict.fromkeys(
        act for act, where, pattern in _content_acts(language) if act not in acts and pattern.search(looked[where])
    )
    reports = ("report",) if tells and "report" not in acts else ()
    return (*acts, *islice(added, _MOST_ADDED), *reports)


def _cue_acts(text: str, statement: Statement, language: Language) -> tuple[str, ...]:
    """Return the acts of a cue that the reader knew no verb for: those of its last word that the tables list."""
    known = _acts_by_form(language)
    words = [fold(cut(text, word)) for span in statement.cue for word in word_spans(text, span)]
    return next((known[word] for word in reversed(words) if word in known), ())


@lru_cache(maxsize=8)
def _acts_by_form(language: Language) -> dict[str, tuple[str, ...]]:
    """Return the acts of every form of the one-word verbs and nouns of the tables."""
    out: dict[str, tuple[str, ...]] = {}
    for row in language.rows("nouncues"):
        out.update(dict.fromkeys(_inflected(row["noun"]), tuple(row["acts"].split())))
    for row in language.rows("cues"):
        if " " not in row["lemma"]:
            given = (row["past"], row["gerund"], row["third"])
            forms = (*_inflected(row["lemma"]), *(form for cell in given for form in cell.split()))
            out.update(dict.fromkeys(forms, tuple(row["acts"].split())))
    return out


@lru_cache(maxsize=8)
def _content_acts(language: Language) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (row["act"], row["where"], re.compile(rf"\b(?:{row['pattern']})\b"))
        for row in language.rows("contentacts")
    )
