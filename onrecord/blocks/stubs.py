"""Pages that show no article: paywalls, consent walls, error pages, lists of other pages. They become Problems.

A page is one only where it holds little running text besides: an article that ends in an offer to subscribe is
read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.blocks.doubt import find_doubt
from onrecord.lang.language import Language
from onrecord.model import Block, Page, Problem, Segment
from onrecord.text import fold

_LITTLE = {"error-page": 60, "paywall": 110, "consent-wall": 60, "index-page": 30}
"""A page is a stub only where its text has fewer words than this."""

_FEWEST = {"error-page": 1, "paywall": 1, "consent-wall": 2}
"""So many different phrases must stand on it."""

_ITEMS, _ITEM_WORDS, _TEASER = 10, 4, 45
_ARTICLE = re.compile(r"jsonld:\w*(?:Article|Posting)\b.*|article:published_time")
_MESSAGES = {
    "error-page": "The page says that what was asked for is not there; fetch it again, or look in an archive.",
    "paywall": "The page shows a paywall in place of the article; save it as a subscriber sees it.",
    "consent-wall": "The page asks for consent and shows no article; save it again after the choice is made.",
    "index-page": "The page lists other pages and is no article; add the pages that it lists.",
}


def set_aside(
    page: Page, blocks: tuple[Block, ...], language: Language
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Return the blocks, without text where the page shows no article, and the Problem that says so or doubts it.

    Args:
        page: As read.
        blocks: Of this page, from `blocks.find_blocks`.
        language: Whose phrases to know (table `stubs`).
    """
    reason = _reason(page, blocks, language)
    if reason is None:
        return blocks, find_doubt(page, blocks)
    why = f"no article: {reason}"
    kept = tuple(
        replace(b, kind="notice", reason=why) if b.kind in ("paragraph", "subhead") else b for b in blocks
    )
    return kept, (Problem(stage="blocks", reason=reason, message=_MESSAGES[reason]),)


def _reason(page: Page, blocks: Sequence[Block], language: Language) -> str | None:
    """Return what kind of stub a page is, or None where it shows an article."""
    words = sum(len(page.text[slice(*b.span)].split()) for b in blocks if b.kind == "paragraph")
    if words < max(_LITTLE.values()):
        text = " ".join(fold(page.text).split())
        title = " ".join(fold(" ".join(_titles(page, blocks))).split())
        for reason, fewest in _FEWEST.items():
            if words < _LITTLE[reason] and _phrases(reason, title, text, language) >= fewest:
                return reason
    return "index-page" if _lists(page, blocks, words) else None


def _titles(page: Page, blocks: Sequence[Block]) -> list[str]:
    shown = [page.text[slice(*b.span)] for b in blocks if b.kind == "headline"]
    return [row.value for row in page.meta if row.key in ("title", "og:title")] + shown


def _phrases(reason: str, title: str, text: str, language: Language) -> int:
    """Return how many phrases of a kind of stub stand on a page."""
    rows = [row for row in language.rows("stubs") if row["reason"] == reason]
    return sum(row["phrase"] in (title if row["where"] == "title" else text) for row in rows)


def _lists(page: Page, blocks: Sequence[Block], words: int) -> bool:
    """Tell whether a page lists others: many titles and little text, or linked titles with a teaser each."""
    if any(_ARTICLE.fullmatch(row.key) for row in page.meta):
        return False
    body = [len(page.text[slice(*b.span)].split()) for b in blocks if b.kind == "paragraph"]
    items = sum(len(page.text[slice(*b.span)].split()) >= _ITEM_WORDS for b in blocks if b.kind != "paragraph")
    if words < _LITTLE["index-page"]:
        return items >= _ITEMS and not any(b.kind in ("headline", "byline") for b in blocks)
    linked = sum(_is_linked_title(segment) for segment in page.segments)
    return linked >= _ITEMS and linked > 2 * len(body) and max(body) < _TEASER and len(body) >= _ITEMS // 2


def _is_linked_title(segment: Segment) -> bool:
    """Tell whether a heading is a link as a whole, as titles in lists of articles are."""
    if segment.tag not in ("h2", "h3", "h4", "h5"):
        return False
    return 2 * sum(end - start for start, end in segment.links) > segment.span.end - segment.span.start
