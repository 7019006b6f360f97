"""Proving relations again: every run must hold the same words in both pages, and no word may stand in two runs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from onrecord.errors import LedgerError
from onrecord.model import Relay, Span, Unproven
from onrecord.store import Store
from onrecord.text import fold, word_spans


def unproven_relays(store: Store) -> Iterator[Unproven]:
    """Yield the relations that their pages' texts do not prove; those of damaged pages are passed over."""
    for relay in store.relays.all():
        try:
            text_a, text_b = store.record(relay.a).text, store.record(relay.b).text
        except LedgerError:
            continue
        for why in _faults(relay, text_a, text_b):
            message = f"Its relation to page {relay.b} is not proven: {why} Ledger.rebuild() makes it anew."
            yield Unproven(page=relay.a, path=None, reason="unproven-relay", message=message)


def _faults(relay: Relay, text_a: str, text_b: str) -> Iterator[str]:
    count = 0
    for run in relay.runs:
        words = _words(text_a, run.a)
        count += len(words)
        if not words or words != _words(text_b, run.b):
            yield f"the words at {run.a.start} are not those at {run.b.start} there."
    # A run may lie around words that are not counted: a notice that both pages have in the same place. One with
    # other words between comes in parts, which may be short.
    if count < relay.words:
        yield f"its runs hold {count} words, fewer than {relay.words}."
    for spans in (sorted(run.a for run in relay.runs), sorted(run.b for run in relay.runs)):
        if any(before.end > after.start for before, after in pairwise(spans)):
            yield "two of its runs overlap."


def _words(text: str, span: Span) -> list[str]:
    folded = fold(text[span.start : span.end])
    return [folded[word.start : word.end] for word in word_spans(folded)]
