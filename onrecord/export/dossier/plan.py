"""What a dossier is to hold: which claims in which order, and what its maker writes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from onrecord.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One claim of a dossier, by its id or in plain words, and a note of the maker's on it."""

    claim: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A dossier to be made.

    Attributes:
        chapters: Its claims in order, at least one.
        title: Its title; empty: the question of its only claim, else "Dossier".
        note: What the maker writes at its head.
        by: Who makes it, beside the notes.
    """

    chapters: tuple[Chapter, ...]
    title: str = ""
    note: str = ""
    by: str = ""


_PLAN = TypeAdapter(Plan)


def plan_of(given: Plan | str) -> Plan:
    """Return a plan; of a claim, the one with that claim alone."""
    return given if isinstance(given, Plan) else Plan(chapters=(Chapter(claim=given),))


def plan_from_json(text: str | bytes) -> Plan:
    """Read a plan as the app saves it.

    Raises:
        InputError: It is none, or has no claim.
    """
    try:
        plan = _PLAN.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"This is not a plan of a dossier: {where}: {first['msg']}.") from error
    if not any(chapter.claim.strip() for chapter in plan.chapters):
        raise InputError("A dossier is about at least one claim; the plan has none.")
    return plan


def plan_to_json(plan: Plan) -> str:
    """Return a plan as a file to keep; `plan_from_json` reads it back."""
    return _PLAN.dump_json(plan, indent=1).decode() + "\n"


def read_plan(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        InputError: The file cannot be read, or is no plan.
    """
    try:
        return plan_from_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Check its path.") from error
