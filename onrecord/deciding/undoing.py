"""Which decisions are meant when somebody undoes or redoes."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.decisions import redo, standing, undo
from onrecord.decisions.log import LOG_KINDS, undone
from onrecord.errors import InputError
from onrecord.model import Decision
from onrecord.store import Store


def undoing(store: Store, ids: Sequence[str], *, who: str, why: str) -> tuple[Decision, ...]:
    """Return the drafts that undo decisions; without ids the last one of this person that stands.

    Raises:
        InputError: An id means no or several decisions, or one that is undone already or cannot be.
    """
    log = store.decisions.all()
    stands = {decision.id: decision for decision in standing(log)}
    wanted = [_meant(store, one) for one in ids] or [d for d in stands.values() if d.who == who][-1:]
    if not wanted:
        raise InputError(f"{who} has decided nothing that stands; `onrecord decisions list` shows what does.")
    for decision in wanted:
        if decision.id not in stands and decision.kind not in LOG_KINDS:
            raise InputError(f"{decision.id} is undone already; redo it to put it into force again.")
    return tuple(undo(decision, who=who, why=why) for decision in wanted)


def redoing(store: Store, ids: Sequence[str], *, who: str, why: str) -> tuple[Decision, ...]:
    """Return the drafts that put undone decisions into force; without ids the one that was undone last.

    Raises:
        InputError: An id means no or several decisions, or one that is not undone.
    """
    log = store.decisions.all()
    gone = undone(log)
    by_id = {decision.id: decision for decision in log}
    latest = max((by_id[by] for by in gone.values()), key=lambda d: (d.at, d.id), default=None)
    last = [by_id[latest.of]] if latest is not None and latest.of in by_id else []
    wanted = [_meant(store, one) for one in ids] or last
    if not wanted:
        raise InputError("Nothing is undone; `onrecord decisions list` shows what was decided.")
    for decision in wanted:
        if decision.id not in gone and decision.kind not in LOG_KINDS:
            raise InputError(f"{decision.id} is not undone; there is nothing to redo.")
    return tuple(redo(decision, who=who, why=why) for decision in wanted)


def _meant(store: Store, prefix: str) -> Decision:
    found = store.decisions.like(prefix) if prefix else ()
    if not found:
        raise InputError(f"No decision's id begins with {prefix!r}; `onrecord decisions list` shows them.")
    if len(found) > 1:
        raise InputError(f"Several decisions' ids begin with {prefix!r}; give more of the id.")
    return found[0]
