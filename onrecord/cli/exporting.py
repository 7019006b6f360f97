"""`export`: the ledger in other people's formats. The formats are the rows of `onrecord.export.EXPORTERS`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import show
from onrecord.cli.door import FINDINGS
from onrecord.cli.options import Confidence, JsonFlag, ledger_of
from onrecord.errors import InputError
from onrecord.export import EXPORTERS, Exporter, Plan, Request
from onrecord.export.dossier.plan import Chapter, read_plan

FORMATS = "; ".join(f"{name}: {exporter.what}" for name, exporter in EXPORTERS.items())
FormatName = Annotated[str, typer.Argument(metavar="|".join(EXPORTERS), help=FORMATS + ".")]
Claims = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CLAIM", help="What a dossier is about, by id or in plain words; several stand in order."
    ),
]
PlanFile = Annotated[
    Path | None, typer.Option("--plan", help="A dossier's claims and notes, as the Dossier screen saves them.")
]
OutPath = Annotated[Path | None, typer.Option("--out", "-o", help="The file or folder to write.")]


def export(
    ctx: typer.Context,
    format_: FormatName,
    claims: Claims = None,
    *,
    plan: PlanFile = None,
    out: OutPath = None,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
) -> None:
    """Write the ledger, or claims of it, to files.

    Prints where they are. Exit code 1 when nothing in the ledger bears on a claim; the files are written all the
    same.
    """
    given = _plan(claims or [], plan)
    exporter = _exporter(format_, given)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    request = Request(out=out or Path(exporter.default_out), plan=given, made_on=now)
    with ledger_of(ctx, least=min_confidence) as ledger:
        for path in exporter.write(ledger, request):
            if json:
                show.json_values(format=format_, path=str(path))
            else:
                show.line(str(path))
        bare = [one.claim for one in given.chapters if not ledger.trace(one.claim)] if given else []
    for claim in bare:
        show.note(f"Nothing in this ledger bears on “{claim}”; its chapter is empty.")
    if bare:
        raise typer.Exit(FINDINGS)


def _plan(claims: list[str], file: Path | None) -> Plan | None:
    """Return what a dossier is to hold, or None where nothing says so."""
    if file is not None:
        if claims:
            raise InputError("The plan names the claims; leave them out beside --plan.")
        return read_plan(file)
    return Plan(chapters=tuple(Chapter(claim=claim) for claim in claims)) if claims else None


def _exporter(name: str, plan: Plan | None) -> Exporter:
    if name not in EXPORTERS:
        raise InputError(f"There is no export {name!r}; there are {', '.join(EXPORTERS)}.")
    exporter = EXPORTERS[name]
    if exporter.about_claims and plan is None:
        raise InputError(f"The export {name} is about a claim: onrecord export {name} CLAIM.")
    if plan is not None and not exporter.about_claims:
        raise InputError(f"The export {name} takes the whole ledger and no claim.")
    return exporter
