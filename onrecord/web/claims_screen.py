"""The Claims screen: what the pages claim, unasked, with who says yes and who says no."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    found = found_claims(served, kept)
    return replace(found, contested=True, claims=in_dispute(found)) if contested else found


def found_claims(ledger: Ledger, kept: Kept) -> ClaimsView:
    """Return the first claims of a ledger, in dispute or not, as they are or were a moment ago."""

    def find() -> ClaimsView:
        waiting = ledger.waiting()  # first: a page that is looked through meanwhile is then told of too often
        found = ledger.claims(contested=False, limit=_SHOWN)
        return ClaimsView(contested=False, waiting=waiting, claims=found)

    return kept.get("claims", find)


def in_dispute(found: ClaimsView) -> tuple[Claim, ...]:
    """Return those in dispute: they are the first of all."""
    return tuple(claim for claim in found.claims if claim.contested)


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
