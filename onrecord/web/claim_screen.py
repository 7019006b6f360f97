"""The Claim screen: who took which stance when, as a picture, and the statements that it is drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from onrecord.claims import answers_claim
from onrecord.errors import InputError
from onrecord.export.dossier import marks_css
from onrecord.export.dossier.stances import STANCES, StanceMark
from onrecord.export.dossier.timeline import Timeline, draw_timeline, possible_days
from onrecord.export.dossier.view import (
    UNCLEAR,
    StatementRow,
    as_question,
    by_actor,
    shift_words,
    shifts_of,
    sides_of,
    statement_row,
)
from onrecord.export.tables import Row
from onrecord.export.wording import anchor_of, day_words, page_label, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Appearance, Record, Stance
from onrecord.store.listed import Listed
from onrecord.text import fold
from onrecord.web.desk import Day, Remembered, Served
from onrecord.web.kept import Kept
from onrecord.web.rendering import Csv, Svg, Table, answer_csv, render, screen

router = APIRouter(tags=["claims"])

Ask = Annotated[str, Query(max_length=500, description="A claim in plain words: who did what to whom.")]
Actor = Annotated[str, Query(max_length=300, description="Only this actor, by its name.")]
StanceFilter = Annotated[Stance | Literal[""], Query(description="Only statements of this stance.")]

_AT_ONCE = 50

CLAIM_COLUMNS = (
    *("statement_id", "page_id", "day", "actors", "stance", "reason", "via", "outlet", "published", "words"),
    "score",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of a claim is shown."""

    stance: Stance | None
    actor: str
    since: str
    until: str


def _narrowed(stance: StanceFilter = "", actor: Actor = "", since: Day = "", until: Day = "") -> Filter:
    return Filter(stance=stance or None, actor=actor, since=since, until=until)


Narrowed = Annotated[Filter, Depends(_narrowed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A statement on a page that copies another one's, in the same words."""

    anchor: str
    page: str
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling: a statement, and the statements on pages that copy its page and have the same words."""

    row: StatementRow
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What the Claim screen says.

    Attributes:
        rows: A part of the tellings; the picture has all of them.
        waiting: How many pages of the ledger have not been looked through for the claim yet.
        number: How many statements bear on the claim before the filter.
        answers: How many of them count as an answer to it in lists of claims.
        named: How many actors made them.
        origins: On how many pages that are not copies of one another.
        stances: Each stance as it is drawn, and how many statements have it.
        anchors: Of the rows that are shown: marks of the picture lead to these.
        shifts: Each change of an actor's stance in words, the earliest first.
    """

    ask: str
    words: str
    question: str
    filter: Filter
    waiting: int
    number: int
    answers: int
    pages: int
    named: int
    origins: int
    actors: tuple[str, ...]
    stances: tuple[tuple[StanceMark, int], ...]
    picture: Timeline
    rows: Listed[Told]
    anchors: frozenset[str]
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """A claim as JSON: what was asked, what bears on it; so many pages as are `waiting` are not counted yet."""

    ask: str
    question: str
    waiting: int
    appearances: tuple[Appearance, ...]


@router.get("/claim.json", name="claim_json")
def claim_json(served: Served, kept: Remembered, ask: Ask) -> ClaimAnswer:
    """The statements that bear on a claim in plain words, in order of time."""
    question = as_question(served.claim_words(ask))
    traced = _traced(served, kept, ask)
    return ClaimAnswer(ask=ask, question=question, waiting=traced.waiting, appearances=traced.appearances)


@router.get("/claim.csv", response_class=Csv, name="claim_csv")
def claim_csv(served: Served, kept: Remembered, ask: Ask) -> Response:
    """The statements that bear on a claim, as CSV."""
    traced = _traced(served, kept, ask).appearances
    rows = ((*cells, round(one.score, 3)) for one in traced for cells in [_cells(served, one)])
    return answer_csv(Table(columns=CLAIM_COLUMNS, rows=rows), "claim")


@router.get("/claim.svg", response_class=Svg, name="claim_svg")
def claim_svg(
    request: Request,
    served: Served,
    kept: Remembered,
    ask: Ask,
    wanted: Narrowed,
) -> Response:
    """The picture of a claim as a file of its own, to be saved and shown elsewhere."""
    view = _view(served, kept, ask, wanted, 0)
    text = render("claim.svg.j2", request, view=view, style=Markup(marks_css().partition("@media")[0]))  # noqa: S704  # our own file; on white paper
    named = {
        "Content-Disposition": 'attachment; filename="onrecord-claim.svg"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Svg(text, headers=named)


@router.get("/claim", include_in_schema=False, name="claim")
def claim(
    request: Request,
    served: Served,
    kept: Remembered,
    wanted: Narrowed,
    ask: Ask = "",
    after: Annotated[int, Query(ge=0, lt=2**31, description="Only tellings after so many.")] = 0,
) -> Response:
    """A claim in plain words: its picture, and its statements."""
    if not ask.strip():
        return screen(request, "claim.html.j2", view=None, why="")

    def shown() -> bytes:
        return render("claim.html.j2", request, view=_view(served, kept, ask, wanted, after), why="")

    try:  # laid out as a whole, since the picture of many statements takes longest
        html = kept.get_soon(("claim", request.url.query, request.scope["may_write"]), shown)
    except InputError as error:
        return screen(request, "claim.html.j2", view=None, why=str(error))
    if html is None:
        return screen(request, "looking.html.j2", words=as_question(served.claim_words(ask)))
    return HTMLResponse(html)


@dataclass(frozen=True, slots=True)
class _Traced:
    """What bears on a claim, and how many pages were not looked through for it."""

    waiting: int
    appearances: tuple[Appearance, ...]


def _traced(served: Ledger, kept: Kept, ask: str) -> _Traced:
    # how many wait is counted first: a page that is looked through meanwhile is then told of too often
    return kept.get(("trace", ask), lambda: _Traced(served.waiting(), served.trace(ask)))


def _view(served: Ledger, kept: Kept, ask: str, wanted: Filter, after: int) -> ClaimView:
    traced = _traced(served, kept, ask)
    appearances = traced.appearances
    shown = tuple(one for one in appearances if _is_wanted(one, wanted))
    number: Counter[Stance] = Counter(one.stance for one in appearances)
    words = served.claim_words(ask)
    pages = list(dict.fromkeys(one.page.id for one in appearances))
    origins = served.relays.origins(pages)
    shifts = shifts_of(words, appearances)
    tellings = _tellings(shown, origins)
    part = tellings[after : after + _AT_ONCE]
    records = {page: served.record(page) for page in {same[0].page.id for same in part}}
    rows = tuple(_told(records, same) for same in part)
    onward = str(after + _AT_ONCE) if len(tellings) > after + _AT_ONCE else None
    return ClaimView(
        ask=ask,
        words=words,
        question=as_question(words),
        filter=wanted,
        waiting=traced.waiting,
        number=len(appearances),
        answers=sum(answers_claim(one.stance, one.relation) for one in appearances),
        pages=len(pages),
        origins=len(set(origins.values())),
        named=sum(name != UNCLEAR for name, _ in by_actor(appearances)),
        actors=tuple(name for name, _ in by_actor(appearances)),
        stances=tuple((mark, number[stance]) for stance, mark in STANCES.items() if stance != "none"),
        picture=draw_timeline(by_actor(shown, only=wanted.actor or None), shifts),
        rows=Listed(items=rows, next=onward),
        anchors=frozenset(anchor for told in rows for anchor in _anchors(told)),
        shifts=shift_words(shifts),
    )


def _tellings(shown: Sequence[Appearance], origins: Mapping[str, str]) -> list[list[Appearance]]:
    """Fold what copies of a page repeat; the page that is the earliest in this ledger comes first."""
    tellings: dict[object, list[Appearance]] = {}
    for one in shown:
        said = fold(one.words), tuple(speaker.name for speaker in one.actors), one.stance
        tellings.setdefault((origins.get(one.page.id, one.page.id), said), []).append(one)
    return [sorted(same, key=lambda one: one.page.id != origins.get(one.page.id)) for same in tellings.values()]


def _told(records: Mapping[str, Record], same: Sequence[Appearance]) -> Told:
    first, *copies = same
    return Told(row=statement_row(records[first.page.id], first), copies=tuple(map(_copy, copies)))


def _anchors(told: Told) -> tuple[str, ...]:
    return (told.row.anchor, *(copy.anchor for copy in told.copies))


def _copy(one: Appearance) -> Copy:
    return Copy(anchor=anchor_of(one), page=one.page.id, id=one.statement, label=page_label(one.outlet, one.page))


def _is_wanted(one: Appearance, wanted: Filter) -> bool:
    """Tell whether a statement is shown; one without a day is not, where days are asked for."""
    if wanted.stance and one.stance != wanted.stance:
        return False
    if wanted.actor and wanted.actor not in sides_of(one):
        return False
    first, last = (day.isoformat() if day else None for day in possible_days(one))
    if wanted.since and (last or "") < wanted.since:
        return False
    return not wanted.until or (first is not None and first <= wanted.until)


def _cells(served: Ledger, one: Appearance) -> Row:
    text = served.record(one.page.id).text
    return (
        *(one.statement, one.page.id, day_words(one), "; ".join(speaker_label(text, who) for who in one.actors)),
        *(one.stance, one.reason, "; ".join(via.name for via in one.via), one.outlet, one.published, one.words),
    )
