"""Streams of bytes, compressed or not, that stay within bounds and can go on after damage."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

CHUNK = 32 * 1024
MAGIC = b"\x1f\x8b\x08"

_FREE = 16 * 1024 * 1024
"""So many bytes may come out of a member whatever went in; text packs well, by 3 to 30."""
_MOST_RATIO = 200
_KEPT = 4 * 1024 * 1024
_TRIAL = 4 * 1024

WINDOW_GZIP = 31


class DamagedError(Exception):
    """A stream cannot be read on here.

    Attributes:
        reason: `cut-short`, `damaged` or `inflates-too-much`.
    """

    def __init__(self, reason: str, what: str) -> None:
        """Keep the slug beside the words on it."""
        super().__init__(what)
        self.reason = reason


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""
        ...


class Chunks(Protocol):
    """A stream in pieces."""

    def read_some(self, *, begin: bool = True) -> bytes:
        """Return some bytes, none at the end; without `begin` also none at the end of a gzip member.

        Raises:
            DamagedError: It cannot be read on here; the next call goes on where it can be, or ends it.
        """
        ...


class Member(Protocol):
    """What undoes one packed member, as zlib has it."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given to it and stands behind its end."""
        ...

    @property
    def unconsumed_tail(self) -> bytes:
        """What was given to it and has to be given again."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Return at most so many unpacked bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Packing:
    """How files are packed: a member after the other.

    Attributes:
        what: What to call a member.
        magic: What one begins with, four bytes at most.
        open: Makes what undoes the next one.
        error: What that raises over damage.
    """

    what: str
    magic: re.Pattern[bytes]
    open: Callable[[], Member]
    error: type[Exception]


_LONGEST_MAGIC = 4
GZIP = Packing("gzip member", re.compile(re.escape(MAGIC)), partial(zlib.decompressobj, WINDOW_GZIP), zlib.error)


class Plain:
    """Bytes as they stand."""

    def __init__(self, raw: Readable) -> None:
        """Take what they come from."""
        self._raw = raw

    def read_some(self, *, begin: bool = True) -> bytes:  # noqa: ARG002  # there are no members here
        """Return some bytes, none at the end."""
        return self._raw.read(CHUNK)


class Members:
    """The bytes in a packed file, a member after the other, checksums checked, inflation bounded.

    After damage it goes on at the next member that begins as members of the file should; with nothing known of
    that, it ends.
    """

    def __init__(self, raw: Readable, packing: Packing = GZIP, begins: bytes = b"") -> None:
        """Take the packed bytes, how they are packed, and what every member's content begins with."""
        self._raw = raw
        self._packing = packing
        self._begins = begins
        self._kept = bytearray()  # packed, from the member's start on: where to look for the next one from
        self._packed = b""
        self._member: Member | None = None
        self._lost = False
        self._taken = self._given = 0

    def read_some(self, *, begin: bool = True) -> bytes:
        """Return some bytes; see `Chunks`."""
        if self._lost and not self._find_member():
            return b""
        while self._member or (begin and self._begin()):
            data = self._inflate()
            if data:
                return data
        return b""

    def _begin(self) -> bool:
        """Begin the next member; tell whether there is one."""
        packed = self._packed.lstrip(b"\0")
        while len(packed) < _LONGEST_MAGIC and (more := self._raw.read(CHUNK)):
            packed = (packed + more).lstrip(b"\0")
        if not packed:
            return False
        self._start(packed)
        if not self._packing.magic.match(packed):
            raise self._damage("damaged", f"what follows is no {self._packing.what}")
        return True

    def _start(self, packed: bytes) -> None:
        self._packed = packed
        self._kept = bytearray(packed)
        self._taken, self._given = len(packed), 0
        self._member = self._packing.open()
        self._lost = False

    def _inflate(self) -> bytes:
        """Return the next bytes of the member; none where it has ended."""
        member = self._member
        while member is not None:
            try:
                data = member.decompress(self._packed, CHUNK)
            except self._packing.error as error:
                raise self._damage("damaged", f"its packed bytes are damaged ({error})") from error
            self._packed = member.unused_data if member.eof else member.unconsumed_tail
            self._given += len(data)
            if self._given > _FREE and self._given > self._taken * _MOST_RATIO:
                raise self._damage("inflates-too-much", f"it inflates to more than {_MOST_RATIO} times its size")
            if member.eof:
                self._member = None
            if data or member.eof:
                return data
            if not self._packed:
                self._refill()
        return b""

    def _refill(self) -> None:
        more = self._raw.read(CHUNK)
        if not more:
            raise self._damage("cut-short", "the file ends within it")
        self._packed = more
        self._taken += len(more)
        self._kept += more
        if len(self._kept) > _KEPT:
            del self._kept[: _KEPT // 2]

    def _damage(self, reason: str, what: str) -> DamagedError:
        self._member, self._lost = None, True
        return DamagedError(reason, what)

    def _find_member(self) -> bool:
        """Look for the next member from behind the start of the one that was lost; tell whether there is one."""
        at, ended = 1, not self._begins
        while True:
            magic = self._packing.magic.search(self._kept, at)
            found = magic.start() if magic else -1
            if not ended and (found < 0 or len(self._kept) - found < _TRIAL):
                searched = found if found >= 0 else max(at, len(self._kept) - _LONGEST_MAGIC + 1)
                del self._kept[:searched]
                more = self._raw.read(CHUNK)
                self._kept += more
                at, ended = 0, not more
            elif found < 0 or not self._begins:
                self._kept.clear()
                return False
            elif self._is_member(found):
                self._start(bytes(self._kept[found:]))
                return True
            else:
                at = found + 1

    def _is_member(self, at: int) -> bool:
        try:
            head = self._packing.open().decompress(bytes(self._kept[at : at + _TRIAL]), len(self._begins))
        except self._packing.error:
            return False
        return head == self._begins


class Inflated(io.RawIOBase):
    """A stream in pieces as a file that can be read; damage is raised where it is met."""

    def __init__(self, chunks: Chunks) -> None:
        """Take the stream."""
        super().__init__()
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill the buffer with some bytes; return how many, 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # typeshed has no name for it in 3.11
        self._rest = self._rest or self._chunks.read_some()
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
