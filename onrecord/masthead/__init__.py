"""From a page and its blocks to the article: headline, outlet, bylines, agencies, dateline, dates, body.

Every fact says what it rests on; where the page does not prove one, it is left out and a Problem says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.lang.language import Language
from onrecord.masthead.agencies import find_agencies
from onrecord.masthead.bylines import find_bylines
from onrecord.masthead.dateline import dateline_place, read_dateline
from onrecord.masthead.headline import find_headline
from onrecord.masthead.language import find_language, unsupported
from onrecord.masthead.outlet import find_outlet
from onrecord.masthead.published import find_times
from onrecord.masthead.republishes import find_republished
from onrecord.masthead.view import make_view
from onrecord.model import Article, Block, Page, Problem
from onrecord.text import joined

__all__ = ["find_article", "unsupported"]


def find_article(page: Page, blocks: tuple[Block, ...], language: Language) -> tuple[Article, tuple[Problem, ...]]:
    """Return what a page publishes, and a problem for each thing that it does not prove.

    Args:
        page: As read.
        blocks: Of this page, from `blocks.find_blocks`.
        language: Whose tables to use.
    """
    view = make_view(page, blocks, language)
    dateline = read_dateline(view)
    outlet = find_outlet(view, dateline)
    name = outlet.value if outlet else None
    published, updated = find_times(view, dateline)
    article = Article(
        language=find_language(view),
        headline=find_headline(view, name),
        outlet=outlet,
        bylines=find_bylines(view, name),
        agencies=find_agencies(view, dateline, name),
        dateline=dateline_place(view, dateline),
        republishes=find_republished(view, name),
        published=published,
        updated=updated,
        body=joined(page.text, (blocks[i].span for i in view.paragraphs)),
    )
    return article, tuple(_problems(article))


def _problems(article: Article) -> Iterator[Problem]:
    if not article.body:
        yield _problem(
            "no-body", "No paragraph of an article was found; look at the blocks for what was left out."
        )
    if article.headline is None:
        yield _problem("no-headline", "No headline was found; name it by hand if the page has one.")
    if article.outlet is None:
        yield _problem("no-outlet", "The page does not state its outlet; name it by hand if you know it.")
    if article.published.value is None:
        bound = f" It is not after {article.published.not_after}." if article.published.not_after else ""
        yield _problem(
            "no-date",
            f"The day of publication is unknown: {article.published.by}.{bound} Enter it by hand if you know it.",
        )


def _problem(reason: str, message: str) -> Problem:
    return Problem(stage="masthead", reason=reason, message=message)
