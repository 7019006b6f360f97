"""Exports of a ledger. An exporter is one function and one row in `EXPORTERS`; the command line reads it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.export.dossier import Plan, write_bundle, write_dossier
from onrecord.export.tables import write_csv
from onrecord.ledger import Ledger

__all__ = ["EXPORTERS", "Exporter", "Plan", "Request", "write_bundle", "write_csv", "write_dossier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an export is asked for.

    Attributes:
        out: The file or folder to write.
        plan: The claims, for exports that are about claims.
        made_on: What the export states as the time it was made, ISO 8601.
    """

    out: Path
    plan: Plan | None
    made_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One format.

    Attributes:
        what: What comes out, in a few words.
        default_out: Where it goes unless the user says otherwise.
        about_claims: It needs claims; the others take none.
        write: Does it and returns the files that it made.
    """

    what: str
    default_out: str
    about_claims: bool
    write: Callable[[Ledger, Request], tuple[Path, ...]]


def _csv(ledger: Ledger, request: Request) -> tuple[Path, ...]:
    return write_csv(ledger, request.out)


def _dossier(ledger: Ledger, request: Request) -> tuple[Path, ...]:
    write_dossier(ledger, _plan(request), request.out, made_on=request.made_on)
    return (request.out,)


def _bundle(ledger: Ledger, request: Request) -> tuple[Path, ...]:
    write_bundle(ledger, _plan(request), request.out, made_on=request.made_on)
    return (request.out,)


def _plan(request: Request) -> Plan:
    if request.plan is None:
        raise InputError("A dossier is about claims: give one in plain words.")
    return request.plan


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(
        what="the whole ledger as CSV files in a folder",
        default_out="onrecord-csv",
        about_claims=False,
        write=_csv,
    ),
    "dossier": Exporter(
        what="claims as a self-contained HTML file",
        default_out="dossier.html",
        about_claims=True,
        write=_dossier,
    ),
    "bundle": Exporter(
        what="the dossier in a ZIP with copies of its sources and their hashes",
        default_out="dossier.zip",
        about_claims=True,
        write=_bundle,
    ),
}
"""Every format by the name that `onrecord export` knows it by."""
