"""Rejoining lines that a renderer broke at a fixed width, so that a paragraph is one unit again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.model import Segment

_NARROWEST, _WIDEST = 58, 100
_FEWEST = 3
_LOWER = 2
"""So many lines must be seen to go on in the middle of a sentence."""

_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
"""Characters that fill two columns (Unicode Standard Annex 11: the wide and full-width ones of common use)."""

_FULL = 0.4
_LONGER = 0.05
_RAGGED = 9
"""A word is seldom longer: so ragged is the right edge of a page that was broken at a width."""


def rejoin(text: str, segments: Sequence[Segment]) -> list[tuple[Segment, ...]]:
    """Return groups of segments, each one unit: a rejoined paragraph, or a segment by itself.

    Lines are joined where the page has a fixed width and the next line's first word would not have fitted
    on the line: so a poem, a menu or a page with one line a paragraph stays as it is.
    """
    columns = _columns(text, segments)
    width = _width(columns)
    if width is None:
        return [(segment,) for segment in segments]
    groups: list[list[Segment]] = []
    for at, segment in enumerate(segments):
        if at and _continues(text, segments[at - 1], segment, columns[at - 1], width):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    lower = sum(_goes_on(text[segment.span.start]) for group in groups for segment in group[1:])
    return [tuple(group) for group in groups] if lower >= _LOWER else [(segment,) for segment in segments]


def _columns(text: str, segments: Sequence[Segment]) -> list[int]:
    """Return the column at which each line ends, its indent counted; 0 for what is no line of a text."""
    columns, last = [], 0
    returns, wide = "\r" in text, not text.isascii() and _WIDE.search(text) is not None
    for segment in segments:
        start, end = segment.span
        before = max(text.rfind("\n", last, start), text.rfind("\r", last, start) if returns else -1, last - 1)
        more = len(_WIDE.findall(text, start, end)) if wide else 0
        columns.append(end - before - 1 + more if segment.tag == "line" else 0)
        last = end
    return columns


def _width(columns: Sequence[int]) -> int | None:
    """Return the column that lines were broken at, or None where the page was not broken.

    It is the right edge of the widths at which most lines end; few lines may be longer.
    """
    lines = Counter(filter(None, columns))
    edges = {
        width: sum(lines.get(width - less, 0) for less in range(_RAGGED))
        for width in range(_NARROWEST, _WIDEST + 1)
        if width in lines
    }
    width = max(edges, key=lambda edge: (edges[edge], edge), default=None)
    if width is None or edges[width] < _FEWEST:
        return None
    longer = sum(count for column, count in lines.items() if column > width)
    return width if longer <= _LONGER * lines.total() else None


def _continues(text: str, last: Segment, segment: Segment, column: int, width: int) -> bool:
    """Tell whether `segment` is what did not fit on the line of `last`, which ends at `column`."""
    if not width * _FULL < column <= width or last.tag != "line" or segment.tag != "line":
        return False
    if _blank_line(text[last.span.end : segment.span.start]):
        return False
    first = text[segment.span.start : min(segment.span.end, segment.span.start + width)].split(None, 1)[0]
    return column + 1 + len(first) + len(_WIDE.findall(first)) > width and first not in "•*-–□☆"


def _goes_on(first: str) -> bool:
    """Tell whether a line that begins so goes on with a sentence: in lower case, or in a script without case."""
    return first.islower() or _WIDE.match(first) is not None


def _blank_line(between: str) -> bool:
    return between.count("\n") > 1 or (between.count("\r") > 1 and "\n" not in between)
