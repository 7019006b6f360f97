"""Decisions as lines of JSON: a coder's file."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from onrecord.errors import InputError
from onrecord.model import Decision

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


def decision_to_json(decision: Decision) -> str:
    """Return a decision as one line of JSON, always in the same order."""
    return _DECISION.dump_json(decision).decode("utf-8")


def decision_from_json(line: str | bytes) -> Decision:
    """Read back what `decision_to_json` wrote.

    Raises:
        InputError: The text is no decision.
    """
    try:
        return _DECISION.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"This is not a decision: {where}: {first['msg']}.") from error
