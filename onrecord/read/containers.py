"""From a file to the pages in it: one for most, many for archives, feeds and tables."""

from __future__ import annotations

import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from onrecord.errors import UnreadableError
from onrecord.model import Source
from onrecord.read.archive import zip_parts
from onrecord.read.feed import feed_parts, is_feed
from onrecord.read.inflate import MAGIC, WINDOW_GZIP, Chunks, DamagedError, Inflated, Members, Plain
from onrecord.read.parquet import parquet_parts
from onrecord.read.parts import Part, PassedOver, missed
from onrecord.read.sources import SourceRef, check_file, check_size, telling
from onrecord.read.table import csv_parts, jsonl_parts
from onrecord.read.unzstd import DICTIONARY, FRAME, ZstdError, open_frame, unzstd
from onrecord.read.warc import warc_parts
from onrecord.read.warc_records import BEGINS
from onrecord.settings import DEFAULT, Format, Settings

OnRead = Callable[[float], None]

_HEAD = 64 * 1024
_BY_BYTES: tuple[tuple[bytes, Format], ...] = (
    (BEGINS, "warc"),
    (MAGIC, "gzip"),
    (FRAME, "zstd"),
    (DICTIONARY, "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PAR1", "parquet"),
)
_BY_NAME: tuple[tuple[str, Format], ...] = (
    (".warc", "warc"),
    (".warc.gz", "warc"),
    (".warc.zst", "warc"),
    (".csv", "csv"),
    (".tsv", "tsv"),
    (".tab", "tsv"),
    (".jsonl", "jsonl"),
    (".ndjson", "jsonl"),
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file, or one in another.

    Attributes:
        stream: Its bytes, from the start.
        name: Its place.
        size: How many bytes it has, where that is known.
        seekable: The file itself, where one can be sought in.
        inside: It lies in an archive, or was packed.
        packed: It was packed with gzip or zstd.
    """

    stream: io.BufferedReader[Any]
    name: str
    size: int | None
    seekable: BinaryIO | None = None
    inside: bool = False
    packed: bool = False


def open_sources(ref: SourceRef, settings: Settings = DEFAULT, on_read: OnRead | None = None) -> Iterator[Part]:
    """Yield what is in a file: its pages as sources, what of it could not be had, what was passed over.

    A page is yielded as soon as it has been read, in an order that depends on the file alone. Places of pages in
    a file are stable (`crawl.warc.gz!20310307101500/https://…`), and no more than a page or a few rows are held
    in memory at a time.

    Args:
        ref: As `find_sources` gives it.
        settings: Limits, the columns of tables, the format where it was named.
        on_read: Called with the share of the file that has been read, 0 to 1, after each part.
    """
    try:
        with telling(ref.path), _opened(ref) as raw, io.BufferedReader(raw, _HEAD) as stream:
            info = os.fstat(raw.fileno())
            size = info.st_size if stat.S_ISREG(info.st_mode) else None
            share, pages, passed = 0.0, False, ""
            for part in _parts(settings, _File(stream, ref.path, size, stream if size is not None else None)):
                if isinstance(part, PassedOver):
                    passed += "".join(f" Passed over: {count:,} × {kind}." for kind, count in part.counts[:5])
                else:
                    pages = True
                yield part
                if on_read and size:
                    share = max(share, min(1.0, stream.tell() / size))
                    on_read(share)
            if not pages:
                yield missed(ref.path, "no-pages", f"{ref.path} holds no pages; name a file that does.{passed}")
    except UnreadableError as error:
        yield missed(ref.path, error.reason, str(error))


def _opened(ref: SourceRef) -> io.FileIO:
    """Return an opened file.

    Raises:
        UnreadableError: It is none.
        OSError: The system refuses.
    """
    check_file(ref)
    return ref.file.open("rb", buffering=0)


def _parts(settings: Settings, file: _File) -> Iterator[Part]:
    """Yield what is in a file of whatever kind; what is wrong with all of it becomes a part.

    Raises:
        OSError: The disk fails.
    """
    try:
        head = file.stream.peek(_HEAD)[:_HEAD]
        kind = settings.format or kind_of(head, file.name)
        yield from _READERS[kind](file, settings)
    except UnreadableError as error:
        yield missed(file.name, error.reason, str(error))
    except DamagedError as damage:
        yield missed(
            file.name, damage.reason, f"{file.name} cannot be unpacked: {damage}; make or fetch it again."
        )


def kind_of(head: bytes, name: str) -> Format:
    """Return what kind of file begins so: by its bytes where they tell, by its name where they do not."""
    for magic, kind in _BY_BYTES:
        if head.startswith(magic):
            return kind
    if is_feed(head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").decode("latin-1")):
        return "feed"
    lowered = name.lower()
    return next((kind for ending, kind in _BY_NAME if lowered.endswith(ending)), "page")


def _page(file: _File, settings: Settings) -> Iterator[Part]:
    data = file.stream.read(settings.max_bytes + 1)
    check_size(len(data), file.name, settings)
    yield Source(data=data, path=file.name)


def _warc(file: _File, settings: Settings) -> Iterator[Part]:
    chunks = None if file.stream.peek(len(BEGINS)).startswith(BEGINS) else _unpacked(file, BEGINS)
    if chunks:
        yield from warc_parts(chunks, file.name, None, settings)
    else:
        yield from warc_parts(Plain(file.stream), file.name, file.size, settings)


def _unpacked(file: _File, begins: bytes = b"") -> Chunks | None:
    """Return the bytes that were packed, judged by the file's first, then by its name; None where none were."""
    head, name = file.stream.peek(len(FRAME)), file.name.lower()
    if head.startswith((FRAME, DICTIONARY)) or (name.endswith(".zst") and not head.startswith(MAGIC)):
        return unzstd(file.stream, begins)
    if head.startswith(MAGIC) or name.endswith(".gz"):
        return Members(file.stream, begins=begins)
    return None


def _packed(file: _File, settings: Settings) -> Iterator[Part]:
    """Yield the pages of a file packed with gzip or zstd: of a WARC, or of the one file that was packed."""
    if ".warc" in file.name.lower() or _unpacked_head(file.stream.peek(_HEAD)).startswith(BEGINS):
        yield from _warc(file, settings)
        return
    if file.packed:
        raise UnreadableError("archive", f"{file.name} is packed more than once; unpack it first.")
    inner = io.BufferedReader(Inflated(_unpacked(file) or Members(file.stream)), _HEAD)
    ending = next((ending for ending in (".gz", ".zst") if file.name.lower().endswith(ending)), "")
    name = file.name[: len(file.name) - len(ending)]
    yield from _parts(settings, _File(inner, name, None, inside=True, packed=True))


def _unpacked_head(head: bytes) -> bytes:
    if head.startswith(DICTIONARY):
        return BEGINS  # only web archives begin with one
    try:
        if head.startswith(FRAME):
            return open_frame().decompress(head, 16)
        return zlib.decompressobj(WINDOW_GZIP).decompress(head, 16)
    except (zlib.error, ZstdError):
        return b""


def _zip(file: _File, settings: Settings) -> Iterator[Part]:
    if file.inside:
        raise UnreadableError("archive", f"{file.name} is an archive within an archive; unpack it first.")
    if file.seekable is None:
        raise UnreadableError(
            "archive", f"{file.name} is a ZIP archive, which cannot be read from a pipe; save it."
        )
    yield from zip_parts(file.seekable, file.name, partial(_zipped, settings))


def _zipped(settings: Settings, stream: io.BufferedReader[Any], name: str, size: int) -> Iterator[Part]:
    yield from _parts(settings, _File(stream, name, size, inside=True))


def _feed(file: _File, settings: Settings) -> Iterator[Part]:
    yield from feed_parts(file.stream, file.name, settings)


def _csv(file: _File, settings: Settings) -> Iterator[Part]:
    yield from csv_parts(file.stream, file.name, settings, None)


def _tsv(file: _File, settings: Settings) -> Iterator[Part]:
    yield from csv_parts(file.stream, file.name, settings, "\t")


def _jsonl(file: _File, settings: Settings) -> Iterator[Part]:
    yield from jsonl_parts(file.stream, file.name, settings)


def _parquet(file: _File, settings: Settings) -> Iterator[Part]:
    if file.seekable is None:
        raise UnreadableError(
            "archive", f"{file.name} is a Parquet table in a pipe or an archive; save it by itself."
        )
    yield from parquet_parts(file.seekable, file.name, settings)


_READERS: dict[Format, Callable[[_File, Settings], Iterator[Part]]] = {
    "page": _page,
    "warc": _warc,
    "gzip": _packed,
    "zstd": _packed,
    "zip": _zip,
    "feed": _feed,
    "csv": _csv,
    "tsv": _tsv,
    "jsonl": _jsonl,
    "parquet": _parquet,
}
