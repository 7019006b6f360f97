"""The paragraphs in which statements are looked for: the body's, less the dateline before its first words."""

from __future__ import annotations

from onrecord.lang import Language
from onrecord.masthead.dateline import read_dateline
from onrecord.masthead.view import make_view
from onrecord.model import Block, Page, Span, Spans
from onrecord.text import trim


def find_paragraphs(page: Page, blocks: tuple[Block, ...], language: Language) -> Spans:
    """Return the spans of the body's paragraphs in order; the first begins after the dateline.

    Args:
        page: As read.
        blocks: Of this page, from `blocks.find_blocks`.
        language: Whose tables to use.
    """
    paragraphs = [block.span for block in blocks if block.kind == "paragraph"]
    dateline = read_dateline(make_view(page, blocks, language))
    if dateline is not None and paragraphs and paragraphs[0].start < dateline.end < paragraphs[0].end:
        rest = trim(page.text, Span(dateline.end, paragraphs[0].end))
        paragraphs[:1] = [rest] if rest else []
    return tuple(paragraphs)
