"""What a ledger holds, counted in one reading of the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import apsw

from onrecord.model import Status
from onrecord.store.claims import BEARINGS
from onrecord.store.made_by import made_by_from_json
from onrecord.store.migrations import version_of
from onrecord.store.passes import count_waiting
from onrecord.store.sql import all_rows

# A refused source of which a page came to be earlier, made by another version, still counts as that page.
_COVERAGE = """
SELECT (SELECT count(*) FROM page), (SELECT count(DISTINCT page) FROM problem),
       (SELECT count(*) FROM refusal
        WHERE sha256 IS NULL OR NOT EXISTS (SELECT 1 FROM page WHERE page.sha256 = refusal.sha256)),
       (SELECT count(*) FROM capture), (SELECT count(*) FROM statement),
       (SELECT count(*) FROM article WHERE published IS NULL),
       (SELECT min(published) FROM article), (SELECT max(published) FROM article)
"""

_WHO = """
SELECT (SELECT count(DISTINCT form.actor) FROM form JOIN naming ON naming.form = form.id AND naming.part = 'by'),
       (SELECT count(*) FROM statement WHERE NOT EXISTS (
           SELECT 1 FROM speaker WHERE speaker.page = statement.page AND speaker.statement_nth = statement.nth
           AND speaker.name IS NOT NULL AND speaker.kind <> 'unclear'))
"""

_REASONS = """
SELECT reason, count(*) AS times FROM not_read GROUP BY reason ORDER BY times DESC, reason
"""


_VECTORS = """
SELECT model, count(*) FROM vector JOIN taken ON taken.pass = 'meaning' AND taken.page = vector.page
GROUP BY model ORDER BY model
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of the sources of a ledger. Always: sources = read + partly + refused."""

    sources: int
    read: int
    partly: int
    refused: int
    captures: int
    statements: int
    undated: int
    first_published: str | None
    last_published: str | None


def count_sources(connection: apsw.Connection) -> Coverage:
    """Return what became of the sources."""
    pages, partly, refused, captures, statements, undated, first, last = all_rows(connection, _COVERAGE)[0]
    return Coverage(
        sources=pages + refused,
        read=pages - partly,
        partly=partly,
        refused=refused,
        captures=captures,
        statements=statements,
        undated=undated,
        first_published=first,
        last_published=last,
    )


def count(connection: apsw.Connection, path: str) -> Status:
    """Return the status of a ledger: `unclear` counts statements nobody is named for, `undated` pages."""
    with connection:  # one snapshot, so that the sums hold while another process writes
        sources = count_sources(connection)
        actors, unclear = all_rows(connection, _WHO)[0]
        waiting = count_waiting(connection, BEARINGS)
        problems = tuple((reason, times) for reason, times in all_rows(connection, _REASONS))
        makers = all_rows(connection, "SELECT DISTINCT made_by FROM page ORDER BY made_by")
        version = version_of(connection)
        vectors = all_rows(connection, _VECTORS)
    return Status(
        path=path,
        schema_version=version,
        **asdict(sources),
        actors=actors,
        unclear=unclear,
        problems=problems,
        made_by=tuple(made_by_from_json(text) for (text,) in makers),
        vectors=tuple((model, pages) for model, pages in vectors),
        waiting=waiting,
    )
