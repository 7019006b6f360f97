"""What screens show of a ledger: short lists with a way to go on, counts, and never all pages at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from onrecord.store.listed import Bound, Listed, Reads, number_of
from onrecord.store.pagelists import PageLists
from onrecord.store.search import RANKED
from onrecord.store.sql import all_rows
from onrecord.store.statementlists import StatementLists
from onrecord.store.voices import Spoken, Voice, voices
from onrecord.text import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One actor in a list; `sort` is person, body or government."""

    id: str
    name: str
    sort: str
    statements: int


_ACTORS = f"""
SELECT form.actor, max(form.name), form.sort, sum(found.times) AS times FROM (
    SELECT form, count(*) AS times FROM naming WHERE part = 'by' GROUP BY form ORDER BY times DESC LIMIT {RANKED}
) AS found JOIN form ON form.id = found.form
WHERE form.page IS NULL
GROUP BY form.actor ORDER BY times DESC, form.actor LIMIT :limit OFFSET :offset
"""  # noqa: S608  # from the constant above

_ACTORS_WITH = f"""
SELECT form.actor, max(form.name), form.sort, sum(
    (SELECT count(*) FROM naming WHERE naming.form = form.id AND naming.part = 'by')) AS times
FROM (SELECT actor FROM form WHERE instr(key, :key) LIMIT {RANKED}) AS found JOIN form ON form.actor = found.actor
GROUP BY form.actor ORDER BY times DESC, form.actor LIMIT :limit OFFSET :offset
"""  # noqa: S608  # from the constant above


class Screens:
    """The questions of the screens, put to one store.

    Attributes:
        pages: Those about pages.
        statements: Those about statements.
    """

    def __init__(self, store: Reads) -> None:
        """Take the store that is asked."""
        self._store = store
        self.pages = PageLists(store)
        self.statements = StatementLists(store)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Let all questions that this thread asks within see the ledger as it is now, whoever writes meanwhile."""
        with self._store.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("COMMIT")

    def actors(self, *, words: str = "", after: str | None = None, limit: int = 50) -> Listed[ActorRow]:
        """Return the actors who speak most often, or those whose name holds words as they follow one another.

        Args:
            words: The beginning, middle or end of a name; some thousand names that hold them are looked at.
            after: What `next` of the list before said.
            limit: At most so many.
        """
        offset, key = number_of(after) or 0, name_key(words)
        bound: Bound = {"key": key, "limit": limit + 1, "offset": offset}
        if words.strip() and not key:
            return Listed(items=())
        with self._store.reading() as connection:
            if key:
                rows = all_rows(connection, _ACTORS_WITH, bound)
            else:
                rows = all_rows(connection, _ACTORS, {"limit": limit + 1, "offset": offset})
        items = tuple(ActorRow(id=row[0], name=row[1], sort=row[2], statements=row[3]) for row in rows[:limit])
        return Listed(items=items, next=str(offset + limit) if len(rows) > limit else None)

    def voices(self, pages: Iterable[str]) -> dict[Spoken, Voice]:
        """Return who is meant by each speaker of some pages; those of whom nothing is known are left out."""
        with self._store.reading() as connection:
            return voices(connection, pages)
