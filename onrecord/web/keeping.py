"""Keeping a ledger from the screens: a page is forgotten, a copy of the ledger saved."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from onrecord.errors import InputError
from onrecord.model import Forgotten
from onrecord.web.corrections import coder
from onrecord.web.desk import Served
from onrecord.web.page_screen import PageId, record_of

router = APIRouter(tags=["keeping"])


class Forget(BaseModel):
    """Why a page is forgotten; `sure` says that whoever asks has seen what goes with it."""

    model_config = ConfigDict(extra="forbid")
    why: Annotated[str, Field(max_length=2000)] = ""
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A page that was forgotten; `shrunk` tells whether the file could be made smaller at once."""

    forgotten: Forgotten
    shrunk: bool


@router.post("/backup", response_class=FileResponse)
def backup(served: Served) -> Response:
    """A copy of the ledger as it is at this moment, to be saved."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
    try:
        copy = folder / served.path.name
        served.backup(copy)
    except BaseException:
        shutil.rmtree(folder)
        raise
    named = f"{served.path.stem}-{datetime.now(UTC):%Y-%m-%d}.db"
    return FileResponse(
        copy,
        filename=named,
        media_type="application/octet-stream",
        background=BackgroundTask(shutil.rmtree, folder),
    )


@router.post("/p/{page}/forget")
def forget(request: Request, served: Served, page: PageId, asked: Forget) -> Gone:
    """Forget a page with all that hangs on it; whoever is not sure is told what would go."""
    record_of(served, page)
    hanging = served.hanging(page)
    if not asked.sure:
        raise InputError(
            f"With this page go for good: captures, {hanging.captures}; statements, {hanging.statements}; "
            f"decisions that quote it, {hanging.decisions}. Say that you are sure."
        )
    gone = served.forget(page, who=coder(request), why=asked.why)
    return Gone(forgotten=gone, shrunk=served.shrink())
