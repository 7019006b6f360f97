"""Quotations that no cue of their own sentence claims: they go on from the one before, or float."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.model import Span, Spans
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.marks import Quotation
from onrecord.tagger.unit import Unit
from onrecord.text import overlaps, word_spans

_MIN_WORDS = 5


def join_quotations(candidate: Candidate, quotations: tuple[Quotation, ...]) -> Candidate:
    """Return the candidate with every piece of a quotation that it holds one piece of."""
    content = list(candidate.content)
    for quotation in quotations:
        if len(quotation.pieces) < 2:
            continue
        if any(span == piece for span in content for piece in quotation.pieces):
            content.extend(piece for piece in quotation.pieces if piece not in content)
    return replace(candidate, content=tuple(sorted(content)))


def find_floating(
    text: str, units: tuple[Unit, ...], quotations: tuple[Quotation, ...], found: list[Candidate]
) -> Iterator[Candidate]:
    """Yield quotations of a sentence or more that are no part of any candidate; extends `found` where they go on.

    A quotation in the paragraph of a direct statement, right after its sentence, belongs to that statement's
    content. One that opens a later paragraph is a statement of its own that continues the one before.
    """
    for quotation in quotations:
        first = quotation.pieces[0]
        if any(overlaps(first, span) for c in found for span in (*c.content, *c.cue)):
            continue
        words = sum(1 for piece in quotation.pieces for _ in word_spans(text, piece))
        unit = next((u for u in units if u.span.start <= first.start < u.span.end), None)
        if unit is None or words < _MIN_WORDS or not _stands_alone(unit, first):
            continue
        owner = _owner(units, unit, found)
        if owner is not None:
            content = tuple(sorted((*found[owner].content, *quotation.pieces)))
            found[owner] = replace(found[owner], content=content)
        else:
            yield _floating(quotation.pieces, continues=_follows_statement(units, unit, found))


def _stands_alone(unit: Unit, piece: Span) -> bool:
    """Tell whether a quotation opens its sentence and fills most of it, or stands after a colon."""
    first = next((quote[0] for quote in unit.quotes if unit.tokens[quote[0]].start == piece.start), None)
    if first is None:
        return False
    return not any(token.word for token in unit.tokens[:first]) or unit.lows[first - 1] == ":"


def _owner(units: tuple[Unit, ...], unit: Unit, found: list[Candidate]) -> int | None:
    """Return which candidate of the sentence before, in the same paragraph, the quotation goes on from."""
    number = units.index(unit)
    if not number or units[number - 1].paragraph != unit.paragraph:
        return None
    before = units[number - 1].span
    for index in range(len(found) - 1, -1, -1):
        candidate = found[index]
        if not candidate.by.startswith("cue:") or not candidate.content:
            continue
        if candidate.content[0].start >= before.start and candidate.content[-1].end <= before.end:
            opens = units[number - 1].text[candidate.content[0].start]
            ends = candidate.cue[-1].start > candidate.content[0].start
            return index if opens in "\"“„«‘'" and ends else None
    return None


def _follows_statement(units: tuple[Unit, ...], unit: Unit, found: list[Candidate]) -> bool:
    """Tell whether a statement stands in the paragraph before, or earlier in this one."""
    near = [u.span for u in units if u.paragraph in (unit.paragraph, unit.paragraph - 1) and u.span < unit.span]
    return any(overlaps(span, c.cue[0]) for span in near for c in found if c.cue)


def _floating(pieces: Spans, *, continues: bool) -> Candidate:
    return Candidate(
        content=pieces,
        cue=(),
        speaker=None,
        acts=("assert",),
        continues=continues,
        by="floating quotation",
        confidence=0.45,
    )
