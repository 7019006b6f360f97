"""The log of decisions as values: making one, the order in which they count, and which of them are undone.

After nomenklatura's resolver, which keeps every judgement with who and when and marks an older one as superseded;
here undoing is itself a decision, so that a log only ever grows, and two logs are merged by putting them together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime, timedelta

from pydantic_core import PydanticSerializationError

from onrecord.decisions.files import decision_to_json
from onrecord.errors import InputError
from onrecord.model import Decision, DecisionKind

LOG_KINDS = frozenset({"undo", "redo"})


def stamped(decision: Decision, now: datetime, after: str | None) -> Decision:
    """Return a draft with its time and id: from then on it is a decision, later than everything up to `after`.

    Args:
        decision: Without time and id.
        now: The time.
        after: The time of the last decision that is known, or None.

    Raises:
        InputError: Nobody is named who decides, or something in it is no text.
    """
    if not decision.who.strip():
        raise InputError("A decision needs somebody who takes it; give a name with --who.")
    at = now.astimezone(UTC)
    if after is not None:
        at = max(at, datetime.fromisoformat(after) + timedelta(microseconds=1))
    decision = replace(decision, id="", at=at.isoformat(timespec="microseconds"))
    try:
        return replace(decision, id=id_of(decision))
    except PydanticSerializationError as error:
        raise InputError("Something in this decision is no text in Unicode; write it anew.") from error


def id_of(decision: Decision) -> str:
    """Return the id that a decision's content gives."""
    body = decision_to_json(replace(decision, id=""))
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def doubt(decision: Decision) -> str | None:
    """Return why a decision that comes from elsewhere is not to be believed; None: nothing speaks against it."""
    if decision.id != id_of(decision):
        return "was changed after it was decided: its id is not that of its content"
    if not _is_moment(decision.at):
        return f"has no time that others can be ordered by ({decision.at!r})"
    return None


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return decisions in the order in which they count, each once."""
    known = {decision.id: decision for decision in decisions}
    return tuple(sorted(known.values(), key=lambda d: (d.at, d.id)))


def undone(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the ids of what is undone, each with the id of the decision that undid it."""
    out: dict[str, str] = {}
    for decision in in_order(decisions):
        if decision.of is not None and decision.kind == "undo":
            out[decision.of] = decision.id
        elif decision.of is not None and decision.kind == "redo":
            out.pop(decision.of, None)
    return out


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that are neither undone nor about the log itself, in order."""
    ordered = in_order(decisions)
    gone = undone(ordered)
    return tuple(d for d in ordered if d.id not in gone and d.kind not in LOG_KINDS)


def undo(decision: Decision, *, who: str, why: str) -> Decision:
    """Return the draft of the decision that undoes another.

    Raises:
        InputError: The other is itself an undo or redo.
    """
    return _about(decision, "undo", who, why)


def redo(decision: Decision, *, who: str, why: str) -> Decision:
    """Return the draft of the decision that puts an undone one into force again.

    Raises:
        InputError: The other is itself an undo or redo.
    """
    return _about(decision, "redo", who, why)


def _about(decision: Decision, kind: DecisionKind, who: str, why: str) -> Decision:
    if decision.kind in LOG_KINDS:
        raise InputError(f"{decision.id} is itself an {decision.kind}; undo or redo {decision.of} in its place.")
    return Decision(kind=kind, target=decision.target, copies=decision.copies, of=decision.id, who=who, why=why)


def _is_moment(at: str) -> bool:
    """Tell whether a time is written as `stamped` writes it, and another one can come after it."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return False
    written = moment.tzinfo is not None and moment.astimezone(UTC).isoformat(timespec="microseconds") == at
    return written and moment.year < MAXYEAR
