"""What a ledger holds, counted in one reading of the file."""

from __future__ import annotations

import apsw

from onrecord.model import Status
from onrecord.store.claims import BEARINGS
from onrecord.store.made_by import made_by_from_json
from onrecord.store.migrations import version_of
from onrecord.store.sql import all_rows

# A refused source of which a page came to be earlier, made by another version, still counts as that page.
_COUNTS = """
SELECT (SELECT count(*) FROM page WHERE NOT EXISTS (SELECT 1 FROM problem WHERE problem.page = page.id)),
       (SELECT count(DISTINCT page) FROM problem),
       (SELECT count(*) FROM refusal WHERE sha256 IS NULL OR sha256 NOT IN (SELECT sha256 FROM page)),
       (SELECT count(*) FROM capture),
       (SELECT count(*) FROM statement),
       (SELECT count(DISTINCT form.actor) FROM form JOIN naming ON naming.form = form.id AND naming.part = 'by'),
       (SELECT count(*) FROM statement WHERE NOT EXISTS (
           SELECT 1 FROM speaker WHERE speaker.page = statement.page AND speaker.statement_nth = statement.nth
           AND speaker.name IS NOT NULL AND speaker.kind <> 'unclear')),
       (SELECT count(*) FROM article WHERE published IS NULL),
       (SELECT min(published) FROM article),
       (SELECT max(published) FROM article),
       (SELECT count(*) FROM page) - (SELECT count(*) FROM taken WHERE pass = ?)
"""

_REASONS = """
SELECT reason, count(*) AS times FROM not_read GROUP BY reason ORDER BY times DESC, reason
"""


_VECTORS = """
SELECT model, count(*) FROM vector JOIN taken ON taken.pass = 'meaning' AND taken.page = vector.page
GROUP BY model ORDER BY model
"""


def count(connection: apsw.Connection, path: str) -> Status:
    """Return the status of a ledger: `unclear` counts statements nobody is named for, `undated` pages."""
    with connection:  # one snapshot, so that the sums hold while another process writes
        row = all_rows(connection, _COUNTS, (BEARINGS,))[0]
        problems = tuple((reason, times) for reason, times in all_rows(connection, _REASONS))
        makers = all_rows(connection, "SELECT DISTINCT made_by FROM page ORDER BY made_by")
        version = version_of(connection)
        vectors = all_rows(connection, _VECTORS)
    read, partly, refused, captures, statements, actors, unclear, undated, first, last, waiting = row
    return Status(
        path=path,
        schema_version=version,
        sources=read + partly + refused,
        read=read,
        partly=partly,
        refused=refused,
        captures=captures,
        statements=statements,
        actors=actors,
        unclear=unclear,
        undated=undated,
        first_published=first,
        last_published=last,
        problems=problems,
        made_by=tuple(made_by_from_json(text) for (text,) in makers),
        vectors=tuple((model, pages) for model, pages in vectors),
        waiting=waiting,
    )
