"""Content encodings of recorded answers undone, within bounds: gzip, deflate, Brotli and zstd."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from typing import Protocol

import brotli

from onrecord.errors import UnreadableError
from onrecord.read.inflate import MAGIC, WINDOW_GZIP
from onrecord.read.unzstd import ZstdError, open_frame

_AS_IT_IS = frozenset({"", "identity", "none", "utf-8", "binary"})
_UNSUPPORTED = frozenset({"compress", "x-compress"})
_GZIP = frozenset({"gzip", "x-gzip"})
_WINDOW_ZLIB, _WINDOW_RAW = 15, -15
_ZSTD_WINDOW = 23
"""The largest window of a body: 8 MiB (RFC 9659)."""

_PIECE = 4096
"""In pieces, so that what is whole before the damage is had."""


class _Decoder(Protocol):
    """Undoes one encoding, a piece after the other; what follows its end is left."""

    def feed(self, data: bytes, most: int) -> bytes:
        """Return the unpacked bytes of a piece; much more than `most` never come out."""
        ...

    def ended(self) -> bool:
        """Tell whether the packed bytes came to their end."""
        ...


class _Zlib:
    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    def feed(self, data: bytes, most: int) -> bytes:
        return self._inner.decompress(data, most)

    def ended(self) -> bool:
        return self._inner.eof


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes, most: int) -> bytes:
        return b"" if self.ended() else bytes(self._inner.process(data, output_buffer_limit=most))

    def ended(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    """Frames of zstd, one after the other."""

    def __init__(self) -> None:
        self._inner = open_frame(window=_ZSTD_WINDOW)

    def feed(self, data: bytes, most: int) -> bytes:
        if self._inner.eof:
            self._inner = open_frame(window=_ZSTD_WINDOW)
        out = self._inner.decompress(data, most)
        while self._inner.eof and (rest := self._inner.unused_data) and len(out) < most:
            self._inner = open_frame(window=_ZSTD_WINDOW)
            out += self._inner.decompress(rest, most - len(out))
        return out

    def ended(self) -> bool:
        return self._inner.eof


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    **dict.fromkeys(_GZIP, partial(_Zlib, WINDOW_GZIP)),
    "deflate": partial(_Zlib, _WINDOW_ZLIB),
    "br": _Brotli,
    "zstd": _Zstd,
}


def unpack(encoding: str, body: bytes, most: int) -> tuple[bytes, bool]:
    """Return a body with one encoding undone, and whether it is whole; one undone before is left as it is.

    Args:
        encoding: As the head of the answer names it, in lower case.
        body: The packed bytes.
        most: More bytes than this are refused.

    Raises:
        UnreadableError: `content-encoding` or `too-large`.
    """
    if encoding in _AS_IT_IS or _is_markup(body) or (encoding in _GZIP and not body.startswith(MAGIC)):
        return body, True
    decoder = _DECODERS.get(encoding)
    if decoder is None:
        how = "is not supported" if encoding in _UNSUPPORTED else "is unknown"
        raise UnreadableError(
            "content-encoding",
            f"was sent as {encoding[:40]!r}, which {how}; record it with gzip, or save the page.",
        )
    try:
        return _decoded(decoder(), body, most)
    except UnreadableError as error:
        if encoding != "deflate" or error.reason != "content-encoding":
            raise
        return _decoded(_Zlib(_WINDOW_RAW), body, most)


def _is_markup(body: bytes) -> bool:
    """Tell whether a body is plainly not packed, whatever its head states."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _decoded(decoder: _Decoder, body: bytes, most: int) -> tuple[bytes, bool]:
    out = bytearray()
    try:
        for at in range(0, len(body), _PIECE):
            out += decoder.feed(body[at : at + _PIECE], most + 1 - len(out))
            if len(out) > most:
                raise UnreadableError(
                    "too-large",
                    f"unpacks to more than {most / 2**20:.3g} MiB; allow more with --max-size if you trust it.",
                )
    except (zlib.error, brotli.error, ZstdError) as error:
        if not out:
            raise UnreadableError(
                "content-encoding", f"is packed in a way that cannot be undone ({error}); fetch it again."
            ) from error
        return bytes(out), False
    return bytes(out), decoder.ended()
