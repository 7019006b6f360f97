"""`export`: the ledger in other people's formats. The formats are the rows of `onrecord.export.EXPORTERS`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import show
from onrecord.cli.options import JsonFlag, ledger_of
from onrecord.errors import InputError
from onrecord.export import EXPORTERS, Exporter, Request

FORMATS = "; ".join(f"{name}: {exporter.what}" for name, exporter in EXPORTERS.items())
FormatName = Annotated[str, typer.Argument(metavar="|".join(EXPORTERS), help=FORMATS + ".")]
ClaimWords = Annotated[
    str | None, typer.Argument(metavar="CLAIM", help="What a dossier is about, in plain words.")
]
OutPath = Annotated[Path | None, typer.Option("--out", "-o", help="The file or folder to write.")]


def export(
    ctx: typer.Context,
    format_: FormatName,
    claim: ClaimWords = None,
    *,
    out: OutPath = None,
    json: JsonFlag = False,
) -> None:
    """Write the ledger, or one claim of it, to files, and print where they are."""
    exporter = _exporter(format_, claim)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    request = Request(out=out or Path(exporter.default_out), claim=claim, made_on=now)
    with ledger_of(ctx) as ledger:
        for path in exporter.write(ledger, request):
            if json:
                show.json_values(format=format_, path=str(path))
            else:
                show.line(str(path))


def _exporter(name: str, claim: str | None) -> Exporter:
    if name not in EXPORTERS:
        raise InputError(f"There is no export {name!r}; there are {', '.join(EXPORTERS)}.")
    exporter = EXPORTERS[name]
    if exporter.about_claim and not claim:
        raise InputError(f"The export {name} is about one claim: onrecord export {name} CLAIM.")
    if claim and not exporter.about_claim:
        raise InputError(f"The export {name} takes the whole ledger and no claim.")
    return exporter
