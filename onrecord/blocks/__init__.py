"""From the whole text of a page to its blocks: the article's paragraphs, and everything that is not.

Read in this order: `characters`, `lines` (what each unit looks like), `score` (the run that looks most like an
article; a maximum-sum segment, after Pasternack and Roth, WWW 2009), `headline`, `inside`, `outside`; on HTML
pages `judge`, on text dumps `shares`, `features` and `linemodel`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.blocks.headline import find_headline
from onrecord.blocks.hints import hinted, in_body
from onrecord.blocks.inside import Verdict, judge_inside
from onrecord.blocks.judge import judge_main
from onrecord.blocks.linemodel import judge_lines
from onrecord.blocks.lines import Line, read_units
from onrecord.blocks.outside import is_head_matter, judge_above, judge_below, mostly_date
from onrecord.blocks.score import best_run, promo, score
from onrecord.blocks.shares import Reading
from onrecord.blocks.thread import find_thread
from onrecord.lang.language import Language
from onrecord.model import Block, Page, Span

__all__ = ["find_blocks", "judge_by_rules"]

_PLACEHOLDER = re.compile(r"(?P<mark>\[/?ad[\w ]{0,12}\])\s*")
_PLAIN = "text/plain"
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
    verdicts, reading = judge_by_rules(page, units.lines, language)
    if page.head.media_type == _PLAIN:
        verdicts = judge_lines(units, verdicts, reading, language)
    blocks = []
    for line, (kind, reason) in zip(units.lines, verdicts, strict=True):
        span = line.span
        holder = _PLACEHOLDER.match(line.text) if kind == "paragraph" and line.text[0] == "[" else None
        if holder and holder.end() < len(line.text):
            blocks.append(_placeholder(line, holder.end("mark")))
            span = Span(span.start + holder.end(), span.end)
        blocks.append(Block(span=span, kind=kind, reason=reason, path=line.segment.path))
    return tuple(blocks)


def _placeholder(line: Line, length: int) -> Block:
    """Return the block of an advert's place-holder before the words of a unit."""
    return Block(
        span=Span(line.span.start, line.span.start + length),
        kind="advert",
        reason="an advert's place-holder before a paragraph",
        path=line.segment.path,
    )


def judge_by_rules(page: Page, lines: Sequence[Line], language: Language) -> tuple[list[Verdict], Reading]:
    """Return the rules' verdict on each unit of a page, and what they rest on; no trained model is asked.

    Args:
        page: As read.
        lines: Its units, at least one.
        language: Whose tables to use.
    """
    hints = hinted(lines, [line.words if line.sentence else 0 for line in lines], language)
    scores = [
        score(
            line,
            hint[0] if hint else None,
            body=in_body(line.segment, language),
            inside=line.heading == "related" and promo(lines, at),
        )
        for at, (line, hint) in enumerate(zip(lines, hints, strict=True))
    ]
    end = find_thread(lines)
    run = best_run(scores[:end])
    headline = find_headline(page, lines, run, language)
    if run is None:
        first = end
        inside: list[Verdict] = []
    else:
        first = run[0]
        if headline and headline[0] < run[1]:
            first = _start(page, lines, run, headline[0], language)
        inside = judge_inside(lines, first, run[1])
    while inside and inside[-1][0] != "paragraph":
        inside.pop()
    verdicts = judge_above(page, lines, headline[0] if headline else None, first, language)
    verdicts += inside
    verdicts += judge_below(page, lines[:end], min(end, first + len(inside)), language)
    verdicts += [("comment", "in the readers' comments")] * (len(lines) - end)
    if any(hints):
        verdicts = [_hinted(verdict, hint) for verdict, hint in zip(verdicts, hints, strict=True)]
    if page.main:
        verdicts = judge_main(lines, verdicts, hints, page.main)
    paragraphs = [kind == "paragraph" for kind, _ in verdicts]
    return verdicts, Reading(run, headline[0] if headline else None, scores, paragraphs, end)


def _start(page: Page, lines: Sequence[Line], run: tuple[int, int], headline: int, language: Language) -> int:
    """Return where the text starts: after the headline, its repetition, and the last byline or date below it.

    A paragraph above the run that captions or buttons cut off from it is taken back in.
    """
    first = headline + 1
    sentences = 0
    for index in range(first, min(first + _HEAD, run[1])):
        line = lines[index]
        if mostly_date(page, line, language) is not None:
            first = index + 1
        elif line.sentence:
            sentences += 1
            if sentences > 1:
                break
        elif line.key == lines[headline].key or is_head_matter(page, line, language):
            first = index + 1
    while first < run[1] and not lines[first].sentence:
        first += 1
    return first


def _hinted(verdict: Verdict, hint: Verdict | None) -> Verdict:
    """Let the markup overrule a verdict, but for a headline that the page states."""
    return verdict if hint is None or verdict[0] in ("headline", "clock") else hint
