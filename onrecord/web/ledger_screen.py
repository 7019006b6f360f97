"""The Ledger screen: what was read, what was not, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from onrecord.ledger import Ledger
from onrecord.model import Claim
from onrecord.store.counts import Coverage
from onrecord.store.listed import Listed
from onrecord.store.pagelists import PageRow, ReasonCount
from onrecord.web.claims_screen import found_claims, in_dispute
from onrecord.web.desk import Remembered, Served
from onrecord.web.kept import Kept
from onrecord.web.pages_screen import PAGE_COLUMNS, page_cells
from onrecord.web.rendering import Table, add_screen

router = APIRouter(tags=["ledger"])

_CLAIMS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """What the Ledger screen says.

    Attributes:
        newest: What to pass as `newer` to the list of pages at the next visit.
        waiting: How many pages no claim counts yet.
        contested: Whether the claims are those in dispute; where there is none they are the others.
    """

    path: str
    newest: int
    coverage: Coverage
    reasons: tuple[ReasonCount, ...]
    waiting: int
    contested: bool
    claims: tuple[Claim, ...]
    pages: Listed[PageRow]


def ledger(served: Served, kept: Remembered) -> LedgerView:
    """What a ledger holds: the coverage of its sources, why some were not read, the pages added last."""
    screens = served.screens
    found = found_claims(served, kept)
    disputed = in_dispute(found)
    coverage, reasons = counted(served, kept)
    with screens.at_one_moment():
        newest, pages = screens.pages.newest(), screens.pages.listed(limit=12)
    return LedgerView(
        path=str(served.path),
        newest=newest,
        coverage=coverage,
        reasons=reasons,
        waiting=found.waiting,
        contested=bool(disputed),
        claims=(disputed or found.claims)[:_CLAIMS],
        pages=pages,
    )


def counted(ledger: Ledger, kept: Kept) -> tuple[Coverage, tuple[ReasonCount, ...]]:
    """Return what became of the sources, and why some were not read, as it is or was a moment ago."""
    return kept.get("coverage", ledger.screens.pages.coverage), kept.get("reasons", ledger.screens.pages.reasons)


def ledger_table(served: Served) -> Table:
    """Return the pages added last."""
    return Table(columns=PAGE_COLUMNS, rows=page_cells(served.screens.pages.listed(limit=12).items))


add_screen(router, "/", ledger, "ledger.html.j2", ledger_table)
