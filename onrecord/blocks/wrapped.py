"""Rejoining lines that a renderer broke at a fixed width, so that a paragraph is one unit again."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Segment

_NARROWEST, _WIDEST = 58, 100
_FEWEST = 6
_FULL = 0.8
_SHARE = 0.02


def rejoin(text: str, segments: Sequence[Segment]) -> list[tuple[Segment, ...]]:
    """Return groups of segments, each one unit: a rejoined paragraph, or a segment by itself.

    Lines are joined where the page has a fixed width and the next line's first word would not have fitted
    on the line: so a poem, a menu or a page with one line a paragraph stays as it is.
    """
    width = _width(text, segments)
    groups: list[list[Segment]] = []
    for segment in segments:
        if width and groups and _continues(text, groups[-1][-1], segment, width):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [tuple(group) for group in groups]


def _width(text: str, segments: Sequence[Segment]) -> int | None:
    """Return the column that lines were broken at, or None where the page was not broken."""
    lengths = sorted(_column(text, s) for s in segments if s.tag == "line")
    if len(lengths) < _FEWEST:
        return None
    width = lengths[max(0, int(len(lengths) * (1 - _SHARE)) - 1)]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(width * _FULL < length <= width for length in lengths)
    return width if full >= _FEWEST else None


def _column(text: str, segment: Segment) -> int:
    """Return the column at which a line ends, its indent counted."""
    line_start = max(text.rfind("\n", 0, segment.span.start), text.rfind("\r", 0, segment.span.start)) + 1
    return segment.span.end - line_start


def _continues(text: str, last: Segment, segment: Segment, width: int) -> bool:
    """Tell whether `segment` is what did not fit on the line of `last`."""
    between = text[last.span.end : segment.span.start]
    if last.tag != "line" or segment.tag != "line" or len(between.splitlines()) > 2 or _blank_line(between):  # noqa: PLR2004
        return False
    column = _column(text, last)
    first = text[segment.span.start : segment.span.end].split(None, 1)[0]
    return width * _FULL / 2 < column <= width and column + 1 + len(first) > width and first not in "•*-–□☆"


def _blank_line(between: str) -> bool:
    return between.count("\n") > 1 or (between.count("\r") > 1 and "\n" not in between)
