"""The ledger: pages go in, what they say can be asked. All state lies in the store beneath it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord import actors, claims, deciding, forgetting, meaning, merging, relay
from onrecord.adding import OnProgress, add_sources
from onrecord.deciding import By, Decided
from onrecord.decisions.judgements import ClaimEditKind
from onrecord.errors import InputError, OvertakenError
from onrecord.model import (
    Actor,
    ActorChanges,
    AddProgress,
    AddReport,
    Appearance,
    Capture,
    Claim,
    Decision,
    Forgotten,
    Hanging,
    Hit,
    Lineage,
    MergeReport,
    OriginHits,
    PageProblem,
    Record,
    Statement,
    Status,
    Unproven,
    Utterance,
)
from onrecord.proving import prove_store
from onrecord.read import find_sources
from onrecord.settings import DEFAULT, Settings
from onrecord.store import Place, Query, SqliteStore, Store
from onrecord.store.decisions import DecisionLog
from onrecord.store.meant import statements_meant
from onrecord.store.relays import Relays
from onrecord.store.screens import Screens
from onrecord.text import join_words


def open_ledger(path: str | Path, *, create: bool = False) -> Ledger:
    """Open a ledger file.

    Args:
        path: The file.
        create: Make it where there is none; without this a missing file is an error.

    Raises:
        LedgerError: It cannot be opened, or is no ledger, or one of a newer version.
    """
    return Ledger(SqliteStore(path, create=create))


class Ledger:
    """Pages, what was taken down from them, and the questions one can ask of it; a context manager.

    Every method raises LedgerError where the ledger cannot be read or written.
    """

    def __init__(self, store: Store) -> None:
        """Take the store that holds everything."""
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; a no-op when that is done."""
        self._store.close()

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        return self._store.path

    @property
    def screens(self) -> Screens:
        """What screens ask of the ledger: short lists and counts, never all pages at once."""
        return self._store.screens

    @property
    def relays(self) -> Relays:
        """Whose words are whose: how pages are related, and where each comes from."""
        return self._store.relays

    # ---- adding -------------------------------------------------------------------------------------------

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        settings: Settings = DEFAULT,
        on_progress: OnProgress | None = None,
        on_update: OnProgress | None = None,
    ) -> AddReport:
        """Read files and folders and store what they hold, a page a transaction.

        Bytes and places that are known add nothing; known bytes at a new place add a capture; a page whose
        record another version made is read again. Pages are read in worker processes, so that a bad page costs
        that page alone, and stored here in the order given: an interrupted run has stored whole pages, the first
        so many, and the same call goes on from there.

        Args:
            paths: A file or folder, or several; the ledger's own file among them is passed over.
            settings: Limits, and how many workers; with `strict` the first source that cannot be read is raised.
            on_progress: Called after each source.
            on_update: Called as `update` does, which follows.

        Raises:
            InputError: A path that does not exist, or a folder without files.
            UnreadableError: With `settings.strict`.
            WorkerError: No process could be started to read in.
        """
        own = _own_files(self._store.path)
        given = [paths] if isinstance(paths, str | Path) else paths
        refs = [ref for ref in find_sources(given, settings) if os.path.realpath(ref.file) not in own]
        report = add_sources(self._store, refs, settings, on_progress)
        deciding.carry_on(self._store, settings)
        self.update(on_update)
        return report

    def add_reference(self, path: str | Path) -> int:
        """Take known actors from a file, as `actors.read_reference` reads them; return how many are new."""
        new = self._store.actors.put_references(actors.read_reference(Path(path)))
        self.update()
        return new

    def update(self, on_progress: OnProgress | None = None) -> None:
        """Bring up to date what is found across pages: who is meant, whose words are whose, what is claimed.

        And what each statement says as a vector, by which `find_like` finds it.

        A no-op where nothing is new. A run that was stopped goes on from the last batch of pages.

        Args:
            on_progress: Called after each batch of pages, with the step that is being done.
        """
        for step, update in _PASSES:
            _take_in(self._store, update, _told(on_progress, step))

    # ---- deciding -----------------------------------------------------------------------------------------

    @property
    def decisions(self) -> DecisionLog:
        """What people corrected: the log, and what became of each decision."""
        return self._store.decisions

    def decide(self, drafts: Sequence[Decision], *, settings: Settings = DEFAULT) -> Decided:
        """Enter decisions; the records of their pages, and what hangs on them, are made anew at once.

        Raises:
            InputError: A draft names nobody who decides.
            WorkerError: No process could be started to read in.
        """
        decided = deciding.decide(self._store, drafts, settings)
        self.update()
        return decided

    def fix(self, item: str, given: Mapping[str, str], by: By, *, settings: Settings = DEFAULT) -> Decided:
        """Correct a statement or a page, named as in `show`, by values for fields as in `deciding.propose`.

        Of an actor, named as in `who`, or of a statement's speaker: `same` and `not-same`.

        Raises:
            InputError: No one thing is meant, or a field, value or words that do not fit it.
        """
        if not given.keys().isdisjoint(deciding.OF_ACTOR):
            return self.decide(deciding.propose_sameness(self._store, item, given, by), settings=settings)
        record, statement = self.item(item)
        return self.decide(deciding.propose(record, statement, given, by), settings=settings)

    def undo(self, *ids: str, who: str, why: str = "", settings: Settings = DEFAULT) -> Decided:
        """Undo decisions, by id; without one the last of this person that stands. InputError: none is meant."""
        return self.decide(deciding.undoing(self._store, ids, who=who, why=why), settings=settings)

    def redo(self, *ids: str, who: str, why: str = "", settings: Settings = DEFAULT) -> Decided:
        """Put undone decisions into force, by id; without one the last undone. InputError: none is meant."""
        return self.decide(deciding.redoing(self._store, ids, who=who, why=why), settings=settings)

    def enter(self, log: Iterable[Decision], *, settings: Settings = DEFAULT) -> Decided:
        """Enter the decisions of another log as they are; those that are known add nothing."""
        decided = deciding.enter(self._store, log, settings)
        self.update()
        return decided

    # ---- keeping ------------------------------------------------------------------------------------------

    def hanging(self, page: str) -> Hanging:
        """Return what goes when a page is forgotten; it is named as in `record`."""
        return self._store.forgetting.hanging(self._page_id(page))

    def forget(self, page: str, *, who: str, why: str = "") -> Forgotten:
        """Take a page out, named as in `record`, as `forgetting.forget` tells; what hangs on it is found anew."""
        gone = forgetting.forget(self._store, self._page_id(page), who=who, why=why)
        self.update()
        return gone

    def forgotten(self) -> tuple[Forgotten, ...]:
        """Return what is forgotten, in the order of forgetting."""
        return self._store.forgetting.all()

    def backup(self, target: str | Path, on_progress: OnProgress | None = None) -> None:
        """Copy the ledger, as it is at this moment, to a file that is not there yet, whoever writes meanwhile.

        Args:
            target: The file; under this name there is a whole copy or none.
            on_progress: Called on the way, with pages of the file.
        """

        def tell(done: int, total: int) -> None:
            if on_progress is not None:
                on_progress(AddProgress(done=done, total=total, path=str(target)))

        self._store.backup(Path(target), tell)

    def merge(
        self, other: str | Path, *, settings: Settings = DEFAULT, on_progress: OnProgress | None = None
    ) -> MergeReport:
        """Take in what another ledger has, as `merging.merge` tells; what is found across pages is found anew.

        Args:
            other: Its file.
            settings: The limits under which pages are read again, and in how many workers.
            on_progress: Called after each page, then as `update` does.
        """
        with open_ledger(other) as given:
            report = merging.merge(self._store, given._store, settings, on_progress)  # noqa: SLF001  # of its own class
        self.update(on_progress)
        return report

    def shrink(self) -> bool:
        """Give the file's free room back to the disk; False where others are reading it, until they are done."""
        return self._store.forgetting.shrink()

    # ---- asking -------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """Return what the ledger holds: `unclear` counts statements nobody is named for, `undated` pages."""
        return self._store.status()

    def gaps(self) -> tuple[PageProblem, ...]:
        """Return refused sources and the problems of records, by path, then stage."""
        return tuple(self._store.problems())

    def records(self) -> Iterator[Record]:
        """Yield all records, ordered by the path of the first capture, then by page id."""
        return (self._store.record(page) for page in self._store.page_ids())

    def record(self, page: str) -> Record:
        """Return the record of a page.

        Args:
            page: Its id, the beginning of it, or a path or URL that it was captured at (the last page is
                meant where its bytes changed).

        Raises:
            InputError: No page or several pages are meant.
        """
        return self._store.record(self._page_id(page))

    def captures(self, page_id: str) -> tuple[Capture, ...]:
        """Return a page's captures in the order of adding; the page is named as in `record`."""
        return self._store.captures(self._page_id(page_id))

    def source_bytes(self, page_id: str) -> bytes:
        """Return a page's bytes as they came; the page is named as in `record`."""
        return self._store.source(self._page_id(page_id)).data

    def statement(self, id_prefix: str) -> tuple[Record, Statement]:
        """Return a statement with the record of its page, by its id or the beginning of it.

        Pages of the same text share their statements' ids; then the page with the smallest id is given.

        Raises:
            InputError: No statement or different ones are meant.
        """
        found = statements_meant(self._store, id_prefix)
        if not found:
            raise InputError(f"No statement's id begins with {id_prefix!r}; `onrecord find` lists them with ids.")
        if len(found) > 1:
            raise InputError(f"Several statements' ids begin with {id_prefix!r}; give more of the id.")
        return found[0]

    def item(self, name: str) -> tuple[Record, Statement | None]:
        """Return a statement with its record, or the record of a page alone, by what `statement` or `record` take.

        Raises:
            InputError: Nothing or several things are meant.
        """
        try:
            found = self.statement(name)
        except InputError as not_a_statement:
            try:
                return self.record(name), None
            except InputError as not_a_page:
                raise InputError(f"{not_a_statement} {not_a_page}") from not_a_page
        if self._store.pages_like(name):
            raise InputError(f"A statement's id and a page's begin with {name!r}; give more of the id.")
        return found

    def find(
        self,
        text: str = "",
        *,
        who: str | None = None,
        since: str | None = None,
        until: str | None = None,
        least: float = 0.0,
        limit: int = 50,
    ) -> tuple[Hit, ...]:
        """Return the statements that hold all words of a text, the best match first; without words by day.

        Args:
            text: Words of the content or of the speakers; nothing in them is syntax.
            who: An actor, by a name, by some words of one, or by id.
            since: First ISO day; a statement goes by the day said, else by the day published. One without
                either is not found when days are asked for.
            until: Last ISO day.
            least: Only statements at least so sure, 0 to 1.
            limit: At most so many.

        Raises:
            InputError: A day that is none, or a limit below 1.
        """
        query = self._query(who, since, until, least, limit)
        places = self._store.search(replace(query, words=text))
        return self._hits([(place, "") for place in places])

    def find_like(
        self,
        text: str,
        *,
        who: str | None = None,
        since: str | None = None,
        until: str | None = None,
        least: float = 0.0,
        limit: int = 50,
    ) -> tuple[Hit, ...]:
        """Return the statements that say most nearly what a text says, in its words or in others, each with why.

        The arguments and errors are those of `find`. The vectors that this goes by are made by `update`;
        statements that have none yet are found by their words alone.
        """
        near = meaning.search(self._store, text, self._query(who, since, until, least, limit))
        return self._hits([(one.place, meaning.why(one)) for one in near])

    def _query(self, who: str | None, since: str | None, until: str | None, least: float, limit: int) -> Query:
        if limit < 1:
            raise InputError(f"The limit {limit} finds nothing; give 1 or more.")
        whom = None if who is None else actors.match(self._store, who)
        return Query(actors=whom, since=_day(since), until=_day(until), least=least, limit=limit)

    def _hits(self, found: Sequence[tuple[Place, str]]) -> tuple[Hit, ...]:
        records = {page: self._store.record(page) for page in {place.page for place, _ in found}}
        return tuple(_hit(records[page], records[page].statements[nth], why) for (page, nth), why in found)

    def who(self, name: str) -> tuple[Actor, ...]:
        """Return the actors that a name or an id means, those with the most statements first."""
        return actors.who(self._store, name)

    def actor(self, actor: str) -> Actor:
        """Return an actor by its whole id, or that of one of its forms; InputError: there is none."""
        for known in self._store.actors.views.actors_of([actor]):
            return self._store.actors.views.actor(known)
        raise InputError(f"There is no actor {actor!r} in this ledger.")

    def claim_words(self, claim: str) -> str:
        """Return a claim in words: those of the claim with that id, else the words given."""
        return claims.wording(self._store, claim)

    def waiting(self) -> int:
        """Return how many pages `update` has still to take in; until then no claim counts them."""
        return self._store.claims.waiting()

    def trace(self, claim: str, on_progress: OnProgress | None = None) -> tuple[Appearance, ...]:
        """Return what bears on a claim, given by id or in plain words, as `claims.trace_claim` orders it."""
        return claims.trace_claim(self._store, claim, on_progress=on_progress)

    def claims(self, *, contested: bool = True, limit: int = 20) -> tuple[Claim, ...]:
        """Return the claims that the pages make, unasked, as `claims.list_claims` orders them."""
        return claims.list_claims(self._store, contested=contested, limit=limit)

    def edit_claim(
        self, kind: ClaimEditKind, claim: str, other: str, statements: Sequence[str] = (), *, by: By
    ) -> Decided:
        """Split, merge, relate or rename a claim, each given by id or in words, as `claims.drafted` tells.

        Raises:
            InputError: A split without statements, or no one statement is meant.
        """
        draft = claims.drafted(self._store, kind, claim, other, statements, who=by.who, why=by.why)
        return self.decide([draft])

    def changes(self, name: str) -> tuple[ActorChanges, ...]:
        """Return how stances on a claim changed, or those of an actor on every claim, as `claims.changes` does.

        Where nobody speaks by exactly that name, the one actor counts that `who` finds by it.

        Raises:
            InputError: Several actors are meant, or neither an actor nor a claim.
        """
        found = claims.changes(self._store, name)
        meant = () if found else actors.who(self._store, name)
        if len(meant) > 1:
            names = "; ".join(one.name for one in meant[:5])
            raise InputError(f"Several actors may be meant by {name!r}; give the name or id of one: {names}.")
        return claims.changes(self._store, meant[0].name) if meant else found

    def holding(self, words: Iterable[str], limit: int) -> Iterator[tuple[Record, Statement]]:
        """Yield statements that hold some of these words, with their records, those with the rarest ones first."""
        return map(self._at, self._store.utterances.holding(words, limit))

    def pages_holding(self, phrase: str, limit: int = 20) -> tuple[str, ...]:
        """Return the pages whose article holds these words in a row, by id."""
        return self._store.utterances.pages_holding(phrase, limit)

    def utterance(self, id_prefix: str) -> Utterance:
        """Return all reports of what was said when a statement was made, the earliest first; see `statement`."""
        record, statement = self.statement(id_prefix)
        return relay.utterance(self._store, Place(record.page.id, record.statements.index(statement)))

    def by_origin(self, hits: Iterable[Hit]) -> tuple[OriginHits, ...]:
        """Return what `find` found by the page that its words go back to, as `relay.by_origin` does."""
        return relay.by_origin(self._store, hits)

    def lineage(self, page: str) -> Lineage:
        """Return where a page's words come from and to which pages it is related; it is named as in `record`."""
        return relay.lineage(self._store, self._page_id(page))

    # ---- proving ------------------------------------------------------------------------------------------

    def verify(
        self, on_progress: OnProgress | None = None, *, settings: Settings = DEFAULT
    ) -> tuple[Unproven, ...]:
        """Prove the ledger: bytes against hashes, texts against bytes, spans against texts, rows against records.

        Args:
            on_progress: Called after each page.
            settings: The limits under which pages are read again, and in how many workers.

        Returns:
            What could not be proved; empty when everything was.
        """
        return tuple(prove_store(self._store, settings, on_progress))

    def rebuild(self, on_progress: OnProgress | None = None) -> None:
        """Make all rows for asking again from the records; pages, captures and records stay as they are.

        Args:
            on_progress: Called as `update` does.
        """
        self._store.rebuild()
        self.update(on_progress)

    # ---- finding pages and statements ---------------------------------------------------------------------

    def _page_id(self, name: str) -> str:
        pages = self._store.pages_like(name) if name else ()
        if not pages:
            raise InputError(f"The ledger has no page {name!r}; give an id or a path as it was added.")
        if len(pages) > 1:
            raise InputError(
                f"Several pages' ids begin with {name!r} ({', '.join(pages[:3])}, …); give more of it."
            )
        return pages[0]

    def _at(self, place: Place) -> tuple[Record, Statement]:
        record = self._store.record(place.page)
        return record, record.statements[place.nth]


_PASSES: tuple[tuple[str, Callable[[Store, OnProgress | None], None]], ...] = (
    ("Finding who is meant", actors.update),
    ("Finding whose words these are", relay.update),
    ("Finding claims", claims.update),
    ("Reading for meaning", meaning.update),
)


def _take_in(store: Store, update: Callable[[Store, OnProgress | None], None], tell: OnProgress | None) -> None:
    """Run a pass to its end; from where it stands again, where somebody has changed what it had in hand."""
    while True:
        try:
            with store.undisturbed():
                update(store, tell)
        except OvertakenError:
            continue
        return


def _told(on_progress: OnProgress | None, step: str) -> OnProgress | None:
    """Return what tells of a pass, by the pass's own step where it names one."""
    if on_progress is None:
        return None
    return lambda at: on_progress(replace(at, step=at.step or step))


def _hit(record: Record, statement: Statement, reason: str) -> Hit:
    article = record.article
    return Hit(
        page=record.page,
        outlet=article.outlet.value if article.outlet else None,
        published=article.published.value,
        statement=statement,
        words=join_words(record.text, statement.content),
        reason=reason,
    )


def _own_files(path: Path) -> frozenset[str]:
    """Return the files of the ledger itself, which a folder may hold among its pages."""
    real = os.path.realpath(path)
    return frozenset(real + suffix for suffix in ("", "-wal", "-shm", "-journal"))


def _day(text: str | None) -> str | None:
    try:
        if text is None or date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise InputError(f"{text!r} is no day; write it as 2031-03-07.")
