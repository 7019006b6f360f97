"""Where what statements say is kept as vectors, and what fused search asks of the words beside them.

Derived rows: the pass `onrecord.meaning` makes them from the contents of statements.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.store.passes import pending, take
from onrecord.store.protocol import Place, Query
from onrecord.store.search import NARROWED, bound
from onrecord.store.sql import FIRST_CAPTURE, all_rows, one_row

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

PASS = "meaning"  # noqa: S105 - a pass over the ledger, no secret
"""The name under which the pass stands in the book of passes."""

SIGN_BYTES = 48
"""So many bytes of `sign` a statement has."""

_MOST_HELD = 20_000
"""Words are taken from the rarest on until so many statements hold them: ranking more of them takes long."""

_CONTENTS = "SELECT page, words FROM statement WHERE page IN (SELECT value FROM json_each(?)) ORDER BY page, nth"

_TAKEN = f"FROM vector JOIN taken ON taken.pass = '{PASS}' AND taken.page = vector.page"

_SIGNS = f"SELECT vector.page, signs {_TAKEN} JOIN sign USING (n) ORDER BY n"

_STAMP = f"SELECT (SELECT max(n) FROM vector), (SELECT count(*) FROM taken WHERE pass = '{PASS}')"  # noqa: S608  # from the constant

_RANKED = f"""
SELECT statement.page, statement.nth FROM statement_fts JOIN statement ON statement.n = statement_fts.rowid
WHERE statement_fts MATCH :match AND {NARROWED}
ORDER BY statement_fts.rank, statement.page, statement.nth LIMIT :limit
"""  # noqa: S608  # from the constant

_NARROWED = f"""
SELECT statement.page, statement.nth FROM json_each(:places) AS asked JOIN statement
ON statement.page = asked.value ->> 0 AND statement.nth = asked.value ->> 1 WHERE {NARROWED}
"""  # noqa: S608  # from the constant

_WORDS = f"""
SELECT statement.page, statement.nth, statement.words, statement.speakers, statement.day_from,
       coalesce(capture.path, capture.url, '')
FROM json_each(?) AS asked
JOIN statement ON statement.page = asked.value ->> 0 AND statement.nth = asked.value ->> 1
JOIN page ON page.id = statement.page JOIN capture ON capture.id = {FIRST_CAPTURE}
"""  # noqa: S608  # from the constant


class Worded(NamedTuple):
    """A statement as search by meaning needs it.

    Attributes:
        content: Its content's words.
        speakers: The names of its speakers.
        day: The first day on which it may have been said or, where that is unknown, its page's; None: unknown.
        path: Where its page was first taken from.
    """

    content: str
    speakers: str
    day: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of all statements that have been taken in.

    Attributes:
        stamp: Differs whenever they do.
        pages: The pages in order.
        counts: How many statements each page has.
        data: `SIGN_BYTES` a statement.
    """

    stamp: tuple[int | None, int]
    pages: tuple[str, ...]
    counts: tuple[int, ...]
    data: bytes


class VectorRows:
    """The vectors of one store; every method raises LedgerError where the file cannot be used."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    # ---- the pass -----------------------------------------------------------------------------------------

    def pending(self, version: str) -> tuple[str, ...]:
        """Return the pages whose statements have no vectors of this version, by id."""
        with self._store.reading() as connection:
            return pending(connection, PASS, version)

    def contents(self, pages: Sequence[str]) -> dict[str, list[str]]:
        """Return the contents of pages' statements as words, in the order of their records."""
        out: dict[str, list[str]] = {page: [] for page in pages}
        with self._store.reading() as connection:
            for page, words in all_rows(connection, _CONTENTS, (json.dumps(list(pages)),)):
                out[page].append(words)
        return out

    def put(self, rows: Iterable[tuple[str, bytes, bytes]], model: str, version: str) -> None:
        """Store the vectors and signs of pages in place of what they had, in one transaction."""
        with self._store.writing() as connection:
            last = one_row(connection, "SELECT coalesce(max(n), 0) FROM vector") or (0,)
            for n, (page, vectors, signs) in enumerate(rows, start=last[0] + 1):
                connection.execute("DELETE FROM sign WHERE n IN (SELECT n FROM vector WHERE page = ?)", (page,))
                connection.execute("DELETE FROM vector WHERE page = ?", (page,))
                connection.execute("INSERT INTO vector VALUES (?, ?, ?, ?)", (n, page, model, vectors))
                connection.execute("INSERT INTO sign VALUES (?, ?)", (n, signs))
                take(connection, PASS, version, [page])

    # ---- asking -------------------------------------------------------------------------------------------

    def stamp(self) -> tuple[int | None, int]:
        """Return what differs whenever `signs` does."""
        with self._store.reading() as connection:
            last, taken = all_rows(connection, _STAMP)[0]
        return last, taken

    def signs(self) -> Signs:
        """Return the signs of all statements: 48 MB for a million of them."""
        with self._store.reading() as connection, connection:  # one snapshot
            stamp = self.stamp()
            rows = all_rows(connection, _SIGNS)
        counts = tuple(len(signs) // SIGN_BYTES for _, signs in rows)
        return Signs(stamp, tuple(page for page, _ in rows), counts, b"".join(signs for _, signs in rows))

    def vectors(self, pages: Iterable[str]) -> dict[str, bytes]:
        """Return the vectors of pages."""
        sql = "SELECT page, vectors FROM vector WHERE page IN (SELECT value FROM json_each(?))"
        with self._store.reading() as connection:
            return dict(all_rows(connection, sql, (json.dumps(sorted(pages)),)))

    def ranked(self, words: Sequence[str], query: Query) -> tuple[Place, ...]:
        """Return the statements that hold some words, by bm25; of very common words only the rarest are asked for.

        Args:
            words: Runs of letters and digits.
            query: What else they must fulfil; its own words do not count.
        """
        with self._store.reading() as connection:
            rare = self._rarest(words)
            if not rare:
                return ()
            match = " OR ".join(f'"{word}"' for word in rare)
            rows = all_rows(connection, _RANKED, {**bound(query), "match": match, "limit": query.limit})
        return tuple(Place(*row) for row in rows)

    def _rarest(self, words: Sequence[str]) -> list[str]:
        sql = "SELECT term, doc FROM statement_word WHERE term IN (SELECT value FROM json_each(?))"
        with self._store.reading() as connection:
            held = dict(all_rows(connection, sql, (json.dumps(sorted(set(words))),)))
        out: list[str] = []
        left = _MOST_HELD
        for word in sorted(held, key=lambda word: (held[word], word)):
            left -= held[word]
            if out and left < 0:
                break
            out.append(word)
        return out

    def narrowed(self, places: Iterable[Place], query: Query) -> frozenset[Place]:
        """Return those of some statements that a query's actors, days and confidence leave."""
        asked = json.dumps([list(place) for place in places])
        with self._store.reading() as connection:
            rows = all_rows(connection, _NARROWED, {**bound(query), "places": asked})
        return frozenset(Place(*row) for row in rows)

    def words(self, places: Iterable[Place]) -> dict[Place, Worded]:
        """Return what statements say, by whom, when and where; those that are gone are left out."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _WORDS, (json.dumps([list(place) for place in places]),))
        return {Place(page, nth): Worded(*held) for page, nth, *held in rows}
