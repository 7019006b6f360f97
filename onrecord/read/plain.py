"""Plain text: the decoded file is the page's text, character for character; its lines are the segments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onrecord.errors import UnreadableError
from onrecord.model import Meta, Page, Problem, Segment, Source, Span
from onrecord.read.charset import decode_plain
from onrecord.read.pages import decoding_meta, decoding_problems, make_head, source_name
from onrecord.read.sniff import PLAIN
from onrecord.settings import Settings


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
    segments = tuple(islice(_segments(text), settings.max_blocks + 1))
    if len(segments) > settings.max_blocks:
        raise UnreadableError(
            "too-many-blocks",
            f"{source_name(source)} has more than {settings.max_blocks} lines; split it, or raise max_blocks.",
        )
    if not segments:
        raise UnreadableError("empty", f"{source_name(source)} is empty; check that it was saved whole.")
    return Page(head=make_head(source, PLAIN, text), text=text, segments=segments, meta=known, problems=ills)


def _segments(text: str) -> Iterator[Segment]:
    """Yield the lines that are not blank; lines are counted from 1 as an editor does."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words:
            first = start + line.index(words)
            yield Segment(span=Span(first, first + len(words)), path=f"line {number}", tag="line")
        start += len(line) + 1
