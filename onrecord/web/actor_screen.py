"""Actors: who speaks, under which names and roles, for whom, and what they said by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from onrecord.errors import InputError
from onrecord.ledger import Ledger
from onrecord.model import Actor
from onrecord.store.listed import Listed
from onrecord.store.screens import ActorRow
from onrecord.store.statementlists import StatementRow
from onrecord.web.desk import After, MissingError, Remembered, Served, Words
from onrecord.web.find_screen import STATEMENT_COLUMNS, statement_cells
from onrecord.web.kept import Kept
from onrecord.web.pages_screen import every
from onrecord.web.rendering import Csv, Table, add_screen, answer_csv, screen

router = APIRouter(tags=["actors"])

ACTOR_COLUMNS = ("actor_id", "name", "sort", "statements")

ActorId = Annotated[str, Path(pattern=r"^[0-9a-f]{6,64}$", description="The actor's id.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsView:
    """A part of the list of actors."""

    words: str
    actors: Listed[ActorRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """What the Actor screen says."""

    actor: Actor
    statements: Listed[StatementRow]


def actors(served: Served, kept: Remembered, words: Words = "", after: After = None) -> ActorsView:
    """Actors, those who speak most often first."""
    found = served.screens.actors(words=words, after=after) if words or after else most_heard(served, kept)
    return ActorsView(words=words, actors=found)


def most_heard(ledger: Ledger, kept: Kept) -> Listed[ActorRow]:
    """Return the actors who speak most often, as they are or were a moment ago."""
    return kept.get("actors", ledger.screens.actors)


def actors_table(served: Served, words: Words = "") -> Table:
    """Return the actors of the list."""
    found = every(lambda after: served.screens.actors(words=words, after=after, limit=500))
    return Table(columns=ACTOR_COLUMNS, rows=((one.id, one.name, one.sort, one.statements) for one in found))


add_screen(router, "/actors", actors, "actors.html.j2", actors_table)


@router.get("/a/{actor}.json")
def actor_json(served: Served, actor: ActorId, after: After = None) -> ActorView:
    """An actor: its names and why they are one's, its roles with their days, for whom it speaks, what it said."""
    return _actor(served, actor, after)


@router.get("/a/{actor}.csv", response_class=Csv)
def actor_csv(served: Served, actor: ActorId) -> Response:
    """What an actor said, by day, as CSV."""
    known = _known(served, actor).id
    found = every(lambda after: served.screens.statements.of_actor(known, after=after, limit=500))
    return answer_csv(Table(columns=STATEMENT_COLUMNS, rows=statement_cells(found)), f"actor-{known}")


@router.get("/a/{actor}", include_in_schema=False)
def actor(request: Request, served: Served, actor: ActorId, after: After = None) -> Response:
    """The screen of an actor."""
    return screen(request, "actor.html.j2", view=_actor(served, actor, after))


def _actor(served: Ledger, actor: str, after: str | None) -> ActorView:
    with served.screens.at_one_moment():
        known = _known(served, actor)
        return ActorView(actor=known, statements=served.screens.statements.of_actor(known.id, after=after))


def _known(served: Ledger, actor: str) -> Actor:
    try:
        return served.actor(actor)
    except InputError as error:
        raise MissingError(str(error)) from error
