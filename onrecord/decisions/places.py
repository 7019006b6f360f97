"""Which statement a decision is about: the one at its words, however another reader cut it, or none.

A statement is known by its reporting words: one whose cue lies elsewhere is another statement, even where it
reports the same words (an outer and an inner attribution do). Where the reader finds it with a somewhat longer or
shorter content, it is still the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from onrecord.decisions.anchors import Lost, find, find_all
from onrecord.model import Anchor, Record, Span, Spans, Statement
from onrecord.text import overlaps

SAME_WITH_CUE = 0.5
"""So much of two contents, as intersection over union, is shared by one statement found twice at one cue."""

SAME_WITHOUT = 0.8
"""The same where one of the two has no cue to know it by."""

Missing = Lost | Literal["no-statement", "ambiguous-statement"]
"""Why a decision bears on no statement: its words are lost, or no one statement stands there."""


class Place(NamedTuple):
    """Where a statement stands."""

    content: Spans
    cue: Spans


def place_of(text: str, anchor: Anchor, *, same_text: bool) -> Place | Lost:
    """Return where the words of an anchor stand in a text, or why that cannot be told."""
    content = find_all(text, anchor.content, same_text=same_text)
    if isinstance(content, str):
        return content
    cue = find_all(text, anchor.cue, same_text=same_text)
    return cue if isinstance(cue, str) else Place(content, cue)


def choose(places: Sequence[Iterable[Place]], wanted: Place) -> int | Missing:
    """Return which of several statements stands at a place; each may be known by more than one.

    A statement that stands exactly there goes before those that only share most of it.
    """
    for same in (_equal, _alike):
        found = [nth for nth, known in enumerate(places) if any(same(place, wanted) for place in known)]
        if found:
            return found[0] if len(found) == 1 else "ambiguous-statement"
    return "no-statement"


def locate(record: Record, anchor: Anchor) -> Statement | Missing:
    """Return the statement of a record that an anchor is at, or why there is none.

    The page is not asked for: a copy of the words on another page is found too, where its neighbours are the same.
    """
    same_text = anchor.text == record.page.text_sha256
    wanted = place_of(record.text, anchor, same_text=same_text)
    if isinstance(wanted, str):
        return wanted
    which = choose([(Place(s.content, s.cue),) for s in record.statements], wanted)
    return which if isinstance(which, str) else record.statements[which]


def locate_mention(record: Record, anchor: Anchor) -> Span | Lost | None:
    """Return where the words stand that name the speaker an anchor is at; None where it is at no single one."""
    if anchor.mention is None:
        return None
    return find(record.text, anchor.mention, same_text=anchor.text == record.page.text_sha256)


def _equal(place: Place, wanted: Place) -> bool:
    return place == wanted


def _alike(place: Place, wanted: Place) -> bool:
    if place.cue and wanted.cue:
        at_cue = any(overlaps(a, b) for a in place.cue for b in wanted.cue)
        silent = not place.content or not wanted.content
        return at_cue and (silent or _share(place.content, wanted.content) >= SAME_WITH_CUE)
    return bool(place.content) and _share(place.content, wanted.content) >= SAME_WITHOUT


def _share(a: Spans, b: Spans) -> float:
    """Return intersection over union, in code points, of two sets of spans that do not overlap in themselves."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    total = sum(span.end - span.start for span in (*a, *b)) - common
    return common / total if total else 0.0
