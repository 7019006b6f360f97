"""The Page screen: the whole source, what of it is the article, and its statements as cards beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import InputError
from onrecord.export.selectors import text_fragment_url
from onrecord.export.tables import STATEMENT_COLUMNS, statement_row
from onrecord.export.wording import page_label, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Applied, Capture, Found, FoundTime, Hanging, Record, Span, Speaker, Statement
from onrecord.text import join_words
from onrecord.web.desk import MissingError, Served
from onrecord.web.lit import LitBlock, first_span, lit_blocks
from onrecord.web.rendering import Csv, Table, answer_csv, screen

router = APIRouter(tags=["pages"])

_MOST_LINK_WORK = 50_000_000
"""Live links look for their words all over the text; with more characters than this to look at, there are none."""

PageId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="The first 16 hex digits of the sha256.")]
StatementId = Annotated[str, Path(pattern=r"^[0-9a-f]{6,64}$")]
At = Annotated[
    str,
    Query(
        pattern=r"^(\d{1,9}-\d{1,9}(\.[0-9a-f]{8})?)?$",
        description="What to light: start-end in code points, and 8 hex digits of the sha256 of the words.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a page's masthead.

    Attributes:
        by: The rule that found it.
        at: Where it stands on the page, as `at` of the address; None where it is read from the markup.
        also: Other readings that disagree.
    """

    name: str
    value: str
    by: str
    at: str | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One speaker as a card shows it."""

    label: str
    mention: str | None
    kind: str
    details: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A statement beside the page.

    Attributes:
        at: Its permanent place, as `at` of the address.
        live: A link into the page as it is now on the web.
        decided: What people decided about it.
        now: What its fields hold, as a person would write it.
    """

    number: int
    statement: Statement
    who: tuple[Who, ...]
    cue: str
    words: str
    hedges: tuple[str, ...]
    within: int | None
    at: str | None
    live: str | None
    decided: tuple[Applied, ...]
    now: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What the Page screen says.

    Attributes:
        label: What a reader knows the page by.
        lit: What the address asks for; None where it asks for nothing.
        moved: The words at the place that the address asks for are other ones than when the address was made.
        size: How many bytes its source has.
        decided: What people decided about the page itself, and about statements that are not there.
        now: What its fields hold, as a person would write it.
        hanging: What goes when it is forgotten.
    """

    record: Record
    captures: tuple[Capture, ...]
    label: str
    facts: tuple[Fact, ...]
    blocks: tuple[LitBlock, ...]
    cards: tuple[Card, ...]
    lit: Span | None
    moved: bool
    size: int
    decided: tuple[Applied, ...]
    now: dict[str, str]
    hanging: Hanging


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page as JSON: its record, and where its bytes were taken."""

    record: Record
    captures: tuple[Capture, ...]


@router.get("/p/{page}.json", name="page_json")
def page_json(served: Served, page: PageId) -> PageAnswer:
    """A page as it was taken down: its record, and where its bytes were taken."""
    return PageAnswer(record=record_of(served, page), captures=served.captures(page))


@router.get("/p/{page}.csv", response_class=Csv, name="page_csv")
def page_csv(served: Served, page: PageId) -> Response:
    """The statements of a page as CSV, as `statements.csv` of the export has them."""
    record = record_of(served, page)
    rows = (statement_row(record, statement) for statement in record.statements)
    return answer_csv(Table(columns=STATEMENT_COLUMNS, rows=rows), f"page-{page}")


@router.get("/p/{page}/source", response_class=Response, name="page_source")
def page_source(served: Served, page: PageId) -> Response:
    """The bytes of a page as they came, to be saved: nothing shows or runs them."""
    record_of(served, page)
    ending = "html" if served.record(page).page.media_type == "text/html" else "txt"
    named = {"Content-Disposition": f'attachment; filename="{page}.{ending}"'}
    return Response(served.source_bytes(page), media_type="application/octet-stream", headers=named)


@router.get("/s/{statement}", include_in_schema=False, name="statement")
def statement_place(served: Served, statement: StatementId) -> Response:
    """The place of a statement on its page."""
    found = served.screens.statements.place_of(statement)
    if found is None:
        raise MissingError(
            f"No statement has the id {statement}: another version of the reader may have made other ids. "
            "The address of a page with the place on it keeps its meaning."
        )
    record = record_of(served, found.page)
    span = first_span(record.statements[found.nth])
    return RedirectResponse(f"/p/{found.page}" + (f"?at={at_of(record, span)}#at" if span else ""), 303)


@router.get("/p/{page}", include_in_schema=False, name="page")
def page(request: Request, served: Served, page: PageId, at: At = "") -> Response:
    """A page: the whole source, what of it is the article, its statements."""
    record = record_of(served, page)
    span, moved = place(record, at)
    outlet = record.article.outlet
    view = PageView(
        record=record,
        captures=served.captures(page),
        label=page_label(outlet.value if outlet else None, record.page),
        facts=tuple(_facts(record)),
        blocks=lit_blocks(record, span),
        cards=_cards(record),
        lit=span,
        moved=moved,
        size=len(served.source_bytes(page)),
        decided=_about_page(record),
        now=_page_now(record),
        hanging=served.hanging(page),
    )
    return screen(request, "page.html.j2", view=view)


def at_of(record: Record, span: Span) -> str:
    """Return the permanent name of a place on a page: its ends, and a digest of the words between them."""
    words = record.text[span.start : span.end]
    return f"{span.start}-{span.end}.{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"


def place(record: Record, at: str) -> tuple[Span | None, bool]:
    """Return the place that an address asks for, and whether other words stand there than were meant."""
    found = re.fullmatch(r"(\d+)-(\d+)(?:\.([0-9a-f]{8}))?", at)
    if found is None:
        return None, False
    span = Span(int(found[1]), int(found[2]))
    if not span.start < span.end <= len(record.text):
        return None, True
    return span, bool(found[3]) and at_of(record, span) != at


def record_of(served: Ledger, page: str) -> Record:
    """Return the record of a page.

    Raises:
        MissingError: The ledger has no such page.
    """
    try:
        return served.record(page)
    except InputError as error:
        raise MissingError(f"The ledger has no page {page}; it may have been forgotten.") from error


def _facts(record: Record) -> Iterator[Fact]:
    article = record.article
    named: list[tuple[str, Found | FoundTime | None]] = [
        ("Outlet", article.outlet),
        *(("By", found) for found in article.bylines),
        *(("Agency", found) for found in article.agencies),
        ("Dateline", article.dateline),
        ("Republishes", article.republishes),
        ("Published", article.published),
        ("Updated", article.updated),
    ]
    for name, found in named:
        if found is not None:
            yield Fact(
                name=name,
                value=_value(found),
                by=found.by + (f" ({found.path})" if found.path else ""),
                at=at_of(record, found.span) if found.span else None,
                also=tuple(f"{one.value} ({one.by})" for one in found.also),
            )


def _value(found: Found | FoundTime) -> str:
    if isinstance(found, Found):
        return found.value
    parts = [found.value or "unknown", found.time or "", found.tz or ""]
    bound = f"(not after {found.not_after})" if found.not_after and found.value is None else ""
    return " ".join(part for part in (*parts, bound) if part)


def _cards(record: Record) -> tuple[Card, ...]:
    numbers = {statement.id: number for number, statement in enumerate(record.statements, start=1)}
    linked = len(record.text) * len(record.statements) < _MOST_LINK_WORK
    return tuple(_card(record, statement, numbers, linked=linked) for statement in record.statements)


def _card(record: Record, statement: Statement, numbers: dict[str, int], *, linked: bool) -> Card:
    text, span = record.text, first_span(statement)
    return Card(
        number=numbers[statement.id],
        statement=statement,
        who=tuple(_who(text, speaker) for speaker in statement.speakers),
        cue=join_words(text, statement.cue),
        words=join_words(text, statement.content),
        hedges=tuple(f"“{join_words(text, [hedge.span])}” ({hedge.owner})" for hedge in statement.hedges),
        within=numbers.get(statement.within or ""),
        at=at_of(record, span) if span else None,
        live=text_fragment_url(record, span) if span and linked else None,
        decided=tuple(one for one in record.decisions if one.statement == statement.id),
        now=statement_now(record, statement),
    )


def statement_now(record: Record, statement: Statement) -> dict[str, str]:
    """Return what the fields of a statement hold, as `onrecord fix` takes them."""
    text, said = record.text, statement.said
    days = dict.fromkeys(day for day in (said.from_, said.to) if day) if said else {}
    return {
        "speaker": "; ".join(speaker_label(text, who) for who in statement.speakers if who.name or who.mention),
        "said": "..".join(days),
        "content": "; ".join(join_words(text, [span]) for span in statement.content),
        "cue": "; ".join(join_words(text, [span]) for span in statement.cue),
        "form": statement.form,
        "via": "; ".join(via.name for via in statement.via),
        "addressee": "; ".join(one.name for one in statement.addressees),
        "acts": "; ".join(statement.acts),
        "actor": "",
    }


def _page_now(record: Record) -> dict[str, str]:
    article = record.article
    single = {"headline": article.headline, "outlet": article.outlet, "dateline": article.dateline}
    return {
        "published": article.published.value or "",
        **{name: found.value if found else "" for name, found in single.items()},
        "byline": "; ".join(found.value for found in article.bylines),
        "agency": "; ".join(found.value for found in article.agencies),
        "updated": (article.updated.value or "") if article.updated else "",
    }


def _about_page(record: Record) -> tuple[Applied, ...]:
    here = {statement.id for statement in record.statements}
    return tuple(one for one in record.decisions if one.statement not in here)


def _who(text: str, speaker: Speaker) -> Who:
    label = speaker_label(text, speaker)
    mention = join_words(text, [speaker.mention]) if speaker.mention else None
    parts = [speaker.role and speaker.role.value, speaker.affiliation and speaker.affiliation.value]
    parts.append(f"for {speaker.on_behalf_of}" if speaker.on_behalf_of else None)
    return Who(
        label=label,
        mention=None if mention == label else mention,
        kind=speaker.kind,
        details=", ".join(part for part in parts if part),
        candidates=speaker.candidates,
    )
