"""The whole ledger as CSV files, from pages and statements to claims and stances. Nothing is capped.

Conventions, documented in docs/exports.md: UTF-8, spans as "start-end;start-end" in code points of the page's
text, several values in one cell joined by "; ", and cells that a spreadsheet would run defused.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from onrecord.errors import InputError
from onrecord.export.safe import defused, fresh_file
from onrecord.export.stances import CLAIM_COLUMNS, STANCE_COLUMNS, claim_tables
from onrecord.export.wording import spans_cell, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Capture, Found, FoundTime, PageProblem, Phrase, Record, Statement
from onrecord.store.voices import Spoken, Voice
from onrecord.text import join_words

Cell = str | int | float | bool | None
Row = Sequence[Cell]

PAGE_COLUMNS = (
    "page_id", "path", "url", "sha256", "media_type", "fetched", "text_sha256", "language",
    "headline", "headline_span", "headline_by", "outlet", "outlet_span", "outlet_by", "bylines", "agencies",
    "dateline", "republishes", "published", "published_span", "published_time", "published_tz",
    "published_precision", "published_not_after", "published_by", "updated", "body_spans",
    "captures", "statements", "problems", "origin_id", "onrecord", "renderer", "models",
)  # fmt: skip
CAPTURE_COLUMNS = ("page_id", "path", "url", "fetched", "added")
STATEMENT_COLUMNS = (
    "statement_id", "page_id", "page_path", "outlet", "published", "speakers", "speaker_spans",
    "cue", "cue_spans", "content", "content_spans", "form", "attitude", "addressees", "via",
    "said_from", "said_to", "said_precision", "said_by", "said_span", "within", "acts",
    "hedges", "hedge_spans", "hedge_owners", "negated", "silent", "flags", "confidence",
)  # fmt: skip
SPEAKER_COLUMNS = (
    "statement_id", "page_id", "position", "mention", "mention_span", "name", "kind",
    "role", "affiliation", "on_behalf_of", "candidates", "actor_id", "actor",
)  # fmt: skip
PROBLEM_COLUMNS = ("path", "page_id", "stage", "reason", "message", "span")

COLUMNS = {
    "pages.csv": PAGE_COLUMNS,
    "captures.csv": CAPTURE_COLUMNS,
    "statements.csv": STATEMENT_COLUMNS,
    "speakers.csv": SPEAKER_COLUMNS,
    "claims.csv": CLAIM_COLUMNS,
    "stances.csv": STANCE_COLUMNS,
    "problems.csv": PROBLEM_COLUMNS,
}
"""The files that `write_csv` makes, with their header rows."""


def write_csv(ledger: Ledger, folder: Path) -> tuple[Path, ...]:
    """Write the ledger as one CSV file a table and return their paths.

    Args:
        ledger: The ledger to read; it is not changed.
        folder: Where the files go; made when it is missing. Files of the same names are replaced.

    Raises:
        InputError: The folder or a file in it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(f"{folder} cannot be made a folder: {why}. Choose another place.") from error
    with ExitStack() as stack:
        put = {name: _writer(stack, folder / name, header) for name, header in COLUMNS.items()}
        for record in ledger.records():
            captures = ledger.captures(record.page.id)
            put["pages.csv"]([page_row(record, len(captures), ledger.relays.origin_of(record.page.id))])
            put["captures.csv"](capture_row(capture) for capture in captures)
            put["statements.csv"](statement_row(record, statement) for statement in record.statements)
            meant = ledger.screens.voices([record.page.id])
            put["speakers.csv"](row for found in record.statements for row in speaker_rows(record, found, meant))
        for claim, stances in claim_tables(ledger):
            put["claims.csv"]([claim])
            put["stances.csv"](stances)
        put["problems.csv"](problem_row(problem) for problem in ledger.gaps())
    return tuple(folder / name for name in COLUMNS)


def write_rows(file: TextIO, rows: Iterable[Row]) -> None:
    """Write rows as CSV, each cell defused, booleans as true and false, None as an empty cell."""
    csv.writer(file).writerows([_cell(cell) for cell in row] for row in rows)


def _writer(stack: ExitStack, path: Path, header: Row) -> Callable[[Iterable[Row]], None]:
    file = stack.enter_context(fresh_file(path))
    write_rows(file, [header])

    def put(rows: Iterable[Row]) -> None:
        write_rows(file, rows)

    return put


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return defused(cell) if isinstance(cell, str) else str(cell)


def page_row(record: Record, captures: int, origin: str) -> Row:
    """Return one row of pages.csv; `origin` is the page that its words go back to, which may be itself."""
    page, article, made_by = record.page, record.article, record.made_by
    return (
        *(page.id, page.path, page.url, page.sha256, page.media_type, page.fetched, page.text_sha256),
        article.language,
        *_found(article.headline),
        *_found(article.outlet),
        _joined(found.value for found in article.bylines),
        _joined(found.value for found in article.agencies),
        _value(article.dateline),
        _value(article.republishes),
        *_published(article.published),
        _value(article.updated),
        spans_cell(article.body),
        *(captures, len(record.statements), len(record.problems), origin),
        *(made_by.onrecord, made_by.renderer, _joined(made_by.models)),
    )


def capture_row(capture: Capture) -> Row:
    """Return one row of captures.csv."""
    return (capture.page, capture.path, capture.url, capture.fetched, capture.added)


def statement_row(record: Record, statement: Statement) -> Row:
    """Return one row of statements.csv."""
    text, said, outlet = record.text, statement.said, record.article.outlet
    hedges = [hedge.span for hedge in statement.hedges]
    return (
        *(statement.id, record.page.id, record.page.path, _value(outlet), record.article.published.value),
        *(_joined(speaker_label(text, who) for who in statement.speakers), spans_cell(statement.speaker_spans)),
        *(join_words(text, statement.cue), spans_cell(statement.cue)),
        *(join_words(text, statement.content), spans_cell(statement.content)),
        *(statement.form, statement.attitude),
        _joined(addressee.name for addressee in statement.addressees),
        _joined(via.name for via in statement.via),
        *((said.from_, said.to, said.precision, said.by, spans_cell([said.span])) if said else (None,) * 5),
        *(statement.within, _joined(statement.acts)),
        *(_joined(join_words(text, [span]) for span in hedges), spans_cell(hedges)),
        _joined(hedge.owner for hedge in statement.hedges),
        *(statement.negated, statement.silent, _joined(statement.flags), statement.confidence),
    )


def speaker_rows(record: Record, statement: Statement, meant: Mapping[Spoken, Voice]) -> Iterator[Row]:
    """Yield the rows of speakers.csv for one statement; position counts from 1 in the statement's order.

    Args:
        record: Of the page.
        statement: One of it.
        meant: Who is meant by each speaker of the page, across pages.
    """
    for position, speaker in enumerate(statement.speakers, start=1):
        mention = speaker.mention
        actor = meant.get(Spoken(record.page.id, statement.id, position - 1))
        yield (
            *(statement.id, record.page.id, position),
            *(join_words(record.text, [mention]) if mention else None, spans_cell([mention])),
            *(speaker.name, speaker.kind, _phrase(speaker.role), _phrase(speaker.affiliation)),
            *(speaker.on_behalf_of, _joined(speaker.candidates)),
            *((actor.actor, actor.name) if actor else (None, None)),
        )


def problem_row(row: PageProblem) -> Row:
    """Return one row of problems.csv."""
    problem = row.problem
    return (row.path, row.page, problem.stage, problem.reason, problem.message, spans_cell([problem.span]))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _phrase(phrase: Phrase | None) -> str | None:
    return phrase.value if phrase else None


def _value(found: Found | FoundTime | None) -> str | None:
    return found.value if found else None


def _found(found: Found | None) -> Row:
    return (found.value, spans_cell([found.span]), found.by) if found else (None, None, None)


def _published(when: FoundTime) -> Row:
    return (when.value, spans_cell([when.span]), when.time, when.tz, when.precision, when.not_after, when.by)
