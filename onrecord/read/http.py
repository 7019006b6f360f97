"""HTTP responses as they were recorded: status, headers, and the body with its encodings undone, within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.read.unpack import unpack

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*+(?:;[^\r\n]*+)?\r?\n")


@dataclass(frozen=True, slots=True)
class Response:
    """A recorded response.

    Attributes:
        status: Its code.
        headers: Names in lower case; of several with one name the first.
        size: How many bytes the head takes up; the body follows.
    """

    status: int
    headers: dict[str, str]
    size: int

    @property
    def media_type(self) -> str:
        """The media type alone, in lower case; empty where none is stated."""
        return bare_type(self.headers.get("content-type", ""))


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its encodings undone.

    Attributes:
        data: The page's bytes.
        unchunked: The bytes with only the transfer's encoding undone.
        cut_short: What of it is missing, in words, or empty.
    """

    data: bytes
    unchunked: bytes
    cut_short: str = ""


def bare_type(stated: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return stated.partition(";")[0].strip().lower()


def parse_headers(lines: bytes) -> dict[str, str]:
    """Return header fields by name in lower case; the first of each name, folded lines joined."""
    out: dict[str, str] = {}
    name = ""
    for line in lines.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t"):
            if name in out:
                out[name] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon:
            out.setdefault(name, value.strip())
    return out


def parse_head(block: bytes) -> Response | None:
    """Return the head of a response that a block begins with; None where it begins with none."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = _HEAD_END.search(block)
    size = end.end() if end else len(block)
    lines = block[:size].split(b"\n", 1)
    return Response(int(status.group(1)), parse_headers(lines[1] if len(lines) > 1 else b""), size)


def decode_body(response: Response, body: bytes, most: int) -> Body:
    """Undo a body's transfer and content encodings; one that was undone before it was recorded is left as it is.

    Args:
        response: The head, which states them.
        body: As recorded.
        most: More bytes than this are refused.

    Raises:
        UnreadableError: `content-encoding` or `too-large`.
    """
    cut_short = ""
    if "chunked" in response.headers.get("transfer-encoding", "").lower() and _CHUNK_SIZE.match(body):
        body, whole = _unchunk(body)
        cut_short = "" if whole else "the transfer ended within it"
    unchunked = body
    encodings = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        body, whole = unpack(encoding, body, most)
        cut_short = cut_short if whole else "its packed bytes are damaged or end too early"
    return Body(body, unchunked, cut_short)


def _unchunk(body: bytes) -> tuple[bytes, bool]:
    """Return the chunks joined, and whether the last one was there."""
    out: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size.group(1), 16)
        if not length:
            return b"".join(out), True
        chunk = body[size.end() : size.end() + length]
        out.append(chunk)
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1
        if len(chunk) < length:
            break
    return b"".join(out), False
