"""A page's whole text with its statements lit: cut into pieces on the server, since browsers count UTF-16.

Every piece says where it begins, in code points of the page's text, and holds as many of them as it shows: a
script that is asked where a selection begins need not count more than the piece that it begins in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from onrecord.export.safe import without_controls
from onrecord.model import Block, BlockKind, Record, Span, Statement

Role = Literal["content", "speaker", "cue", "addressee", "via", "day", "hedge"]

KEPT: frozenset[BlockKind] = frozenset({"headline", "standfirst", "paragraph", "subhead", "byline", "date"})
"""The blocks that belong to the article; all others are shown greyed, with their reason."""

REORDERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "⇄")
"""Characters that reverse what a reader sees; each is shown as an arrow that does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of the page's text that plays the same parts throughout.

    Attributes:
        start: Where it begins in the page's text.
        words: As shown: one code point for one of the text, without what would act on the reader.
        roles: Which parts it plays, in any statement.
        statements: The ids of those statements.
        begins: The numbers, from 1, of the statements whose first words these are.
        at: It is what the address asks for.
    """

    start: int
    words: str
    roles: tuple[Role, ...] = ()
    statements: tuple[str, ...] = ()
    begins: tuple[int, ...] = ()
    at: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LitBlock:
    """A block of the page; `kept` tells whether it belongs to the article."""

    kind: str
    kept: bool
    reason: str
    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    role: Role | None
    statement: str


def shown_text(words: str) -> str:
    """Return words of a page as they may be shown, a code point for a code point."""
    return without_controls(words).translate(REORDERS)


def lit_blocks(record: Record, at: Span | None = None) -> tuple[LitBlock, ...]:
    """Return the whole text of a page but white space between its blocks, with every statement lit.

    Args:
        record: The page.
        at: What the address asks for; it is lit whether or not a statement stands there.
    """
    marks = [mark for statement in record.statements for mark in _marks(statement)]
    if at:
        marks.append(_Mark(at, None, ""))
    begins = _beginnings(record.statements)
    blocks = tuple(_covering(record))
    pieces = _pieces(record.text, blocks, marks, begins)
    return tuple(
        LitBlock(
            kind=block.kind if isinstance(block, Block) else "unsorted",
            kept=isinstance(block, Block) and block.kind in KEPT,
            reason=block.reason if isinstance(block, Block) else "stands in no block",
            start=_span(block).start,
            pieces=tuple(pieces[_span(block).start]),
        )
        for block in blocks
    )


def _span(block: Block | Span) -> Span:
    return block.span if isinstance(block, Block) else block


def _covering(record: Record) -> Iterator[Block | Span]:
    """Yield the blocks in order, and what stands between them, unless it is white space."""
    end = 0
    for block in sorted(record.blocks, key=lambda block: block.span):
        if block.span.start < end:  # inside the one before; its words are shown there
            continue
        yield from _between(record.text, Span(end, block.span.start))
        yield block
        end = block.span.end
    yield from _between(record.text, Span(end, len(record.text)))


def _between(text: str, gap: Span) -> Iterator[Span]:
    if text[gap.start : gap.end].strip():
        yield gap


def _marks(statement: Statement) -> Iterator[_Mark]:
    spans: list[tuple[Role, Iterable[Span | None]]] = [
        ("content", statement.content),
        ("speaker", statement.speaker_spans),
        ("cue", statement.cue),
        ("addressee", [one.mention for one in statement.addressees]),
        ("via", [one.span for one in statement.via]),
        ("day", [statement.said.span] if statement.said else []),
        ("hedge", [one.span for one in statement.hedges]),
    ]
    for role, held in spans:
        for span in held:
            if span:
                yield _Mark(span, role, statement.id)


def first_span(statement: Statement) -> Span | None:
    """Return the words that a statement is found by: its content, else its cue, else who speaks."""
    return min(statement.content or statement.cue or statement.speaker_spans, default=None)


def _beginnings(statements: Iterable[Statement]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements, start=1):
        span = first_span(statement)
        if span:
            out[span.start].append(number)
    return out


def _pieces(
    text: str, blocks: tuple[Block | Span, ...], marks: list[_Mark], begins: dict[int, list[int]]
) -> dict[int, list[Piece]]:
    """Return the pieces of each block by where the block begins, in one walk over all edges."""
    opening, closing = defaultdict(list), defaultdict(list)
    for mark in marks:
        opening[mark.span.start].append(mark)
        closing[mark.span.end].append(mark)
    edges = sorted({*opening, *closing, *(edge for block in blocks for edge in _span(block))})
    out: dict[int, list[Piece]] = {}
    open_marks: dict[int, _Mark] = {}
    blocks_left = iter(blocks)
    block = next(blocks_left, None)
    for start, end in pairwise(edges):
        for mark in closing[start]:
            open_marks.pop(id(mark), None)
        for mark in opening[start]:
            open_marks[id(mark)] = mark
        while block is not None and _span(block).end <= start:
            block = next(blocks_left, None)
        if block is not None and _span(block).start <= start:
            piece = _piece(text, Span(start, end), open_marks.values(), begins.get(start, ()))
            out.setdefault(_span(block).start, []).append(piece)
    return out


def _piece(text: str, span: Span, marks: Iterable[_Mark], begins: Iterable[int]) -> Piece:
    held = list(marks)
    return Piece(
        start=span.start,
        words=shown_text(text[span.start : span.end]),
        roles=tuple(dict.fromkeys(mark.role for mark in held if mark.role)),
        statements=tuple(dict.fromkeys(mark.statement for mark in held if mark.role)),
        begins=tuple(begins),
        at=any(mark.role is None for mark in held),
    )
