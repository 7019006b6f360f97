"""Correcting in place: what a person writes on a card, or selects on a page, becomes a decision in the log."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from onrecord.deciding import By, Decided, propose
from onrecord.decisions import about_name, about_page
from onrecord.decisions.anchors import quotes
from onrecord.decisions.judgements import ClaimEditKind
from onrecord.errors import InputError
from onrecord.model import Decision, Record, Span, Spans, Statement
from onrecord.record import made_by
from onrecord.settings import Settings
from onrecord.web.desk import MissingError, Served
from onrecord.web.page_screen import PageId, record_of

router = APIRouter(tags=["corrections"])

Text = Annotated[str, Field(max_length=20_000)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{4,64}$")]

_NEAR = 2_000
"""Reporting words and names are looked for no further than so many code points from what was said."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: Text = ""


class Fix(_Body):
    """Values by field, as `onrecord fix` takes them; without a statement they are about the page."""

    statement: Id | None = None
    given: Annotated[dict[Annotated[str, Field(max_length=40)], Text], Field(min_length=1, max_length=20)]
    copies: bool = False
    claim: Annotated[str | None, Field(max_length=2000)] = None


class Missed(_Body):
    """A statement that the reader missed: the words said by their place, speaker and cue by their words."""

    start: Annotated[int, Field(ge=0, lt=2**31)]
    end: Annotated[int, Field(gt=0, lt=2**31)]
    cue: Text = ""
    speaker: Text = ""


class Edit(_Body):
    """What is done to a claim: `other` is its new words, or another claim's id or words; `statements` leave it."""

    kind: ClaimEditKind
    claim: Annotated[str, Field(min_length=1, max_length=2000)]
    other: Annotated[str, Field(min_length=1, max_length=2000)]
    statements: Annotated[list[Id], Field(max_length=500)] = []


class Same(_Body):
    """Whether two names are one actor's."""

    same: bool
    names: tuple[
        Annotated[str, Field(min_length=1, max_length=500)], Annotated[str, Field(min_length=1, max_length=500)]
    ]


class Back(BaseModel):
    """A decision to undo or redo; none: the last of whoever asks."""

    model_config = ConfigDict(extra="forbid")
    decision: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of decisions: those that are new, and why a page could not be made anew by them."""

    decisions: tuple[Decision, ...]
    problems: tuple[str, ...]


@router.post("/p/{page}/fix")
def fix(request: Request, served: Served, page: PageId, asked: Fix) -> Entered:
    """Correct a statement or the page; the page's record, and what hangs on it, are made anew at once."""
    record = record_of(served, page)
    by = By(who=coder(request), why=asked.why, copies=asked.copies, claim=asked.claim)
    statement = _statement(record, asked.statement) if asked.statement else None
    drafts = propose(record, statement, asked.given, by)
    return _entered(served.decide(drafts, settings=settings_for(record)))


@router.post("/p/{page}/missed")
def missed(request: Request, served: Served, page: PageId, asked: Missed) -> Entered:
    """Mark a statement that the reader missed."""
    record = record_of(served, page)
    content = Span(asked.start, asked.end)
    if not content.start < content.end <= len(record.text):
        raise InputError("These words do not stand on the page; select them again.")
    cue = _nearest(record.text, asked.cue, content, "reporting words")
    names = [" ".join(part.split()) for part in asked.speaker.split(";") if part.strip()]
    mentions = [span for name in names for span in _nearest(record.text, name, content, None)]
    target = replace(about_page(record), content=quotes(record.text, (content,)), cue=quotes(record.text, cue))
    draft = Decision(
        kind="missed",
        target=target,
        values=tuple(names),
        quotes=quotes(record.text, mentions),
        who=coder(request),
        why=asked.why,
    )
    return _entered(served.decide([draft], settings=settings_for(record)))


@router.post("/claims/edit")
def edit_claim(request: Request, served: Served, asked: Edit) -> Entered:
    """Split a claim, merge it with another one, relate the two, or rename it."""
    by = By(who=coder(request), why=asked.why)
    return _entered(served.edit_claim(asked.kind, asked.claim, asked.other, asked.statements, by=by))


@router.post("/actors/same")
def same_actor(request: Request, served: Served, asked: Same) -> Entered:
    """Decide whether two names are one actor's or two."""
    one, other = asked.names
    draft = Decision(
        kind="same-actor" if asked.same else "not-same-actor",
        target=about_name(one),
        others=(about_name(other),),
        who=coder(request),
        why=asked.why,
    )
    return _entered(served.decide([draft], settings=_HERE))


@router.post("/undo")
def undo(request: Request, served: Served, asked: Back) -> Entered:
    """Undo a decision, or the last one that stands of whoever asks."""
    return _entered(served.undo(*_ids(asked), who=coder(request), settings=_HERE))


@router.post("/redo")
def redo(request: Request, served: Served, asked: Back) -> Entered:
    """Put an undone decision into force again."""
    return _entered(served.redo(*_ids(asked), who=coder(request), settings=_HERE))


def coder(request: Request) -> str:
    """Return who decides on these screens."""
    who: str = request.app.state.coder
    return who


_HERE = Settings(jobs=0)


def settings_for(record: Record) -> Settings:
    """Return how a page is read again: here where this version has read these bytes before, else with limits."""
    return _HERE if record.made_by == made_by() else Settings(jobs=1)


def _ids(asked: Back) -> tuple[str, ...]:
    return (asked.decision,) if asked.decision else ()


def _statement(record: Record, wanted: str) -> Statement:
    found = next((one for one in record.statements if one.id == wanted), None)
    if found is None:
        raise MissingError("This statement is no longer on the page: it was corrected meanwhile. Load it again.")
    return found


def _nearest(text: str, words: str, near: Span, called: str | None) -> Spans:
    """Return where words stand nearest to a place; runs of white space match one another.

    Raises:
        InputError: They do not stand near it, and `called` says what they are.
    """
    parts = words.split()
    if not parts:
        return ()
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    low, high = max(0, near.start - _NEAR), near.end + _NEAR
    found = [Span(*match.span()) for match in pattern.finditer(text, low, min(high, len(text)))]
    if found:
        return (min(found, key=lambda span: _distance(span, near)),)
    if called:
        raise InputError(f"The {called} “{words}” do not stand near these words; write them as the page does.")
    return ()


def _distance(span: Span, near: Span) -> int:
    return max(near.start - span.end, span.start - near.end, 0)


def _entered(decided: Decided) -> Entered:
    why = tuple(one.problem.message for one in decided.problems)
    return Entered(decisions=decided.decisions, problems=why)
