"""One request and its answer, as a WARC file keeps them (WARC 1.1; a gzip member a record)."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the answer to it.

    Attributes:
        url: What was asked for.
        address: The address that was connected to.
        fetched: When, ISO 8601 in UTC, ending in Z.
        request: The head of the request.
        status: The answer's status.
        reason: The words beside it.
        headers: The answer's headers; the transfer's chunks are undone and so not stated.
        body: Its bytes, as packed as they came.
        cut_short: More came than was taken.
    """

    url: str
    address: str
    fetched: str
    request: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut_short: bool = False

    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def to_warc(exchanges: Iterable[Exchange], software: str) -> bytes:
    """Return a WARC file of exchanges, each a response and its request, digests in SHA-256."""
    about = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    exchanges = tuple(exchanges)
    when = exchanges[0].fetched if exchanges else "1970-01-01T00:00:00Z"
    out = [_record("warcinfo", when, about, {"Content-Type": "application/warc-fields"})]
    for exchange in exchanges:
        out.extend(_records(exchange))
    return b"".join(out)


def _records(exchange: Exchange) -> Iterable[bytes]:
    place = {"WARC-Target-URI": exchange.url, "WARC-IP-Address": exchange.address}
    lines = [f"HTTP/1.1 {exchange.status} {exchange.reason}", *(f"{k}: {v}" for k, v in exchange.headers)]
    head = "\r\n".join(_one_line(line) for line in lines).encode() + b"\r\n\r\n"
    fields = {
        **place,
        "Content-Type": "application/http; msgtype=response",
        "WARC-Payload-Digest": _digest(exchange.body),
        **({"WARC-Truncated": "length"} if exchange.cut_short else {}),
    }
    yield _record("response", exchange.fetched, head + exchange.body, fields)
    fields = {**place, "Content-Type": "application/http; msgtype=request"}
    yield _record("request", exchange.fetched, exchange.request, fields)


def _record(kind: str, when: str, block: bytes, fields: dict[str, str]) -> bytes:
    stated = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        "WARC-Date": when,
        "WARC-Block-Digest": _digest(block),
        **fields,
        "Content-Length": str(len(block)),
    }
    lines = ["WARC/1.1", *(f"{key}: {_one_line(value)}" for key, value in stated.items())]
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _one_line(value: str) -> str:
    return " ".join(value.splitlines())
