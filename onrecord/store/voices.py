"""Who is meant by those who make the statements of some pages, as the pass over actors found it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import apsw

from onrecord.store.sql import all_rows

_VOICES = """
SELECT naming.page, statement.id, naming.nth, form.actor, form.page IS NOT NULL
FROM naming JOIN form ON form.id = naming.form
JOIN statement ON statement.page = naming.page AND statement.nth = naming.statement_nth
WHERE naming.part = 'by' AND naming.page IN (SELECT value FROM json_each(?))
"""

# The name of the form that pages use most, one that holds everywhere before others, as in the view `actors`.
_NAMES = """
SELECT form.actor, coalesce(reference.name, form.name)
FROM form LEFT JOIN reference ON reference.id = form.reference
WHERE form.actor IN (SELECT value FROM json_each(?))
ORDER BY form.actor, reference.id IS NULL, form.page IS NOT NULL,
         (SELECT count(*) FROM naming WHERE naming.form = form.id) DESC, length(form.name) DESC, form.name
"""


class Voice(NamedTuple):
    """An actor: its id, the name to show, and whether it is known on one page alone."""

    actor: str
    name: str
    here: bool


class Spoken(NamedTuple):
    """Where somebody speaks: the page, the statement's id, and which of its speakers."""

    page: str
    statement: str
    nth: int


def voices(connection: apsw.Connection, pages: Iterable[str]) -> dict[Spoken, Voice]:
    """Return who is meant by each speaker of some pages; those of whom nothing is known are left out."""
    rows = all_rows(connection, _VOICES, (json.dumps(sorted(set(pages))),))
    names: dict[str, str] = {}
    for actor, name in all_rows(connection, _NAMES, (json.dumps(sorted({row[3] for row in rows})),)):
        names.setdefault(actor, name)
    return {Spoken(*row[:3]): Voice(row[3], names[row[3]], bool(row[4])) for row in rows}
