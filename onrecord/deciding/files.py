"""A log as a file of JSON lines: what one coder hands to another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onrecord.decisions import decision_from_json, decision_to_json, in_order
from onrecord.decisions.log import doubt
from onrecord.errors import InputError
from onrecord.model import Decision


def read_log(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file, in the order in which they count.

    Raises:
        InputError: The file cannot be read, or a line is no decision or not the one that its id says.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The log {path} cannot be read ({error}); give a file of `decisions export`.") from error
    return in_order(_decision(path, nth, line) for nth, line in enumerate(lines, start=1) if line.strip())


def write_log(decisions: Iterable[Decision]) -> str:
    """Return decisions as JSON lines."""
    return "".join(f"{decision_to_json(decision)}\n" for decision in in_order(decisions))


def _decision(path: Path, nth: int, line: str) -> Decision:
    try:
        decision = decision_from_json(line)
    except InputError as error:
        raise InputError(f"Line {nth} of {path}: {error}") from error
    wrong = doubt(decision)
    if wrong is not None:
        raise InputError(f"Line {nth} of {path} {wrong}; take the file as it was exported.")
    return decision
