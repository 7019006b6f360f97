"""Exports of a ledger. An exporter is one function and one row in `EXPORTERS`; the command line reads it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.export.dossier import write_dossier
from onrecord.export.tables import write_csv
from onrecord.ledger import Ledger

__all__ = ["EXPORTERS", "Exporter", "Request", "write_csv", "write_dossier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an export is asked for.

    Attributes:
        out: The file or folder to write.
        claim: The claim in plain words, for exports that are about one.
        made_on: What the export states as the time it was made, ISO 8601.
    """

    out: Path
    claim: str | None
    made_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One format.

    Attributes:
        what: What comes out, in a few words.
        default_out: Where it goes unless the user says otherwise.
        about_claim: It needs a claim; the others take none.
        write: Does it and returns the files that it made.
    """

    what: str
    default_out: str
    about_claim: bool
    write: Callable[[Ledger, Request], tuple[Path, ...]]


def _csv(ledger: Ledger, request: Request) -> tuple[Path, ...]:
    return write_csv(ledger, request.out)


def _dossier(ledger: Ledger, request: Request) -> tuple[Path, ...]:
    if request.claim is None:
        raise InputError("A dossier is about one claim: give it in plain words.")
    write_dossier(ledger, request.claim, request.out, made_on=request.made_on)
    return (request.out,)


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(
        what="the whole ledger as CSV files in a folder",
        default_out="onrecord-csv",
        about_claim=False,
        write=_csv,
    ),
    "dossier": Exporter(
        what="one claim as a self-contained HTML file",
        default_out="dossier.html",
        about_claim=True,
        write=_dossier,
    ),
}
"""Every format by the name that `onrecord export` knows it by."""
