"""The Claim screen: who took which stance when, as a picture, and the statements that it is drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

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
from onrecord.export.wording import day_words, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Appearance, Claim, Record, Stance
from onrecord.text import fold
from onrecord.web.desk import Day, Served
from onrecord.web.rendering import Csv, Svg, Table, add_screen, answer_csv, render, screen

router = APIRouter(tags=["claims"])

Ask = Annotated[str, Query(max_length=500, description="A claim in plain words: who did what to whom.")]
Actor = Annotated[str, Query(max_length=300, description="Only this actor, by its name.")]
StanceFilter = Annotated[Stance | None, Query(description="Only statements of this stance.")]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling: a statement, and the statements on pages that copy its page and have the same words."""

    row: StatementRow
    copies: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What the Claim screen says.

    Attributes:
        number: How many statements bear on the claim before the filter.
        named: How many actors made them.
        origins: On how many pages that are not copies of one another.
        stances: Each stance as it is drawn, and how many statements have it.
        shifts: Each change of an actor's stance in words, the earliest first.
    """

    ask: str
    words: str
    question: str
    filter: Filter
    number: int
    pages: int
    named: int
    origins: int
    actors: tuple[str, ...]
    stances: tuple[tuple[StanceMark, int], ...]
    picture: Timeline
    rows: tuple[Told, ...]
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """A claim as JSON: what was asked, and every statement that bears on it."""

    ask: str
    question: str
    appearances: tuple[Appearance, ...]


@router.get("/claim.json", name="claim_json")
def claim_json(served: Served, ask: Ask) -> ClaimAnswer:
    """The statements that bear on a claim in plain words, in order of time."""
    return ClaimAnswer(ask=ask, question=as_question(served.claim_words(ask)), appearances=served.trace(ask))


@router.get("/claim.csv", response_class=Csv, name="claim_csv")
def claim_csv(served: Served, ask: Ask) -> Response:
    """The statements that bear on a claim, as CSV."""
    rows = ((*cells, round(one.score, 3)) for one in served.trace(ask) for cells in [_cells(served, one)])
    return answer_csv(Table(columns=CLAIM_COLUMNS, rows=rows), "claim")


@router.get("/claim.svg", response_class=Svg, name="claim_svg")
def claim_svg(
    request: Request,
    served: Served,
    ask: Ask,
    stance: StanceFilter = None,
    actor: Actor = "",
    since: Day = "",
    until: Day = "",
) -> Response:
    """The picture of a claim as a file of its own, to be saved and shown elsewhere."""
    view = _view(served, ask, Filter(stance=stance, actor=actor, since=since, until=until))
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
    ask: Ask = "",
    stance: Annotated[Stance | Literal[""], Query()] = "",
    actor: Actor = "",
    since: Day = "",
    until: Day = "",
) -> Response:
    """A claim in plain words: its picture, and its statements."""
    if not ask.strip():
        return screen(request, "claim.html.j2", view=None, why="")
    try:
        view = _view(served, ask, Filter(stance=stance or None, actor=actor, since=since, until=until))
    except InputError as error:
        return screen(request, "claim.html.j2", view=None, why=str(error))
    return screen(request, "claim.html.j2", view=view, why="")


def _view(served: Ledger, ask: str, wanted: Filter) -> ClaimView:
    appearances = served.trace(ask)
    shown = tuple(one for one in appearances if _is_wanted(one, wanted))
    records = {page: served.record(page) for page in dict.fromkeys(one.page.id for one in shown)}
    number: Counter[Stance] = Counter(one.stance for one in appearances)
    words = served.claim_words(ask)
    pages = list(dict.fromkeys(one.page.id for one in appearances))
    origins = served.relays.origins(pages)
    shifts = shifts_of(words, appearances)
    return ClaimView(
        ask=ask,
        words=words,
        question=as_question(words),
        filter=wanted,
        number=len(appearances),
        pages=len(pages),
        origins=len(set(origins.values())),
        named=sum(name != UNCLEAR for name, _ in by_actor(appearances)),
        actors=tuple(name for name, _ in by_actor(appearances)),
        stances=tuple((mark, number[stance]) for stance, mark in STANCES.items() if stance != "none"),
        picture=draw_timeline(by_actor(shown, only=wanted.actor or None), shifts),
        rows=_told(shown, records, origins),
        shifts=shift_words(shifts),
    )


def _told(
    shown: Sequence[Appearance], records: Mapping[str, Record], origins: Mapping[str, str]
) -> tuple[Told, ...]:
    """Fold what copies of a page repeat; the page that is the earliest in this ledger stands for them."""
    tellings: dict[object, list[Appearance]] = {}
    for one in shown:
        said = fold(one.words), tuple(speaker.name for speaker in one.actors), one.stance
        tellings.setdefault((origins.get(one.page.id, one.page.id), said), []).append(one)
    out = []
    for (origin, _), same in ((cast("tuple[str, object]", key), same) for key, same in tellings.items()):
        first = next((one for one in same if one.page.id == origin), same[0])
        rows = {id(one): statement_row(records[one.page.id], one) for one in same}
        out.append(Told(row=rows.pop(id(first)), copies=tuple(rows.values())))
    return tuple(out)


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


# ---- the list of claims -----------------------------------------------------------------------------------

CLAIMS_COLUMNS = (
    *("claim_id", "proposition", "statements", "pages", "origins", "actors", "affirming", "denying", "evading"),
    *("first", "last"),
)

_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsView:
    """The claims that pages make, those in dispute first."""

    contested: bool
    claims: tuple[Claim, ...]


def claims(served: Served, *, contested: bool = True) -> ClaimsView:
    """The claims that pages make, those on which some say yes and others no first."""
    return ClaimsView(contested=contested, claims=served.claims(contested=contested, limit=100))


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
