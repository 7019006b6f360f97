"""A ledger as somebody sees it who leaves out what is less sure: the same answers, less those statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.claims import list_claims
from onrecord.claims.shifts import find_changes
from onrecord.ledger import Ledger
from onrecord.model import Actor, ActorChanges, Appearance, Claim, Record, Statement, Utterance
from onrecord.store import SqliteStore, Store
from onrecord.store.batches import OnProgress


def sure(record: Record, least: float) -> Record:
    """Return a record with the statements that are sure enough; what an unsure one encloses then stands alone."""
    kept = tuple(found for found in record.statements if found.confidence >= least)
    ids = {found.id for found in kept}
    outer = (replace(found, within=found.within if found.within in ids else None) for found in kept)
    return replace(record, statements=tuple(outer))


def open_sure(path: str | Path, least: float) -> SureLedger:
    """Open a ledger file that is there, to see what is at least so sure, 0 to 1.

    Raises:
        LedgerError: It cannot be opened, or is no ledger, or one of a newer version.
    """
    return SureLedger(SqliteStore(path, create=False), least)


class SureLedger(Ledger):
    """A ledger of which only statements are seen that are at least so sure; one asked for by its id is shown.

    Pages and how they are related are those of the whole ledger.
    """

    def __init__(self, store: Store, least: float) -> None:
        """Take the store and the least confidence, 0 to 1."""
        super().__init__(store)
        self._least = least
        self._known: dict[str, bool] = {}

    def records(self) -> Iterator[Record]:
        """Yield all records with the statements that are sure enough."""
        return (sure(record, self._least) for record in super().records())

    def record(self, page: str) -> Record:
        """Return the record of a page with the statements that are sure enough."""
        return sure(super().record(page), self._least)

    def who(self, name: str) -> tuple[Actor, ...]:
        """Return the actors that a name means, with the sure statements by and to them, if any."""
        found = (
            replace(actor, statements=self._sure_ids(actor.statements), addressed=self._sure_ids(actor.addressed))
            for actor in super().who(name)
        )
        return tuple(actor for actor in found if actor.statements or actor.addressed)

    def trace(self, claim: str, on_progress: OnProgress | None = None) -> tuple[Appearance, ...]:
        """Return what bears on a claim and is sure enough."""
        return tuple(one for one in super().trace(claim, on_progress) if self._is_sure(one.statement))

    def claims(self, *, contested: bool = True, limit: int = 20) -> tuple[Claim, ...]:
        """Return the claims by what bears on them and is sure enough; fewer than asked may be left."""
        return list_claims(self._store, contested=contested, limit=limit, least=self._least)

    def changes(self, name: str) -> tuple[ActorChanges, ...]:
        """Return how stances changed, compared anew over the statements that are sure enough."""
        return tuple(again for one in super().changes(name) for again in self._changes(one))

    def holding(self, words: Iterable[str], limit: int) -> Iterator[tuple[Record, Statement]]:
        """Yield sure statements that hold some of these words; fewer than asked may be left."""
        return (found for found in super().holding(words, limit) if found[1].confidence >= self._least)

    def utterance(self, id_prefix: str) -> Utterance:
        """Return the reports of what was said that are sure enough, and the one that was asked for."""
        asked = self.statement(id_prefix)[1].id
        whole = super().utterance(id_prefix)
        kept = tuple(
            one for one in whole.reports if one.statement.confidence >= self._least or one.statement.id == asked
        )
        pages = {one.page.id for one in kept}
        origins = {self.lineage(page).origin.id for page in pages}
        proven = whole.proven and kept[:1] == whole.reports[:1]
        return replace(whole, reports=kept, proven=proven, pages=len(pages), origins=len(origins))

    def _changes(self, one: ActorChanges) -> Iterator[ActorChanges]:
        kept = [shown for shown in (*one.dated, *one.undated) if self._is_sure(shown.statement)]
        return (again for again in find_changes(one.claim, kept) if again.actor == one.actor)

    def _sure_ids(self, statements: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(self._is_sure, statements))

    def _is_sure(self, statement: str) -> bool:
        if statement not in self._known:
            self._known[statement] = self.statement(statement)[1].confidence >= self._least
        return self._known[statement]
