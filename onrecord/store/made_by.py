"""What made a record, as JSON in a column."""

from __future__ import annotations

from pydantic import TypeAdapter

from onrecord.model import MadeBy

_MADE_BY: TypeAdapter[MadeBy] = TypeAdapter(MadeBy)


def made_by_to_json(made_by: MadeBy) -> str:
    """Return it as one JSON object, always in the same order."""
    return _MADE_BY.dump_json(made_by).decode("utf-8")


def made_by_from_json(text: str) -> MadeBy:
    """Read back what `made_by_to_json` wrote."""
    return _MADE_BY.validate_json(text)
