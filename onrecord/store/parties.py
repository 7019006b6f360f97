"""Who the parties of claims are: which pages name one, who speaks for it, what its persons' offices are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from onrecord.store.listed import Reads
from onrecord.store.sql import all_rows

_NAMING = """
SELECT DISTINCT statement.page FROM statement_fts JOIN statement ON statement.n = statement_fts.rowid
WHERE statement_fts MATCH ?
"""


_ACTING = """
WITH doers AS (SELECT value FROM json_each(:doers)), recipients AS (SELECT value FROM json_each(:recipients))
SELECT DISTINCT page FROM claim_frame WHERE act IN (SELECT value FROM json_each(:acts))
  AND (doer = '' OR :doers = '[]' OR EXISTS (SELECT 1 FROM doers WHERE doer LIKE value)
       OR (act = 'deal' AND (:recipients = '[]' OR EXISTS (SELECT 1 FROM recipients WHERE doer LIKE value))))
  AND (recipient = '' OR :recipients = '[]' OR EXISTS (SELECT 1 FROM recipients WHERE recipient LIKE value))
"""

_WRITING = """
SELECT article.page FROM article_fts JOIN article ON article.n = article_fts.rowid WHERE article_fts MATCH ?
"""


class Parties:
    """The questions about parties, put to one store; LedgerError where the file cannot be read."""

    def __init__(self, store: Reads) -> None:
        """Take the store that is asked."""
        self._store = store

    def offices(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return what pages say of some persons' offices, by the key of the name: roles, bodies, for whom."""
        sql = """
            SELECT DISTINCT key, coalesce(on_behalf_of, role, affiliation) FROM speaker
            WHERE kind = 'person' AND coalesce(on_behalf_of, role, affiliation) IS NOT NULL
              AND key IN (SELECT value FROM json_each(?)) ORDER BY 1, 2
        """
        out: dict[str, tuple[str, ...]] = {}
        with self._store.reading() as connection:
            for key, office in all_rows(connection, sql, (json.dumps(sorted(names)),)):
                out[key] = (*out.get(key, ()), office)
        return out

    def speaks(self, key: str) -> bool:
        """Tell whether somebody of that name makes a statement, or is a party that pages name."""
        sql = (
            "SELECT 1 FROM speaker WHERE key = :key UNION SELECT 1 FROM claim_party WHERE lower(key) = '=' || :key"
        )
        with self._store.reading() as connection:
            return bool(all_rows(connection, f"{sql} LIMIT 1", {"key": key}))

    def naming(self, key: str, words: Sequence[str]) -> frozenset[str]:
        """Return the pages that name a party.

        Args:
            key: Of the party, as the pass has it.
            words: Beginnings of words that together name it too, in what is said or among those who say it.
        """
        with self._store.reading() as connection:
            pages = {
                page for (page,) in all_rows(connection, "SELECT page FROM claim_party WHERE key = ?", (key,))
            }
            asked = " ".join(f'"{word}"*' for word in words if word.isalnum())
            if asked:
                pages |= {page for (page,) in all_rows(connection, _NAMING, (asked,))}
        return frozenset(pages)

    def acting(self, acts: Iterable[str], doers: Iterable[str], recipients: Iterable[str]) -> frozenset[str]:
        """Return the pages that say of nobody, or of some parties, that they do some acts.

        Args:
            acts: Classes of acts, as the pass has them.
            doers: Who may be said to do them: keys of parties, % for any words in them; none: anybody.
            recipients: To whom, likewise.
        """
        held = {"acts": sorted(acts), "doers": sorted(doers), "recipients": sorted(recipients)}
        with self._store.reading() as connection:
            rows = all_rows(connection, _ACTING, {name: json.dumps(keys) for name, keys in held.items()})
        return frozenset(page for (page,) in rows)

    def writing(self, beginning: str) -> frozenset[str]:
        """Return the pages whose headline or body has a word that begins so."""
        with self._store.reading() as connection:
            rows = all_rows(connection, _WRITING, (f'"{beginning}"*',))
        return frozenset(page for (page,) in rows)
