"""`read` and `add`: taking pages in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import describe, show
from onrecord.cli.door import FAILED, FINDINGS, stopped_by_signals
from onrecord.cli.options import Confidence, JsonFlag, ledger_of, ledger_path
from onrecord.cli.progress import progress
from onrecord.cli.settings_of import reading_settings, taking
from onrecord.errors import InputError, OnrecordError, UnreadableError
from onrecord.interchange import record_to_json
from onrecord.model import AddReport, PageProblem, Record, Source
from onrecord.read import Fetcher, Manners, PassedOver, find_sources, is_address, open_sources
from onrecord.settings import Settings
from onrecord.sureness import sure
from onrecord.workers import Pending, open_reader

_KINDS = "Files (pages, WARC, WACZ, feeds, tables, ZIP), folders of them, or - for standard input."

Paths = Annotated[list[str], typer.Argument(metavar="PAGE", help=_KINDS)]


@taking(reading_settings)
def read(pages: Paths, *, json: JsonFlag = False, min_confidence: Confidence = 0.0, settings: Settings) -> None:
    """Read pages and show what they say, without a ledger.

    Pages are read in worker processes with bounded memory and time, so that a bad page costs that page alone.
    A page that cannot be read is named on stderr and the run goes on. Exit code 1 when that happened, 2 when no
    page could be read.
    """
    read_any = failed = False
    for outcome in _records(pages, settings):
        if isinstance(outcome, str):
            failed = True
            show.note(outcome)
            continue
        read_any = True
        shown = sure(outcome, min_confidence)
        if json:
            show.json_line(record_to_json(shown))
        else:
            describe.record(shown)
    if failed or not read_any:
        raise typer.Exit(FINDINGS if read_any else FAILED)


def _records(paths: list[str], settings: Settings) -> Iterator[Record | str]:
    """Yield each page's record in order, or the sentence that says why there is none.

    Raises:
        OnrecordError: The settings are strict and something could not be read.
    """
    with open_reader(settings) as reader:
        waiting: deque[str | tuple[Source, Pending]] = deque()
        for part in _parts(paths, settings):
            waiting.append(part if isinstance(part, str) else (part, reader.submit(part)))
            while len(waiting) > reader.ahead:
                yield from _answer(waiting.popleft(), settings)
        while waiting:
            yield from _answer(waiting.popleft(), settings)


def _parts(paths: list[str], settings: Settings) -> Iterator[Source | str]:
    """Yield what is in the files, or the sentence that says why a part of them cannot be read."""
    for path in paths:
        try:
            refs = find_sources([path], settings)
        except OnrecordError as error:
            if settings.strict:
                raise
            yield str(error)
            continue
        for ref in refs:
            for part in open_sources(ref, settings):
                if isinstance(part, PageProblem):
                    yield from _unread(part.path, part.problem.reason, part.problem.message, settings)
                elif not isinstance(part, PassedOver):
                    yield part


def _answer(waiting: str | tuple[Source, Pending], settings: Settings) -> Iterator[Record | str]:
    """Yield the records of one part of a file, or the sentence that says why there is none."""
    if isinstance(waiting, str):
        yield waiting
        return
    source, pending = waiting
    reading = pending()
    if reading.refused:
        yield from _unread(source.path or "", reading.refused.reason, reading.refused.message, settings)
    yield from reading.records


def _unread(path: str, reason: str, message: str, settings: Settings) -> Iterator[str]:
    """Yield the sentence that says why nothing was read.

    Raises:
        UnreadableError: The settings are strict.
    """
    if settings.strict:
        raise UnreadableError(reason, message)
    yield _named(path, message)


def _named(path: str, sentence: str) -> str:
    """Return the sentence, with the path before it where it does not say which source it is about."""
    return sentence if path in sentence else f"{path}: {sentence}"


@taking(reading_settings)
def add(
    ctx: typer.Context,
    pages: Paths,
    *,
    known: Annotated[
        Path | None,
        typer.Option("--actors", metavar="FILE", help="Known actors: CSV, or FollowTheMoney as JSON lines."),
    ] = None,
    fetch: Annotated[
        bool,
        typer.Option("--fetch", help="Fetch the addresses among them; the answers are kept beside the ledger."),
    ] = False,
    json: JsonFlag = False,
    settings: Settings,
) -> None:
    """Add pages to the ledger, which is made when it is missing.

    Pages are read in worker processes with bounded memory and time, so that a bad page costs that page alone.
    Adding the same pages again changes nothing, and a run that was stopped goes on where it was. Exit code 1 when
    a source was refused, 2 when nothing could be read.
    """
    wanted = len(pages)
    pages = _fetched(pages, ledger_path(ctx), settings, fetch=fetch)
    if not pages:
        raise typer.Exit(FAILED)
    with stopped_by_signals(), ledger_of(ctx, create=True) as ledger, progress("Adding") as tell:
        if known:
            ledger.add_reference(known)
        report = ledger.add(pages, settings=settings, on_progress=tell, on_update=tell)
    for refused in (gap for gap in report.problems if gap.page is None):
        show.note(_named(refused.path, refused.problem.message))
    if json:
        show.json_object(report)
    else:
        _summary(report, str(ledger_path(ctx)))
    if report.refused or len(pages) < wanted:
        given = report.read + report.partly + report.unchanged
        raise typer.Exit(FINDINGS if given else FAILED)


def _fetched(paths: list[str], ledger: Path, settings: Settings, *, fetch: bool) -> list[str]:
    """Return the paths with each address replaced by the file that it was fetched into.

    One that cannot be had is named on stderr and left out.

    Raises:
        InputError: There is an address, and fetching was not asked for or its extra is not installed.
        UnreadableError: The settings are strict and an address could not be had.
    """
    if not any(is_address(path) for path in paths):
        return paths
    if not fetch:
        raise InputError("An address is fetched only when you say so: add --fetch.")
    fetcher = Fetcher(Manners(most_bytes=settings.max_bytes))
    folder = ledger.with_name(f"{ledger.name}-captures")
    out = []
    for path in paths:
        try:
            out.append(str(fetcher.capture(path, folder)) if is_address(path) else path)
        except UnreadableError as error:
            if settings.strict:
                raise
            show.note(str(error))
    return out


def _summary(report: AddReport, ledger: str) -> None:
    show.line(
        f"{show.plural(report.seen, 'source')}: {report.read:,} read, {report.partly:,} read in part, "
        f"{report.refused:,} refused, {report.unchanged:,} unchanged."
    )
    show.line(
        f"New in {ledger}: {show.plural(report.captures, 'capture')}, {show.plural(report.pages, 'page')}, "
        f"{show.plural(report.statements, 'statement')}."
    )
    if report.passed_over:
        kinds = ", ".join(f"{count:,} × {kind}" for kind, count in report.passed_over[:8])
        show.line(f"Passed over in archives, being no pages: {kinds}{', …' if report.passed_over[8:] else ''}.")
    if report.problems:
        show.note(f"{show.plural(len(report.problems), 'problem')}: `onrecord -l {ledger} gaps` lists each.")
