"""The store in one SQLite file: one writer, many readers, one connection a thread."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import apsw

from onrecord.errors import InputError, LedgerError, OvertakenError
from onrecord.interchange import record_from_json
from onrecord.model import Capture, Decision, MadeBy, PageProblem, Problem, Record, Source, Span, Status, Unproven
from onrecord.store.actors import ActorRows
from onrecord.store.backup import OnShare, copy_to
from onrecord.store.claims import ClaimRows
from onrecord.store.connection import connect, told
from onrecord.store.consistency import check_file
from onrecord.store.counts import count
from onrecord.store.decisions import DecisionLog, last, put_decisions
from onrecord.store.forgetting import Forgetting, any_forgotten
from onrecord.store.made_by import made_by_from_json, made_by_to_json
from onrecord.store.merging import Merging
from onrecord.store.passes import renew
from onrecord.store.protocol import Place, Query, Refusal, Stored
from onrecord.store.recaptures import Recaptures
from onrecord.store.relays import Relays
from onrecord.store.rows import COLUMNS, derived_rows, insert_rows
from onrecord.store.screens import Screens
from onrecord.store.search import sql_of
from onrecord.store.sql import FIRST_CAPTURE, all_rows, one_row, transaction
from onrecord.store.storable import record_line, storable_text
from onrecord.store.turns import count_turn, turn_of
from onrecord.store.utterances import Utterances
from onrecord.store.vectors import VectorRows

_PAGES = f"""
SELECT page.id FROM page LEFT JOIN capture ON capture.id = {FIRST_CAPTURE}
ORDER BY coalesce(capture.path, capture.url, ''), page.id
"""  # noqa: S608  # from the constant above

_SOURCE = f"""
SELECT source.bytes, source.size, source.media_type, capture.path, capture.url, capture.fetched
FROM page JOIN source USING (sha256) JOIN capture ON capture.id = {FIRST_CAPTURE} WHERE page.id = ?
"""  # noqa: S608  # from the constant above

# Path and address each by their own index: asked for with OR, every capture would be looked at.
_CAPTURED = """
SELECT page.id FROM page JOIN capture USING (sha256) WHERE capture.id = (
    SELECT max(id) FROM (
        SELECT max(capture.id) AS id FROM capture JOIN page USING (sha256) WHERE path = :name
        UNION ALL SELECT max(capture.id) FROM capture JOIN page USING (sha256) WHERE url = :name))
"""

_PROBLEMS = f"""
SELECT coalesce(capture.path, capture.url, '') AS at, page, stage, reason, message, span_start, span_end, nth
FROM problem JOIN page ON page.id = problem.page JOIN capture ON capture.id = {FIRST_CAPTURE}
UNION ALL SELECT path, NULL, stage, reason, message, NULL, NULL, 0 FROM not_read WHERE page IS NULL
ORDER BY at, stage, page, nth, reason, message
"""  # noqa: S608  # from the constant above

_PUT_PAGE = """
INSERT INTO page (id, sha256, text, text_sha256, renderer, made_by, record) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET text = excluded.text, text_sha256 = excluded.text_sha256,
    renderer = excluded.renderer, made_by = excluded.made_by, record = excluded.record
"""

_PUT_REFUSAL = """
INSERT INTO refusal (path, sha256, reason, message, tried) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (path, ifnull(sha256, '')) DO UPDATE
SET reason = excluded.reason, message = excluded.message, tried = excluded.tried
WHERE reason <> excluded.reason OR message <> excluded.message
"""

_REFUSAL = ("path", "sha256", "reason", "message", "tried")


class SqliteStore:
    """A `Store` in one SQLite file, in WAL mode.

    Attributes:
        path: The file.
        actors: Who is meant across pages.
        claims: What the pass over claims has found.
        decisions: What people corrected.
        forgetting: What people forgot.
        screens: What screens ask of it.
        merging: What taking in another ledger needs.
        recaptures: Pages that were taken again.
        relays: Whose words are whose.
        utterances: Which statements report one act of saying.
        vectors: What statements say as vectors.
    """

    def __init__(self, path: str | Path, *, create: bool = False, busy_ms: int = 10_000) -> None:
        """Open a ledger file; the arguments are those of `connection.connect`."""
        self.path = Path(path)
        self.actors = ActorRows(self)
        self.claims = ClaimRows(self)
        self.decisions = DecisionLog(self)
        self.forgetting = Forgetting(self)
        self.screens = Screens(self)
        self.merging = Merging(self)
        self.recaptures = Recaptures(self)
        self.relays = Relays(self)
        self.utterances = Utterances(self)
        self.vectors = VectorRows(self)
        self._busy_ms = busy_ms
        self._local = threading.local()
        self._open: list[apsw.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self._keep(connect(self.path, create=create, busy_ms=busy_ms))

    # ---- storing ------------------------------------------------------------------------------------------

    def put_page(self, source: Source, record: Record, added: str) -> Stored:
        """Store a page with its source, capture, record and derived rows in one transaction."""
        record, line = record_line(record)
        with self.writing() as connection:
            new = one_row(connection, "SELECT 1 FROM page WHERE id = ?", (record.page.id,)) is None
            _put_source(connection, source, record.page.sha256)
            capture = _put_capture(connection, record.page.sha256, source, added)
            _put_record(connection, record, line)
        return Stored(page=new, capture=capture)

    def together(self) -> AbstractContextManager[object]:
        """Make one transaction of all that this thread stores within."""
        return self.writing()

    def put_capture(self, sha256: str, source: Source, added: str) -> bool:
        """Store where known bytes were met; tell whether the place was new."""
        with self.writing() as connection:
            return _put_capture(connection, sha256, source, added)

    def put_refusal(self, refusal: Refusal) -> bool:
        """Store a refused source; tell whether its path and bytes were new."""
        path = storable_text(refusal.path)
        with self.writing() as connection:
            known = "SELECT 1 FROM refusal WHERE path = ? AND sha256 IS ?"
            new = one_row(connection, known, (path, refusal.sha256)) is None
            cells = (path, refusal.sha256, refusal.reason, storable_text(refusal.message), refusal.tried)
            connection.execute(_PUT_REFUSAL, cells)
        return new

    def put_decisions(self, decisions: Iterable[Decision], records: Iterable[Record], *, known: int) -> bool:
        """Store decisions with the records made by them, all or nothing; nothing if they are no longer apt."""
        decisions = tuple(decisions)
        lines = [record_line(record) for record in records]
        about = {anchor.page for one in decisions for anchor in (one.target, *one.others)}
        with self.writing() as connection:
            if last(connection)[0] != known or any_forgotten(
                connection, (*about, *(record.page.sha256 for record, _ in lines))
            ):
                return False
            put_decisions(connection, decisions)
            for record, line in lines:
                _put_record(connection, record, line)
        return True

    def refusal_of(self, sha256: str) -> Refusal | None:
        """Return the last refusal of these bytes, wherever they lay."""
        sql = f"SELECT {', '.join(_REFUSAL)} FROM refusal WHERE sha256 = ? ORDER BY id DESC LIMIT 1"  # noqa: S608  # from above
        with self.reading() as connection:
            row = one_row(connection, sql, (sha256,))
        return Refusal(**dict(zip(_REFUSAL, row, strict=True))) if row else None

    def rebuild(self) -> None:
        """Drop all derived rows and make them again from the records, in one transaction; passes begin anew."""
        with self.writing() as connection:
            count_turn(connection)
            connection.execute("DELETE FROM taken")
            for table in reversed(COLUMNS):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  # from COLUMNS
            for page in self.page_ids():
                _put_derived(connection, self.record(page))
            for search in ("article_fts", "statement_fts"):
                connection.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")  # noqa: S608  # from above

    # ---- pages --------------------------------------------------------------------------------------------

    def page_of(self, sha256: str) -> tuple[str, MadeBy] | None:
        """Return the id of the page with these bytes and what made its record."""
        with self.reading() as connection:
            row = one_row(connection, "SELECT id, made_by FROM page WHERE sha256 = ?", (sha256,))
        return (row[0], made_by_from_json(row[1])) if row else None

    def record(self, page: str) -> Record:
        """Return the record of a page by its whole id; KeyError where there is none."""
        with self.reading() as connection:
            row = one_row(connection, "SELECT record FROM page WHERE id = ?", (page,))
        if row is None:
            raise KeyError(page)
        try:
            return record_from_json(row[0])
        except InputError as error:
            message = f"The record of page {page} in {self.path} is damaged; add the page again to a new ledger."
            raise LedgerError(message) from error

    def source(self, page: str) -> Source:
        """Return a page's bytes as at its first capture; KeyError where there is no such page."""
        with self.reading() as connection:
            row = one_row(connection, _SOURCE, (page,))
            known = row or one_row(connection, "SELECT 1 FROM page WHERE id = ?", (page,))
        if known is None:
            raise KeyError(page)
        if row is None:
            raise LedgerError(f"The bytes of page {page} in {self.path} are gone; restore the ledger from a copy.")
        packed, size, media_type, path, url, fetched = row
        try:
            # One byte more than stated is enough to see that the size is wrong, and no bomb goes off.
            data = zlib.decompressobj().decompress(packed, size + 1)
        except zlib.error as error:
            raise LedgerError(
                f"The bytes of page {page} in {self.path} are damaged ({error}); restore a copy."
            ) from error
        return Source(data=data, path=path, url=url, fetched=fetched, media_type=media_type)

    def page_ids(self) -> tuple[str, ...]:
        """Return all pages, ordered by the path of their first capture, then by id."""
        with self.reading() as connection:
            return tuple(row[0] for row in all_rows(connection, _PAGES))

    def pages_like(self, name: str) -> tuple[str, ...]:
        """Return the page last captured at this path or URL; else the pages whose id starts so."""
        name = storable_text(name)
        with self.reading() as connection:
            rows = all_rows(connection, _CAPTURED, {"name": name})
            if not rows:
                rows = all_rows(
                    connection, "SELECT id FROM page WHERE id >= ? AND id < ? ORDER BY id", (name, _after(name))
                )
        return tuple(row[0] for row in rows)

    def captures(self, page: str) -> tuple[Capture, ...]:
        """Return a page's captures in the order of adding."""
        with self.reading() as connection:
            rows = all_rows(
                connection,
                "SELECT page.id, path, url, fetched, added FROM capture JOIN page USING (sha256)"
                " WHERE page.id = ? ORDER BY capture.id",
                (page,),
            )
        return tuple(Capture(page=p, path=path, url=url, fetched=f, added=a) for p, path, url, f, a in rows)

    # ---- statements ---------------------------------------------------------------------------------------

    def statements_like(self, prefix: str) -> tuple[Place, ...]:
        """Return the statements whose id starts so, at most twenty."""
        prefix = storable_text(prefix)
        with self.reading() as connection:
            rows = all_rows(
                connection,
                "SELECT page, nth FROM statement WHERE id >= ? AND id < ? ORDER BY id, page, nth LIMIT 20",
                (prefix, _after(prefix)),
            )
        return tuple(Place(*row) for row in rows)

    def search(self, query: Query) -> tuple[Place, ...]:
        """Return the statements that a query finds: by bm25 where it has words, else by day."""
        sql = sql_of(query)
        if sql is None:
            return ()
        with self.reading() as connection:
            return tuple(Place(*row) for row in all_rows(connection, *sql))

    # ---- the whole ----------------------------------------------------------------------------------------

    def problems(self) -> Iterator[PageProblem]:
        """Yield refusals and problems by path, then stage."""
        with self.reading() as connection:
            rows = all_rows(connection, _PROBLEMS)
        for path, page, stage, reason, message, start, end, _ in rows:
            span = None if start is None else Span(start, end)
            problem = Problem(stage=stage, reason=reason, message=message, span=span)
            yield PageProblem(path=path, page=page, problem=problem)

    def status(self) -> Status:
        """Return what the store holds."""
        with self.reading() as connection:
            return count(connection, str(self.path))

    def check(self) -> Iterator[Unproven]:
        """Yield where the file contradicts itself: damage, dangling rows, derived rows that differ."""
        with self.reading() as connection:
            yield from check_file(connection)

    def backup(self, target: Path, on_share: OnShare | None = None) -> None:
        """Copy all of it, as it is now, to a file that is not there yet."""
        copy_to(self, target, on_share)

    def close(self) -> None:
        """Close the connections of all threads; a no-op when that is done."""
        with self._lock:
            self._closed = True
            while self._open:
                self._open.pop().close()

    # ---- connections, for the rooms of the store -----------------------------------------------------------

    def _keep(self, connection: apsw.Connection) -> apsw.Connection:
        with self._lock:
            self._open.append(connection)
        self._local.connection = connection
        return connection

    def _connection(self) -> apsw.Connection:
        if self._closed:
            raise LedgerError(f"The ledger {self.path} has been closed; open it again.")
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        return connection or self._keep(connect(self.path, create=False, busy_ms=self._busy_ms))

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Lend this thread's connection; what SQLite raises comes out as LedgerError."""
        with told(self.path):
            yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Lend this thread's connection inside a transaction that is kept whole or not at all."""
        connection = self._connection()
        outermost = not connection.in_transaction
        with told(self.path), transaction(connection):
            turn: int | None = getattr(self._local, "turn", None) if outermost else None
            if turn is not None and turn != turn_of(connection):
                raise OvertakenError(
                    f"Somebody else has changed {self.path} meanwhile; run the same command again."
                )
            yield connection
            if turn is not None:
                count_turn(connection)
                self._local.turn = turn_of(connection)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Let this thread write within only where nobody has changed what it may have read, as `turns` tells."""
        with self.reading() as connection:
            self._local.turn = turn_of(connection)
        try:
            yield
        finally:
            self._local.turn = None


def _put_source(connection: apsw.Connection, source: Source, sha256: str) -> None:
    connection.execute(
        "INSERT INTO source (sha256, bytes, size, media_type) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, zlib.compress(source.data), len(source.data), source.media_type),
    )


def _put_capture(connection: apsw.Connection, sha256: str, source: Source, added: str) -> bool:
    path, url = (None if place is None else storable_text(place) for place in (source.path, source.url))
    connection.execute(
        "INSERT INTO capture (sha256, path, url, fetched, added) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, path, url, source.fetched, added),
    )
    new = connection.changes() > 0
    # These bytes, or what could not be had at this place, are a gap no longer.
    gone = "DELETE FROM refusal WHERE sha256 = ? OR (path = ? AND sha256 IS NULL)"
    connection.execute(gone, (sha256, path))
    return new


def _put_record(connection: apsw.Connection, record: Record, line: str) -> None:
    head = record.page
    made_by = made_by_to_json(record.made_by)
    cells = (head.id, head.sha256, record.text, head.text_sha256, record.made_by.renderer, made_by, line)
    if one_row(connection, "SELECT 1 FROM page WHERE id = ?", (head.id,)):
        renew(connection, head.id)
    connection.execute(_PUT_PAGE, cells)
    for table in ("named", *reversed(COLUMNS)):
        connection.execute(f"DELETE FROM {table} WHERE page = ?", (head.id,))  # noqa: S608  # from COLUMNS
    _put_derived(connection, record)


def _put_derived(connection: apsw.Connection, record: Record) -> None:
    for table, rows in derived_rows(record).items():
        connection.executemany(insert_rows(table), rows)


def _after(prefix: str) -> str:
    """Return a string that sorts after all ids with this prefix."""
    return prefix + "\U0010ffff"
