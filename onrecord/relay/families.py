"""Which pages are tellings of one page, and which of these is the earliest that the ledger holds.

Each page looks for the earlier page that most of its own words are in, and that page for its own; the page at the
end of the way is the origin of them all. So a round-up that copies two stories makes no family of the two, and a
page of which a tenth is borrowed keeps its own origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.relay.facts import is_before, order_of
from onrecord.relay.pair import REPRINT
from onrecord.store.relays import Descent, Link, Standing


def descend(standings: Mapping[str, Standing], links: Iterable[Link]) -> tuple[Descent, ...]:
    """Return where each page comes from, by page id.

    Args:
        standings: Every page, by its id.
        links: The copies among them, in any order.
    """
    order = {page: nth for nth, page in enumerate(sorted(standings, key=lambda page: order_of(standings[page])))}
    earlier: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for link in links:
        for page, other, share in ((link.a, link.b, link.share_a), (link.b, link.a, link.share_b)):
            if order[other] < order[page] and _comes_from(link, page):
                earlier[page].append((-share, order[other], other))
    origins: dict[str, str] = {}
    parents: dict[str, str | None] = {}
    for page in order:
        parents[page] = min(earlier[page])[2] if page in earlier else None
        parent = parents[page]
        origins[page] = page if parent is None else origins[parent]
    return tuple(
        Descent(page, parents[page], origins[page], _is_proven(standings, page, origins[page]))
        for page in sorted(order)
    )


def _comes_from(link: Link, page: str) -> bool:
    """Tell whether a page is a telling of the other one: most of it is there, or most of the other is in it.

    A page that credits the other one for less than most of its words quotes it, and tells a story of its own.
    """
    share = link.share_a if page == link.a else link.share_b
    if link.credited_by == page:
        return share >= REPRINT
    return max(link.share_a, link.share_b) >= REPRINT


def _is_proven(standings: Mapping[str, Standing], page: str, origin: str) -> bool:
    return page == origin or is_before(standings[origin], standings[page])
