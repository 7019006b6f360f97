"""Pages with statements on claims, made by hand: what the tests of claims over time are fed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from invented import a_record

from onrecord.ledger import Ledger
from onrecord.model import (
    FoundTime,
    Record,
    Said,
    Source,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)
from onrecord.store import SqliteStore

ADDED = "2031-03-08T09:00:00+00:00"

Line = tuple[str, str, str, str | None]
"""Who, by which words, what, and on which day: one sentence of a page."""


def a_page(name: str, lines: Iterable[Line], published: str | None = None) -> Record:
    """Return a page of one sentence a statement: who, cue, content; the acts are those that the cue names."""
    text, statements = "", []
    for who, cue, content, day in lines:
        start = len(text)
        sentence = " ".join(part for part in (who, cue, content) if part)
        text += sentence + ".\n\n"
        mention = Span(start, start + len(who))
        cue_span = Span(mention.end + 1, mention.end + 1 + len(cue))
        content_span = Span(cue_span.end + 1, cue_span.end + 1 + len(content))
        kind: SpeakerKind = "government" if " " not in who else "person"
        statements.append(
            Statement(
                id=hashlib.sha256(f"{name} {start} {sentence}".encode()).hexdigest()[:16],
                speakers=(Speaker(mention=mention, name=who, kind=kind),),
                cue=(cue_span,),
                content=(content_span,) if content else (),
                form="indirect",
                said=Said(from_=day, to=day, precision="day", by="given", span=None) if day else None,
                acts=tuple(act for act, words in _ACTS.items() if cue in words),
                silent=not content,
            )
        )
    return a_record(text, tuple(statements), path=f"{name}.txt", published=FoundTime(value=published, by="given"))


_ACTS = {
    "deny": ("denied that", "denied"),
    "confirm": ("confirmed that",),
    "decline": ("declined to comment", "did not respond"),
}


def a_ledger(path: Path, records: Iterable[Record]) -> Ledger:
    """Return a new ledger that holds these pages, brought up to date."""
    store = SqliteStore(path, create=True)
    put(store, records)
    ledger = Ledger(store)
    ledger.update()
    return ledger


def put(store: SqliteStore, records: Iterable[Record]) -> None:
    """Store pages as adding them would."""
    for record in records:
        store.put_page(Source(data=record.text.encode(), path=record.page.path), record, ADDED)
