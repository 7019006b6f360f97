"""Finding statements: by their words, by who speaks, by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import APIRouter

from onrecord.export.tables import Row
from onrecord.store.listed import Listed
from onrecord.store.statementlists import StatementRow
from onrecord.web.desk import After, Day, Served, Words
from onrecord.web.pages_screen import every
from onrecord.web.rendering import Table, add_screen

router = APIRouter(tags=["statements"])

STATEMENT_COLUMNS = (
    *("statement_id", "page_id", "speakers", "cue", "words", "form", "day_from", "day_to", "day_is", "via"),
    *("outlet", "published", "headline", "negated", "silent", "confidence", "start", "end"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindView:
    """A part of what a search found."""

    words: str
    who: str
    since: str
    until: str
    statements: Listed[StatementRow]


def find(
    served: Served, words: Words = "", who: Words = "", since: Day = "", until: Day = "", after: After = None
) -> FindView:
    """Statements that hold all words, the best match first; without words by day."""
    found = served.screens.statements.found(
        words=words, who=who, since=since or None, until=until or None, after=after
    )
    return FindView(words=words, who=who, since=since, until=until, statements=found)


def find_table(served: Served, words: Words = "", who: Words = "", since: Day = "", until: Day = "") -> Table:
    """Return all that a search finds."""

    def part(after: str | None) -> Listed[StatementRow]:
        return served.screens.statements.found(
            words=words, who=who, since=since or None, until=until or None, after=after, limit=500
        )

    return Table(columns=STATEMENT_COLUMNS, rows=statement_cells(every(part)))


def statement_cells(found: Iterable[StatementRow]) -> Iterator[Row]:
    """Yield the cells of statements as `STATEMENT_COLUMNS` names them."""
    for one in found:
        yield (
            *(one.id, one.page, one.speakers, one.cue, one.words, one.form, one.day_from, one.day_to, one.day_is),
            *("; ".join(one.reached), one.outlet, one.published, one.headline),
            *(one.negated, one.silent, one.confidence, one.start, one.end),
        )


add_screen(router, "/find", find, "find.html.j2", find_table)
