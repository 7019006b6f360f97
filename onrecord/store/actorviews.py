"""What is asked of the rows of actors: which one a name means, and all that the ledger has on one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.model import Actor, ActorJoin, ActorLink, ActorRole
from onrecord.store.sql import all_rows, one_row

if TYPE_CHECKING:
    import apsw

    from onrecord.store.sqlite import SqliteStore

_OWN = "naming.form IN (SELECT id FROM form WHERE actor = :actor)"
_OFTEN = "ORDER BY count(*) DESC, length(value) DESC, value"
_SPEAKER = (
    "speaker.page = naming.page AND speaker.statement_nth = naming.statement_nth AND speaker.nth = naming.nth"
)

_NAMES = f"SELECT name AS value FROM naming WHERE {_OWN} GROUP BY name {_OFTEN}"  # noqa: S608  # from the constants above
_KINDS = f"SELECT kind AS value FROM naming WHERE {_OWN} AND part = 'by' GROUP BY kind {_OFTEN}"  # noqa: S608  # the same
_PAGES = f"SELECT DISTINCT page FROM naming WHERE {_OWN} ORDER BY page"  # noqa: S608  # the same
_MENTIONS = f"""
SELECT mention AS value FROM naming JOIN speaker ON {_SPEAKER}
WHERE {_OWN} AND part = 'by' AND mention IS NOT NULL GROUP BY mention {_OFTEN}
"""  # noqa: S608  # the same
_ROLES = """
SELECT {column} AS value, min(day), max(day), count(DISTINCT page) FROM naming
WHERE {own} AND {column} IS NOT NULL GROUP BY {column} ORDER BY min(day) IS NULL, min(day), value
"""
_BEHALF = f"""
SELECT behalf AS value, form.actor, count(DISTINCT naming.page) FROM naming LEFT JOIN form ON form.id = behalf_form
WHERE {_OWN} AND behalf IS NOT NULL GROUP BY behalf, form.actor {_OFTEN}
"""  # noqa: S608  # the same
_SPOKEN_FOR = f"""
SELECT naming.name AS value, form.actor, count(DISTINCT naming.page) FROM naming JOIN form ON form.id = naming.form
WHERE behalf_form IN (SELECT id FROM form WHERE actor = :actor) AND NOT {_OWN}
GROUP BY naming.name, form.actor {_OFTEN}
"""  # noqa: S608  # the same
_STATEMENTS = f"""
SELECT DISTINCT statement.id, statement.day_from FROM naming
JOIN statement ON statement.page = naming.page AND statement.nth = naming.statement_nth
WHERE {_OWN} AND part = :part
ORDER BY statement.day_from IS NULL, statement.day_from, statement.page, statement.nth
"""  # noqa: S608  # the same
_JOINS = """
SELECT a.name, b.name, score, because, form_join.held, a.actor, b.actor
FROM form_join JOIN form AS a ON a.id = one JOIN form AS b ON b.id = other
WHERE a.actor = :actor OR b.actor = :actor
UNION ALL
SELECT a.name, b.name, 1.0, because, same, a.actor, b.actor
FROM form_verdict JOIN form AS a ON a.id = one JOIN form AS b ON b.id = other
WHERE a.actor = :actor OR b.actor = :actor
ORDER BY 3 DESC, 1, 2, 4
"""
_REFERENCE = """
SELECT reference.name, wikidata, file FROM form JOIN reference ON reference.id = form.reference
WHERE form.actor = ? ORDER BY reference.id LIMIT 1
"""


class ActorViews:
    """Questions about actors; they change nothing."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    def forms(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return all forms: id, key, name and actor, by id."""
        with self._store.reading() as connection:
            return tuple(
                (form, key, name, actor)
                for form, key, name, actor in all_rows(
                    connection, "SELECT id, key, name, actor FROM form ORDER BY id"
                )
            )

    def actors_of(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the actors of forms; an id that is none is passed over."""
        wanted = json.dumps(sorted(ids))
        sql = "SELECT actor FROM form WHERE id IN (SELECT value FROM json_each(?))"
        with self._store.reading() as connection:
            return frozenset(actor for (actor,) in all_rows(connection, sql, (wanted,)))

    def actor(self, actor: str) -> Actor:
        """Return all that the ledger has on an actor, by its id."""
        with self._store.reading() as connection:
            return _actor(connection, actor)


def _actor(connection: apsw.Connection, actor: str) -> Actor:
    reference = one_row(connection, _REFERENCE, (actor,))
    names = _column(connection, _NAMES, actor)
    joins = all_rows(connection, _JOINS, {"actor": actor})
    return Actor(
        id=actor,
        name=reference[0] if reference else _best(connection, actor),
        kinds=_column(connection, _KINDS, actor),
        names=names,
        mentions=_column(connection, _MENTIONS, actor),
        roles=_roles(connection, actor, "role"),
        affiliations=_roles(connection, actor, "affiliation"),
        on_behalf_of=_links(connection, _BEHALF, actor),
        spoken_for_by=_links(connection, _SPOKEN_FOR, actor),
        pages=_column(connection, _PAGES, actor),
        statements=_column(connection, _STATEMENTS, actor, part="by"),
        addressed=_column(connection, _STATEMENTS, actor, part="to"),
        joins=tuple(_join(row) for row in joins if row[4] and row[5] == row[6]),
        open=tuple(_open(row, actor) for row in joins if row[5] != row[6]),
        wikidata=reference[1] if reference else None,
        reference=reference[2] if reference else None,
    )


def _best(connection: apsw.Connection, actor: str) -> str:
    """Return the name to show: that of the form that pages use most, one that holds everywhere before others."""
    row = one_row(connection, "SELECT name FROM actors WHERE id = ?", (actor,))
    return str(row[0]) if row else actor


def _column(connection: apsw.Connection, sql: str, actor: str, **bound: str) -> tuple[str, ...]:
    return tuple(row[0] for row in all_rows(connection, sql, {"actor": actor, **bound}))


def _roles(connection: apsw.Connection, actor: str, column: str) -> tuple[ActorRole, ...]:
    rows = all_rows(connection, _ROLES.format(column=column, own=_OWN), {"actor": actor})
    return tuple(ActorRole(value=value, first=first, last=last, pages=pages) for value, first, last, pages in rows)


def _links(connection: apsw.Connection, sql: str, actor: str) -> tuple[ActorLink, ...]:
    rows = all_rows(connection, sql, {"actor": actor})
    return tuple(ActorLink(name=name, actor=other, pages=pages) for name, other, pages in rows)


def _join(row: tuple[Any, ...]) -> ActorJoin:
    return ActorJoin(names=(row[0], row[1]), score=row[2], because=row[3])


def _open(row: tuple[Any, ...], actor: str) -> ActorJoin:
    """Return a join that does not hold, the actor's own name first."""
    names, other = ((row[0], row[1]), row[6]) if row[5] == actor else ((row[1], row[0]), row[5])
    return ActorJoin(names=names, score=row[2], because=row[3], actor=other)
