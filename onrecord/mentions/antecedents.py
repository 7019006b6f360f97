"""Who a pronoun can mean: candidates among a page's cast, each with what weighs for and against it.

A candidate is one `Figure` mentioned before the place in question. What weighs is distance, prominence in its
sentence, agreement of kind and gender, and quotation marks; `ranker` turns that into a probability.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from onrecord.lang import Language
from onrecord.mentions.cast import Figure, gender_words
from onrecord.mentions.phrase import lexicon
from onrecord.model import Span, Spans
from onrecord.tagger.cues import reporting_words, word_class
from onrecord.text import fold, sentence_spans

Array = np.ndarray[Any, np.dtype[np.float64]]
Class = Literal["person", "thing", "description"]

FEATURES = [
    "bias",
    "sentence0",
    "sentence1",
    "sentence2",
    "sentence3",
    "log_distance",
    "rank0",
    "rank1",
    "rank2",
    "rank3",
    "name_sentence0",
    "name_far",
    "paragraph",
    "first_in_sentence",
    "opens_sentence",
    "verb_follows",
    "possessive",
    "after_preposition",
    "reports",
    "both_quoted",
    "into_quotation",
    "out_of_quotation",
    "count",
    "lead",
    "gender_same",
    "gender_other",
    "described",
    "place",
    "body",
    "chain",
    "noun_known",
    "modifier_known",
    "modifier_other",
    "any_name",
    "last_word",
    "parallel",
    "only",
    "first_sentence0",
    "first_sentence1",
    "chain_near",
    "possessive_sentence0",
    "object_sentence0",
    "object_first",
    "subject_first",
    "described_rank0",
    "same_rank0",
    "unknown_gender",
    "often",
    "headline_first",
]

_CASES: Mapping[str, Literal["subject", "object", "possessive"]] = MappingProxyType(
    {"he": "subject", "she": "subject", "his": "possessive", "her": "possessive"}
)
_FAR = 4_000
_MOST = 14
_WINDOW = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """A pronoun or a description whose meaning is asked for.

    Attributes:
        span: Where it stands.
        kind: What sort of thing is asked for.
        gender: Of the pronoun, or of the noun ("spokeswoman").
        noun: The noun of a description, folded.
        modifiers: The folded words before the noun, articles aside.
        plural: "they", "the officials".
        case: Of a pronoun.
    """

    span: Span
    kind: Class
    gender: str = ""
    noun: str = ""
    modifiers: tuple[str, ...] = ()
    plural: bool = False
    case: Literal["subject", "object", "possessive", ""] = ""


class Layout:
    """Where sentences, paragraphs and quotations of a page stand, for looking up by place."""

    def __init__(self, text: str, paragraphs: Spans, quoted: Spans, language: Language) -> None:
        self.text = text
        self.language = language
        abbreviations = language.words("abbreviations", "abbreviation")
        self.sentences = [s for p in paragraphs for s in sentence_spans(text, p, abbreviations)]
        self._starts = [s.start for s in self.sentences]
        self._paragraphs = sorted(p.start for p in paragraphs)
        self._quoted = sorted(quoted)
        self._after: dict[Span, tuple[bool, bool, bool, bool]] = {}

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that holds a place, or that starts before it."""
        return bisect_right(self._starts, place) - 1

    def paragraph(self, place: int) -> int:
        """Return the number of the paragraph of a place."""
        return bisect_right(self._paragraphs, place) - 1

    def quoted(self, place: int) -> int:
        """Return the number of the quotation that holds a place, from 1, or 0."""
        which = bisect_right(self._quoted, place, key=lambda span: span.start) - 1
        return which + 1 if which >= 0 and place < self._quoted[which].end else 0

    def opens(self, place: int) -> bool:
        """Tell whether a place lies within the first words of its sentence."""
        start = self._starts[max(0, self.sentence(place))] if self._starts else 0
        return len(self.text[start:place].split()) < 4 and place - start < _WINDOW

    def around(self, span: Span) -> tuple[bool, bool, bool, bool]:
        """Tell whether a verb follows, it is a possessive, a preposition stands before, its sentence reports."""
        if span not in self._after:
            after = fold(self.text[span.end : span.end + 30]).split()
            verb = bool(after) and (
                after[0].strip(",")
                in word_class(self.language, "aux")
                | word_class(self.language, "be")
                | reporting_words(self.language)
                or (after[0].endswith("ed") and len(after[0]) > 3)
            )
            before = fold(self.text[max(0, span.start - 24) : span.start]).split()
            preposition = bool(before) and before[-1] in word_class(self.language, "preposition")
            if len(before) > 1 and before[-1] == "the":
                preposition = before[-2] in word_class(self.language, "preposition")
            reports = any(w.strip(",.") in reporting_words(self.language) for w in after[:2])
            reports = reports or bool(before and before[-1] in reporting_words(self.language))
            possessive = self.text[span.end : span.end + 2] in ("'s", "’s")
            self._after[span] = (verb, possessive, preposition, reports)
        return self._after[span]


@dataclass(slots=True)
class Trail:
    """A figure with the places where pronouns were taken to mean it."""

    figure: Figure
    pronouns: list[Span]

    def last(self, place: int) -> Span | None:
        """Return the last mention, name or pronoun, that ends before a place."""
        name = self.last_name(place)
        which = bisect_left(self.pronouns, place, key=lambda span: span.start) - 1
        pronoun = self.pronouns[which] if which >= 0 else None
        return max((s for s in (name, pronoun) if s is not None), default=None)

    def last_name(self, place: int) -> Span | None:
        """Return the last mention by name or description before a place."""
        which = bisect_left(self.figure.mentions, place, key=lambda span: span.start) - 1
        while which >= 0 and self.figure.mentions[which].end > place:
            which -= 1
        return self.figure.mentions[which] if which >= 0 else None


def read_pronoun(span: Span, pronoun: str, language: Language) -> Ask | None:
    """Return what a third-person pronoun asks for, or None for another word."""
    gender = gender_words(language).get(pronoun, "")
    case: Literal["subject", "object", "possessive"] = _CASES.get(pronoun, "object")
    if gender:
        return Ask(span, "person", gender, case=case)
    if pronoun in ("it", "its", "itself"):
        return Ask(span, "thing")
    return Ask(span, "thing", plural=True) if pronoun in ("they", "them", "their") else None


def candidates(ask: Ask, trails: list[Trail], language: Language) -> list[tuple[Trail, Span]]:
    """Return those of the cast that the words could mean, the one mentioned last first.

    Whose gender seems to be another comes in question only where nobody else does: translations mix them up.
    """
    out = []
    for trail in trails:
        last = trail.last(ask.span.start)
        if last is None or ask.span.start - last.end > _FAR or not _fits(ask, trail.figure, language):
            continue
        out.append((trail, last))
    agreeing = [entry for entry in out if {ask.gender, entry[0].figure.gender} - {""} != {"m", "f"}]
    shown = any(entry[0].figure.shown for entry in agreeing)
    return sorted(agreeing if shown else out, key=lambda entry: entry[1], reverse=True)[:_MOST]


def _fits(ask: Ask, figure: Figure, language: Language) -> bool:
    """Tell whether a figure is the kind of thing that is asked for."""
    roles = lexicon(language).roles
    noun_kind = _noun_kind(figure, roles) if figure.kind == "described" else ""
    if figure.kind == "name":
        return not ask.plural
    if ask.kind == "person":
        return figure.kind == "person" or noun_kind == "person"
    if ask.kind == "thing":
        if ask.plural:
            return figure.kind in ("body", "place") or noun_kind not in ("person", "")
        return figure.kind in ("body", "place") or noun_kind in ("organisation", "government")
    wanted = roles[ask.noun][0] if ask.noun in roles else ""
    if wanted == "person":
        return figure.kind == "person"
    return figure.kind in ("body", "place") if wanted in ("organisation", "government") else figure.kind == "body"


def _noun_kind(figure: Figure, roles: Mapping[str, tuple[str, bool]]) -> str:
    noun = fold(figure.name.split()[-1])
    return roles[noun][0] if noun in roles else ""


def weigh(ask: Ask, found: list[tuple[Trail, Span]], layout: Layout) -> Array:
    """Return what weighs for and against each candidate, a row each; the columns are `FEATURES`."""
    return np.array([_row(ask, trail, last, rank, found, layout) for rank, (trail, last) in enumerate(found)])


def _row(
    ask: Ask, trail: Trail, last: Span, rank: int, found: list[tuple[Trail, Span]], layout: Layout
) -> list[float]:
    """Return one candidate's row."""
    at, figure = ask.span.start, trail.figure
    name = trail.last_name(at) or last
    sentences = layout.sentence(at) - layout.sentence(last.start)
    name_sentences = layout.sentence(at) - layout.sentence(name.start)
    first = not any(
        other is not trail
        and layout.sentence(where.start) == layout.sentence(last.start)
        and where.start < last.start
        for other, where in found
    )
    verb, possessive, preposition, reports = layout.around(last)
    quoted_here, quoted_there = layout.quoted(at), layout.quoted(last.start)
    count = bisect_left(figure.mentions, at, key=lambda span: span.start)
    genders = {ask.gender, figure.gender} - {""}
    modifiers = [w for w in ask.modifiers if w]
    known = sum(any(w[:5] == v[:5] for v in figure.words) for w in modifiers)
    return [
        1.0,
        sentences == 0,
        sentences == 1,
        sentences == 2,
        sentences > 2,
        float(np.log1p(at - last.end)) / 5,
        rank == 0,
        rank == 1,
        rank == 2,
        rank > 2,
        name_sentences <= 1,
        min(name_sentences, 10) / 10,
        layout.paragraph(at) == layout.paragraph(last.start),
        first,
        layout.opens(last.start),
        verb,
        possessive,
        preposition,
        reports,
        bool(quoted_here and quoted_here == quoted_there),
        bool(quoted_here and not quoted_there),
        bool(quoted_there and not quoted_here),
        float(np.log1p(count)),
        layout.paragraph(figure.mentions[0].start) <= 1,
        bool(ask.gender and figure.gender == ask.gender),
        len(genders) > 1,
        figure.kind == "described",
        figure.kind == "place",
        figure.kind == "body",
        last != name,
        bool(ask.noun and ask.noun in figure.words),
        known > 0,
        known < len(modifiers),
        figure.kind == "name",
        bool(ask.noun and figure.name.lower().endswith(ask.noun)),
        layout.opens(last.start) and layout.opens(at),
        len(found) == 1,
        first and sentences == 0,
        first and sentences == 1,
        last != name and sentences <= 1,
        ask.case == "possessive" and sentences == 0,
        ask.case == "object" and sentences == 0,
        ask.case == "object" and first,
        ask.case == "subject" and first,
        figure.kind == "described" and rank == 0,
        bool(ask.gender and figure.gender == ask.gender and rank == 0),
        figure.kind == "person" and not figure.gender,
        count > 3,
        layout.sentence(figure.mentions[0].start) == 0,
    ]
