"""The rows of actors: forms of names, where they stand, what joins them; and what `who` asks of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw

from onrecord.store.actorviews import ActorViews
from onrecord.store.passes import pending, take
from onrecord.store.sql import all_rows, one_row
from onrecord.store.turns import count_turn

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

NAME = "actors"
Cell = str | int | float | None
Held = tuple[str, str, str | None, str | None]
"""A post of a form, whose it is, and on which first and last day pages give it."""
NAMING = (
    *("page", "statement_nth", "part", "nth", "form", "name", "kind", "role", "post", "home"),
    *("affiliation", "behalf", "behalf_form", "day"),
)
_PUT_REFERENCE = """
INSERT INTO reference (id, name, kind, aliases, wikidata, first, last, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""

_FORMS_AT = """
SELECT form FROM naming WHERE page = :page
UNION SELECT short FROM acronym WHERE page = :page UNION SELECT long FROM acronym WHERE page = :page
"""
_HELD = """
SELECT post, home, min(day), max(day) FROM naming WHERE form = ? AND (post <> '' OR home <> '')
GROUP BY post, home, day IS NULL ORDER BY post, home, min(day)
"""
_NAME = (
    "SELECT name FROM naming WHERE form = ? GROUP BY name ORDER BY count(*) DESC, length(name) DESC, name LIMIT 1"
)
_PUT_FORM = """
INSERT INTO form (id, sort, key, page, reference, name, held, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, held = excluded.held
"""
_SHARING = """
SELECT DISTINCT again.form FROM form_block AS own JOIN form_block AS again ON again.block = own.block
WHERE own.form = ?1 AND again.form <> ?1 ORDER BY again.form
"""
_SPELLED = """
SELECT short, long, page, span_start, span_end FROM acronym
WHERE (short = ?1 OR long = ?1) AND short <> long
    AND EXISTS (SELECT 1 FROM form WHERE id = short) AND EXISTS (SELECT 1 FROM form WHERE id = long)
ORDER BY page DESC
"""
_PUT_JOIN = """
INSERT INTO form_join (one, other, score, because, short, held) VALUES (?, ?, ?, ?, ?, 0)
ON CONFLICT (one, other) DO UPDATE SET score = excluded.score, because = excluded.because, short = excluded.short,
    held = 0
"""
_NEXT = """
SELECT other FROM form_join WHERE one = ?1 UNION SELECT one FROM form_join WHERE other = ?1
UNION SELECT other FROM form_verdict WHERE one = ?1 UNION SELECT one FROM form_verdict WHERE other = ?1
"""


class FormRow(NamedTuple):
    """A form of a name, as in table form."""

    id: str
    sort: str
    key: str
    page: str | None
    reference: str | None
    name: str = ""
    held: tuple[Held, ...] = ()
    actor: str = ""


class SpelledRow(NamedTuple):
    """An acronym with the form of its name, and where a page spells it out."""

    short: str
    long: str
    page: str
    start: int
    end: int


class JoinRow(NamedTuple):
    """A join of two forms, as in table form_join."""

    one: str
    other: str
    score: float
    because: str
    short: str | None
    held: bool = False


class VerdictRow(NamedTuple):
    """What was said about two forms, as in table form_verdict."""

    one: str
    other: str
    same: bool
    because: str


class ReferenceRow(NamedTuple):
    """A known actor, as in table reference."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    wikidata: str | None
    first: str | None
    last: str | None
    file: str


class ActorRows:
    """The tables of the pass over actors.

    Attributes:
        views: What is asked of them.
    """

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store
        self.views = ActorViews(store)

    def pending(self, version: str) -> tuple[str, ...]:
        """Return the pages that this version of the pass has still to take in, by id."""
        with self._store.reading() as connection:
            return pending(connection, NAME, version)

    def put_named(self, page: str, names: str, version: str) -> None:
        """Keep what a page names until the pass takes it in.

        Args:
            page: Its id.
            names: As JSON; only the pass knows what it holds.
            version: Of the rules that it was found by.
        """
        with self._store.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO named VALUES (?, ?, ?)", (page, version, names))

    def named(self, pages: Sequence[str], version: str) -> dict[str, str]:
        """Return what pages name, where that was kept for the pass by this version of its rules."""
        sql = "SELECT page, names FROM named WHERE version = ? AND page IN (SELECT value FROM json_each(?))"
        with self._store.reading() as connection:
            return dict(all_rows(connection, sql, (version, json.dumps(pages))))

    @contextmanager
    def working(self) -> Iterator[ActorWork]:
        """Lend the tables inside one transaction that is kept whole or not at all."""
        with self._store.writing() as connection:
            yield ActorWork(connection)

    def references(self) -> tuple[ReferenceRow, ...]:
        """Return the known actors of reference files, by id."""
        with self._store.reading() as connection:
            rows = all_rows(
                connection,
                "SELECT id, name, kind, aliases, wikidata, first, last, file FROM reference ORDER BY id",
            )
        return tuple(ReferenceRow._make((*row[:3], tuple(json.loads(row[3])), *row[4:])) for row in rows)

    def put_references(self, rows: Iterable[ReferenceRow]) -> int:
        """Add known actors; return how many were new."""
        new = 0
        with self._store.writing() as connection:
            for row in rows:
                connection.execute(
                    _PUT_REFERENCE, (*row[:3], json.dumps(row.aliases, ensure_ascii=False), *row[4:])
                )
                new += connection.changes()
            if new:
                count_turn(connection)
        return new

    def verdicts(self) -> frozenset[VerdictRow]:
        """Return what was said about pairs of forms when the pass last ran."""
        with self._store.reading() as connection:
            rows = all_rows(connection, "SELECT one, other, same, because FROM form_verdict")
        return frozenset(VerdictRow(one, other, bool(same), because) for one, other, same, because in rows)

    def form_at(self, page: str, statement_nth: int, nth: int) -> str | None:
        """Return the form of one who makes a statement, or None where nobody is named."""
        sql = "SELECT form FROM naming WHERE page = ? AND statement_nth = ? AND part = 'by' AND nth = ?"
        with self._store.reading() as connection:
            row = one_row(connection, sql, (page, statement_nth, nth))
        return row[0] if row else None


class ActorWork:
    """The tables of the pass inside one transaction."""

    def __init__(self, connection: apsw.Connection) -> None:
        """Take the connection of the transaction."""
        self._connection = connection

    def taken(self, version: str, pages: Sequence[str]) -> None:
        """Put down that pages are taken in."""
        self._connection.executemany("DELETE FROM named WHERE page = ?", [(page,) for page in pages])
        take(self._connection, NAME, version, pages)

    # ---- what a page gives ----------------------------------------------------------------------------------

    def clear(self, page: str) -> frozenset[str]:
        """Take out what a page gave; return the forms that it gave something to."""
        forms = frozenset(form for (form,) in self._rows(_FORMS_AT, {"page": page}))
        self._connection.execute("DELETE FROM naming WHERE page = ?", (page,))
        self._connection.execute("DELETE FROM acronym WHERE page = ?", (page,))
        return forms

    def put_namings(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Add namings, each with the cells of `NAMING`."""
        marks = ", ".join("?" * len(NAMING))
        self._connection.executemany(f"INSERT INTO naming ({', '.join(NAMING)}) VALUES ({marks})", rows)  # noqa: S608  # from NAMING

    def put_acronyms(self, rows: Iterable[SpelledRow]) -> None:
        """Add acronyms that pages spell out; of one that a page spells out twice the first place."""
        sql = (
            "INSERT INTO acronym (short, long, page, span_start, span_end) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING"
        )
        self._connection.executemany(sql, rows)

    # ---- forms ----------------------------------------------------------------------------------------------

    def put_form(self, row: FormRow) -> FormRow | None:
        """Store a form as its namings give it, or take it out where it has none left; return it as it is now."""
        name = one_row(self._connection, _NAME, (row.id,))
        if name is None:
            for sql in ("DELETE FROM form WHERE id = ?", "DELETE FROM form_block WHERE form = ?"):
                self._connection.execute(sql, (row.id,))
            return None
        held = tuple(self._rows(_HELD, (row.id,)))
        row = row._replace(name=name[0], held=held, actor=row.id)
        cells = (*row[:5], row.name, json.dumps(held, ensure_ascii=False), row.actor)
        self._connection.execute(_PUT_FORM, cells)
        return row

    def forms(self, ids: Iterable[str]) -> dict[str, FormRow]:
        """Return forms by id; those that are not there are left out."""
        sql = "SELECT id, sort, key, page, reference, name, held, actor FROM form WHERE id = ?"
        found = (one_row(self._connection, sql, (form,)) for form in ids)
        return {row[0]: _form(row) for row in found if row is not None}

    def put_blocks(self, form: str, blocks: Iterable[str]) -> None:
        """Replace the blocks of a form."""
        self._connection.execute("DELETE FROM form_block WHERE form = ?", (form,))
        self._connection.executemany(
            "INSERT INTO form_block (block, form) VALUES (?, ?)", [(block, form) for block in blocks]
        )

    def sharing(self, form: str) -> tuple[str, ...]:
        """Return the other forms that share a block with one."""
        return tuple(other for (other,) in self._rows(_SHARING, (form,)))

    def spelled(self, form: str) -> tuple[SpelledRow, ...]:
        """Return the acronyms whose short or long form a form is, both being there; last pages first."""
        return tuple(SpelledRow(*row) for row in self._rows(_SPELLED, (form,)))

    def words(self, page: str, start: int, end: int) -> str:
        """Return words of a page's text."""
        row = one_row(self._connection, "SELECT text FROM page WHERE id = ?", (page,))
        return str(row[0][start:end]) if row else ""

    # ---- joins ----------------------------------------------------------------------------------------------

    def clear_joins(self, form: str) -> frozenset[str]:
        """Take out the joins of a form; return the forms that it was joined with."""
        others = frozenset(other for (other,) in self._rows(_NEXT, (form,)))
        self._connection.execute("DELETE FROM form_join WHERE one = ?1 OR other = ?1", (form,))
        return others

    def put_joins(self, joins: Iterable[JoinRow]) -> None:
        """Add joins that may hold."""
        self._connection.executemany(_PUT_JOIN, [join[:5] for join in joins])

    def next_to(self, form: str) -> tuple[str, ...]:
        """Return the forms that something was found or said about together with one."""
        return tuple(other for (other,) in self._rows(_NEXT, (form,)))

    def joins_of(self, form: str) -> tuple[JoinRow, ...]:
        """Return the joins whose first form this is."""
        rows = self._rows("SELECT one, other, score, because, short, held FROM form_join WHERE one = ?", (form,))
        return tuple(JoinRow._make((*row[:5], bool(row[5]))) for row in rows)

    def verdicts_of(self, form: str) -> tuple[VerdictRow, ...]:
        """Return what was said about this form, it being the first of the pair."""
        rows = self._rows("SELECT one, other, same, because FROM form_verdict WHERE one = ?", (form,))
        return tuple(VerdictRow._make((*row[:2], bool(row[2]), row[3])) for row in rows)

    def change_verdicts(self, gone: Iterable[VerdictRow], new: Iterable[VerdictRow]) -> None:
        """Take out what is said no longer, and add what is."""
        self._connection.executemany(
            "DELETE FROM form_verdict WHERE one = ? AND other = ?", [row[:2] for row in gone]
        )
        self._connection.executemany(
            "INSERT INTO form_verdict (one, other, same, because) VALUES (?, ?, ?, ?)",
            [(row.one, row.other, int(row.same), row.because) for row in new],
        )

    def put_actors(self, actors: Iterable[tuple[str, str]], held: Iterable[tuple[str, str, bool]]) -> None:
        """Store the actor of each form, and which joins hold."""
        self._connection.executemany(
            "UPDATE form SET actor = ?2 WHERE id = ?1 AND actor <> ?2", [(form, actor) for form, actor in actors]
        )
        self._connection.executemany(
            "UPDATE form_join SET held = ?3 WHERE one = ?1 AND other = ?2 AND held <> ?3",
            [(one, other, int(holds)) for one, other, holds in held],
        )

    def _rows(self, sql: str, bindings: tuple[Cell, ...] | dict[str, str] = ()) -> list[tuple[Any, ...]]:
        return all_rows(self._connection, sql, bindings)


def _form(row: tuple[Any, ...]) -> FormRow:
    held = tuple((post, home, first, last) for post, home, first, last in json.loads(row[6]))
    return FormRow._make((*row[:6], held, row[7]))
