"""Review: one card after the other by keyboard; a random sample tells how right the reader is on these pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord.export.dossier.excerpt import Piece, excerpt
from onrecord.export.wording import page_label, said_words, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Decision, Forgotten, Record, Statement
from onrecord.store import Place
from onrecord.store.decisions import Orphan
from onrecord.web.agreement import SAMPLE, Agreement, Precision, agreement, precision
from onrecord.web.desk import Served
from onrecord.web.page_screen import statement_now
from onrecord.web.rendering import Csv, Table, answer_csv, screen

router = APIRouter(tags=["review"])

_AT_ONCE = 20

Order = Annotated[
    Literal["uncertain", "sample"],
    Query(description="The least certain first, or a random sample that tells how many are right."),
]

DECISION_COLUMNS = ("id", "at", "who", "kind", "values", "page_sha256", "words", "claim", "of", "copies", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """One statement to be judged: the evidence, and what it was taken for; its stance is towards `claim`."""

    page: str
    statement: Statement
    label: str
    headline: str | None
    published: str | None
    pieces: tuple[Piece, ...]
    who: str
    day: str
    now: dict[str, str]
    claim: str | None
    stance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the Review screen says.

    Attributes:
        sample: What a random sample has said so far.
        why: What to give as the reason of what is decided here.
    """

    of: str
    why: str
    cards: tuple[ReviewCard, ...]
    sample: Precision
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsView:
    """The log of what people decided, the last first; what of it corrects nothing any more; what was forgotten."""

    decisions: tuple[Decision, ...]
    outcomes: dict[str, str]
    orphans: tuple[Orphan, ...]
    forgotten: tuple[Forgotten, ...]


def _review(served: Ledger, of: str) -> ReviewView:
    screens = served.screens
    with screens.at_one_moment():
        places = screens.statements.sample(_AT_ONCE) if of == "sample" else screens.statements.to_review(_AT_ONCE)
        records = {page: served.record(page) for page in {place.page for place in places}}
        claims = {place: screens.statements.claim_at(place) for place in places}
        log = served.decisions.all()
    return ReviewView(
        of=of,
        why=SAMPLE if of == "sample" else "",
        cards=tuple(_card(records[place.page], place, claims[place]) for place in places),
        sample=precision(log),
        agreement=agreement(log),
    )


def _card(record: Record, place: Place, claim: tuple[str, str] | None) -> ReviewCard:
    statement, article = record.statements[place.nth], record.article
    return ReviewCard(
        page=record.page.id,
        statement=statement,
        label=page_label(article.outlet.value if article.outlet else None, record.page),
        headline=article.headline.value if article.headline else None,
        published=article.published.value,
        pieces=excerpt(record, statement),
        who="; ".join(speaker_label(record.text, who) for who in statement.speakers) or "unclear",
        day=said_words(statement.said),
        now={**statement_now(record, statement), "stance": claim[1] if claim else ""},
        claim=claim[0] if claim else None,
        stance=claim[1] if claim else None,
    )


@router.get("/review.json")
def review_json(served: Served, of: Order = "uncertain") -> ReviewView:
    """Statements to be judged, what a random sample has said so far, and how far people agree."""
    return _review(served, of)


@router.get("/review", include_in_schema=False)
def review(request: Request, served: Served, of: Order = "uncertain") -> Response:
    """The cards, one at a time."""
    return screen(request, "review.html.j2", view=_review(served, of))


@router.get("/decisions.json")
def decisions_json(served: Served) -> DecisionsView:
    """What people decided, the last first, and what became of it."""
    return _decisions(served)


@router.get("/decisions.csv", response_class=Csv)
def decisions_csv(served: Served) -> Response:
    """What people decided as CSV, the last first."""
    rows = (
        (
            *(one.id, one.at, one.who, one.kind, "; ".join(one.values), one.target.page),
            *(" … ".join(quote.exact for quote in (*one.target.content, *one.target.cue)), one.claim, one.of),
            *(one.copies, one.why),
        )
        for one in _decisions(served).decisions
    )
    return answer_csv(Table(columns=DECISION_COLUMNS, rows=rows), "decisions")


@router.get("/decisions", include_in_schema=False)
def decisions(request: Request, served: Served) -> Response:
    """The log of decisions, and the queue of orphans."""
    return screen(request, "decisions.html.j2", view=_decisions(served))


def _decisions(served: Ledger) -> DecisionsView:
    log = served.decisions
    with served.screens.at_one_moment():
        outcomes: dict[str, str] = {**log.outcomes()}
        return DecisionsView(
            decisions=log.all()[::-1], outcomes=outcomes, orphans=log.orphans(), forgotten=served.forgotten()
        )
