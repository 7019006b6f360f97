"""What two decisions must have in common to be about the same thing: then they agree or contradict each other."""

from __future__ import annotations

from collections.abc import Hashable

from onrecord.model import Anchor, Decision, Quote
from onrecord.text import name_key

_EXISTENCE = frozenset({"missed", "not-statement"})
_SAMENESS = frozenset({"same-actor", "not-same-actor"})


def anchor_key(anchor: Anchor) -> Hashable:
    """Return what tells whether two anchors are at the same words, whatever text they were taken from."""
    return (
        anchor.page,
        tuple(_words(quote) for quote in anchor.content),
        tuple(_words(quote) for quote in anchor.cue),
        _words(anchor.mention) if anchor.mention else None,
        name_key(anchor.name or ""),
    )


def slot(decision: Decision) -> Hashable:
    """Return what a decision decides: two with the same slot and another `verdict` contradict each other."""
    target = anchor_key(decision.target)
    if decision.kind in _SAMENESS:
        return "sameness", frozenset({target, *map(anchor_key, decision.others)})
    if decision.kind in _EXISTENCE:
        return "existence", target
    if decision.kind.startswith("claim-"):
        return decision.kind, target, decision.claim, frozenset(map(anchor_key, decision.others))
    return decision.kind, target, decision.claim


def verdict(decision: Decision) -> Hashable:
    """Return what was decided, so that two decisions of one slot can be held against each other."""
    return decision.kind, decision.values, tuple(_words(quote) for quote in decision.quotes)


def _words(quote: Quote) -> Hashable:
    return quote.exact, quote.prefix, quote.suffix
