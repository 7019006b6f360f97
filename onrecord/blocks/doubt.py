"""Whether two opinions on a page are so far apart that a person should look at what is its article."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.blocks.judge import LEFT_OUT, TAKEN_IN
from onrecord.blocks.linemodel import AGAINST
from onrecord.model import Block, Page, Problem

_WIDE = 0.4
"""One in 50 HTML pages measured and one in 25 dumps is over it; their bodies are .86 right, the others .96."""


def find_doubt(page: Page, blocks: Sequence[Block]) -> tuple[Problem, ...]:
    """Return the Problem that the rules and the other opinion differ about much of the text, or nothing.

    The other opinion is a general extractor's on HTML pages, the line model's on text dumps; where they differ,
    the reason of a block says so.

    Args:
        page: As read.
        blocks: Of this page.
    """
    text = differs = 0
    for block in blocks:
        kept = block.kind == "paragraph"
        against = AGAINST in block.reason or block.reason == (TAKEN_IN if kept else LEFT_OUT)
        if not kept and not against:
            continue
        words = len(page.text[block.span.start : block.span.end].split())
        text += words
        differs += words if against else 0
    if differs < _WIDE * text or not differs:
        return ()
    message = (
        f"Two opinions on what is the article differ about {differs} of {text} words; look at the page's parts, "
        "and correct them where they are wrong."
    )
    return (Problem(stage="blocks", reason="body-uncertain", message=message),)
