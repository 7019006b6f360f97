"""WARC records, one after the other, with what is damaged between them skipped (WARC 1.0 and 1.1).

A reader of our own over zlib: the format is simple, and pages are evidence that hostile hands may have packed.
Of the libraries, measured on such files, one ends the process on an absurd Content-Length and gives records
that are not there when a file is cut short, another raises on it (docs/read.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.read.http import parse_headers
from onrecord.read.inflate import Chunks, DamagedError

BEGINS = b"WARC/"

_VERSION = re.compile(rb"WARC/[01]\.\d+[ \t]*\r?\n")
_HEADER_END = re.compile(rb"\n\r?\n")
_LONGEST_HEADER = 64 * 1024
_SEPARATORS = b"\r\n"
_LENGTH = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """The head of a record.

    Attributes:
        headers: Its named fields, names in lower case.
        length: How many bytes its block has.
    """

    headers: dict[str, str]
    length: int

    @property
    def kind(self) -> str:
        """Its WARC-Type, in lower case."""
        return self.headers.get("warc-type", "").lower() or "no type"


class RecordReader:
    """Reads a stream record by record: `begin`, then `peek`, `take` or `skip` its block, then `end`.

    Attributes:
        position: How many unpacked bytes lie behind.
    """

    def __init__(self, chunks: Chunks, size: int | None) -> None:
        """Take the stream, and how many bytes it has where that is known beforehand."""
        self._chunks = chunks
        self._size = size
        self._ahead = bytearray()
        self._later: DamagedError | None = None
        self.position = 0

    def begin(self) -> WarcRecord | None:
        """Return the head of the next record; None at the end of the file.

        Raises:
            DamagedError: There is none here; `resync` finds the next.
        """
        if self._later:
            later, self._later = self._later, None
            raise later
        self._skip_separators(begin=True)
        if not self._ahead:
            return None
        self._need_header()
        version = _VERSION.match(self._ahead)
        end = _HEADER_END.search(self._ahead)
        if version is None or end is None or end.end() > _LONGEST_HEADER:
            self._drop(1)
            raise DamagedError("damaged", "no record begins here, or its head does not end")
        headers = parse_headers(bytes(self._ahead[version.end() : end.start()]))
        self._drop(end.end())
        length = headers.get("content-length", "")
        if not _LENGTH.fullmatch(length):
            raise DamagedError("damaged", f"its Content-Length is {length[:40]!r}")
        record = WarcRecord(headers, int(length))
        if self._size is not None and record.length > self._size - self.position:
            raise DamagedError("cut-short", "it states more bytes than the file has")
        return record

    def peek(self, size: int) -> bytes:
        """Return the next bytes, so many where there are, and leave them to be read.

        Raises:
            DamagedError: The stream is damaged.
        """
        while len(self._ahead) < size and self._fill():
            pass
        return bytes(self._ahead[:size])

    def take(self, size: int) -> bytes:
        """Return the next bytes, exactly so many.

        Raises:
            DamagedError: They are not there.
        """
        data = self.peek(size)
        if len(data) < size:
            self._ahead.clear()
            raise DamagedError("cut-short", "the file ends within it")
        self._drop(size)
        return data

    def skip(self, size: int) -> None:
        """Leave so many bytes behind.

        Raises:
            DamagedError: They are not there.
        """
        while size > len(self._ahead):
            size -= len(self._ahead)
            self._drop(len(self._ahead))
            if not self._fill():
                raise DamagedError("cut-short", "the file ends within it")
        self._drop(size)

    def end(self) -> None:
        """Make sure that the record ends where it says: nothing or another record follows.

        Raises:
            DamagedError: Something else follows, or the packed bytes fail their checksum.
        """
        try:
            self._skip_separators(begin=False)
            while self._ahead and len(self._ahead) < len(BEGINS) and self._fill(begin=False):
                pass
        except DamagedError as damage:
            if damage.reason != "cut-short":
                raise
            self._later = damage  # this record is whole; what is missing lies behind it
            return
        if not BEGINS.startswith(bytes(self._ahead[: len(BEGINS)])):
            raise DamagedError("damaged", "it does not end where its Content-Length says")

    def resync(self) -> bool:
        """Go to where the next record seems to begin; tell whether there is one.

        Raises:
            DamagedError: The stream is damaged again.
        """
        while True:
            at = self._ahead.find(BEGINS)
            while at > 0 and self._ahead[at - 1] not in _SEPARATORS:
                at = self._ahead.find(BEGINS, at + 1)
            if at >= 0:
                self._drop(at)
                return True
            self._drop(max(0, len(self._ahead) - len(BEGINS) - 3))
            if not self._fill():
                return False

    def _need_header(self) -> None:
        """Read ahead until the head's end is there, or it is too long."""
        searched = 0
        while not _HEADER_END.search(self._ahead, searched) and len(self._ahead) <= _LONGEST_HEADER:
            searched = max(0, len(self._ahead) - 2)
            if not self._fill():
                return

    def _skip_separators(self, *, begin: bool) -> None:
        while True:
            rest = self._ahead.lstrip(_SEPARATORS)
            self._drop(len(self._ahead) - len(rest))
            if self._ahead or not self._fill(begin=begin):
                return

    def _fill(self, *, begin: bool = True) -> bool:
        """Read some more; tell whether there was more."""
        try:
            more = self._chunks.read_some(begin=begin)
        except DamagedError:
            self._drop(len(self._ahead))
            raise
        self._ahead += more
        return bool(more)

    def _drop(self, size: int) -> None:
        del self._ahead[:size]
        self.position += size
