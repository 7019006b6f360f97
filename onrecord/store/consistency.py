"""Where a ledger file contradicts itself: damaged pages of the file, dangling rows, derived rows that differ."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from onrecord.decisions import decision_from_json
from onrecord.decisions.log import doubt
from onrecord.errors import InputError, SpanError
from onrecord.interchange import record_from_json
from onrecord.model import Record, Unproven
from onrecord.store.made_by import made_by_to_json
from onrecord.store.rows import COLUMNS, derived_rows, select_rows
from onrecord.store.sql import all_rows

_PAGE = "SELECT id, sha256, text, text_sha256, renderer, made_by, record FROM page WHERE id = ?"
_DECISIONS = "SELECT id, kind, page, copies, of, who, at, body FROM decision WHERE body <> '{}' ORDER BY n"
_PLACELESS = "SELECT id FROM page WHERE sha256 NOT IN (SELECT sha256 FROM capture) ORDER BY id"


def check_file(connection: apsw.Connection) -> Iterator[Unproven]:
    """Yield what SQLite finds wrong with the file, and where its tables contradict the records."""
    # The search tables first: this connection's view of one that another has changed since is renewed by that.
    yield from _check_search(connection)
    for (finding,) in all_rows(connection, "PRAGMA integrity_check"):
        if finding != "ok":
            yield _unproven("", "damaged-file", f"SQLite reports: {finding}. Restore the ledger from a copy.")
    for table, row, target, _ in all_rows(connection, "PRAGMA foreign_key_check"):
        yield _unproven(
            "", "dangling-row", f"Row {row} of table {table} refers to a row of {target} that is not there."
        )
    for (page,) in all_rows(connection, _PLACELESS):
        yield _unproven(
            page, "no-capture", "The page has no capture that says where it was taken; restore a copy."
        )
    yield from _check_decisions(connection)
    for (page,) in all_rows(connection, "SELECT id FROM page ORDER BY id"):
        yield from _check_page(connection, page)


def _check_decisions(connection: apsw.Connection) -> Iterator[Unproven]:
    """Compare each decision with its id, which is the hash of it, and with the columns beside it."""
    for known, *columns, body in all_rows(connection, _DECISIONS):
        try:
            decision = decision_from_json(body)
        except InputError as error:
            yield _unproven("", "damaged-decision", f"Decision {known} cannot be read: {error}")
            continue
        told = (decision.kind, decision.target.page, int(decision.copies), decision.of, decision.who, decision.at)
        wrong = doubt(decision)
        if wrong is None and (known, *columns) != (decision.id, *told):
            wrong = "differs from the columns beside it"
        if wrong is not None:
            yield _unproven("", "other-decision", f"Decision {known} {wrong}; restore a copy.")


def _check_search(connection: apsw.Connection) -> Iterator[Unproven]:
    """Compare the search tables with what they index; it is put as a write, so a read-only file goes without."""
    if connection.readonly("main"):
        return
    for table in ("article_fts", "statement_fts"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # from the line above
        except apsw.CorruptError:
            yield _unproven(
                "",
                "stale-search",
                f"The search table {table} differs from its rows; Ledger.rebuild() makes it anew.",
            )


def _check_page(connection: apsw.Connection, page: str) -> Iterator[Unproven]:
    row = all_rows(connection, _PAGE, (page,))[0]
    try:
        record = record_from_json(row[6])
        rows = derived_rows(record)
    except (InputError, SpanError) as error:
        yield _unproven(page, "damaged-record", f"The stored record cannot be used: {error}")
        return
    if row[:6] != _columns(record):
        yield _unproven(page, "other-page", "The columns of the page differ from its record.", record)
    for table in COLUMNS:
        if all_rows(connection, select_rows(table), (page,)) != rows[table]:
            message = (
                f"The rows of table {table} differ from what the record gives; Ledger.rebuild() makes them anew."
            )
            yield _unproven(page, "stale-rows", message, record)


def _columns(record: Record) -> tuple[str, ...]:
    head, made_by = record.page, record.made_by
    return head.id, head.sha256, record.text, head.text_sha256, made_by.renderer, made_by_to_json(made_by)


def _unproven(page: str, reason: str, message: str, record: Record | None = None) -> Unproven:
    return Unproven(page=page, path=record.page.path if record else None, reason=reason, message=message)
