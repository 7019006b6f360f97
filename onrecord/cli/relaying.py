"""`relay`: whose words are whose. It changes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import describe, show
from onrecord.cli.options import Confidence, JsonFlag, ledger_of
from onrecord.errors import InputError
from onrecord.export.wording import page_label, said_words
from onrecord.ledger import Ledger
from onrecord.model import Kin, Lineage, Relay, Report, Utterance, WordChange


def relay(
    ctx: typer.Context,
    item: Annotated[
        str, typer.Argument(metavar="ID", help="A statement's id or its start, or a page's id or path.")
    ],
    *,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
) -> None:
    """Show whose words they are, those of a statement or a page.

    Of a statement: its earliest report in this ledger, and how later ones differ. Of a page: where its words come
    from, and which pages copy or quote it.
    """
    with ledger_of(ctx, least=min_confidence) as ledger:
        found = _found(ledger, item)
        if json:
            show.json_object(found)
        elif isinstance(found, Utterance):
            _utterance(ledger, found)
        else:
            _lineage(found)


def _found(ledger: Ledger, item: str) -> Utterance | Lineage:
    try:
        return ledger.utterance(item)
    except InputError as not_a_statement:
        try:
            return ledger.lineage(item)
        except InputError as not_a_page:
            raise InputError(f"{not_a_statement} {not_a_page}") from not_a_page


# ---- a statement ------------------------------------------------------------------------------------------


def _utterance(ledger: Ledger, found: Utterance) -> None:
    show.line(_counts(found.pages, found.origins))
    for nth, report in enumerate(found.reports):
        show.line()
        show.line(_heading(nth, found))
        text = ledger.record(report.page.id).text
        show.facts(
            (
                ("  on", f"{page_label(report.outlet, report.page)}, {_day(report.published)}"),
                ("  by", describe.speakers(text, report.statement.speakers)),
                ("  said", said_words(report.statement.said)),
                ("  words", report.words),
                *((("  changed" if at == 0 else "", change_words(one)) for at, one in enumerate(report.changes))),
            )
        )
        if nth and not report.changes:
            show.line("  the same words")


def _heading(nth: int, found: Utterance) -> str:
    report: Report = found.reports[nth]
    if nth:
        return f"then  statement {report.statement.id}"
    alone = len(found.reports) == 1
    doubt = "" if alone or found.proven else ", as far as its pages tell: their days prove no order"
    return f"earliest in this ledger{doubt}  statement {report.statement.id}"


def change_words(change: WordChange) -> str:
    """Return a difference of words in words."""
    if not change.words_before:
        return f"added “{change.words_after}”"
    if not change.words_after:
        return f"left out “{change.words_before}”"
    return f"“{change.words_before}” became “{change.words_after}”"


# ---- a page -----------------------------------------------------------------------------------------------


def _lineage(found: Lineage) -> None:
    show.line(_counts(len(found.family), 1))
    for kin in found.family:
        first = kin.page.id == found.origin.id
        order = "earliest in this ledger" if first else "later" if kin.proven else "order not proven"
        here = "  <- this page" if kin.page.id == found.page.id else ""
        show.line(f"  {_named(kin)}: {order}{here}")
    for relation, other in zip(found.relays, found.others, strict=True):
        show.line(f"{_relation(relation)}: {_named(other)}")
        show.line(f"  {_share(relation, found.page.id)}")
    if not found.relays:
        show.line("No other page in this ledger has its words or quotes the same ones.")


def _relation(relation: Relay) -> str:
    kind = "same wire" if relation.kind == "same_wire" else relation.kind
    return f"{kind}, {relation.extent}{', credited' if relation.credit else ''}"


def _share(relation: Relay, page: str) -> str:
    here, there = (relation.share_a, relation.share_b)[:: 1 if page == relation.a else -1]
    sort = "quoted" if relation.kind == "quotation" else "own"
    runs = show.plural(len(relation.runs), "run")
    return f"{relation.words} words in {runs}: {here:.0%} of this page's {sort} words, {there:.0%} of the other's"


def _named(kin: Kin) -> str:
    return f"{page_label(kin.outlet, kin.page)}, {_day(kin.published)}, page {kin.page.id}"


def _day(day: str | None) -> str:
    return day or "no day"


def _counts(pages: int, origins: int) -> str:
    return f"{show.plural(pages, 'page')} / {show.plural(origins, 'origin')}"
