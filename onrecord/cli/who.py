"""`who`: an actor, all its names, what it says for whom, and why its names are taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from onrecord.cli import show as out
from onrecord.cli.door import FINDINGS
from onrecord.cli.options import Confidence, CsvFlag, JsonFlag, ledger_of, one_format
from onrecord.model import Actor, ActorJoin, ActorLink, ActorRole

COLUMNS = (
    *(out.Column("id"), out.Column("name"), out.Column("kinds"), out.Column("names", elastic=True)),
    *(out.Column("roles"), out.Column("affiliations"), out.Column("on behalf of"), out.Column("pages")),
    *(out.Column("statements"), out.Column("addressed"), out.Column("wikidata"), out.Column("joined because")),
)
LIST_COLUMNS = (out.Column("id"), out.Column("name"), out.Column("kind"), out.Column("statements"))
_SHOWN = 12
"""So many names, roles and pages are shown; --json has all."""


def who(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A name, a part of one, or an actor's id.")
    ] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, help="Without a name: at most so many.")] = 50,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
    csv: CsvFlag = False,
) -> None:
    """Show whom a name may mean, and why; without a name, who speaks.

    Names in use, roles and affiliations with the days they are told of, for whom they speak and who speaks for
    them, pages and statements, what joined the names, and what may belong here too. Exit code 1 when there is
    none.
    """
    one_format(json=json, csv=csv)
    if name is None:
        _list(ctx, limit, json=json, csv=csv)
        return
    with ledger_of(ctx, least=min_confidence) as ledger:
        actors = ledger.who(name)
    if json:
        for actor in actors:
            out.json_object(actor)
    elif csv:
        out.csv_lines(COLUMNS, [_row(actor) for actor in actors])
    else:
        for actor in actors:
            out.line(actor.name)
            out.facts(_facts(actor))
            out.line()
    if not actors:
        out.note("Nobody in this ledger has that name.")
        raise typer.Exit(FINDINGS)


def _list(ctx: typer.Context, limit: int, *, json: bool, csv: bool) -> None:
    """List those who speak, who says most first."""
    with ledger_of(ctx) as ledger:
        listed = ledger.screens.actors(limit=limit)
    if json:
        for row in listed.items:
            out.json_object(row)
    else:
        out.listing(LIST_COLUMNS, [(one.id, one.name, one.sort, one.statements) for one in listed.items], csv=csv)
    if not listed.items:
        out.note("Nobody speaks in this ledger.")
        raise typer.Exit(FINDINGS)
    if listed.next:
        out.note(f"These are the first {limit}; --limit asks for more.")


def _row(actor: Actor) -> tuple[str | int | None, ...]:
    return (
        *(actor.id, actor.name, ", ".join(actor.kinds), "; ".join(actor.names)),
        *("; ".join(map(_told, actor.roles)), "; ".join(map(_told, actor.affiliations))),
        *("; ".join(link.name for link in actor.on_behalf_of), len(actor.pages)),
        *(len(actor.statements), len(actor.addressed), actor.wikidata, "; ".join(map(_why, actor.joins))),
    )


def _facts(actor: Actor) -> Iterator[tuple[str, object]]:
    yield "  id", actor.id
    yield "  kind", ", ".join(actor.kinds) or None
    yield "  names", _some(actor.names)
    yield "  roles", _some(tuple(map(_told, actor.roles)))
    yield "  affiliations", _some(tuple(map(_told, actor.affiliations)))
    if actor.on_behalf_of:
        yield "  on behalf of", _some(tuple(map(_link, actor.on_behalf_of)))
    if actor.spoken_for_by:
        yield "  spoken for by", _some(tuple(map(_link, actor.spoken_for_by)))
    if actor.wikidata or actor.reference:
        yield "  reference", " ".join(filter(None, (actor.wikidata, f"({actor.reference})")))
    yield "  pages", f"{len(actor.pages):,}: {_some(actor.pages)}"
    yield "  statements", f"{len(actor.statements):,}: {_some(actor.statements)}"
    if actor.addressed:
        yield "  addressed", f"{len(actor.addressed):,}: {_some(actor.addressed)}"
    for join in actor.joins:
        yield "  joined", _why(join)
    for join in actor.open:
        yield "  not joined", f"{_why(join)} [{join.actor}]"


def _told(role: ActorRole) -> str:
    """Return a role with the days it is told of, "foreign minister (2031-03-07 to 2031-04-01)"."""
    if role.first is None:
        return role.value
    return f"{role.value} ({role.first}{f' to {role.last}' if role.last != role.first else ''})"


def _link(link: ActorLink) -> str:
    return f"{link.name} [{link.actor}]" if link.actor else link.name


def _why(join: ActorJoin) -> str:
    one, other = join.names
    names = f"{one} / {other}" if join.actor else f"{one} = {other}"
    return f"{names}, because: {join.because} ({join.score:.2f})"


def _some(words: tuple[str, ...]) -> str | None:
    shown = "; ".join(words[:_SHOWN])
    return f"{shown}; … {len(words) - _SHOWN:,} more" if len(words) > _SHOWN else shown or None
