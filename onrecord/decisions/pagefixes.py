"""Decisions about a page as a whole: its blocks and its masthead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from onrecord.decisions.fates import Fates
from onrecord.decisions.values import is_day
from onrecord.model import (
    Article,
    Block,
    BlockKind,
    Decision,
    Evidence,
    Found,
    FoundTime,
    Problem,
    Span,
    Spans,
)

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

_HALF = 2
_SETTLES = {"headline": "no-headline", "outlet": "no-outlet", "published": "no-date"}
"""The problem that a decision of a kind does away with."""


def decided_by(decision: Decision) -> str:
    """Return the rule that a decided fact goes by."""
    return f"decided by {decision.who} on {decision.at[:10]}"


def fix_blocks(fates: Fates, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the kinds that were decided; a decision is about the blocks that its words fill."""
    out = list(blocks)
    for decision in fates.of("block"):
        place = fates.place(decision)
        kind = next((known for known in BLOCK_KINDS if (known,) == decision.values), None)
        if kind is None:
            fates.lose(decision, "no-such-value")
        elif place is not None:
            _set_kind(fates, out, decision, kind, place.content)
    return tuple(out)


def _set_kind(fates: Fates, blocks: list[Block], decision: Decision, kind: BlockKind, words: Spans) -> None:
    touched = [nth for nth, block in enumerate(blocks) if _filled(block.span, words)]
    if not touched:
        fates.lose(decision, "no-block")
    for nth in touched:
        fates.hold(decision, ("block", nth), kind)
        blocks[nth] = replace(blocks[nth], kind=kind, reason=decided_by(decision))


def fix_article(fates: Fates, article: Article) -> Article:
    """Return the masthead with the facts that were decided; what the page was read as stays among `also`."""
    for decision in fates.of("headline", "outlet", "dateline", "byline", "agency"):
        found = _facts(fates, decision, _as_read(article, decision))
        if found is not None:
            article = _with_facts(article, decision, found)
    for decision in fates.of("published", "updated"):
        old = article.published if decision.kind == "published" else article.updated
        time = _time(fates, decision, old)
        if time is not None and decision.kind == "published":
            article = replace(article, published=time)
        elif time is not None:
            article = replace(article, updated=time if time.value else None)
    return article


def _as_read(article: Article, decision: Decision) -> tuple[Found, ...]:
    """Return the facts of a decision's kind as they stand."""
    match decision.kind:
        case "headline":
            found = article.headline
        case "outlet":
            found = article.outlet
        case "dateline":
            found = article.dateline
        case "byline":
            return article.bylines
        case _:
            return article.agencies
    return (found,) if found else ()


def _with_facts(article: Article, decision: Decision, found: tuple[Found, ...]) -> Article:
    one = found[0] if found else None
    match decision.kind:
        case "headline":
            return replace(article, headline=one)
        case "outlet":
            return replace(article, outlet=one)
        case "dateline":
            return replace(article, dateline=one)
        case "byline":
            return replace(article, bylines=found)
        case _:
            return replace(article, agencies=found)


def fix_problems(fates: Fates, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of the masthead that nobody has settled."""
    settled = {reason for kind, reason in _SETTLES.items() if any(d.kind == kind for d in fates.standing)}
    return tuple(problem for problem in problems if problem.reason not in settled)


def _filled(block: Span, spans: Spans) -> bool:
    """Tell whether words fill at least half of a block."""
    common = sum(max(0, min(block.end, span.end) - max(block.start, span.start)) for span in spans)
    return common * _HALF >= block.end - block.start


def _facts(fates: Fates, decision: Decision, old: tuple[Found, ...]) -> tuple[Found, ...] | None:
    """Return what a decision says; None where the words it rests on are lost.

    A fact that was read otherwise stands beside the decided one that takes its place.
    """
    spans = fates.quoted(decision, decision.quotes)
    if spans is None:
        return None
    fates.hold(decision, decision.kind, decision.values)
    by = decided_by(decision)
    out = []
    for nth, value in enumerate(decision.values):
        before = next((one for one in old if one.value == value), old[nth] if nth < len(old) else None)
        span = next((s for s in spans if fates.text[slice(*s)].split() == value.split()), None)
        out.append(Found(value=value, span=span, by=by, also=_also(before)))
    return tuple(out)


def _time(fates: Fates, decision: Decision, old: FoundTime | None) -> FoundTime | None:
    """Return the day that a decision gives; None where the words it rests on are lost."""
    spans = fates.quoted(decision, decision.quotes)
    if spans is None:
        return None
    if not all(is_day(value) for value in decision.values):
        fates.lose(decision, "no-such-value")
        return None
    fates.hold(decision, decision.kind, decision.values)
    by = decided_by(decision)
    also = _also(old) if old else ()
    if not decision.values:
        return FoundTime(
            value=None, precision="unknown", by=by, not_after=old.not_after if old else None, also=also
        )
    return FoundTime(value=decision.values[0], span=spans[0] if spans else None, by=by, also=also)


def _also(old: Found | FoundTime | None) -> tuple[Evidence, ...]:
    """Return what was read before a decision, as evidence that disagrees."""
    if old is None or old.value is None:
        return old.also if old else ()
    return (Evidence(value=old.value, span=old.span, by=old.by, path=old.path), *old.also)
