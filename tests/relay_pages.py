"""Invented articles, and stores that hold them, for the tests of relay."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from invented import a_record

from onrecord.model import Found, FoundTime, Record, Source, Statement
from onrecord.store import SqliteStore
from onrecord.text import line_spans

ADDED = "2031-05-01T09:00:00+00:00"

STORY = (
    "The assembly in Tolmin voted on Tuesday to close the northern crossing to heavy lorries until the spring.\n"
    "Hauliers blocked two bridges over the Vey within an hour and said that they would stay for a week.\n"
    "Interior Minister Odo Brandt told reporters that the crossing had carried four times its load since autumn.\n"
    "The ministry expects the detour through Sallow Gap to add nine hours to the way to Port Halvard.\n"
    "Growers in the uplands fear for the early harvest, most of which goes south in refrigerated lorries.\n"
    "A committee of both chambers is to look at the decision again when the thaw sets in.\n"
)
OTHER = (
    "A retired lighthouse keeper found the lost bell of the ferry Marigold in a shed near the old harbour.\n"
    "Divers had searched the bay for eleven summers without seeing more than its chain.\n"
    "The museum of Carrowmere wants to show it beside the logbook that was saved by the cook.\n"
)
SPEECH = (
    "“No ship of ours has ever carried a single crate to the Front, and none will do so while I hold this office,”"
)


def record_of(
    text: str,
    *,
    outlet: str | None = None,
    day: str | None = None,
    agencies: tuple[str, ...] = (),
    url: str | None = None,
    statements: tuple[Statement, ...] = (),
) -> Record:
    """Return a page of plain text whose every line is a paragraph of its article."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    record = a_record(
        text,
        statements,
        path=f"{outlet or 'nobody'}-{sha256[:6]}.txt",
        outlet=outlet,
        published=FoundTime(value=day, precision="day" if day else "unknown", by="given" if day else "no date"),
        body=tuple(line_spans(text)),
    )
    assert record.article is not None
    credited = replace(record.article, agencies=tuple(Found(value=name, by="given") for name in agencies))
    return replace(record, page=replace(record.page, url=url), article=credited)


def put(store: SqliteStore, *records: Record) -> None:
    """Store pages as `Ledger.add` does."""
    for record in records:
        store.put_page(Source(data=record.text.encode(), path=record.page.path), record, ADDED)


def store_in(folder: Path, name: str = "relay.db") -> SqliteStore:
    """Return a new store."""
    folder.mkdir(exist_ok=True)
    return SqliteStore(folder / name, create=True)
