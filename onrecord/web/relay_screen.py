"""Relay: from which page in this ledger a page has its words, and who else has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.export.wording import page_label
from onrecord.ledger import Ledger
from onrecord.model import Kin, Lineage, Record, Relay, Span
from onrecord.text import joined
from onrecord.web.desk import Served
from onrecord.web.lit import shown_text
from onrecord.web.page_screen import PageId, record_of
from onrecord.web.rendering import Csv, Table, answer_csv, screen

router = APIRouter(tags=["relay"])

RELAY_COLUMNS = ("page_id", "other_id", "kind", "extent", "words", "share_of_page", "share_of_other", "credited")

_MOST_COMPARED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A page of the family, so many steps from the earliest one; `here` is the page that was asked for."""

    kin: Kin
    label: str
    depth: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of the page that was asked for, and whether the other page has them too."""

    words: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the page is related to another one; `runs` is its body, with what both have told apart."""

    relay: Relay
    other: Kin
    label: str
    share: float
    share_of_other: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayView:
    """What the Relay screen says."""

    lineage: Lineage
    label: str
    tree: tuple[Branch, ...]
    compared: tuple[Compared, ...]


@router.get("/p/{page}/relay.json")
def relay_json(served: Served, page: PageId) -> Lineage:
    """From which page in this ledger a page has its words, all pages of that origin, and the proof."""
    record_of(served, page)
    return served.lineage(page)


@router.get("/p/{page}/relay.csv", response_class=Csv)
def relay_csv(served: Served, page: PageId) -> Response:
    """How a page is related to others, as CSV."""
    record_of(served, page)
    lineage = served.lineage(page)
    rows = (
        (page, other.page.id, one.kind, one.extent, one.words, *_shares(one, page), one.credit and one.credit[0])
        for one, other in zip(lineage.relays, lineage.others, strict=True)
    )
    return answer_csv(Table(columns=RELAY_COLUMNS, rows=rows), f"relay-{page}")


@router.get("/p/{page}/relay", include_in_schema=False)
def relay(request: Request, served: Served, page: PageId) -> Response:
    """The screen of a page's relay."""
    return screen(request, "relay.html.j2", view=_view(served, page))


def _view(served: Ledger, page: str) -> RelayView:
    record, lineage = record_of(served, page), served.lineage(page)
    outlet = record.article.outlet
    pairs = list(zip(lineage.relays, lineage.others, strict=True))
    return RelayView(
        lineage=lineage,
        label=page_label(outlet.value if outlet else None, record.page),
        tree=tuple(_tree(lineage)),
        compared=tuple(_compared(record, one, other) for one, other in pairs[:_MOST_COMPARED]),
    )


def _tree(lineage: Lineage) -> Iterator[Branch]:
    """Yield the family from its earliest page down, each page after the one that it has its words from."""
    below: dict[str | None, list[Kin]] = {}
    known = {kin.page.id for kin in lineage.family}
    for kin in lineage.family:
        below.setdefault(kin.parent if kin.parent in known else None, []).append(kin)
    waiting = [(kin, 0) for kin in reversed(below.pop(None, []))]
    while waiting:
        kin, depth = waiting.pop()
        here = kin.page.id == lineage.page.id
        yield Branch(kin=kin, label=page_label(kin.outlet, kin.page), depth=depth, here=here)
        waiting.extend((child, depth + 1) for child in reversed(below.pop(kin.page.id, [])))


def _compared(record: Record, one: Relay, other: Kin) -> Compared:
    share, share_of_other = _shares(one, record.page.id)
    own = [run.a if one.a == record.page.id else run.b for run in one.runs]
    return Compared(
        relay=one,
        other=other,
        label=page_label(other.outlet, other.page),
        share=share,
        share_of_other=share_of_other,
        runs=tuple(_runs(record, own)),
    )


def _shares(one: Relay, page: str) -> tuple[float, float]:
    shares = (round(one.share_a, 3), round(one.share_b, 3))
    return shares if one.a == page else (shares[1], shares[0])


def _runs(record: Record, shared: list[Span]) -> Iterator[Run]:
    """Yield the page's body cut at what it shares."""
    marks = joined(record.text, shared)
    for paragraph in record.article.body:
        at = paragraph.start
        for mark in marks:
            start, end = max(mark.start, at), min(mark.end, paragraph.end)
            if start < end:
                if at < start:
                    yield Run(words=shown_text(record.text[at:start]), shared=False)
                yield Run(words=shown_text(record.text[start:end]), shared=True)
                at = end
        yield Run(words=shown_text(record.text[at : paragraph.end]) + "\n\n", shared=False)
