"""Frames of bytes between two processes: a length, then so many bytes. Nothing in them is ever executed."""

from __future__ import annotations

import os
import select
import struct
import time

_LENGTH = struct.Struct(">I")
_PIECE = 1 << 20
MOST_BYTES = 1 << 30


class Channel:
    """Two ends of pipes; each call may be given the moment (`time.monotonic`) after which it gives up."""

    def __init__(self, reads: int, writes: int) -> None:
        """Take over two file descriptors; with a deadline in play neither may block for ever."""
        self._reads = reads
        self._writes = writes
        os.set_blocking(reads, False)
        os.set_blocking(writes, False)

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        """Write one frame.

        Raises:
            EOFError: Nobody reads any more.
            TimeoutError: The deadline has passed.
        """
        rest = memoryview(_LENGTH.pack(len(frame)) + frame)
        while rest:
            _wait(self._writes, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._writes, rest[:_PIECE]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise EOFError("Nobody reads this channel any more.") from error

    def receive(self, deadline: float | None = None) -> bytes:
        """Read one frame.

        Raises:
            EOFError: The other side is gone, or sent what is no frame.
            TimeoutError: The deadline has passed.
        """
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > MOST_BYTES:
            raise EOFError("What came through this channel is no frame.")
        return self._exactly(length, deadline)

    def close(self) -> None:
        """Close both ends."""
        os.close(self._reads)
        os.close(self._writes)

    def _exactly(self, length: int, deadline: float | None) -> bytes:
        got = bytearray()
        while len(got) < length:
            _wait(self._reads, select.POLLIN, deadline)
            try:
                piece = os.read(self._reads, min(_PIECE, length - len(got)))
            except BlockingIOError:
                continue
            if not piece:
                raise EOFError("The other side of this channel is gone.")
            got += piece
        return bytes(got)


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    """Wait until a pipe is ready or hung up; the clock that counts is one that nobody can set."""
    poll = select.poll()
    poll.register(descriptor, event)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise TimeoutError("The other side of this channel did not answer in time.")
