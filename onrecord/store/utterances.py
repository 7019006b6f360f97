"""What a store keeps of utterances: statements as they are compared, and which of them report one act of saying.

Derived rows: the pass `onrecord.relay` makes them, from the statements and their speakers' actors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw

from onrecord.store.batches import in_batches
from onrecord.store.passes import count_taken, pending, take
from onrecord.store.protocol import Place
from onrecord.store.search import quoted
from onrecord.store.sql import all_rows

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

TOLD, MATCHED, RETOLD, SPOKEN = "relay-told", "relay-matched", "relay-retold", "relay-spoken"
"""The names under which the three steps of the pass stand in the book of passes, and the look at who speaks.

The last is crossed out by triggers wherever actors change."""

_ACTORS_AT_ONCE = 200

_ACTORS = """(
    SELECT json_group_array(who) FROM (
        SELECT DISTINCT
            iif(speaker.kind = 'anonymous', '~' || speaker.name, coalesce(form.actor, speaker.actor)) AS who
        FROM speaker
        LEFT JOIN naming ON naming.page = speaker.page AND naming.statement_nth = speaker.statement_nth
            AND naming.nth = speaker.nth AND naming.part = 'by'
        LEFT JOIN form ON form.id = naming.form
        WHERE speaker.page = statement.page AND speaker.statement_nth = statement.nth AND speaker.kind <> 'unclear'
            AND speaker.name IS NOT NULL ORDER BY who))"""

_BETWEEN = """(
    SELECT substr(page.text, min(mention_end) + 1, max(0, content_start - min(mention_end)))
    FROM speaker JOIN page ON page.id = speaker.page
    WHERE speaker.page = statement.page AND statement_nth = statement.nth)"""

_MOVED = f"""
SELECT DISTINCT telling.page FROM telling
JOIN statement ON statement.page = telling.page AND statement.nth = telling.nth
WHERE telling.page IN (SELECT value FROM json_each(?)) AND telling.actors <> {_ACTORS}
"""  # noqa: S608  # from the constant above

_FORGET = (
    """DELETE FROM taken WHERE pass = 'relay-retold' AND page IN (
           SELECT a_page FROM retelling WHERE b_page = :page
           UNION SELECT b_page FROM retelling WHERE a_page = :page)""",
    "DELETE FROM taken WHERE pass IN ('relay-matched', 'relay-retold') AND page = :page",
    "DELETE FROM retelling WHERE a_page = :page OR b_page = :page",
    "DELETE FROM utterance WHERE page = :page",
    "DELETE FROM telling_actor WHERE page = :page",
    "DELETE FROM telling WHERE page = :page",
)

_STATEMENTS = f"""
SELECT statement.page, statement.nth, statement.words, statement.cue, statement.acts, statement.negated,
       statement.said_from, statement.said_to, article.published, article.not_after, {_BETWEEN}, {_ACTORS}
FROM statement JOIN article ON article.page = statement.page
WHERE statement.page IN (SELECT value FROM json_each(?)) ORDER BY statement.page, statement.nth
"""  # noqa: S608  # from the constant above

_GROUP = """
WITH RECURSIVE near (page, nth) AS (
    SELECT page, nth FROM telling WHERE page IN (SELECT value FROM json_each(:pages)) AND (
        EXISTS (SELECT 1 FROM retelling WHERE a_page = telling.page AND a_nth = telling.nth)
        OR EXISTS (SELECT 1 FROM retelling WHERE b_page = telling.page AND b_nth = telling.nth))
    UNION SELECT b_page, b_nth FROM near JOIN retelling ON a_page = near.page AND a_nth = near.nth
    UNION SELECT a_page, a_nth FROM near JOIN retelling ON b_page = near.page AND b_nth = near.nth
)
SELECT page, nth FROM near
"""

_EDGES = """
SELECT a_page, a_nth, b_page, b_nth, how FROM retelling
WHERE a_page IN (SELECT value FROM json_each(?)) ORDER BY a_page, a_nth, b_page, b_nth
"""


class StatementRow(NamedTuple):
    """A statement as the tables hold it.

    `acts` and `actors` are JSON arrays; an actor that starts with ~ is the description of one without a name.
    `between` are the words between speaker and content, where they stand in this order.
    """

    page: str
    nth: int
    words: str
    cue: str
    acts: str
    negated: int
    said_from: str | None
    said_to: str | None
    published: str | None
    not_after: str | None
    between: str | None
    actors: str


class Retelling(NamedTuple):
    """Two statements that report one act of saying, and how they show it; the first one's page sorts first."""

    a: Place
    b: Place
    how: str


class TellingRow(NamedTuple):
    """A statement as it is compared: `actors` as in `StatementRow`, the sketch as it is stored."""

    place: Place
    actors: str
    sketch: bytes


Told = tuple[str, str, int, bytes]
"""A statement by one of those who make it: the actor, the place of the statement, its sketch as it is stored."""


class Utterances:
    """The utterance rows of one store; each `put_…` is one transaction."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    # ---- the pass -----------------------------------------------------------------------------------------

    def untold(self, version: str) -> tuple[str, ...]:
        """Return the pages whose statements are new, or are now made by other actors."""
        with self._store.reading() as connection:
            asked = json.dumps(pending(connection, SPOKEN, version))
            moved = {page for (page,) in all_rows(connection, _MOVED, (asked,))}
            return tuple(sorted(moved | set(pending(connection, TOLD, version))))

    def put_spoken(self, version: str) -> None:
        """Put down that who speaks on each page is as its tellings have it."""
        with self._store.reading() as connection:
            pages = pending(connection, SPOKEN, version)
        if pages:
            with self._store.writing() as connection:
                take(connection, SPOKEN, version, pages)

    def statements(self, pages: Sequence[str]) -> tuple[StatementRow, ...]:
        """Return the statements of pages."""
        with self._store.reading() as connection:
            return tuple(StatementRow(*row) for row in all_rows(connection, _STATEMENTS, (json.dumps(pages),)))

    def put_tellings(self, tellings: Iterable[TellingRow], pages: Sequence[str], version: str) -> None:
        """Store what the statements of pages are compared by; what was found of them before is forgotten."""
        rows = [(*one.place, one.actors, one.sketch) for one in tellings]
        with self._store.writing() as connection:
            for page in pages:
                leave(connection, page)
            connection.executemany("INSERT INTO telling VALUES (?, ?, ?, ?)", rows)
            take(connection, TOLD, version, pages)

    def uncompared(self, version: str) -> tuple[tuple[str, ...], int]:
        """Return the pages whose statements have still to be compared, and how many pages have been."""
        with self._store.reading() as connection:
            return pending(connection, MATCHED, version), count_taken(connection, MATCHED, version)

    def tellings(self, pages: Sequence[str]) -> tuple[TellingRow, ...]:
        """Return the statements of pages as they are compared, by page and position."""
        sql = (
            "SELECT page, nth, actors, sketch FROM telling"
            " WHERE page IN (SELECT value FROM json_each(?)) ORDER BY page, nth"
        )
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, (json.dumps(pages),))
        return tuple(TellingRow(Place(page, nth), actors, sketch) for page, nth, actors, sketch in rows)

    def told_by(self, actors: Sequence[str]) -> Iterator[list[Told]]:
        """Yield the statements of actors that have been compared with each other, some actors at a time."""
        sql = (
            "SELECT actor, page, nth, sketch FROM telling_actor JOIN telling USING (page, nth)"
            " WHERE telling_actor.actor IN (SELECT value FROM json_each(?)) ORDER BY actor, page, nth"
        )
        for some in in_batches(actors, _ACTORS_AT_ONCE):
            with self._store.reading() as connection:
                rows: list[Any] = all_rows(connection, sql, (json.dumps(some),))
            yield rows

    def copied_pages(self, pages: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of pages, one of these among them, of which one has the other's own words."""
        sql = (
            "SELECT a, b FROM relay WHERE kind <> 'quotation' AND (a IN (SELECT value FROM json_each(:pages))"
            " OR b IN (SELECT value FROM json_each(:pages))) ORDER BY a, b"
        )
        with self._store.reading() as connection:
            return tuple((a, b) for a, b in all_rows(connection, sql, {"pages": json.dumps(pages)}))

    def put_compared(
        self, found: Iterable[Retelling], told: Iterable[Told], pages: Sequence[str], version: str
    ) -> None:
        """Store which statements report the same as those of pages; these are found by their actors from now on.

        Args:
            found: What two statements report; the first way in which they show it counts.
            told: The statements of the pages.
            pages: The pages.
            version: Of the pass.
        """
        rows = [(*one.a, *one.b, one.how) for one in found]
        by = [(actor, page, nth) for actor, page, nth, _ in told]
        with self._store.writing() as connection:
            connection.executemany("INSERT INTO retelling VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
            connection.executemany("INSERT INTO telling_actor VALUES (?, ?, ?)", by)
            take(connection, MATCHED, version, pages)

    def ungrouped(self, version: str) -> tuple[str, ...]:
        """Return the pages whose statements have still to be grouped with those that report the same."""
        with self._store.reading() as connection:
            return pending(connection, RETOLD, version)

    def linked(self, pages: Sequence[str]) -> tuple[tuple[Place, ...], tuple[Retelling, ...]]:
        """Return the statements of pages that have retellings, with all that these lead to, and the retellings."""
        with self._store.reading() as connection:
            places = tuple(Place(*row) for row in all_rows(connection, _GROUP, {"pages": json.dumps(pages)}))
            near = json.dumps(sorted({place.page for place in places}))
            held = set(places)
            edges = [
                Retelling(Place(*row[:2]), Place(*row[2:4]), row[4])
                for row in all_rows(connection, _EDGES, (near,))
            ]
        return places, tuple(edge for edge in edges if edge.a in held)

    def put_utterances(
        self, groups: Iterable[Sequence[Place]], places: Iterable[Place], pages: Sequence[str], version: str
    ) -> None:
        """Store which statements report one utterance, each group with its earliest report first.

        Args:
            groups: The groups of more than one statement.
            places: The statements that were looked at.
            pages: The pages that are done with; their other statements are in no group.
            version: Of the pass.
        """
        rows = [(*place, *group[0]) for group in groups for place in group]
        with self._store.writing() as connection:
            connection.executemany("DELETE FROM utterance WHERE page = ?", [(page,) for page in pages])
            connection.executemany("DELETE FROM utterance WHERE page = ? AND nth = ?", list(places))
            connection.executemany("INSERT INTO utterance VALUES (?, ?, ?, ?)", rows)
            take(connection, RETOLD, version, pages)

    # ---- asking -------------------------------------------------------------------------------------------

    def reports_of(self, place: Place) -> tuple[Place, ...]:
        """Return the statements that report the same utterance as one, this one among them, the earliest first."""
        sql = (
            "SELECT other.page, other.nth FROM utterance JOIN utterance AS other USING (first_page, first_nth)"
            " JOIN relay_page ON relay_page.page = other.page WHERE utterance.page = ? AND utterance.nth = ?"
            " ORDER BY (other.page, other.nth) <> (first_page, first_nth),"
            " ifnull(relay_page.last, '9999'), other.page, other.nth"
        )
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, place)
        return tuple(Place(*row) for row in rows) or (place,)

    def holding(self, words: Iterable[str], limit: int) -> tuple[Place, ...]:
        """Return the statements that hold some of these words, those with the most and the rarest ones first."""
        match = " OR ".join(filter(None, map(quoted, words)))
        sql = (
            "SELECT page, nth FROM statement_fts JOIN statement ON statement.n = statement_fts.rowid"
            " WHERE statement_fts MATCH ? ORDER BY statement_fts.rank, page, nth LIMIT ?"
        )
        with self._store.reading() as connection:
            return tuple(Place(*row) for row in all_rows(connection, sql, (match, limit))) if match else ()

    def pages_holding(self, phrase: str, limit: int) -> tuple[str, ...]:
        """Return the pages whose article holds these words in a row, by id."""
        match = " + ".join(filter(None, map(quoted, phrase.split())))
        sql = (
            "SELECT page FROM article_fts JOIN article ON article.n = article_fts.rowid"
            " WHERE article_fts MATCH ? ORDER BY page LIMIT ?"
        )
        with self._store.reading() as connection:
            return tuple(page for (page,) in all_rows(connection, sql, (match, limit))) if match else ()

    def first_reports(self, places: Iterable[Place]) -> dict[Place, Place]:
        """Return for each statement the earliest report of its utterance: itself where it is the only one."""
        wanted = sorted(set(places))
        sql = (
            "SELECT page, nth, first_page, first_nth FROM utterance WHERE page IN (SELECT value FROM json_each(?))"
        )
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, (json.dumps(sorted({place.page for place in wanted})),))
        known = {Place(*row[:2]): Place(*row[2:]) for row in rows}
        return {place: known.get(place, place) for place in wanted}


def leave(connection: apsw.Connection, page: str) -> None:
    """Take out what the statements of a page were compared by; those that report the same are grouped anew."""
    for sql in _FORGET:
        connection.execute(sql, {"page": page})
