"""What a pass over a ledger does in one go: some items a transaction, and then a word on how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from onrecord.model import AddProgress

Item = TypeVar("Item")
OnProgress = Callable[[AddProgress], None]

_SHARE = 16


def in_batches(
    items: Sequence[Item], size: int, step: str = "", on_progress: OnProgress | None = None
) -> Iterator[Sequence[Item]]:
    """Yield items in batches, and tell after each how many are done with.

    Args:
        items: All that is to be done.
        size: Items of a batch.
        step: What is done to them, in words.
        on_progress: Called when a batch is done with.
    """
    for at in range(0, len(items), size):
        yield items[at : at + size]
        if on_progress is not None:
            on_progress(AddProgress(done=min(at + size, len(items)), total=len(items), path="", step=step))


def in_growing_batches(
    items: Sequence[Item], least: int, before: int, step: str = "", on_progress: OnProgress | None = None
) -> Iterator[Sequence[Item]]:
    """Yield items that are held against all that was done before, in batches that grow with it.

    What was done before is read once a batch. Of a fixed size, batches would read it ever more often; each being a
    sixteenth of what stands before it, every item costs the reading of sixteen, however many there are.

    Args:
        items: All that is to be done.
        least: Items of the smallest batch.
        before: How many items were done before.
        step: What is done to them, in words.
        on_progress: Called when a batch is done with.
    """
    at = 0
    while at < len(items):
        size = max(least, (before + at) // _SHARE)
        yield items[at : at + size]
        at = min(at + size, len(items))
        if on_progress is not None:
            on_progress(AddProgress(done=at, total=len(items), path="", step=step))
