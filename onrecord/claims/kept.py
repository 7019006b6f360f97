"""What the pass over a ledger found on a claim, as `appearances` shows it, without its pages being read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from onrecord.claims.timeline import find_bounds
from onrecord.interchange import found_time_from_json, page_head_from_json, statement_from_json
from onrecord.model import Appearance
from onrecord.store import Place
from onrecord.store.claims import Kept


def shown(rows: Iterable[Kept]) -> Iterator[tuple[Place, Appearance]]:
    """Yield what bears on a claim, by page and position, as `appearances.bears_on_page` yields it."""
    for page, found in groupby(rows, key=lambda row: row.page):
        held = list(found)
        head, published = page_head_from_json(held[0].head), found_time_from_json(held[0].published)
        for row in held:
            statement = statement_from_json(row.record)
            yield (
                Place(page, row.nth),
                Appearance(
                    page=head,
                    statement=statement.id,
                    content=statement.content,
                    words=row.words,
                    actors=statement.speakers,
                    stance=row.stance,
                    reason=row.reason,
                    relation=row.relation,
                    score=row.score,
                    said=statement.said,
                    bounds=find_bounds(statement.said, published),
                    via=statement.via,
                    outlet=row.outlet,
                    published=published.value,
                    sides=row.sides,
                ),
            )
