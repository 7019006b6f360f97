"""Two opinions on an HTML page joined: a general extractor's on what is main content, our rules' on each unit.

The extractor (`Page.main`) is better at where the article is; it takes in captions, teasers, dates and newsletter
boxes, and loses paragraphs with a large first letter. So a unit is text where the extractor holds it to be, unless
the markup or known words say what else it is; and a unit that it left out is text only among its likes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.blocks.inside import Verdict
from onrecord.blocks.lines import Line
from onrecord.model import BlockKind, Spans

TAKEN_IN = "a general extractor holds it to be text"
LEFT_OUT = "a general extractor holds it to be no part of the article"
"""Reasons of verdicts that the extractor decided against ours."""

_HALF = 0.5
_ALIKE = 0.1
"""What stands among the judged text must share its element and names with so much of it."""

_SUBHEAD = 14
_NAME = 5
"""A line of so few words before the first sentence is the author's name, a section or a label."""

_WEAK = frozenset(
    [
        "a line after the text",
        "a line before the text",
        "a sentence after the text has ended",
        "a short line after the text",
        "a short line before the text",
        "no sentence",
    ]
)
"""Verdicts by place and shape alone, which give way to the extractor's."""

_OURS: tuple[BlockKind, ...] = ("headline", "date", "byline", "clock", "marker")


def judge_main(
    lines: Sequence[Line], verdicts: Sequence[Verdict], hints: Sequence[Verdict | None], main: Spans
) -> list[Verdict]:
    """Return the verdicts, corrected by where the main content stands.

    Args:
        lines: The units of the page.
        verdicts: Ours on each.
        hints: What the markup says of each, or None.
        main: Where a general extractor sees the main content; in order, apart.
    """
    held = [share >= _HALF for share in _shares(lines, main)]
    if not any(held):
        return list(verdicts)
    first, last = held.index(True), len(held) - 1 - held[::-1].index(True)
    headline = next((at for at, verdict in enumerate(verdicts) if verdict[0] == "headline"), 0)
    opening = next((at for at in range(first, last + 1) if held[at] and lines[at].sentence), first)
    closing = next((at for at in range(last, first, -1) if held[at] and lines[at].sentence), last)
    likes = _likes(lines, held)
    out: list[Verdict] = []
    for at, (line, verdict, hint) in enumerate(zip(lines, verdicts, hints, strict=True)):
        if held[at]:
            aside = (at < opening and line.words <= _NAME) or at > closing
            out.append(verdict if aside else _held(line, verdict, hint))
        elif verdict[0] == "standfirst":
            above = headline < at < first and line.linked < _HALF
            out.append(verdict if above else ("related", "a summary that stands away from the headline"))
        elif verdict[0] in ("paragraph", "subhead"):
            alike = hint is None and line.sentence and first - 2 <= at < last and _like(line, likes)
            out.append(verdict if alike else ("notice", LEFT_OUT))
        else:
            out.append(verdict)
    return out


def _shares(lines: Sequence[Line], main: Spans) -> list[float]:
    """Return for each unit the share of it that stands in the main content."""
    shares, at = [], 0
    for line in lines:
        while at < len(main) and main[at].end <= line.span.start:
            at += 1
        covered, ahead = 0, at
        while ahead < len(main) and main[ahead].start < line.span.end:
            covered += min(line.span.end, main[ahead].end) - max(line.span.start, main[ahead].start)
            ahead += 1
        shares.append(covered / (line.span.end - line.span.start))
    return shares


def _held(line: Line, verdict: Verdict, hint: Verdict | None) -> Verdict:
    """Return the verdict on a unit that the extractor holds to be text."""
    kind, reason = verdict
    if kind in ("paragraph", "subhead", *_OURS):
        return verdict
    if kind == "standfirst":
        return verdict if hint else ("paragraph", "the first words of the main content")
    if hint is not None or line.phrase or line.heading or reason not in _WEAK:
        return verdict
    if not line.stop and line.words <= _SUBHEAD and line.segment.tag in ("h2", "h3", "h4", "h5", "h6"):
        return "subhead", "a heading in the main content"
    return "paragraph", TAKEN_IN


def _likes(lines: Sequence[Line], held: Sequence[bool]) -> tuple[Counter[object], int]:
    """Return how many words of the main content stand in each element, and under each set of names."""
    counts: Counter[object] = Counter()
    total = 0
    for line in (line for line, yes in zip(lines, held, strict=True) if yes):
        counts[_place(line)] += line.words
        counts[line.segment.hints] += line.words
        total += line.words
    return counts, total


def _like(line: Line, likes: tuple[Counter[object], int]) -> bool:
    counts, total = likes
    return max(counts[_place(line)], counts[line.segment.hints]) >= _ALIKE * total


def _place(line: Line) -> str:
    """Return the element that a unit's element stands in, with the unit's own tag."""
    return f"{line.segment.path.rpartition(' > ')[0]} {line.segment.tag}"
