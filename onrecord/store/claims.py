"""Where claims are kept: frames of statements, parties of pages, and which statement bears on which claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import apsw

from onrecord.model import Relation, Stance
from onrecord.store.parties import Parties
from onrecord.store.passes import count_waiting, pending, take
from onrecord.store.sql import all_rows

FRAMES, BEARINGS = "claims-frames", "claims"
"""The two steps of the pass, in the book of passes: what contents say, then what bears on which claim."""

_PARTS = "act, doer, object, recipient, aspect, figure, year"

# A claim stands where what it says stands in full, and something else in the ledger speaks of the same parties.
_STANDING = f"""
SELECT {_PARTS}, max(exact), count(DISTINCT page || nth) > 1 OR EXISTS (
    SELECT 1 FROM claim_frame AS other
    WHERE other.act = full.act AND other.doer = full.doer AND other.recipient IN ('', full.recipient)
      AND (other.page, other.nth) <> (full.page, full.nth)) OR EXISTS (
    SELECT 1 FROM claim_frame AS other
    WHERE other.act = full.act AND other.doer = '' AND other.recipient = full.recipient
      AND (other.page, other.nth) <> (full.page, full.nth))
FROM claim_frame AS full WHERE key IS NOT NULL GROUP BY key ORDER BY key
"""  # noqa: S608  # from the constant above

# Pages that name all parties of a claim and hold an act that may answer it.
_PAIRS = """
SELECT DISTINCT claim.id, frame.page FROM {}
JOIN claim_party AS named ON named.page = frame.page AND named.key = claim.doer
WHERE frame.act IN (claim.act, iif(claim.recipient <> '', 'deal', claim.act))
  AND frame.doer IN ('', claim.doer, iif(frame.act = 'deal', claim.recipient, ''))
  AND frame.recipient IN ('', claim.recipient)
  AND (claim.recipient = '' OR EXISTS (
      SELECT 1 FROM claim_party WHERE claim_party.page = frame.page AND claim_party.key = claim.recipient))
  AND (substr(claim.object, 1, 1) <> '=' OR EXISTS (
      SELECT 1 FROM claim_party WHERE claim_party.page = frame.page AND claim_party.key = claim.object))
ORDER BY frame.page, claim.id
"""

# Of pages: from the parties that they name to the claims on one of these. The order is held, so that what is read
# does not grow with the ledger.
_OF_PAGES = """json_each(:pages) AS wanted
CROSS JOIN claim_party AS party ON party.page = wanted.value
CROSS JOIN claim ON claim.doer = party.key
CROSS JOIN claim_frame AS frame INDEXED BY claim_frame_page ON frame.page = party.page"""

_OF_CLAIMS = """json_each(:claims) AS wanted
CROSS JOIN claim ON claim.id = wanted.value
CROSS JOIN claim_frame AS frame
JOIN taken ON pass = :pass AND version = :version AND taken.page = frame.page"""

_ANSWERS = """
SELECT bearing.claim, bearing.page, bearing.nth, statement.id, bearing.stance, bearing.relation,
       coalesce(speaker.name, speaker.mention, 'unclear'),
       coalesce(form.actor, speaker.actor, speaker.mention || ' @' || speaker.page, 'unclear'),
       statement.day_from, statement.said_from IS NOT NULL AND statement.said_from = statement.said_to
FROM claim_bearing AS bearing
JOIN statement ON statement.page = bearing.page AND statement.nth = bearing.nth
LEFT JOIN speaker ON speaker.page = bearing.page AND speaker.statement_nth = bearing.nth
LEFT JOIN naming ON naming.page = speaker.page AND naming.statement_nth = speaker.statement_nth
    AND naming.part = 'by' AND naming.nth = speaker.nth
LEFT JOIN form ON form.id = naming.form
WHERE bearing.claim IN (SELECT value FROM json_each(?)) AND statement.confidence >= ?
ORDER BY bearing.claim, bearing.page, bearing.nth, speaker.nth
"""


_BEARING = "claim, page, nth, stance, relation, score, reason, sides"

_SETTLED = """
SELECT page FROM taken
WHERE pass = :pass AND (:pages IS NULL OR page IN (SELECT value FROM json_each(:pages))) ORDER BY page
"""

# One page's record is taken apart once, since its rows follow each other. A page that waits to be looked through
# may have another record by now than the one that its rows were found on.
_KEPT = """
SELECT bearing.page, bearing.nth, bearing.stance, bearing.relation, bearing.score, bearing.reason, bearing.sides,
       statement.words, page.record -> '$.page', page.record -> ('$.statements[' || bearing.nth || ']'),
       page.record ->> '$.article.outlet.value', page.record -> '$.article.published'
FROM claim_bearing AS bearing
JOIN statement ON statement.page = bearing.page AND statement.nth = bearing.nth
JOIN page ON page.id = bearing.page
JOIN taken ON taken.pass = ? AND taken.page = bearing.page
WHERE bearing.claim = ? ORDER BY bearing.page, bearing.nth
"""


class Connections(Protocol):
    """What this room needs of the store: its connections."""

    def reading(self) -> AbstractContextManager[apsw.Connection]:
        """Lend a connection to read by."""
        ...

    def writing(self) -> AbstractContextManager[apsw.Connection]:
        """Lend a connection inside a transaction."""
        ...


class Parts(NamedTuple):
    """A frame as the tables hold it."""

    act: str
    doer: str
    object: str
    recipient: str
    aspect: str
    figure: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrames:
    """What one page gives: (nth, parts, key, exact) for its frames, (key, shown) for its parties."""

    page: str
    frames: tuple[tuple[int, Parts, str | None, bool], ...]
    parties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A frame that is said in full: whether in these words, and whether anything else speaks of its parties."""

    parts: Parts
    exact: bool
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Bearing:
    """A statement that bears on a claim, by its place."""

    claim: str
    page: str
    nth: int
    stance: str
    relation: str
    score: float
    reason: str
    sides: tuple[str, ...] = ()


class Kept(NamedTuple):
    """A statement that bears on a claim as the ledger holds it; `head`, `record` and `published` are JSON.

    They are the page, the statement and the time of publication as in the page's record.
    """

    page: str
    nth: int
    stance: Stance
    relation: Relation
    score: float
    reason: str
    sides: tuple[str, ...]
    words: str
    head: str
    record: str
    outlet: str | None
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page that was looked through for some claims, and what bears on them there."""

    page: str
    claims: tuple[str, ...]
    bearings: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as it is kept."""

    id: str
    proposition: str
    parts: Parts


class Answer(NamedTuple):
    """A statement that bears on a claim, by one of those who make it."""

    claim: str
    page: str
    nth: int
    statement: str
    stance: Stance
    relation: Relation
    name: str
    actor: str
    day: str | None
    said: bool


class ClaimRows:
    """The tables of the pass over claims. Every method raises LedgerError where the file cannot be used.

    Attributes:
        parties: Who the parties of claims are.
    """

    def __init__(self, store: Connections) -> None:
        self._store = store
        self.parties = Parties(store)

    def pending(self, step: str, version: str) -> tuple[str, ...]:
        """Return the pages that a step of the pass has still to take in, by id."""
        with self._store.reading() as connection:
            return pending(connection, step, version)

    def put_frames(self, pages: Iterable[PageFrames], version: str) -> None:
        """Replace what pages say, and let the second step take them in again."""
        with self._store.writing() as connection:
            for one in pages:
                for table in ("claim_frame", "claim_party", "claim_bearing"):
                    connection.execute(f"DELETE FROM {table} WHERE page = ?", (one.page,))  # noqa: S608  # the line above
                connection.executemany(
                    f"INSERT INTO claim_frame (page, nth, {_PARTS}, key, exact)"  # noqa: S608  # from the constant
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [(one.page, nth, *parts, key, int(exact)) for nth, parts, key, exact in one.frames],
                )
                connection.executemany(
                    "INSERT INTO claim_party (page, key, shown) VALUES (?, ?, ?)",
                    [(one.page, key, shown) for key, shown in one.parties],
                )
                connection.execute("DELETE FROM taken WHERE pass = ? AND page = ?", (BEARINGS, one.page))
                take(connection, FRAMES, version, [one.page])

    def standing(self) -> tuple[Standing, ...]:
        """Return every frame that is said in full, by its parts."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _STANDING)
        return tuple(Standing(parts=Parts(*row[:7]), exact=bool(row[7]), shared=bool(row[8])) for row in rows)

    def shown(self, keys: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return how the pages write some names, each form with its number of pages."""
        out: dict[str, dict[str, int]] = {}
        with self._store.reading() as connection:
            rows = all_rows(
                connection,
                "SELECT key, shown, count(*) FROM claim_party"
                " WHERE shown <> '' AND key IN (SELECT value FROM json_each(?)) GROUP BY key, shown",
                (json.dumps(sorted(keys)),),
            )
        for key, shown, pages in rows:
            out.setdefault(key, {})[shown] = pages
        return out

    def set_claims(self, claims: Iterable[ClaimRow]) -> None:
        """Let the ledger have these claims and no others; one that is worded anew is looked for anew."""
        wanted = {claim.id: claim for claim in claims}
        with self._store.writing() as connection:
            held = dict(all_rows(connection, "SELECT id, proposition FROM claim"))
            gone = [id_ for id_, text in held.items() if id_ not in wanted or wanted[id_].proposition != text]
            for table, column in (("claim_bearing", "claim"), ("claim", "id")):
                connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(id_,) for id_ in gone])  # noqa: S608  # the line above
            connection.executemany(
                f"INSERT INTO claim (id, proposition, {_PARTS}, looked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"  # noqa: S608  # from the constant
                " ON CONFLICT DO NOTHING",
                [(claim.id, claim.proposition, *claim.parts) for claim in wanted.values()],
            )

    def claims(self, ids: Iterable[str] | None = None) -> tuple[ClaimRow, ...]:
        """Return some claims, or all, by id."""
        sql = f"SELECT id, proposition, {_PARTS} FROM claim"  # noqa: S608  # from the constant
        with self._store.reading() as connection:
            if ids is None:
                rows = all_rows(connection, f"{sql} ORDER BY id")
            else:
                some = f"{sql} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608  # the same
                rows = all_rows(connection, some, (json.dumps(sorted(ids)),))
        return tuple(ClaimRow(id=row[0], proposition=row[1], parts=Parts(*row[2:])) for row in rows)

    def beginning(self, start: str) -> tuple[ClaimRow, ...]:
        """Return the claims whose ids begin so, by id."""
        with self._store.reading() as connection:
            known = all_rows(connection, "SELECT id FROM claim WHERE id >= ? AND id < ? || 'g'", (start, start))
        return self.claims(id_ for (id_,) in known) if known else ()

    def unsettled(self) -> tuple[str, ...]:
        """Return the claims that have still to be looked for on the pages that are done with, by id."""
        with self._store.reading() as connection:
            return tuple(
                id_ for (id_,) in all_rows(connection, "SELECT id FROM claim WHERE looked = 0 ORDER BY id")
            )

    def pairs(
        self, version: str, *, pages: Sequence[str] = (), claims: Sequence[str] = ()
    ) -> list[tuple[str, str]]:
        """Return the claims and pages to be looked at, by page and claim.

        Args:
            version: Of the pass.
            pages: Pages that are looked through for every claim.
            claims: Claims that are looked for on every page that is done with.
        """
        bound = {"pages": json.dumps(pages), "claims": json.dumps(claims), "pass": BEARINGS, "version": version}
        found: list[tuple[str, str]] = []
        with self._store.reading() as connection:
            for which, wanted in ((_OF_PAGES, pages), (_OF_CLAIMS, claims)):
                if wanted:
                    held = {name: value for name, value in bound.items() if f":{name}" in which}
                    found += [(claim, page) for claim, page in all_rows(connection, _PAIRS.format(which), held)]
        return found

    def put_bearings(
        self, looked: Iterable[Looked], version: str, *, pages: Sequence[str] = (), claims: Sequence[str] = ()
    ) -> None:
        """Replace what was found on pages for some claims, all in one transaction.

        Args:
            looked: What was found.
            version: Of the pass.
            pages: Pages that are done with.
            claims: Claims that are done with on all pages that were done with before.
        """
        with self._store.writing() as connection:
            take(connection, BEARINGS, version, pages)
            connection.executemany("UPDATE claim SET looked = 1 WHERE id = ?", [(claim,) for claim in claims])
            for one in looked:
                connection.executemany(
                    "DELETE FROM claim_bearing WHERE claim = ? AND page = ?",
                    [(claim, one.page) for claim in one.claims],
                )
                connection.executemany(
                    f"INSERT INTO claim_bearing ({_BEARING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # from the constant
                    [
                        (b.claim, b.page, b.nth, b.stance, b.relation, b.score, b.reason, json.dumps(b.sides))
                        for b in one.bearings
                    ],
                )

    def bearings(self, claim: str | None = None) -> tuple[Bearing, ...]:
        """Return what bears on a claim, or on any, by claim and place."""
        with self._store.reading() as connection:
            rows = all_rows(
                connection,
                f"SELECT {_BEARING} FROM claim_bearing"  # noqa: S608  # from the constant
                " WHERE :claim IS NULL OR claim = :claim ORDER BY claim, page, nth",
                {"claim": claim},
            )
        return tuple(
            Bearing(claim=c, page=p, nth=n, stance=s, relation=r, score=x, reason=y, sides=tuple(json.loads(z)))
            for c, p, n, s, r, x, y, z in rows
        )

    def kept(self, claim: str) -> tuple[Kept, ...] | None:
        """Return what bears on a claim on settled pages, by page and nth; None where it was not looked for."""
        with self._store.reading() as connection:
            if not all_rows(connection, "SELECT 1 FROM claim WHERE id = ? AND looked = 1", (claim,)):
                return None
            rows = all_rows(connection, _KEPT, (BEARINGS, claim))
        return tuple(Kept._make((*row[:6], tuple(json.loads(row[6])), *row[7:])) for row in rows)

    def waiting(self) -> int:
        """Return how many pages have still to be looked through, as while others are being added."""
        with self._store.reading() as connection:
            return count_waiting(connection, BEARINGS)

    def settled(self, pages: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return those of some pages, or of all, that have been looked through as they stand, by id."""
        some = None if pages is None else json.dumps(list(pages))
        with self._store.reading() as connection:
            rows = all_rows(connection, _SETTLED, {"pass": BEARINGS, "pages": some})
        return tuple(page for (page,) in rows)

    def order(self, *, contested: bool, limit: int) -> tuple[str, ...]:
        """Return the ids of claims, those with answers on both sides first, then those on the most pages.

        One that a single statement answers is none that several speak of, and may be that statement misread.

        Args:
            contested: Only those with answers on both sides.
            limit: At most so many.
        """
        with self._store.reading() as connection:
            rows = all_rows(
                connection,
                "SELECT id FROM claims WHERE contested OR (NOT ? AND statements > 1) LIMIT ?",
                (int(contested), limit),
            )
        return tuple(id_ for (id_,) in rows)

    def answers(self, claims: Iterable[str], least: float = 0.0) -> tuple[Answer, ...]:
        """Return every statement that bears on some claims and is so sure, once for each who makes it."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _ANSWERS, (json.dumps(sorted(claims)), least))
        return tuple(Answer(*row) for row in rows)
