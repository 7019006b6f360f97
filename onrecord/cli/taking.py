"""`read` and `add`: taking pages in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from onrecord.cli import describe, show
from onrecord.cli.door import FAILED, FINDINGS, stopped_by_signals
from onrecord.cli.options import JsonFlag, StrictFlag, ledger_of, ledger_path
from onrecord.cli.progress import progress
from onrecord.errors import OnrecordError
from onrecord.interchange import record_to_json
from onrecord.lang.language import get_language
from onrecord.model import AddReport, Record
from onrecord.read import find_sources, load_source, read_pages
from onrecord.record import make_record
from onrecord.settings import Settings

LANGUAGE = "en"

Paths = Annotated[list[str], typer.Argument(metavar="PAGE", help="Files, or folders to search for pages.")]


def read(pages: Paths, *, json: JsonFlag = False, strict: StrictFlag = False) -> None:
    """Read pages and show what they say, without a ledger.

    A page that cannot be read is named on stderr and the run goes on. Exit code 1 when that happened, 2 when no
    page could be read.
    """
    read_any = failed = False
    for outcome in _records(pages, Settings(strict=strict)):
        if isinstance(outcome, str):
            failed = True
            show.note(outcome)
            continue
        read_any = True
        if json:
            show.json_line(record_to_json(outcome))
        else:
            describe.record(outcome)
    if failed or not read_any:
        raise typer.Exit(FINDINGS if read_any else FAILED)


def _records(paths: list[str], settings: Settings) -> Iterator[Record | str]:
    """Yield each page's record, or the sentence that says why there is none.

    Raises:
        OnrecordError: The settings are strict and something could not be read.
    """
    for path in paths:
        try:
            refs = find_sources([path], settings)
        except OnrecordError as error:
            if settings.strict:
                raise
            yield str(error)
            continue
        for ref in refs:
            try:
                for page in read_pages(load_source(ref, settings), settings):
                    yield make_record(page, get_language(LANGUAGE))
            except OnrecordError as error:
                if settings.strict:
                    raise
                yield _named(ref.path, str(error))


def _named(path: str, sentence: str) -> str:
    """Return the sentence, with the path before it where it does not say which source it is about."""
    return sentence if path in sentence else f"{path}: {sentence}"


def add(
    ctx: typer.Context,
    pages: Paths,
    *,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes that read; one a core by default.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read again pages that ended their worker processes before.")
    ] = False,
    json: JsonFlag = False,
    strict: StrictFlag = False,
) -> None:
    """Add pages to the ledger, which is made when it is missing.

    Pages are read in worker processes with bounded memory and time, so that a bad page costs that page alone.
    Adding the same pages again changes nothing, and a run that was stopped goes on where it was. Exit code 1 when
    a source was refused, 2 when nothing could be read.
    """
    settings = Settings(jobs=jobs, retry=retry, strict=strict)
    with stopped_by_signals(), ledger_of(ctx, create=True) as ledger, progress("Adding") as tell:
        report = ledger.add(pages, settings=settings, on_progress=tell)
    for refused in (gap for gap in report.problems if gap.page is None):
        show.note(_named(refused.path, refused.problem.message))
    if json:
        show.json_object(report)
    else:
        _summary(report, str(ledger_path(ctx)))
    if report.refused:
        given = report.read + report.partly + report.unchanged
        raise typer.Exit(FINDINGS if given else FAILED)


def _summary(report: AddReport, ledger: str) -> None:
    show.line(
        f"{show.plural(report.seen, 'source')}: {report.read:,} read, {report.partly:,} read in part, "
        f"{report.refused:,} refused, {report.unchanged:,} unchanged."
    )
    show.line(
        f"New in {ledger}: {show.plural(report.captures, 'capture')}, {show.plural(report.pages, 'page')}, "
        f"{show.plural(report.statements, 'statement')}."
    )
    if report.problems:
        show.note(f"{show.plural(len(report.problems), 'problem')}: `onrecord -l {ledger} gaps` lists each.")
