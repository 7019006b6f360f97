"""What every screen is given: the ledger that is served, and the small things that screens ask with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from onrecord.errors import InputError
from onrecord.ledger import Ledger
from onrecord.web.kept import Kept

DAY = r"^(\d{4}-\d{2}-\d{2})?$"


class MissingError(InputError):
    """Something that the address names is not in the ledger."""


async def _ledger(request: Request) -> Ledger:
    ledger: Ledger = request.app.state.ledger
    return ledger


async def _kept(request: Request) -> Kept:
    kept: Kept = request.app.state.kept
    return kept


Served = Annotated[Ledger, Depends(_ledger)]
Remembered = Annotated[Kept, Depends(_kept)]
Words = Annotated[str, Query(max_length=500, description="Words that must all occur; nothing in them is syntax.")]
Day = Annotated[str, Query(pattern=DAY, description="An ISO day, or nothing.")]
After = Annotated[str | None, Query(max_length=100, description="What `next` of the list before said.")]
