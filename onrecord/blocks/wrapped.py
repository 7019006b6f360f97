"""Rejoining lines that a renderer broke at a fixed width, so that a paragraph is one unit again."""

from __future__ import annotations

import numpy as np

from onrecord.blocks.characters import LINE_END, WIDE, WIDE_ONE, Array, Characters, over

_NARROWEST, _WIDEST = 58, 100
_FEWEST = 3
_LOWER = 2
"""So many lines must be seen to go on in the middle of a sentence."""

_FULL = 0.4
_LONGER = 0.05
_RAGGED = 9
"""A word is seldom longer: so ragged is the right edge of a page that was broken at a width."""

_BULLETS = "•*-–□☆"


def unit_heads(text: str, characters: Characters, starts: Array, ends: Array, closes: Array) -> Array | None:
    """Return which lines begin a unit, where others go on with the one before them; None where each is a unit.

    Lines are joined where the page has a fixed width and the next line's first word would not have fitted
    on the line: so a poem, a menu or a page with one line a paragraph stays as it is.

    Args:
        text: The page's text.
        characters: Of the text.
        starts: Where its lines begin, at least one.
        ends: Where they end.
        closes: Where its words end.
    """
    if np.count_nonzero(ends - starts > _WIDEST) > _LONGER * len(starts):
        return None  # whatever the width is, too many lines are longer
    columns = _columns(characters, starts, ends)
    width = _width(columns)
    if width is None:
        return None
    full = (columns[:-1] > width * _FULL) & (columns[:-1] <= width)
    after = (full & ~_blank_lines(characters.codes, starts, ends)).nonzero()[0] + 1
    joined = [
        line
        for line, start, end, column in zip(
            after.tolist(),
            starts[after].tolist(),
            closes[closes.searchsorted(starts[after], side="right")].tolist(),
            columns[after - 1].tolist(),
            strict=True,
        )
        if _continues(text[start:end], column, width)
    ]
    if sum(_goes_on(text[start]) for start in starts[joined].tolist()) < _LOWER:
        return None
    heads = np.ones(len(starts), dtype=np.bool_)
    heads[joined] = False
    return heads


def _columns(characters: Characters, starts: Array, ends: Array) -> Array:
    r"""Return the column at which each line ends, its indent counted; \r and \n end lines."""
    breaks = characters.places(LINE_END)
    before = breaks.searchsorted(starts)
    begins = np.where(before > 0, breaks.take(before - 1, mode="clip") + 1 if len(breaks) else 0, 0)
    wide = characters.are(WIDE_ONE)
    out: Array = ends - begins
    return out + over(np.add, wide.astype(np.intp), starts, ends) if wide.any() else out


def _width(columns: Array) -> int | None:
    """Return the column that lines were broken at, or None where the page was not broken.

    It is the right edge of the widths at which most lines end; few lines may be longer.
    """
    lines = np.bincount(np.minimum(columns, _WIDEST + 1), minlength=_WIDEST + 2)
    upto = lines.cumsum()
    edges = upto[_NARROWEST : _WIDEST + 1] - upto[_NARROWEST - _RAGGED : _WIDEST + 1 - _RAGGED]
    edges *= lines[_NARROWEST : _WIDEST + 1] > 0
    # The widest of equals.
    at = len(edges) - 1 - int(edges[::-1].argmax())
    longer = len(columns) - upto[_NARROWEST + at]
    return _NARROWEST + at if edges[at] >= _FEWEST and longer <= _LONGER * len(columns) else None


def _blank_lines(codes: Array, starts: Array, ends: Array) -> Array:
    """Tell of each line after the first whether a blank line stands before it."""
    feeds, returns = ((codes == ord(mark)).nonzero()[0] for mark in "\n\r")
    fed, returned = (at.searchsorted(starts[1:]) - at.searchsorted(ends[:-1]) for at in (feeds, returns))
    found: Array = (fed > 1) | ((returned > 1) & (fed == 0))
    return found


def _continues(first: str, column: int, width: int) -> bool:
    """Tell whether a line that begins with a word did not fit on the one before it, which ends at `column`."""
    return column + 1 + len(first) + len(WIDE.findall(first)) > width and first not in _BULLETS


def _goes_on(first: str) -> bool:
    """Tell whether a line that begins so goes on with a sentence: in lower case, or in a script without case."""
    return first.islower() or WIDE.match(first) is not None
