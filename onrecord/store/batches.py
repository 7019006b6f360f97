"""What a pass over a ledger does in one go: some items a transaction, and then a word on how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from onrecord.model import AddProgress

Item = TypeVar("Item")
OnProgress = Callable[[AddProgress], None]


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
