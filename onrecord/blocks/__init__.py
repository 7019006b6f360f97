"""From the whole text of a page to its blocks: the article's paragraphs, and everything that is not.

Read in this order: `characters`, `words`, `counts`, `lines` (what each unit looks like), `score` (the run that
looks most like an article; a maximum-sum segment, after Pasternack and Roth, WWW 2009), `headline`, `inside`,
`outside`; on HTML pages `judge`, on text dumps `alike`, `shares`, `features` and `linemodel`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.blocks.headline import find_headline
from onrecord.blocks.hints import hinted
from onrecord.blocks.inside import Verdict, judge_inside
from onrecord.blocks.judge import judge_main
from onrecord.blocks.linemodel import judge_lines
from onrecord.blocks.lines import Line, Units, read_units
from onrecord.blocks.outside import is_head_matter, judge_above, judge_below, mostly_date
from onrecord.blocks.score import best_run, scores
from onrecord.blocks.shares import Reading
from onrecord.blocks.thread import find_thread
from onrecord.lang.language import Language
from onrecord.model import Block, Page, Span

__all__ = ["find_blocks", "judge_by_rules"]

_PLACEHOLDER = re.compile(r"(?P<mark>\[/?ad[\w ]{0,12}\])\s*")
_PLAIN = "text/plain"
_FILL = tuple(vars(Block)[field].__set__ for field in ("span", "kind", "reason", "path"))
"""What fills the fields of a block that is being made."""

_HEAD = 14
"""So many units below the headline a byline or a date still belongs to it."""


def find_blocks(page: Page, language: Language) -> tuple[Block, ...]:
    """Return the blocks of a page in order, each with its kind and a reason.

    Blocks do not overlap and together cover every segment of the page. Only those of kind `paragraph` are
    the article's body.

    Args:
        page: As read.
        language: Whose tables to use.
    """
    if not page.segments:
        return ()
    units = read_units(page, language)
    verdicts, reading = judge_by_rules(page, units, language)
    if page.head.media_type == _PLAIN:
        verdicts = judge_lines(units, verdicts, reading, language)
    blocks = _blocks(units.lines, verdicts)
    held = (units.characters.codes[units.starts] == ord("[")).nonzero()[0].tolist()
    for at in [at for at in reversed(held) if blocks[at].kind == "paragraph"]:
        blocks[at : at + 1] = _without_holder(units.lines[at], blocks[at])
    return tuple(blocks)


def _blocks(lines: Sequence[Line], verdicts: Sequence[Verdict]) -> list[Block]:
    """Return the block of each unit, made field by field: one by one they take five times as long."""
    kinds, reasons = [kind for kind, _ in verdicts], [reason for _, reason in verdicts]
    spans, paths = [line.span for line in lines], [line.segment.path for line in lines]
    columns: tuple[Iterable[object], ...] = (spans, kinds, reasons, paths)
    blocks = [object.__new__(Block) for _ in lines]
    for fill, column in zip(_FILL, columns, strict=True):
        deque(map(fill, blocks, column), maxlen=0)
    return blocks


def _without_holder(line: Line, block: Block) -> list[Block]:
    """Return a paragraph, or an advert's place-holder and the paragraph behind it."""
    holder = _PLACEHOLDER.match(line.text)
    if holder is None or holder.end() == len(line.text):
        return [block]
    start, end = line.span
    advert = Span(start, start + holder.end("mark"))
    reason = "an advert's place-holder before a paragraph"
    return [
        Block(span=advert, kind="advert", reason=reason, path=block.path),
        replace(block, span=Span(start + holder.end(), end)),
    ]


def judge_by_rules(page: Page, units: Units, language: Language) -> tuple[list[Verdict], Reading]:
    """Return the rules' verdict on each unit of a page, and what they rest on; no trained model is asked.

    Args:
        page: As read.
        units: Of this page.
        language: Whose tables to use.
    """
    lines = units.lines
    hints = hinted(units, language)
    values = scores(units, hints, language)
    end = find_thread(units)
    run = best_run(values[:end])
    headline = find_headline(page, lines, run, language)
    if run is None:
        first = end
        inside: list[Verdict] = []
    else:
        first = run[0]
        if headline and headline[0] < run[1]:
            first = _start(lines, run, headline[0], language)
        inside = judge_inside(lines, first, run[1])
    while inside and inside[-1][0] != "paragraph":
        inside.pop()
    verdicts = judge_above(lines, headline[0] if headline else None, first, language)
    verdicts += inside
    verdicts += judge_below(lines[:end], min(end, first + len(inside)), language)
    verdicts += [("comment", "in the readers' comments")] * (len(lines) - end)
    if any(hints):
        verdicts = [_hinted(verdict, hint) for verdict, hint in zip(verdicts, hints, strict=True)]
    if page.main:
        verdicts = judge_main(lines, verdicts, hints, page.main)
    paragraphs = [kind == "paragraph" for kind, _ in verdicts]
    return verdicts, Reading(run, headline[0] if headline else None, values, paragraphs, end)


def _start(lines: Sequence[Line], run: tuple[int, int], headline: int, language: Language) -> int:
    """Return where the text starts: after the headline, its repetition, and the last byline or date below it.

    A paragraph above the run that captions or buttons cut off from it is taken back in.
    """
    first = headline + 1
    sentences = 0
    for index in range(first, min(first + _HEAD, run[1])):
        line = lines[index]
        if mostly_date(line, language) is not None:
            first = index + 1
        elif line.sentence:
            sentences += 1
            if sentences > 1:
                break
        elif line.key == lines[headline].key or is_head_matter(line, language):
            first = index + 1
    while first < run[1] and not lines[first].sentence:
        first += 1
    return first


def _hinted(verdict: Verdict, hint: Verdict | None) -> Verdict:
    """Let the markup overrule a verdict, but for a headline that the page states."""
    return verdict if hint is None or verdict[0] in ("headline", "clock") else hint
