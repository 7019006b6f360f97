"""What a worker and whoever started it have agreed on."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from onrecord.model import Source

_SOURCE = TypeAdapter(Source)

OUT_OF_MEMORY = 77
"""The exit code of a worker that was not given the memory it asked for."""

PAGES_A_WORKER = 1_000
"""After so many pages a worker ends and a fresh one takes its place: what leaks, leaks no further."""

START_SECONDS = 120.0
"""A worker that has not begun by then is taken for dead."""


def source_head(source: Source) -> bytes:
    """Return all of a source but its bytes, as JSON in ASCII: a path may hold lone surrogates."""
    return json.dumps(_SOURCE.dump_python(source, exclude={"data"})).encode()


def source_of(head: bytes, data: bytes) -> Source:
    """Put a source together again."""
    return _SOURCE.validate_python({**json.loads(head), "data": data})
