"""`fix` and `decisions …`: correcting a ledger, and the log of what was corrected."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import show
from onrecord.cli.door import FAILED, FINDINGS, Verbs
from onrecord.cli.options import CsvFlag, JsonFlag, ledger_of, one_format
from onrecord.cli.settings_of import limit_settings, taking
from onrecord.deciding import By, Conflict, Decided, compare, conflicts, read_log, write_log
from onrecord.decisions.log import LOG_KINDS, undone
from onrecord.errors import InputError
from onrecord.model import Decision, Outcome, Record
from onrecord.settings import Settings
from onrecord.store.decisions import Orphan

DECISION_COLUMNS = (
    *(show.Column("id"), show.Column("at"), show.Column("who"), show.Column("kind"), show.Column("outcome")),
    *(show.Column("value"), show.Column("about", elastic=True), show.Column("why", lead="because: ")),
)
ORPHAN_COLUMNS = (
    *(show.Column("id"), show.Column("who"), show.Column("kind"), show.Column("page"), show.Column("reason")),
    *(show.Column("value"), show.Column("about", elastic=True)),
)
CONFLICT_COLUMNS = (
    *(show.Column("kind"), show.Column("first"), show.Column("second"), show.Column("by")),
    show.Column("about", elastic=True),
)

Who = Annotated[str | None, typer.Option("--who", help="Who decides; by default the user of this computer.")]
Why = Annotated[str, typer.Option("--why", help="The reason, which stays with the decision.")]
Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID", help="Decisions by id or its start; none: the last.")
]
LogFile = Annotated[Path, typer.Argument(metavar="FILE", help="A log as `decisions export` writes it.")]

decisions = typer.Typer(name="decisions", cls=Verbs, no_args_is_help=True, rich_markup_mode=None)


@decisions.callback()
def _decisions() -> None:
    """List, undo, redo, hand over and compare what people decided."""


@taking(limit_settings)
def fix(
    ctx: typer.Context,
    item: Annotated[
        str, typer.Argument(metavar="ID", help="A statement's id or its start, a page's, or an actor's name.")
    ],
    given: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE", help="What is right; empty: there is none.")
    ],
    *,
    why: Why = "",
    who: Who = None,
    claim: Annotated[str | None, typer.Option(help="The claim's question, with stance=….")] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="For exact copies of the words on other pages too.")
    ] = False,
    json: JsonFlag = False,
    settings: Settings,
) -> None:
    """Correct a statement, a page, or who is one actor.

    It is applied at once, and whenever pages are read again; `decisions undo` takes it back.

    Of a statement: speaker, actor, content, cue, form, said, acts, addressee, via, stance, review; statement=no.

    Of a page: headline, outlet, byline, agency, dateline, published, updated; missed=WORDS with cue=WORDS and
    speaker=NAME for a statement that was not found; block=WORDS with kind=KIND.

    Of an actor, or a statement's speaker: same=NAME, not-same=NAME.

    Several names or acts are parted by a semicolon, the days of a range by two dots.
    """
    by = By(who=who or user(), why=why, copies=copies, claim=claim)
    with ledger_of(ctx) as ledger:
        _tell(ledger.fix(item, _fields(given), by, settings=settings), json=json)


@decisions.command("list")
def list_decisions(
    ctx: typer.Context,
    item: Annotated[str | None, typer.Argument(metavar="PAGE", help="Only those about this page.")] = None,
    *,
    who: Annotated[str | None, typer.Option(help="Only by this person.")] = None,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """List the decisions in the order in which they count, with what became of each."""
    one_format(json=json, csv=csv)
    with ledger_of(ctx) as ledger:
        log = ledger.decisions.all()
        record = ledger.record(item) if item else None
        outcomes = ledger.decisions.outcomes()
    log = tuple(d for d in log if who in (None, d.who) and (record is None or _is_about(d, record)))
    if json:
        for decision in log:
            show.json_object(decision)
    else:
        show.listing(DECISION_COLUMNS, [_row(decision, log, outcomes) for decision in log], csv=csv)
    if not log:
        show.note("Nobody has decided anything about that yet.")


@decisions.command("undo")
@taking(limit_settings)
def undo(
    ctx: typer.Context,
    ids: Ids = None,
    *,
    why: Why = "",
    who: Who = None,
    json: JsonFlag = False,
    settings: Settings,
) -> None:
    """Undo decisions, or the last one of yours that stands."""
    with ledger_of(ctx) as ledger:
        _tell(ledger.undo(*(ids or ()), who=who or user(), why=why, settings=settings), json=json)


@decisions.command("redo")
@taking(limit_settings)
def redo(
    ctx: typer.Context,
    ids: Ids = None,
    *,
    why: Why = "",
    who: Who = None,
    json: JsonFlag = False,
    settings: Settings,
) -> None:
    """Put undone decisions into force again, or the one that was undone last."""
    with ledger_of(ctx) as ledger:
        _tell(ledger.redo(*(ids or ()), who=who or user(), why=why, settings=settings), json=json)


@decisions.command("export")
def export_log(
    ctx: typer.Context,
    *,
    who: Annotated[str | None, typer.Option(help="Only by this person.")] = None,
) -> None:
    """Print the log, one JSON object a line; redirect it into a file to hand it over."""
    with ledger_of(ctx) as ledger:
        log = ledger.decisions.all()
    for line in write_log(decision for decision in log if who in (None, decision.who)).splitlines():
        show.json_line(line)


@decisions.command("import")
@taking(limit_settings)
def import_log(ctx: typer.Context, file: LogFile, *, json: JsonFlag = False, settings: Settings) -> None:
    """Enter the decisions of another log; those that are known add nothing. Exit code 1 when people disagree.

    Where two people decided differently on the same words, the later decision holds, and both are shown.
    """
    with ledger_of(ctx) as ledger:
        decided = ledger.enter(read_log(file), settings=settings)
        found = conflicts(ledger.decisions.all())
    _tell(decided, json=json)
    _disagree(found, json=json)


@decisions.command("diff")
def diff(
    first: LogFile,
    second: Annotated[Path, typer.Argument(metavar="FILE", help="Another one.")],
    *,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """Show where two logs contradict each other, and how much only one decides. Exit code 1 when they do."""
    one_format(json=json, csv=csv)
    difference = compare(read_log(first), read_log(second))
    if json:
        show.json_object(difference)
    else:
        show.listing(CONFLICT_COLUMNS, [_conflict_row(one) for one in difference.conflicts], csv=csv)
    show.note(
        f"{difference.agreed:,} decided alike, {len(difference.conflicts):,} differently; "
        f"{len(difference.ours):,} in {first} only, {len(difference.theirs):,} in {second} only."
    )
    if difference.conflicts:
        raise typer.Exit(FINDINGS)


@decisions.command("orphans")
def orphans(ctx: typer.Context, *, json: JsonFlag = False, csv: CsvFlag = False) -> None:
    """List the decisions whose words, statement or page are not there. Exit code 1 when there is one."""
    one_format(json=json, csv=csv)
    with ledger_of(ctx) as ledger:
        found = ledger.decisions.orphans()
    if json:
        for orphan in found:
            show.json_object(orphan)
    else:
        show.listing(ORPHAN_COLUMNS, [_orphan_row(orphan) for orphan in found], csv=csv)
    if found:
        raise typer.Exit(FINDINGS)
    show.note("No orphans: the words of every decision are where they were.")


def _tell(decided: Decided, *, json: bool) -> None:
    """Show what was entered, and which pages could not be made anew."""
    if json:
        show.json_object(decided)
    else:
        for decision in decided.decisions:
            show.line(f"{decision.id}  {decision.kind} {_value(decision)}".rstrip())
        show.note(
            f"{show.plural(len(decided.decisions), 'decision')} entered, "
            f"{show.plural(len(decided.pages), 'record')} made anew."
        )
    for problem in decided.problems:
        show.note(f"{problem.path}: {problem.problem.message} The decision is in the log; add the page again.")
    if decided.problems:
        raise typer.Exit(FAILED)


def _disagree(found: Sequence[Conflict], *, json: bool) -> None:
    if not found:
        return
    if json:
        for conflict in found:
            show.json_object(conflict)
    else:
        show.listing(CONFLICT_COLUMNS, [_conflict_row(one) for one in found], csv=False)
    show.note(f"{show.plural(len(found), 'disagreement')}; the later decision holds.")
    raise typer.Exit(FINDINGS)


def _is_about(decision: Decision, record: Record) -> bool:
    """Tell whether a decision was made on a page, or on another one and bears on this one too."""
    here = decision.target.page == record.page.sha256
    return here or any(decision.id == applied.decision for applied in record.decisions)


def _row(decision: Decision, log: Iterable[Decision], outcomes: dict[str, Outcome]) -> tuple[str, ...]:
    gone = decision.id in undone(log)
    outcome = outcomes.get(decision.id, "undone" if gone else "in-force")
    about = decision.of or "" if decision.kind in LOG_KINDS else _about(decision)
    when = decision.at[:16].replace("T", " ")
    return (decision.id, when, decision.who, decision.kind, outcome, _value(decision), about, decision.why)


def _orphan_row(orphan: Orphan) -> tuple[str, ...]:
    decision = orphan.decision
    page = orphan.page or (decision.target.page or "")[:16]
    return (decision.id, decision.who, decision.kind, page, orphan.reason, _value(decision), _about(decision))


def _conflict_row(conflict: Conflict) -> tuple[str, ...]:
    ours, theirs = conflict.ours, conflict.theirs
    kinds = ours.kind if ours.kind == theirs.kind else f"{ours.kind}, {theirs.kind}"
    return (kinds, _value(ours), _value(theirs), f"{ours.who}, {theirs.who}", _about(ours))


def _value(decision: Decision) -> str:
    if decision.kind in ("content", "cue"):
        return " … ".join(" ".join(quote.exact.split()) for quote in decision.quotes)
    return "; ".join(decision.values or filter(None, (other.name for other in decision.others)))


def _about(decision: Decision) -> str:
    target = decision.target
    words = " … ".join(" ".join(quote.exact.split()) for quote in target.content or target.cue)
    return words or target.name or f"page {(target.page or '')[:16]}"


def _fields(given: Sequence[str]) -> dict[str, str]:
    """Return `field=value` as a mapping.

    Raises:
        InputError: One is written otherwise, or a field is given twice.
    """
    out: dict[str, str] = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals or field in out:
            raise InputError(f"{one!r} should be FIELD=VALUE, each field once, as in speaker='Mara Velt'.")
        out[field] = value
    return out


def user() -> str:
    """Return who decides where nobody is named: the user of this computer."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise InputError("This computer does not say who you are; give a name with --who.") from error
