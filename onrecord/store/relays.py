"""What a store keeps of relay: how pages are related, and where each of them comes from.

Derived rows: the pass `onrecord.relay` makes them, from records alone, and can make them all again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw

from onrecord.model import Relay, SharedRun, Span
from onrecord.store.passes import count_taken, pending, take
from onrecord.store.sql import all_rows, one_row

if TYPE_CHECKING:
    from onrecord.store.sqlite import SqliteStore

SKETCHED, COMPARED, DESCENDED = "relay-sketched", "relay-compared", "relay-descended"
"""The names under which the three steps of the pass stand in the book of passes."""

_COPIES = "kind <> 'quotation' AND max(share_a, share_b) >= :least"

_FAMILY = f"""
WITH RECURSIVE near (page) AS (
    SELECT value FROM json_each(:pages)
    UNION SELECT b FROM near JOIN relay ON relay.a = near.page WHERE {_COPIES}
    UNION SELECT a FROM near JOIN relay ON relay.b = near.page WHERE {_COPIES}
)
SELECT page FROM near WHERE page IN (SELECT page FROM relay_page) ORDER BY page
"""  # noqa: S608  # from the constant above

_LINKS = f"""
SELECT a, b, share_a, share_b, credited_by FROM relay
WHERE {_COPIES} AND a IN (SELECT value FROM json_each(:pages)) ORDER BY a, b
"""  # noqa: S608  # from the constant above

_FORGET = (
    """DELETE FROM taken WHERE pass = :pass AND page IN (
           SELECT a FROM relay WHERE b = :page UNION SELECT b FROM relay WHERE a = :page)""",
    "DELETE FROM relay_run WHERE a = :page",
    "DELETE FROM relay_run WHERE (a, b) IN (SELECT a, b FROM relay WHERE b = :page)",
    "DELETE FROM relay WHERE a = :page OR b = :page",
)

_PUT_PAGE = """
INSERT INTO relay_page (page, sketch, first, last, own, credits, parent, origin, proven)
VALUES (?, ?, ?, ?, ?, ?, NULL, ?, 1)
ON CONFLICT DO UPDATE SET sketch = excluded.sketch, first = excluded.first, last = excluded.last,
    own = excluded.own, credits = excluded.credits
"""

_SKETCHES = """
SELECT taken.page, sketch FROM taken CROSS JOIN relay_page ON relay_page.page = taken.page
WHERE taken.pass = ? AND taken.page > ? AND taken.version = ? ORDER BY taken.page LIMIT ?
"""
_SKETCHES_AT_ONCE = 2_000

_RELAY = "a, b, kind, extent, words, share_a, share_b, credited_by, credit_start, credit_end"


class Standing(NamedTuple):
    """What puts a page in order among others: see the columns of the table `relay_page`."""

    page: str
    first: str | None
    last: str | None
    own: int
    credits: bool


class Link(NamedTuple):
    """A copy: the share of the own words of each page that the other has, and which of them credits the other."""

    a: str
    b: str
    share_a: float
    share_b: float
    credited_by: str | None


class Descent(NamedTuple):
    """Where a page comes from: see the columns of the table `relay_page`."""

    page: str
    parent: str | None
    origin: str
    proven: bool


class Relays:
    """The relay rows of one store; each `put_…` is one transaction."""

    def __init__(self, store: SqliteStore) -> None:
        """Take the store whose connections are used."""
        self._store = store

    # ---- the pass -----------------------------------------------------------------------------------------

    def pending(self, step: str, version: str) -> tuple[str, ...]:
        """Return the pages that a step of the pass has still to take in, by id."""
        with self._store.reading() as connection:
            return pending(connection, step, version)

    def put_sketches(self, pages: Iterable[tuple[Standing, bytes]], version: str) -> None:
        """Store what pages are compared by; their relations are forgotten until they are compared anew."""
        with self._store.writing() as connection:
            for standing, sketch in pages:
                page = standing.page
                if one_row(connection, "SELECT 1 FROM relay_page WHERE page = ?", (page,)):
                    _part(connection, page)
                cells = (page, sketch, standing.first, standing.last, standing.own, int(standing.credits), page)
                connection.execute(_PUT_PAGE, cells)
                take(connection, SKETCHED, version, [page])

    def sketches(self, pages: Sequence[str]) -> tuple[list[str], list[bytes]]:
        """Return pages, by id, and their sketches."""
        sql = "SELECT page, sketch FROM relay_page WHERE page IN (SELECT value FROM json_each(?)) ORDER BY page"
        with self._store.reading() as connection:
            return _apart(all_rows(connection, sql, (json.dumps(pages),)))

    def count_compared(self, version: str) -> int:
        """Return how many pages have been compared with each other."""
        with self._store.reading() as connection:
            return count_taken(connection, COMPARED, version)

    def compared(self, version: str) -> Iterator[tuple[list[str], list[bytes]]]:
        """Yield the pages that have been compared with each other, by id, and their sketches, some at a time."""
        last = ""
        while True:
            with self._store.reading() as connection:
                rows = all_rows(connection, _SKETCHES, (COMPARED, last, version, _SKETCHES_AT_ONCE))
            if not rows:
                return
            last = rows[-1][0]
            yield _apart(rows)

    def put_relays(self, relays: Iterable[Relay], pages: Sequence[str], version: str) -> None:
        """Store how pages are related to those that were compared before."""
        with self._store.writing() as connection:
            for relay in relays:
                _put_relay(connection, relay)
            take(connection, COMPARED, version, pages)

    def family(self, pages: Sequence[str], least: float) -> tuple[str, ...]:
        """Return pages with all that are linked to them by copies, over any number of steps, by id.

        Args:
            pages: Ids.
            least: The share of either page that a copy must hold to count.
        """
        with self._store.reading() as connection:
            rows = all_rows(connection, _FAMILY, {"pages": json.dumps(pages), "least": least})
        return tuple(page for (page,) in rows)

    def standings(self, pages: Sequence[str]) -> dict[str, Standing]:
        """Return what puts pages in order, by id."""
        sql = (
            "SELECT page, first, last, own, credits FROM relay_page"
            " WHERE page IN (SELECT value FROM json_each(?)) ORDER BY page"
        )
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, (json.dumps(pages),))
        return {row[0]: Standing(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}

    def links(self, pages: Sequence[str], least: float) -> tuple[Link, ...]:
        """Return the copies among pages; `least` as for `family`."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _LINKS, {"pages": json.dumps(pages), "least": least})
        return tuple(Link(*row) for row in rows)

    def put_descents(self, descents: Iterable[Descent], pages: Sequence[str], version: str) -> None:
        """Store where pages come from."""
        rows = [(one.parent, one.origin, int(one.proven), one.page) for one in descents]
        with self._store.writing() as connection:
            connection.executemany("UPDATE relay_page SET parent = ?, origin = ?, proven = ? WHERE page = ?", rows)
            take(connection, DESCENDED, version, pages)

    # ---- asking -------------------------------------------------------------------------------------------

    def origin_of(self, page: str) -> str:
        """Return the earliest page in this ledger that a page's words go back to: itself where it copies none."""
        with self._store.reading() as connection:
            row = one_row(connection, "SELECT origin FROM relay_page WHERE page = ?", (page,))
        return str(row[0]) if row else page

    def count_origins(self, pages: Iterable[str]) -> int:
        """Return how many origins pages go back to: never more than there are different pages."""
        return len(set(self.origins(pages).values()))

    def origins(self, pages: Iterable[str]) -> dict[str, str]:
        """Return the origin of each page, as `origin_of` does."""
        wanted = sorted(set(pages))
        sql = "SELECT page, origin FROM relay_page WHERE page IN (SELECT value FROM json_each(?))"
        with self._store.reading() as connection:
            known = dict(all_rows(connection, sql, (json.dumps(wanted),)))
        return {page: known.get(page, page) for page in wanted}

    def descents(self, origin: str) -> tuple[Descent, ...]:
        """Return the pages that go back to an origin, itself among them, by the order in which they came out."""
        sql = (
            "SELECT page, parent, origin, proven FROM relay_page WHERE origin = ?"
            " ORDER BY page <> origin, ifnull(last, '9999'), credits, ifnull(first, ''), -own, page"
        )
        with self._store.reading() as connection:
            rows = all_rows(connection, sql, (origin,))
        return tuple(Descent(page, parent, held, bool(proven)) for page, parent, held, proven in rows)

    def relays_of(self, page: str) -> tuple[Relay, ...]:
        """Return how a page is related to others, by the other's id."""
        sql = f"SELECT {_RELAY} FROM relay WHERE a = :page OR b = :page ORDER BY iif(a = :page, b, a)"  # noqa: S608  # from above
        with self._store.reading() as connection:
            return tuple(_relays(connection, all_rows(connection, sql, {"page": page})))

    def all(self) -> Iterator[Relay]:
        """Yield every relation, by the ids of its pages."""
        with self._store.reading() as connection:
            rows = all_rows(connection, f"SELECT {_RELAY} FROM relay ORDER BY a, b")  # noqa: S608  # from above
            yield from _relays(connection, rows)


def leave(connection: apsw.Connection, page: str) -> None:
    """Take out how a page is related to others; those that have their words from it are put in families anew."""
    _part(connection, page)
    connection.execute(
        "DELETE FROM taken WHERE pass = :pass AND page IN ("
        "SELECT page FROM relay_page WHERE (parent = :page OR origin = :page) AND page <> :page)",
        {"page": page, "pass": DESCENDED},
    )
    connection.execute("DELETE FROM relay_page WHERE page = ?", (page,))


def _apart(rows: Iterable[tuple[str, bytes]]) -> tuple[list[str], list[bytes]]:
    held = list(rows)
    return [page for page, _ in held], [data for _, data in held]


def _part(connection: apsw.Connection, page: str) -> None:
    for sql in _FORGET:
        bound = {"page": page, "pass": DESCENDED}
        connection.execute(sql, {key: value for key, value in bound.items() if f":{key}" in sql})


def _put_relay(connection: apsw.Connection, relay: Relay) -> None:
    by, span = relay.credit or (None, None)
    cells = (relay.a, relay.b, relay.kind, relay.extent, relay.words, relay.share_a, relay.share_b, by)
    connection.execute(
        f"INSERT INTO relay ({_RELAY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # from above
        (*cells, *(span or (None, None))),
    )
    runs = [(relay.a, relay.b, nth, *run.a, *run.b) for nth, run in enumerate(relay.runs)]
    connection.executemany("INSERT INTO relay_run VALUES (?, ?, ?, ?, ?, ?, ?)", runs)


def _relays(connection: apsw.Connection, rows: Sequence[tuple[Any, ...]]) -> Iterator[Relay]:
    runs: dict[tuple[str, str], list[SharedRun]] = defaultdict(list)
    pairs = json.dumps([list(row[:2]) for row in rows])
    sql = (
        "SELECT run.a, run.b, a_start, a_end, b_start, b_end FROM json_each(?) AS pair JOIN relay_run AS run"
        " ON run.a = pair.value ->> 0 AND run.b = pair.value ->> 1 ORDER BY run.a, run.b, run.nth"
    )
    for a, b, a_start, a_end, b_start, b_end in all_rows(connection, sql, (pairs,)):
        runs[a, b].append(SharedRun(a=Span(a_start, a_end), b=Span(b_start, b_end)))
    for a, b, kind, extent, words, share_a, share_b, by, start, end in rows:
        yield Relay(
            a=a,
            b=b,
            kind=kind,
            extent=extent,
            words=words,
            share_a=share_a,
            share_b=share_b,
            runs=tuple(runs[a, b]),
            credit=None if by is None else (by, Span(start, end)),
        )
