"""Files packed with zstd, frame by frame (RFC 8878), and the dictionary that a web archive may begin with.

A `.warc.zst` has a frame for each record; its first frame may be one that decoders skip, with the dictionary that
the others were packed with (Zstandard Compression for WARC Files 1.0, IIPC).
"""

from __future__ import annotations

import io
import re
import sys
from functools import partial
from typing import Any

from onrecord.read.inflate import DamagedError, Members, Packing

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdDict, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdDict, ZstdError

__all__ = ["DICTIONARY", "FRAME", "ZstdError", "open_frame", "unzstd"]

FRAME = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""What a dictionary's frame begins with; its length follows in four bytes."""

_ANY_FRAME = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_HEAD = 8
_LONGEST = 16 * 1024 * 1024
"""Larger dictionaries are refused; those in use have a megabyte."""

_WINDOW = 27
"""The largest window: 128 MiB, the most that `zstd` itself undoes unasked."""


class _Frame:
    """A frame with the manners of zlib's members: what it has taken in and not given yet it keeps to itself."""

    unconsumed_tail = b""

    def __init__(self, dictionary: ZstdDict | None, window: int) -> None:
        self._inner = ZstdDecompressor(dictionary, {DecompressionParameter.window_log_max: window})

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(data, max_length)


def open_frame(dictionary: ZstdDict | None = None, window: int = _WINDOW) -> _Frame:
    """Return what undoes one frame; a window of more than so many bits is refused as damage."""
    return _Frame(dictionary, window)


def unzstd(raw: io.BufferedReader[Any], begins: bytes = b"") -> Members:
    """Return the bytes in a file packed with zstd.

    Args:
        raw: The packed bytes, from the start.
        begins: What every frame's content begins with, where that is known.

    Raises:
        DamagedError: The dictionary that it begins with is none.
    """
    dictionary = _dictionary(raw) if raw.peek(_HEAD).startswith(DICTIONARY) else None
    return Members(raw, Packing("zstd frame", _ANY_FRAME, partial(open_frame, dictionary), ZstdError), begins)


def _dictionary(raw: io.BufferedReader[Any]) -> ZstdDict:
    size = int.from_bytes(raw.read(_HEAD)[len(DICTIONARY) :], "little")
    content = raw.read(min(size, _LONGEST))
    try:
        if content.startswith(FRAME):
            content = open_frame().decompress(content, _LONGEST)
        return ZstdDict(content)
    except (ZstdError, ValueError) as error:
        raise DamagedError("damaged", f"the dictionary that it begins with is none ({error})") from error
