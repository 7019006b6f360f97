"""Quotations that no cue of their own sentence claims: they go on from the one before, or float."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from onrecord.model import Span, Spans
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.marks import Quotation
from onrecord.tagger.unit import Unit
from onrecord.text import word_spans

_MIN_WORDS = 5


def join_quotations(candidates: Iterable[Candidate], quotations: tuple[Quotation, ...]) -> Iterator[Candidate]:
    """Yield the candidates with every piece of a quotation that they hold one piece of."""
    whole = {piece: q.pieces for q in quotations if len(q.pieces) > 1 for piece in q.pieces}
    for candidate in candidates:
        pieces = {piece for span in candidate.content for piece in whole.get(span, ())}
        yield replace(candidate, content=tuple(sorted(pieces.union(candidate.content)))) if pieces else candidate


def find_floating(
    text: str, units: tuple[Unit, ...], quotations: tuple[Quotation, ...], found: list[Candidate]
) -> Iterator[Candidate]:
    """Yield quotations of a sentence or more that are no part of any candidate; extends `found` where they go on.

    A quotation in the paragraph of a direct statement, right after its sentence, belongs to that statement's
    content. One that opens a later paragraph is a statement of its own that continues the one before.
    """
    claimed = _Claimed(found)
    for quotation in quotations:
        first = quotation.pieces[0]
        if claimed.touches(first):
            continue
        words = sum(1 for piece in quotation.pieces for _ in word_spans(text, piece))
        number = bisect_right(units, first.start, key=lambda unit: unit.span.start) - 1
        if number < 0 or first.start >= units[number].span.end:
            continue
        if words < _MIN_WORDS or not _stands_alone(units[number], first):
            continue
        owner = _owner(units, number, found, claimed)
        if owner is not None:
            content = tuple(sorted((*found[owner].content, *quotation.pieces)))
            found[owner] = replace(found[owner], content=content)
        else:
            yield _floating(quotation.pieces, continues=_follows_statement(units, number, claimed))


class _Claimed:
    """What the candidates of the cues hold already, looked up by place."""

    def __init__(self, found: list[Candidate]) -> None:
        spans = sorted(span for c in found for span in (*c.content, *c.cue))
        self._starts = [span.start for span in spans]
        self._reach = list(accumulate((span.end for span in spans), max))
        self._cues = sorted(c.cue[0].start for c in found if c.cue)
        self._order = sorted((c.content[0].start, index) for index, c in enumerate(found) if c.content)

    def touches(self, span: Span) -> bool:
        """Tell whether a content or a cue shares a code point with a span."""
        before = bisect_left(self._starts, span.end)
        return bool(before) and self._reach[before - 1] > span.start

    def cue_between(self, start: int, end: int) -> bool:
        """Tell whether a cue starts between two places."""
        which = bisect_left(self._cues, start)
        return which < len(self._cues) and self._cues[which] < end

    def starting_in(self, span: Span) -> list[int]:
        """Return which candidates' contents start in a span, the last found first."""
        first = bisect_left(self._order, (span.start, 0))
        last = bisect_left(self._order, (span.end, 0))
        return sorted((index for _, index in self._order[first:last]), reverse=True)


def _stands_alone(unit: Unit, piece: Span) -> bool:
    """Tell whether a quotation opens its sentence and fills most of it, or stands after a colon."""
    which = bisect_left(unit.quotes, piece.start, key=lambda quote: unit.tokens[quote[0]].start)
    first = unit.quotes[which][0] if which < len(unit.quotes) else None
    if first is not None and unit.tokens[first].start != piece.start:
        first = None
    if first is None:
        return False
    return not any(token.word for token in unit.tokens[:first]) or unit.lows[first - 1] == ":"


def _owner(units: tuple[Unit, ...], number: int, found: list[Candidate], claimed: _Claimed) -> int | None:
    """Return which candidate of the sentence before, in the same paragraph, the quotation goes on from."""
    if not number or units[number - 1].paragraph != units[number].paragraph:
        return None
    before = units[number - 1]
    for index in claimed.starting_in(before.span):
        candidate = found[index]
        if candidate.by.startswith("cue:") and candidate.content[-1].end <= before.span.end:
            opens = before.text[candidate.content[0].start]
            ends = candidate.cue[-1].start > candidate.content[0].start
            return index if opens in "\"“„«‘'" and ends else None
    return None


def _follows_statement(units: tuple[Unit, ...], number: int, claimed: _Claimed) -> bool:
    """Tell whether a statement stands in the paragraph before, or earlier in this one."""
    first = bisect_left(units, units[number].paragraph - 1, key=lambda unit: unit.paragraph)
    return claimed.cue_between(units[first].span.start, units[number].span.start)


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
