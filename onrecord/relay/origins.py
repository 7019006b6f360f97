"""What was found, counted by origin: ten pages that have one agency's words are one telling, not ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from onrecord.model import Hit, OriginHits
from onrecord.store import Store


def by_origin(store: Store, hits: Iterable[Hit]) -> tuple[OriginHits, ...]:
    """Return hits by the earliest page in this ledger that their pages go back to, in the order of the hits.

    Args:
        store: What the pass has been over.
        hits: Statements that were found, the best first.
    """
    found = list(hits)
    origins = store.relays.origins(hit.page.id for hit in found)
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        groups[origins[hit.page.id]].append(hit)
    return tuple(
        OriginHits(
            origin=store.record(origin).page,
            pages=len({hit.page.id for hit in group}),
            statements=len(group),
            best=group[0],
        )
        for origin, group in groups.items()
    )
