"""`claims …` and `changes`: what is claimed in a ledger, who stands where, and how stances changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from onrecord.cli import describe, fixing, show
from onrecord.cli.asking import FACTS, WORDS, fact_cells
from onrecord.cli.door import FINDINGS, Verbs
from onrecord.cli.options import Confidence, CsvFlag, JsonFlag, ledger_of, one_format, tell_waiting
from onrecord.deciding import By
from onrecord.decisions.judgements import ClaimEditKind
from onrecord.export.wording import day_words, page_label
from onrecord.ledger import Ledger
from onrecord.model import ActorChanges, Appearance, Claim, Shift
from onrecord.text import name_key

CLAIM_COLUMNS = tuple(
    show.Column(name)
    for name in (
        *("id", "claim", "statements", "pages", "origins", "actors", "affirming", "denying", "evading"),
        *("first", "last", "related"),
    )
)
CHANGE_COLUMNS = (
    *(show.Column("claim"), show.Column("actor"), show.Column("day"), show.Column("stance"), show.Column("shift")),
    *(show.Column("speaks of", lead="of "), show.Column("said by"), show.Column("where", lead="in ")),
    *(show.Column("statement", lead="statement "), WORDS, *FACTS),
)
_SHOWN = 4
"""So many actors are shown of each side; --json has all."""
_SPOKEN = {"itself": "", "aspect": "another aspect", "narrower": "a narrower claim", "broader": "a broader claim"}
"""What relates a statement to a claim, as a reader is told it."""

ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim by id or in plain words.")]
OtherArgument = Annotated[str, typer.Argument(metavar="OTHER", help="Another claim, likewise.")]

claims = typer.Typer(name="claims", cls=Verbs, rich_markup_mode=None)


@claims.callback(invoke_without_command=True)
def list_claims(
    ctx: typer.Context,
    *,
    every: Annotated[bool, typer.Option("--all", help="Also claims that nobody contests.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, those on the most pages first.")] = 20,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """List the claims that the pages contest, and who takes sides.

    On how many pages and origins, who affirms, who denies, who evades. With split, merge, relate or rename:
    correct them. Exit code 1 when there is none.
    """
    if ctx.invoked_subcommand is not None:
        return
    one_format(json=json, csv=csv)
    with ledger_of(ctx, least=min_confidence) as ledger:
        tell_waiting(ledger)
        found = ledger.claims(contested=not every, limit=limit)
    if json:
        for claim in found:
            show.json_object(claim)
    elif csv:
        show.csv_lines(CLAIM_COLUMNS, [_claim_row(claim, found) for claim in found])
    else:
        for number, claim in enumerate(found, start=1):
            _claim(number, claim, found)
    if not found:
        show.note("No claim of this ledger is contested; --all lists all that were found.")
        raise typer.Exit(FINDINGS)
    if len(found) == limit:
        show.note(f"These are the first {limit}; --limit asks for more.")


def _claim(number: int, claim: Claim, listed: Sequence[Claim]) -> None:
    show.line(f"{number}. {claim.proposition}")
    show.facts(
        (
            ("   id", claim.id),
            ("   told", f"{show.plural(claim.statements, 'statement')} on {_pages(claim)}"),
            ("   days", _days(claim) or None),
            ("   affirm, suspect", _names(claim.affirming)),
            ("   deny, doubt", _names(claim.denying)),
            ("   evade", _names(claim.evading)),
            ("   related", _related(claim, listed) or None),
        )
    )
    for decided in claim.decided:
        show.line(f"   {decided}")
    show.line()


def _claim_row(claim: Claim, listed: Sequence[Claim]) -> tuple[str | int | None, ...]:
    sides = ("; ".join(names) for names in (claim.affirming, claim.denying, claim.evading))
    counts = (claim.statements, claim.pages, claim.origins, claim.actors)
    return (claim.id, claim.proposition, *counts, *sides, claim.first, claim.last, _related(claim, listed))


def _pages(claim: Claim) -> str:
    """Return "3 pages / 2 origins by 4 actors"."""
    return (
        f"{show.plural(claim.pages, 'page')} / {show.plural(claim.origins, 'origin')} "
        f"by {show.plural(claim.actors, 'actor')}"
    )


def _days(claim: Claim) -> str:
    if claim.first is None:
        return ""
    return claim.first if claim.first == claim.last else f"{claim.first} to {claim.last}"


def _names(names: Sequence[str]) -> str | None:
    shown = "; ".join(names[:_SHOWN])
    return f"{shown}; … {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown or None


def _related(claim: Claim, listed: Sequence[Claim]) -> str:
    """Return the related claims by their number in the list, or by id, each with how it hangs together."""
    numbers = {one.id: f"{number}." for number, one in enumerate(listed, start=1)}
    return "; ".join(f"{numbers.get(other.id, other.id)} ({other.link})" for other in claim.related)


@claims.command("split")
def split(
    ctx: typer.Context,
    claim: ClaimArgument,
    other: Annotated[str, typer.Argument(metavar="QUESTION", help="The claim that statements go to, in words.")],
    statements: Annotated[list[str], typer.Argument(metavar="STATEMENT…", help="Their ids, or starts of them.")],
    *,
    why: fixing.Why = "",
    who: fixing.Who = None,
) -> None:
    """Let statements leave a claim for another one."""
    _edit(ctx, "split", claim, other, statements, by=By(who=who or fixing.user(), why=why))


@claims.command("merge")
def merge(
    ctx: typer.Context, claim: ClaimArgument, other: OtherArgument, *, why: fixing.Why = "", who: fixing.Who = None
) -> None:
    """Take two claims for one: what bears on the other counts for this one."""
    _edit(ctx, "merge", claim, other, by=By(who=who or fixing.user(), why=why))


@claims.command("relate")
def relate(
    ctx: typer.Context, claim: ClaimArgument, other: OtherArgument, *, why: fixing.Why = "", who: fixing.Who = None
) -> None:
    """Mark two claims as related, not the same."""
    _edit(ctx, "relate", claim, other, by=By(who=who or fixing.user(), why=why))


@claims.command("rename")
def rename(
    ctx: typer.Context,
    claim: ClaimArgument,
    wording: Annotated[str, typer.Argument(metavar="WORDING", help="How the claim is to be shown.")],
    *,
    why: fixing.Why = "",
    who: fixing.Who = None,
) -> None:
    """Show a claim in other words; what bears on it stays."""
    _edit(ctx, "rename", claim, wording, by=By(who=who or fixing.user(), why=why))


def _edit(
    ctx: typer.Context, kind: ClaimEditKind, claim: str, other: str, statements: Sequence[str] = (), *, by: By
) -> None:
    with ledger_of(ctx) as ledger:
        decided = ledger.edit_claim(kind, claim, other, statements, by=by)
    for decision in decided.decisions:
        show.line(f"{decision.id}  {decision.kind}")
    show.note("Entered; `onrecord decisions undo` takes it back.")


# ---- changes ----------------------------------------------------------------------------------------------


def changes(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="CLAIM|ACTOR", help="A claim by id or in plain words, or who speaks.")
    ],
    *,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """Show how stances changed: on a claim, or an actor's on all.

    Each actor's stances in order of time, what changed between two days, and what has no day, apart. Exit code 1
    when nobody takes a stance.
    """
    one_format(json=json, csv=csv)
    with ledger_of(ctx, least=min_confidence) as ledger:
        tell_waiting(ledger)
        found = ledger.changes(name)
        texts = {} if json else _texts(ledger, found)
    if json:
        for one in found:
            show.json_object(one)
    elif csv:
        show.csv_lines(CHANGE_COLUMNS, [row for one in found for row in _change_rows(one, texts, {})])
    else:
        for one in found:
            _changes(one, texts)
    if not found:
        show.note(
            "Nobody in this ledger takes a stance on that; `onrecord claims` lists claims, `onrecord who` actors."
        )
        raise typer.Exit(FINDINGS)
    _tell_sides(name, found)


def _tell_sides(name: str, found: Sequence[ActorChanges]) -> None:
    """Say so where somebody was asked for who speaks for a party: what stands here is not all theirs."""
    sides = dict.fromkeys(one.actor for one in found)
    asked = {*name_key(name).split()}
    speaks = any(
        asked <= {*name_key(speaker.name or "").split()}
        for one in found
        for shown in (*one.dated, *one.undated)
        for speaker in shown.actors
    )
    if speaks and name_key(name) not in map(name_key, sides):
        show.note(f"{name} speaks for {', '.join(sides)}; shown is what everybody says who does, each by name.")


def _texts(ledger: Ledger, found: Sequence[ActorChanges]) -> dict[str, str]:
    pages = {shown.page.id for one in found for shown in (*one.dated, *one.undated)}
    return {page: ledger.record(page).text for page in sorted(pages)}


def _change_rows(one: ActorChanges, texts: dict[str, str], spoken: dict[str, str]) -> list[tuple[str | None, ...]]:
    """Return the cells of an actor's stances; what relates one to the claim is shown by the words in `spoken`."""
    shifts = {(shift.after.page.id, shift.after.statement): shift.kind for shift in one.shifts}
    return [
        (
            *(one.claim, one.actor, day_words(shown), shown.stance),
            *(shifts.get((shown.page.id, shown.statement), ""), spoken.get(shown.relation, shown.relation)),
            *_cells(shown, texts),
        )
        for shown in (*one.dated, *one.undated)
    ]


def _cells(shown: Appearance, texts: dict[str, str]) -> tuple[str | None, ...]:
    said_by = describe.speakers(texts[shown.page.id], shown.actors)
    where = page_label(shown.outlet, shown.page)
    if shown.retold:
        where += f", and {show.plural(len(shown.retold), 'other report')}"
    facts = fact_cells(shown.page, shown.published, shown.said)
    return (said_by, where, shown.statement, shown.words, *facts)


def _changes(one: ActorChanges, texts: dict[str, str]) -> None:
    show.line(f"{one.actor}: {one.claim}")
    columns = CHANGE_COLUMNS[2:]
    rows = [row[2:] for row in _change_rows(one, texts, _SPOKEN)]
    if one.dated:
        show.table(columns, rows[: len(one.dated)])
    if one.undated:
        show.line("  Without a day, in no order of time:")
        show.table(columns, rows[len(one.dated) :])
    for shift in one.shifts:
        _shift(shift)
    show.line()


def _shift(shift: Shift) -> None:
    show.line(f"  {shift.kind}:")
    for one in (shift.before, shift.after):
        show.line(f"    {day_words(one)}  {one.stance}: {one.words or '(silence)'}")
