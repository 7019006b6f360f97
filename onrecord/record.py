"""The story of one page, in about ten calls: blocks, article, statements, who, when, through whom."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from onrecord.blocks import find_blocks
from onrecord.blocks.linemodel import MODEL
from onrecord.blocks.stubs import set_aside
from onrecord.lang import Language
from onrecord.masthead import find_article, unsupported
from onrecord.masthead.paragraphs import find_paragraphs
from onrecord.mentions import resolve
from onrecord.model import MadeBy, Page, Problem, Record, Spans, Statement
from onrecord.qualify import qualify
from onrecord.read import RENDERER
from onrecord.statements import join
from onrecord.tagger import tag
from onrecord.times import find_said

READER = "rules-1"

LONGEST_PARAGRAPH = 100_000
"""Characters; no statement is looked for in a longer paragraph."""


@cache
def made_by() -> MadeBy:
    """Return what this version of the program makes records with."""
    return MadeBy(onrecord=version("onrecord"), renderer=RENDERER, models=(READER, MODEL))


def make_record(page: Page, language: Language) -> Record:
    """Take down everything from one page.

    Args:
        page: The page as read.
        language: The language whose statements are looked for.
    """
    blocks, missing = set_aside(page, find_blocks(page, language), language)
    article, problems = find_article(page, blocks, language)
    foreign = unsupported(article, language)
    paragraphs = () if foreign else find_paragraphs(page, blocks, language)
    published = article.published.value if article.published.precision == "day" else None
    statements, refused = find_in(page.text, paragraphs, published, language)
    return Record(
        page=page.head,
        made_by=made_by(),
        text=page.text,
        article=article,
        blocks=blocks,
        statements=statements,
        problems=(*page.problems, *missing, *problems, *([foreign] if foreign else ()), *refused),
    )


def find_in(
    text: str, paragraphs: Spans, published: str | None, language: Language
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Find the statements in paragraphs of a text, with who, when and through whom.

    Args:
        text: The text; all spans are of it.
        paragraphs: Where to look.
        published: The ISO day that words of time are reckoned from, or None.
        language: The language of the text.
    """
    paragraphs, too_long = _readable(paragraphs)
    candidates, unread = tag(text, paragraphs, language)
    statements, refused = join(text, paragraphs, candidates)
    statements = resolve(text, paragraphs, statements, language)
    statements = find_said(text, paragraphs, statements, published, language)
    return qualify(text, paragraphs, statements, language), (*too_long, *unread, *refused)


def _readable(paragraphs: Spans) -> tuple[Spans, tuple[Problem, ...]]:
    """Return the paragraphs that somebody can have written as such, and a Problem for each of the others."""
    problems = (
        Problem(
            stage="record",
            reason="paragraph-too-long",
            message=f"A paragraph of {span.end - span.start:,} characters, more than {LONGEST_PARAGRAPH:,}, was "
            "not searched for statements; break it into lines and read it again.",
            span=span,
        )
        for span in paragraphs
        if span.end - span.start > LONGEST_PARAGRAPH
    )
    return tuple(span for span in paragraphs if span.end - span.start <= LONGEST_PARAGRAPH), tuple(problems)
