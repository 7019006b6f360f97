"""Forgetting a page of a ledger: nothing of it stays but that it was forgotten, by whom, when and why."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord import actors
from onrecord.errors import InputError
from onrecord.model import Forgotten
from onrecord.store import Store
from onrecord.store.storable import storable_text


def forget(store: Store, page: str, *, who: str, why: str) -> Forgotten:
    """Take a page out with its source, captures, record, statements, and the words of decisions about it.

    The passes have to run afterwards: what was found across pages may rest on this one.

    Args:
        store: Of the ledger.
        page: The page's whole id; KeyError where there is none.
        who: Who decides it.
        why: The reason, which stays.

    Raises:
        InputError: Nobody is named who decides, or the name or the reason is no text.
        LedgerError: The ledger cannot be written.
    """
    if not who.strip():
        raise InputError("Forgetting needs somebody who decides it; give a name with --who.")
    if not (_is_text(who) and _is_text(why)):
        raise InputError("The name or the reason is no text in Unicode; write it anew.")
    hanging = store.forgetting.hanging(page)
    gone = Forgotten(sha256=hanging.sha256, who=who, at=datetime.now(UTC).isoformat(timespec="seconds"), why=why)
    with store.together():
        actors.leave(store, page)
        store.forgetting.remove(page, gone)
    return gone


def _is_text(words: str) -> bool:
    """Tell whether a text can be stored: it holds no lone surrogate."""
    return words == storable_text(words)
