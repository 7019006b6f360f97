"""Plain text: the decoded file is the page's text, character for character; its lines are the segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import repeat

from onrecord.errors import UnreadableError
from onrecord.model import Meta, Page, Problem, Segment, Source
from onrecord.read.charset import decode_plain
from onrecord.read.pages import decoding_meta, decoding_problems, make_head, source_name
from onrecord.read.sniff import PLAIN
from onrecord.settings import Settings
from onrecord.text import make_spans

_SEGMENT: Callable[[Iterable[object]], Segment] = partial(tuple.__new__, Segment)


def read_plain(source: Source, settings: Settings) -> Iterator[Page]:
    """Yield the one page that a text file is.

    Raises:
        UnreadableError: `empty` or `too-many-blocks`.
    """
    decoded = decode_plain(source.data)
    yield plain_page(source, decoded.text, settings, (decoding_meta(decoded),), decoding_problems(decoded))


def plain_page(
    source: Source, text: str, settings: Settings, known: tuple[Meta, ...], ills: tuple[Problem, ...]
) -> Page:
    """Return the page that a text is, with what is known of it from elsewhere.

    Raises:
        UnreadableError: As for `read_plain`.
    """
    segments = tuple(_segments(text, settings.max_blocks + 1))
    if len(segments) > settings.max_blocks:
        raise UnreadableError(
            "too-many-blocks",
            f"{source_name(source)} has more than {settings.max_blocks} lines; split it, or raise max_blocks.",
        )
    if not segments:
        raise UnreadableError("empty", f"{source_name(source)} is empty; check that it was saved whole.")
    return Page(head=make_head(source, PLAIN, text), text=text, segments=segments, meta=known, problems=ills)


def _segments(text: str, most: int) -> Iterator[Segment]:
    """Return the first lines that are not blank, made column by column; an editor counts them so, from 1."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    starts, ends, paths = [], [], []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words:
            first = start if words == line else start + line.index(words)
            starts.append(first)
            ends.append(first + len(words))
            paths.append(f"line {number}")
            if len(paths) == most:
                break
        start += len(line) + 1
    return map(_SEGMENT, zip(make_spans(starts, ends), paths, repeat("line"), repeat(()), repeat(())))
