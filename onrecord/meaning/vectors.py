"""The pass over a ledger that gives each statement's content its vector: it depends on the words alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from onrecord.meaning.sentences import MODEL, SIZE, embed, signs
from onrecord.model import AddProgress
from onrecord.store import Store

VERSION = f"{MODEL}/2"
"""Raised whenever the same contents would have other vectors, so that ledgers are taken in again."""

_BATCH = 50
"""Pages a transaction: an interrupted run has to do at most so many again."""


def update(store: Store, on_progress: Callable[[AddProgress], None] | None = None) -> None:
    """Encode the contents of the pages that are new or whose record changed; a no-op where there are none.

    Args:
        store: The ledger's store.
        on_progress: Called after each batch of pages.

    Raises:
        LedgerError: The ledger cannot be read or written.
        ModelError: A file of the model is not the one that was shipped.
    """
    pages = store.vectors.pending(VERSION)
    for at in range(0, len(pages), _BATCH):
        batch = pages[at : at + _BATCH]
        contents = store.vectors.contents(batch)
        store.vectors.put([(page, *encode(contents[page])) for page in batch], MODEL, VERSION)
        if on_progress is not None:
            on_progress(AddProgress(done=at + len(batch), total=len(pages), path=batch[-1]))


def encode(contents: list[str]) -> tuple[bytes, bytes]:
    """Return the vectors and the signs of some contents, as the store keeps them."""
    rows = np.array([embed(words) for words in contents], dtype=np.int8).reshape(-1, SIZE)
    return rows.tobytes(), signs(rows).tobytes()
