"""Not read: every source that was refused, everything that was not understood, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from onrecord.store.counts import Coverage
from onrecord.store.listed import Listed
from onrecord.store.pagelists import GapRow, ReasonCount
from onrecord.web.desk import After, Remembered, Served
from onrecord.web.ledger_screen import counted
from onrecord.web.pages_screen import every
from onrecord.web.rendering import Table, add_screen

router = APIRouter(tags=["gaps"])

GAP_COLUMNS = ("path", "page_id", "stage", "reason", "message")

Reason = Annotated[str, Query(max_length=100, description="Only gaps of this reason.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsView:
    """A part of the list of gaps, with the reasons that there are."""

    reason: str
    coverage: Coverage
    reasons: tuple[ReasonCount, ...]
    gaps: Listed[GapRow]


def gaps(served: Served, kept: Remembered, reason: Reason = "", after: After = None) -> GapsView:
    """What was not read or not understood, and why: refused sources first, then page by page."""
    coverage, reasons = counted(served, kept)
    return GapsView(
        reason=reason,
        coverage=coverage,
        reasons=reasons,
        gaps=served.screens.pages.gaps(reason=reason or None, after=after),
    )


def gaps_table(served: Served, reason: Reason = "") -> Table:
    """Return all gaps."""
    found = every(lambda after: served.screens.pages.gaps(reason=reason or None, after=after, limit=500))
    return Table(
        columns=GAP_COLUMNS, rows=((gap.path, gap.page, gap.stage, gap.reason, gap.message) for gap in found)
    )


add_screen(router, "/not-read", gaps, "gaps.html.j2", gaps_table)
