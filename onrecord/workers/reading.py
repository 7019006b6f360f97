"""A source to the records of its pages; what goes wrong on the way is a value, so that a run goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.errors import SpanError, UnreadableError
from onrecord.lang import get_language
from onrecord.model import Record, Source
from onrecord.read import read_pages
from onrecord.record import make_record
from onrecord.settings import Settings
from onrecord.store.storable import record_line
from onrecord.workers.preparing import Prepared, prepare

LANGUAGE = "en"

POISON = frozenset({"timed-out", "out-of-memory", "crashed"})
"""Reasons that cost a worker process: bytes refused for one of them are not read again unless asked."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a source gave no page: a stable slug, and a sentence with what to do."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source gave: the records of its pages, or the sha256 of their texts; or why there is neither.

    `prepared` has an item for each record where the task asks for that.
    """

    records: tuple[Record, ...] = ()
    refused: Refused | None = None
    texts: tuple[str, ...] = ()
    prepared: tuple[Prepared, ...] = ()


Task = Literal["records", "prepared", "texts"]
"""What is asked of a source: the records of its pages, these with what the passes over a ledger take from each, or
only the sha256 of the text of each."""


def read_source(source: Source, settings: Settings, task: Task = "records") -> Reading:
    """Read a source and take down what its pages say, or, to prove a ledger, only what their texts are.

    Returns:
        What was asked for, or why there is none: the reader's reason, `bad-span` where a page was misread, or
        `failed` where onrecord itself is at fault.

    Raises:
        MemoryError: The process may not use as much memory as the page takes.
    """
    try:
        pages = read_pages(source, settings)
        if task == "texts":
            return Reading(texts=tuple(page.head.text_sha256 for page in pages))
        language = get_language(LANGUAGE)
        records = tuple(make_record(page, language, source.decisions, settings) for page in pages)
        if task == "records":
            return Reading(records)
        records = tuple(record_line(record)[0] for record in records)
        return Reading(records, prepared=tuple(prepare(record, language) for record in records))
    except UnreadableError as error:
        return _refused(error.reason, str(error))
    except SpanError as error:
        return _refused("bad-span", f"The page was misread and is not kept: {error}")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a fault on one page may cost that page only; nothing is hidden
        what = f"{type(error).__name__}: {error}"[:300]
        return _refused(
            "failed",
            f"onrecord itself failed on this page ({what}); the page is not kept. Report it with the page.",
        )


def _refused(reason: str, message: str) -> Reading:
    return Reading(refused=Refused(reason, message))
