"""The list of pages: those added last first, or those that words lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Query

from onrecord.export.tables import Row
from onrecord.store.listed import Listed
from onrecord.store.pagelists import PageRow, State
from onrecord.web.desk import After, Served, Words
from onrecord.web.rendering import Table, add_screen

router = APIRouter(tags=["pages"])

PAGE_COLUMNS = (*("page_id", "path", "url", "headline", "outlet", "published", "added", "statements", "problems"),)

Newer = Annotated[int, Query(ge=0, lt=2**63, description="Only pages added after the `newest` of then.")]
ReadState = Annotated[State | Literal[""], Query(description="Only pages read whole, or only those read in part.")]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesView:
    """A part of the list of pages."""

    words: str
    state: State | None
    newer: int
    pages: Listed[PageRow]


def pages(
    served: Served, words: Words = "", state: ReadState = "", newer: Newer = 0, after: After = None
) -> PagesView:
    """Pages, those added last first; with words, the best match of headline and body first."""
    found = served.screens.pages.listed(words=words, state=state or None, newer=newer, after=after)
    return PagesView(words=words, state=state or None, newer=newer, pages=found)


def pages_table(served: Served, words: Words = "", state: ReadState = "", newer: Newer = 0) -> Table:
    """Return all pages of the list."""

    def part(after: str | None) -> Listed[PageRow]:
        return served.screens.pages.listed(words=words, state=state or None, newer=newer, after=after, limit=500)

    return Table(columns=PAGE_COLUMNS, rows=page_cells(every(part)))


def page_cells(found: Iterable[PageRow]) -> Iterator[Row]:
    """Yield the cells of pages as `PAGE_COLUMNS` names them."""
    for page in found:
        yield (
            *(page.id, page.path, page.url, page.headline, page.outlet, page.published),
            *(page.added, page.statements, page.problems),
        )


def every(part: Callable[[str | None], Listed[Item]]) -> Iterator[Item]:
    """Yield a list to its end, asking for one part after the other."""
    listed = part(None)
    yield from listed.items
    while listed.next:
        listed = part(listed.next)
        yield from listed.items


add_screen(router, "/pages", pages, "pages.html.j2", pages_table)
