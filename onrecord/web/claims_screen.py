"""The Claims screen: what the pages claim, unasked, with who says yes and who says no."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from onrecord.ledger import Ledger
from onrecord.model import Claim
from onrecord.web.desk import Remembered, Served
from onrecord.web.kept import Kept
from onrecord.web.rendering import Table, add_screen

router = APIRouter(tags=["claims"])

CLAIMS_COLUMNS = (
    *("claim_id", "proposition", "statements", "pages", "origins", "actors", "affirming", "denying", "evading"),
    *("first", "last"),
)

_SHOWN = 100
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsView:
    """The claims that pages make, those in dispute first; `waiting` pages are not counted in them yet."""

    contested: bool
    waiting: int
    claims: tuple[Claim, ...]


def claims(served: Served, kept: Remembered, *, contested: bool = True) -> ClaimsView:
    """The claims that pages make, those on which some say yes and others no first."""
    return found_claims(served, kept, contested=contested)


def found_claims(ledger: Ledger, kept: Kept, *, contested: bool) -> ClaimsView:
    """Return the first claims of a ledger, as they are or were a moment ago."""

    def find() -> ClaimsView:
        waiting = ledger.waiting()  # first: a page that is looked through meanwhile is then told of too often
        found = ledger.claims(contested=contested, limit=_SHOWN)
        return ClaimsView(contested=contested, waiting=waiting, claims=found)

    return kept.get(("claims", contested), find)


def claims_table(served: Served, *, contested: bool = True) -> Table:
    """Return the claims as a table."""
    rows = (
        (
            *(one.id, one.proposition, one.statements, one.pages, one.origins, one.actors),
            *("; ".join(names) for names in (one.affirming, one.denying, one.evading)),
            *(one.first, one.last),
        )
        for one in served.claims(contested=contested, limit=_MOST)
    )
    return Table(columns=CLAIMS_COLUMNS, rows=rows)


add_screen(router, "/claims", claims, "claims.html.j2", claims_table)
