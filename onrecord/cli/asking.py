"""`status`, `gaps`, `find`, `show`, `trace`: asking a ledger. None of them changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated

import typer

from onrecord.cli import describe
from onrecord.cli import show as out
from onrecord.cli.door import FINDINGS
from onrecord.cli.options import Confidence, CsvFlag, JsonFlag, SpeechFlag, ledger_of, one_format, tell_waiting
from onrecord.cli.progress import progress
from onrecord.errors import InputError
from onrecord.export.wording import day_words, page_label, said_words
from onrecord.interchange import appearance_to_json, problem_to_json, record_to_json
from onrecord.ledger import Ledger
from onrecord.model import Appearance, Hit, PageHead, Said, Status
from onrecord.weights import shipped

GAP_COLUMNS = (out.Column("path"), out.Column("stage"), out.Column("reason"), out.Column("message", elastic=True))
_WHERE = out.Column("where", lead="in ")
_STATEMENT = out.Column("statement", lead="statement ")
_WHY = out.Column("why", lead="because: ")
WORDS = out.Column("words", elastic=True, blank="(silence)")
FACTS = tuple(out.Column(name, data=True) for name in ("page", "published", "said_from", "said_to"))
"""What a program wants to know of a statement in a list: the page's id and day, and the days said."""
_HEADS = (out.Column("day"), out.Column("speakers"), out.Column("outlet", lead="in "), _STATEMENT)
HIT_COLUMNS = (*_HEADS, WORDS, *FACTS)
LIKE_COLUMNS = (*_HEADS, _WHY, WORDS, *FACTS)
ORIGIN_COLUMNS = (
    *(*_HEADS, out.Column("origin", lead="origin "), out.Column("pages", lead="pages ")),
    *(out.Column("statements", lead="statements "), WORDS, *FACTS),
)
_STANCES = (out.Column("day"), out.Column("actor"), out.Column("stance"), out.Column("via", lead="via "), _WHERE)
TRACE_COLUMNS = (*_STANCES, _STATEMENT, WORDS, out.Column("relation", data=True), *FACTS)
WHY_COLUMNS = (*_STANCES, _STATEMENT, _WHY, WORDS, out.Column("relation", data=True), *FACTS)


def status(ctx: typer.Context, *, json: JsonFlag = False) -> None:
    """Say what the ledger holds."""
    with ledger_of(ctx) as ledger:
        held = ledger.status()
    if json:
        out.json_object(held)
    else:
        out.facts(_status_facts(held))


def _status_facts(held: Status) -> tuple[tuple[str, object], ...]:
    made = "; ".join(f"onrecord {by.onrecord}, renderer {by.renderer}" for by in held.made_by)
    days = f"{held.first_published} to {held.last_published}" if held.first_published else None
    return (
        ("ledger", f"{held.path} (layout {held.schema_version})"),
        ("sources", f"{held.sources:,}"),
        ("  read", f"{held.read:,}"),
        ("  partly", f"{held.partly:,}"),
        ("  refused", f"{held.refused:,}"),
        ("  waiting", f"{out.plural(held.waiting, 'page')} that nothing counts yet" if held.waiting else None),
        ("captures", f"{held.captures:,}"),
        ("published", days),
        ("  undated", out.plural(held.undated, "page")),
        ("statements", f"{held.statements:,}"),
        ("  unclear", out.plural(held.unclear, "statement") + " without a speaker that can be named"),
        ("actors", f"{held.actors:,}"),
        ("problems", "; ".join(f"{count} × {reason}" for reason, count in held.problems) or "none"),
        ("made by", made or None),
        (
            "vectors",
            "; ".join(f"{out.plural(pages, 'page')} by {_model(name)}" for name, pages in held.vectors) or None,
        ),
    )


def _model(name: str) -> str:
    """Return a model of vectors with the sha256 of its network, where this onrecord ships it."""
    sha256 = shipped().get(f"{name}/encoder.onnx")
    return f"{name}, sha256 {sha256[:12]}…" if sha256 else f"{name}, which this onrecord does not ship"


def gaps(ctx: typer.Context, *, json: JsonFlag = False, csv: CsvFlag = False) -> None:
    """List what was not read or not understood, and why. Exit code 1 when there is anything."""
    one_format(json=json, csv=csv)
    with ledger_of(ctx) as ledger:
        found = ledger.gaps()
    if json:
        for gap in found:
            out.json_line(problem_to_json(gap))
    else:
        rows = [(gap.path, gap.problem.stage, gap.problem.reason, gap.problem.message) for gap in found]
        out.listing(GAP_COLUMNS, rows, csv=csv)
    if any(gap.problem.stage == "masthead" for gap in found):
        out.note(
            "What a page does not say is entered by hand: `onrecord fix PAGE published=2031-03-08 outlet=NAME`."
        )
    if found:
        raise typer.Exit(FINDINGS)
    out.note("No gaps: every source was read whole as far as onrecord noticed.")


def find(
    ctx: typer.Context,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="Words that a statement must hold; none: all of an actor or time."),
    ] = "",
    *,
    who: Annotated[str | None, typer.Option(help="Only statements by this actor.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Not before this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Not after this day, YYYY-MM-DD.")] = None,
    min_confidence: Confidence = 0.0,
    speech: SpeechFlag = False,
    like: Annotated[bool, typer.Option("--like", help="Also what says it in other words, each with why.")] = False,
    by_origin: Annotated[
        bool, typer.Option("--by-origin", help="One row for all pages that have their words from one.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, help="At most so many: the best first, without words the earliest.")
    ] = 50,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """Find statements by their words, or by what they say. Exit code 1 when there is none."""
    one_format(json=json, csv=csv)
    if not (text.strip() or who or since or until) or (like and not text.strip()):
        raise InputError("Give words that a statement must hold, or --who, --since or --until.")
    with ledger_of(ctx) as ledger:
        search = ledger.find_like if like else ledger.find
        ask = partial(search, text, who=who, since=since, until=until, least=min_confidence)
        hits = _speech(ask, limit) if speech else ask(limit=limit)
        if by_origin:
            _origins(ledger, hits, json=json, csv=csv)
        elif json:
            for hit in hits:
                out.json_object(hit)
        else:
            texts = _texts(ledger, hits)
            cells = ((hit, *_hit_row(hit, texts[hit.page.id])) for hit in hits)
            rows = [(*head, *([hit.reason] if like else ()), *tail) for hit, head, tail in cells]
            out.listing(LIKE_COLUMNS if like else HIT_COLUMNS, rows, csv=csv)
    if not hits:
        out.note(
            "No statement says anything like it."
            if like
            else "No statement holds all of these words; --like finds what says it in other ones."
            if text.strip()
            else "No statement is of that actor and that time."
        )
        raise typer.Exit(FINDINGS)
    if len(hits) == limit:
        whole = " statements, by origin" if by_origin else ""
        out.note(f"These are the first {limit}{whole}; --limit asks for more.")


def _origins(ledger: Ledger, hits: Iterable[Hit], *, json: bool, csv: bool) -> None:
    """Show hits by the page that they go back to, the best of each with how many there are."""
    found = ledger.by_origin(hits)
    if json:
        for one in found:
            out.json_object(one)
        return
    texts = _texts(ledger, [one.best for one in found])
    rows = []
    for one in found:
        head, tail = _hit_row(one.best, texts[one.best.page.id])
        rows.append((*head, one.origin.id, f"{one.pages:,}", f"{one.statements:,}", *tail))
    out.listing(ORIGIN_COLUMNS, rows, csv=csv)


def _speech(ask: Callable[..., tuple[Hit, ...]], limit: int) -> tuple[Hit, ...]:
    """Return the first hits that tell of words: ask for more until there are enough, or no more."""
    asked = limit
    while True:
        hits = ask(limit=asked)
        told = tuple(hit for hit in hits if hit.statement.attitude == "speech")
        if len(told) >= limit or len(hits) < asked:
            return told[:limit]
        asked *= 4


def _texts(ledger: Ledger, shown: Iterable[Hit | Appearance]) -> dict[str, str]:
    """Return the texts of the pages shown: a speaker without a name is shown by the words that mention it."""
    return {page: ledger.record(page).text for page in {one.page.id for one in shown}}


def _hit_row(hit: Hit, text: str) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """Return the cells of a hit, those before what only some lists have and those after it."""
    said = hit.statement.said
    who = describe.speakers(text, hit.statement.speakers)
    head = (said_words(said), who, page_label(hit.outlet, hit.page), hit.statement.id)
    return head, (hit.words, *fact_cells(hit.page, hit.published, said))


def fact_cells(page: PageHead, published: str | None, said: Said | None) -> tuple[str | None, ...]:
    """Return the cells of `FACTS`."""
    return (page.id, published, said.from_ if said else None, said.to if said else None)


def show(
    ctx: typer.Context,
    item: Annotated[
        str, typer.Argument(metavar="ID", help="A statement's id or its start, or a page's id or path.")
    ],
    *,
    json: JsonFlag = False,
) -> None:
    """Show a statement in its context with every field, or a page."""
    with ledger_of(ctx) as ledger:
        try:
            record, statement = ledger.statement(item)
        except InputError as not_a_statement:
            _show_page(ledger, item, not_a_statement, json=json)
            return
        captures = ledger.captures(record.page.id)
    if json:
        outlet, published = record.article.outlet, record.article.published.value
        words = describe.content_words(record.text, statement)
        hit = Hit(
            page=record.page,
            outlet=outlet.value if outlet else None,
            published=published,
            statement=statement,
            words=words,
        )
        out.json_object(hit)
    else:
        describe.statement(record, statement)
        describe.captures(captures)


def _show_page(ledger: Ledger, item: str, not_a_statement: InputError, *, json: bool) -> None:
    try:
        record = ledger.record(item)
    except InputError as not_a_page:
        raise InputError(f"{not_a_statement} {not_a_page}") from not_a_page
    if json:
        out.json_line(record_to_json(record))
    else:
        describe.record(record)
        describe.captures(ledger.captures(record.page.id))


def trace(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim by id or in plain words.")],
    *,
    min_confidence: Confidence = 0.0,
    speech: SpeechFlag = False,
    why: Annotated[bool, typer.Option("--why", help="Also why each was taken; --json has it always.")] = False,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """Show who took which stance on a claim, when, through whom. Exit code 1 when nothing bears on it."""
    one_format(json=json, csv=csv)
    with ledger_of(ctx, least=min_confidence) as ledger:
        tell_waiting(ledger)
        with progress("Tracing") as tell:
            traced = ledger.trace(claim, tell)
        shown = tuple(one for one in traced if not speech or _told(ledger, one))
        if json:
            for one in shown:
                out.json_line(appearance_to_json(one))
        elif shown:
            texts = _texts(ledger, shown)
            rows = [_trace_row(one, texts[one.page.id], why=why) for one in shown]
            out.listing(WHY_COLUMNS if why else TRACE_COLUMNS, rows, csv=csv)
    if not shown:
        out.note(
            "Nothing in this ledger bears on that claim. A claim says who does what, as in “Varland has supplied"
            " drones”; `onrecord claims --all` lists those found, `onrecord find --like` what is near in meaning."
        )
        raise typer.Exit(FINDINGS)
    if not (json or csv):
        out.line()
        out.line(_trace_footer(shown))


def _told(ledger: Ledger, one: Appearance) -> bool:
    """Tell whether a statement in a timeline tells of words."""
    return ledger.statement(one.statement)[1].attitude == "speech"


def _trace_row(one: Appearance, text: str, *, why: bool) -> tuple[str | None, ...]:
    where = page_label(one.outlet, one.page)
    via = ", then ".join(via.name for via in one.via)
    stances = (day_words(one), describe.speakers(text, one.actors), one.stance, via, where, one.statement)
    reason = (one.reason,) if why else ()
    return (*stances, *reason, one.words, one.relation, *fact_cells(one.page, one.published, one.said))


def _trace_footer(shown: tuple[Appearance, ...]) -> str:
    pages = len({one.page.id for one in shown})
    actors = len({side for one in shown for side in one.sides})
    undated = sum(said_words(one.said) == "undated" for one in shown)
    return (
        f"{out.plural(len(shown), 'statement')} on {out.plural(pages, 'page')} by "
        f"{out.plural(actors, 'actor')}; {undated} without a day. No verdict on what is true."
    )
