"""Rejoining lines that a renderer broke at a fixed width, so that a paragraph is one unit again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from onrecord.blocks.characters import WIDE, Array, Characters, columns_of
from onrecord.model import Segment

_NARROWEST, _WIDEST = 58, 100
_FEWEST = 3
_LOWER = 2
"""So many lines must be seen to go on in the middle of a sentence."""

_FULL = 0.4
_LONGER = 0.05
_RAGGED = 9
"""A word is seldom longer: so ragged is the right edge of a page that was broken at a width."""


def rejoin(
    text: str, characters: Characters, segments: Sequence[Segment], starts: Array, ends: Array
) -> list[tuple[Segment, ...]] | None:
    """Return groups of segments, each one unit: a rejoined paragraph, or a segment by itself; None for no change.

    Lines are joined where the page has a fixed width and the next line's first word would not have fitted
    on the line: so a poem, a menu or a page with one line a paragraph stays as it is.

    Args:
        text: The page's text.
        characters: Of the text.
        segments: Of the page, at least one: lines, or elements of markup, which are never joined.
        starts: Where they begin.
        ends: Where they end.
    """
    if segments[0].tag != "line":
        return None
    columns = columns_of(characters, starts, ends)
    width = _width(columns)
    if width is None:
        return None
    groups: list[list[Segment]] = [[segments[0]]]
    for (last, segment), column in zip(pairwise(segments), columns.tolist(), strict=False):
        if _continues(text, last, segment, column, width):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    lower = sum(_goes_on(text[segment.span.start]) for group in groups for segment in group[1:])
    return [tuple(group) for group in groups] if lower >= _LOWER else None


def _width(columns: Array) -> int | None:
    """Return the column that lines were broken at, or None where the page was not broken.

    It is the right edge of the widths at which most lines end; few lines may be longer.
    """
    lines = np.bincount(np.minimum(columns, _WIDEST + 1), minlength=_WIDEST + 2)
    upto = np.cumsum(lines)
    widths = np.arange(_NARROWEST, _WIDEST + 1)
    edges = np.where(lines[widths] > 0, upto[widths] - upto[widths - _RAGGED], 0)
    # The widest of equals.
    at = len(edges) - 1 - int(edges[::-1].argmax())
    longer = len(columns) - upto[widths[at]]
    return int(widths[at]) if edges[at] >= _FEWEST and longer <= _LONGER * len(columns) else None


def _continues(text: str, last: Segment, segment: Segment, column: int, width: int) -> bool:
    """Tell whether `segment` is what did not fit on the line of `last`, which ends at `column`."""
    if not width * _FULL < column <= width:
        return False
    if _blank_line(text[last.span.end : segment.span.start]):
        return False
    first = text[segment.span.start : min(segment.span.end, segment.span.start + width)].split(None, 1)[0]
    return column + 1 + len(first) + len(WIDE.findall(first)) > width and first not in "•*-–□☆"


def _goes_on(first: str) -> bool:
    """Tell whether a line that begins so goes on with a sentence: in lower case, or in a script without case."""
    return first.islower() or WIDE.match(first) is not None


def _blank_line(between: str) -> bool:
    return between.count("\n") > 1 or (between.count("\r") > 1 and "\n" not in between)
