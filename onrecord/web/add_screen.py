"""Adding from the Ledger screen: files are dropped, a run begins, is stopped, goes on, and says how far it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from onrecord.web.guard import UPLOAD
from onrecord.web.runs import Progress, Runs

router = APIRouter(tags=["adding"])


async def _runs(request: Request) -> Runs:
    runs: Runs = request.app.state.runs
    return runs


Adding = Annotated[Runs, Depends(_runs)]


@router.get("/add.json")
def add_progress(runs: Adding) -> Progress:
    """How far adding is."""
    return runs.progress


@router.post(UPLOAD)
async def add_file(
    request: Request, runs: Adding, name: Annotated[str, Query(min_length=1, max_length=2000)]
) -> Progress:
    """Take one file, the body as it is: a page, a table, an archive; it waits for `start`."""
    await runs.keep(name, request.stream())
    return runs.progress


@router.post("/add/start")
def add_start(runs: Adding) -> Progress:
    """Add all that waits, or go on where a run was stopped."""
    runs.start()
    return runs.progress


@router.post("/add/stop")
def add_stop(runs: Adding) -> Progress:
    """Stop after the page that is being stored; what was added stays."""
    runs.stop()
    return runs.progress


@router.post("/add/forget")
def add_forget(runs: Adding) -> Progress:
    """Throw away what waits."""
    runs.forget()
    return runs.progress
