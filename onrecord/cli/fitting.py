"""Fitting words to a terminal: lines end between words, and a row that is too wide becomes an entry of lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

_INDENT = " " * 4


def wrap(words: str, width: int, *, indent: str = "", most: int | None = None) -> list[str]:
    """Break words into lines between words; a word longer than a line stays whole, so that it can be copied.

    Args:
        words: One line; white space at its beginning stays.
        width: The columns of the terminal.
        indent: What the second line and all after it begin with.
        most: So many lines at most; the last one then ends with "…".
    """
    bare = words.lstrip(" ")
    margin = words[: len(words) - len(bare)]
    lines = flow(bare.split(" "), width, indent=indent, gap=" ", margin=margin)
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while " " in last.strip() and cell_len(last) + 2 > width:
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last} …"]


def flow(cells: Iterable[str], width: int, *, indent: str, gap: str = "  ", margin: str = "") -> list[str]:
    """Put cells one after another into lines; one that does not fit begins the next line."""
    lines: list[str] = []
    line, empty = margin, True
    for cell in cells:
        if not empty and cell_len(line) + len(gap) + cell_len(cell) > width:
            lines.append(line)
            line, empty = indent, True
        line += cell if empty else gap + cell
        empty = False
    return [*lines, line]


def entry(heads: Iterable[str], words: str, width: int, most: int) -> tuple[list[str], list[str]]:
    """Return a row as the lines of its short cells, and below them, indented, those of its words."""
    body = wrap(_INDENT + words, width, indent=_INDENT, most=most) if words else []
    return flow(filter(None, heads), width, indent=_INDENT), body


def natural(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column of rows would like to be."""
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
