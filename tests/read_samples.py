"""Small archives, feeds and tables that the tests of reading share."""

from __future__ import annotations

import base64
import gzip
import hashlib
import sys
from pathlib import Path

from onrecord.model import PageProblem, Source
from onrecord.read import PassedOver, find_sources, open_sources, read_pages
from onrecord.settings import DEFAULT, Settings

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDict, compress
else:
    from backports.zstd import ZstdDict, compress

PAGE = (
    "<html><head><title>Varland shuts its ports</title></head><body><h1>Varland shuts its ports</h1>"
    "<p>Mara Velt said on Friday that “no ship will leave” Orsk-on-Vey.</p></body></html>"
)


def warc_record(
    body: bytes,
    *,
    url: str = "http://vna.example/a",
    kind: str = "response",
    status: str = "200 OK",
    http: str = "Content-Type: text/html; charset=utf-8\r\n",
    extra: str = "",
    length: int | None = None,
) -> bytes:
    """Return one record, unpacked, with a digest of its block."""
    block = (f"HTTP/1.1 {status}\r\n{http}\r\n".encode() if kind == "response" else b"") + body
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-07T10:15:00Z\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\n{extra}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pages_of(number: int) -> list[bytes]:
    """Return so many different pages as records."""
    return [
        warc_record(PAGE.replace("Friday", f"Friday {n}").encode(), url=f"http://vna.example/{n}")
        for n in range(number)
    ]


def packed(records: list[bytes]) -> bytes:
    """Return records as a `.warc.gz` has them, a member each."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def frames(records: list[bytes], dictionary: ZstdDict | None = None) -> bytes:
    """Return records as a `.warc.zst` has them, a frame each."""
    return b"".join(compress(record, zstd_dict=dictionary) for record in records)


def opened(
    folder: Path, name: str, data: bytes, settings: Settings = DEFAULT
) -> tuple[list[Source], list[PageProblem], dict[str, int]]:
    """Write a file and return its sources, what was missed, and what was passed over."""
    file = folder / name
    file.write_bytes(data)
    parts = list(open_sources(find_sources([file])[0], settings))
    sources = [part for part in parts if isinstance(part, Source)]
    gaps = [part for part in parts if isinstance(part, PageProblem)]
    passed = {kind: n for part in parts if isinstance(part, PassedOver) for kind, n in part.counts}
    return sources, gaps, passed


def reasons(gaps: list[PageProblem]) -> list[str]:
    """Return why parts were missed."""
    return [gap.problem.reason for gap in gaps]


def text_of(source: Source) -> str:
    """Return the text of a source's page, every segment of it proven."""
    (page,) = read_pages(source)
    for segment in page.segments:
        words = page.text[segment.span.start : segment.span.end]
        assert words
        assert words == words.strip()
    return page.text
