"""Pages out of web archives: the records of a WARC file that hold a page, as sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import UnreadableError
from onrecord.model import PageProblem, Problem, Source
from onrecord.read.digests import is_mismatch
from onrecord.read.http import Body, Response, bare_type, decode_body, parse_head
from onrecord.read.inflate import Chunks, DamagedError
from onrecord.read.parts import Part, PassedOver, missed, within
from onrecord.read.warc_records import RecordReader, WarcRecord
from onrecord.settings import Settings

_HOLDING = frozenset({"response", "resource", "conversion"})
"""Kinds of record that hold what was taken; `conversion` is the text of a page (WET files)."""
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_LONGEST_HEAD = 64 * 1024
_MOST_DAMAGES = 1_000
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class _Held:
    """What a record says of the page that it holds."""

    path: str
    url: str | None
    fetched: str | None
    record: WarcRecord


def warc_parts(chunks: Chunks, name: str, size: int | None, settings: Settings) -> Iterator[Part]:
    """Yield the pages of a WARC file, what of it could not be read, and how much was passed over.

    A page's place is `file!YYYYMMDDhhmmss/address`.

    Args:
        chunks: The unpacked bytes.
        name: What to call the file.
        size: How many unpacked bytes there are, where that is known.
        settings: Larger pages than `max_bytes` are refused.
    """
    reader = RecordReader(chunks, size)
    passed: Counter[str] = Counter()
    damages = 0
    while damages < _MOST_DAMAGES:
        at = reader.position
        try:
            record = reader.begin()
            if record is None:
                break
            part = _part(reader, record, name, settings)
        except DamagedError as damage:
            damages += 1
            yield _damaged(name, at, damage)
            if not _resync(reader):
                break
            continue
        if isinstance(part, str):
            passed[part] += 1
        else:
            yield part
    if damages == _MOST_DAMAGES:
        yield missed(name, "damaged", f"{name} is damaged in {damages} places and was left there; take it again.")
    if passed:
        yield PassedOver(name, tuple(passed.most_common()))


def _resync(reader: RecordReader) -> bool:
    """Go to the next record, over any further damage before it; tell whether there is one."""
    for _ in range(_MOST_DAMAGES):
        try:
            return reader.resync()
        except DamagedError:
            continue
    return False


def _part(reader: RecordReader, record: WarcRecord, name: str, settings: Settings) -> Source | PageProblem | str:
    """Return the page of a record, why it could not be had, or the reason to pass it over."""
    head = reader.peek(min(record.length, _LONGEST_HEAD)) if record.kind in _HOLDING else b""
    response = parse_head(head) if record.kind == "response" else None
    over = _no_page(record, response)
    if over:
        reader.skip(record.length)
        reader.end()
        return over
    held = _held(record, name)
    if record.length > settings.max_bytes + _LONGEST_HEAD:
        reader.skip(record.length)
        reader.end()
        return missed(held.path, "too-large", _too_large(held.path, settings))
    block = reader.take(record.length)
    reader.end()
    try:
        return _source(held, response, block, settings)
    except UnreadableError as error:
        return missed(held.path, error.reason, f"{held.path} {error}")


def _no_page(record: WarcRecord, response: Response | None) -> str:
    """Return why a record holds no page; empty where it may hold one."""
    if record.kind not in _HOLDING:
        return record.kind
    if record.headers.get("warc-target-uri", "").rstrip(">").endswith("/robots.txt"):
        return "robots.txt"
    if record.kind == "response":
        if response is None:
            return "response of another protocol"
        if response.status != 200:
            return f"status {response.status}"
        media_type = response.media_type
    else:
        media_type = bare_type(record.headers.get("content-type", ""))
    return f"media type {media_type[:60]}" if media_type and media_type not in _PAGES else ""


def _held(record: WarcRecord, name: str) -> _Held:
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    date = record.headers.get("warc-date", "")
    fetched = date if _DATE.fullmatch(date) else None
    stamp = _NOT_DIGITS.sub("", fetched or "")[:14] or "undated"
    address = url or record.headers.get("warc-record-id", "").strip("<> ") or "unnamed"
    return _Held(within(name, f"{stamp}/{address}"), url, fetched, record)


def _source(held: _Held, response: Response | None, block: bytes, settings: Settings) -> Source:
    if response is None:
        body, media_type = Body(block, block), held.record.headers.get("content-type")
        sent = block
    else:
        sent, media_type = block[response.size :], response.headers.get("content-type")
        body = decode_body(response, sent, settings.max_bytes)
    if len(body.data) > settings.max_bytes:
        raise UnreadableError(
            "too-large", f"is larger than {settings.max_bytes / 2**20:.3g} MiB; allow more with --max-size."
        )
    return Source(
        data=body.data,
        path=held.path,
        url=held.url,
        fetched=held.fetched,
        media_type=media_type,
        problems=tuple(_ills(held, block, (sent, body.unchunked, body.data), body.cut_short)),
    )


def _ills(held: _Held, block: bytes, payloads: tuple[bytes, ...], cut_short: str) -> Iterator[Problem]:
    headers = held.record.headers
    wrong = [
        name
        for name, readings in (("WARC-Block-Digest", (block,)), ("WARC-Payload-Digest", payloads))
        if is_mismatch(headers.get(name.lower(), ""), readings)
    ]
    if wrong:
        message = (
            f"The bytes of {held.path} do not match the {' and '.join(wrong)} that the archive states: they were "
            "changed or damaged after they were taken. Check the page against another capture."
        )
        yield Problem(stage="read", reason="digest-mismatch", message=message)
    stated = headers.get("warc-truncated")
    if cut_short or stated:
        why = cut_short or f"the archive says it was cut ({stated})"
        message = f"{held.path} is not whole: {why}. What is there was read; take the page again for the rest."
        yield Problem(stage="read", reason="cut-short", message=message)


def _damaged(name: str, at: int, damage: DamagedError) -> PageProblem:
    return missed(
        within(name, f"@{at}"),
        damage.reason,
        f"{name}: the record at byte {at:,} of the unpacked file was not read: {damage}. Records before and after "
        "it were, as far as they are whole; take the archive again for this one.",
    )


def _too_large(path: str, settings: Settings) -> str:
    return f"{path} is larger than {settings.max_bytes / 2**20:.3g} MiB; allow more with --max-size."
