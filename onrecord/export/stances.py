"""Claims and stances as rows of CSV: what the pages claim, and where each statement stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.ledger import Ledger
from onrecord.model import Appearance, Claim

CLAIM_COLUMNS = (
    "claim_id", "claim", "contested", "statements", "pages", "origins", "actors",
    "affirming", "denying", "evading", "first", "last",
)  # fmt: skip
STANCE_COLUMNS = (
    "claim_id", "statement_id", "page_id", "sides", "stance", "relation", "said_from", "said_to", "published",
    "reason", "score",
)  # fmt: skip
_ALL = 1_000_000
"""More claims than any ledger has."""

Cells = tuple[str | int | float | bool | None, ...]


def claim_tables(ledger: Ledger) -> Iterator[tuple[Cells, list[Cells]]]:
    """Yield the row of each claim of a ledger, contested or not, with the rows of the stances on it."""
    for claim in ledger.claims(contested=False, limit=_ALL):
        yield _claim(claim), [_stance(claim, one) for one in ledger.trace(claim.id)]


def _claim(claim: Claim) -> Cells:
    sides = ("; ".join(names) for names in (claim.affirming, claim.denying, claim.evading))
    counts = (claim.statements, claim.pages, claim.origins, claim.actors)
    return (claim.id, claim.proposition, claim.contested, *counts, *sides, claim.first, claim.last)


def _stance(claim: Claim, one: Appearance) -> Cells:
    days = (one.said.from_, one.said.to) if one.said else (None, None)
    return (
        *(claim.id, one.statement, one.page.id, "; ".join(one.sides), one.stance, one.relation),
        *(*days, one.published, one.reason, one.score),
    )
