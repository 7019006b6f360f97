"""What a ledger needs of a store; `tests/store_contract.py` holds every store to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from onrecord.model import Capture, Decision, MadeBy, PageProblem, Record, Source, Status, Unproven

if TYPE_CHECKING:  # they import what is defined here
    from onrecord.store.actors import ActorRows
    from onrecord.store.backup import OnShare
    from onrecord.store.claims import ClaimRows
    from onrecord.store.decisions import DecisionLog
    from onrecord.store.forgetting import Forgetting
    from onrecord.store.merging import Merging
    from onrecord.store.recaptures import Recaptures
    from onrecord.store.relays import Relays
    from onrecord.store.screens import Screens
    from onrecord.store.utterances import Utterances
    from onrecord.store.vectors import VectorRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A source that was refused whole.

    Attributes:
        path: As the user gave it.
        sha256: Of its bytes, or None where they could not be had.
        reason: A stable slug.
        message: A sentence: what happened and what to do.
        tried: When, ISO 8601 with zone.
    """

    path: str
    sha256: str | None
    reason: str
    message: str
    tried: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search over statements; what is None or empty does not narrow it.

    Attributes:
        words: Must all occur in a statement's content or among its speakers.
        actors: Ids of actors, one of whom must make it.
        since: First ISO day.
        until: Last ISO day.
        least: At least so sure.
        limit: At most so many, the best first.
    """

    words: str = ""
    actors: frozenset[str] | None = None
    since: str | None = None
    until: str | None = None
    least: float = 0.0
    limit: int = 50


class Place(NamedTuple):
    """A statement's place in a ledger: its page and its position in the page's record."""

    page: str
    nth: int


class Stored(NamedTuple):
    """What storing a page made anew."""

    page: bool
    capture: bool


class Store(Protocol):
    """Keeps sources, captures, pages and refusals; finds statements. Each `put_…` is one transaction.

    All methods raise LedgerError where the store cannot be read or written. Strings may hold any code point;
    lone surrogates come back as U+FFFD (in a record) or written out (in a path).
    """

    @property
    def path(self) -> Path:
        """Where the store lies."""
        ...

    @property
    def actors(self) -> ActorRows:
        """Who is meant across pages: what the pass `actors` found."""
        ...

    @property
    def claims(self) -> ClaimRows:
        """What the pass over claims has found."""
        ...

    @property
    def screens(self) -> Screens:
        """What screens ask of it: short lists and counts."""
        ...

    @property
    def recaptures(self) -> Recaptures:
        """Pages that were taken again with other bytes."""
        ...

    @property
    def relays(self) -> Relays:
        """Whose words are whose: what the pass `relay` found."""
        ...

    @property
    def utterances(self) -> Utterances:
        """Which statements report one act of saying: what the pass `relay` found."""
        ...

    @property
    def vectors(self) -> VectorRows:
        """What statements say as vectors: what the pass `meaning` made."""
        ...

    def together(self) -> AbstractContextManager[object]:
        """Make one transaction of all that this thread stores within."""
        ...

    def undisturbed(self) -> AbstractContextManager[None]:
        """Let this thread store within only where nobody else has changed what it may have read before.

        Raises, when it stores:
            OvertakenError: Somebody has; nothing is stored.
        """
        ...

    def put_page(self, source: Source, record: Record, added: str) -> Stored:
        """Store a page with its source, capture, record and derived rows; a record it already has is replaced."""
        ...

    def put_capture(self, sha256: str, source: Source, added: str) -> bool:
        """Store where known bytes were met; tell whether the place was new."""
        ...

    @property
    def decisions(self) -> DecisionLog:
        """What people corrected."""
        ...

    @property
    def forgetting(self) -> Forgetting:
        """What people forgot."""
        ...

    @property
    def merging(self) -> Merging:
        """What taking in another ledger needs."""
        ...

    def put_decisions(self, decisions: Iterable[Decision], records: Iterable[Record], *, known: int) -> bool:
        """Add decisions to the log and replace the records of the pages they bear on, in one transaction.

        Args:
            decisions: Stamped; those that the log has already add nothing.
            records: Of known pages, made by the log as it will be.
            known: How many decisions the log had when they were made; where it has grown since, or a page that
                they are about is forgotten, nothing is stored, and False returned.
        """
        ...

    def put_refusal(self, refusal: Refusal) -> bool:
        """Store a refused source; tell whether its path and bytes were new."""
        ...

    def refusal_of(self, sha256: str) -> Refusal | None:
        """Return the last refusal of these bytes, wherever they lay."""
        ...

    def rebuild(self) -> None:
        """Drop all derived rows and make them again from the records."""
        ...

    def page_of(self, sha256: str) -> tuple[str, MadeBy] | None:
        """Return the id of the page with these bytes and what made its record."""
        ...

    def record(self, page: str) -> Record:
        """Return the record of a page by its whole id.

        Raises:
            KeyError: There is no such page.
        """
        ...

    def source(self, page: str) -> Source:
        """Return a page's bytes as at its first capture; `media_type` is the stated one.

        Raises:
            KeyError: There is no such page.
        """
        ...

    def page_ids(self) -> tuple[str, ...]:
        """Return all pages, ordered by the path of their first capture, then by id."""
        ...

    def pages_like(self, name: str) -> tuple[str, ...]:
        """Return the page last captured at this path or URL; else the pages whose id starts so."""
        ...

    def captures(self, page: str) -> tuple[Capture, ...]:
        """Return a page's captures in the order of adding."""
        ...

    def statements_like(self, prefix: str) -> tuple[Place, ...]:
        """Return the statements whose id starts so, at most a handful of different ids."""
        ...

    def search(self, query: Query) -> tuple[Place, ...]:
        """Return the statements that a query finds, the best first."""
        ...

    def problems(self) -> Iterator[PageProblem]:
        """Yield refusals and problems by path, then stage."""
        ...

    def status(self) -> Status:
        """Return what the store holds."""
        ...

    def check(self) -> Iterator[Unproven]:
        """Yield where the store contradicts itself: damage, dangling rows, derived rows that differ."""
        ...

    def backup(self, target: Path, on_share: OnShare | None = None) -> None:
        """Copy all of it, as it is now, to a file that is not there yet."""
        ...

    def close(self) -> None:
        """Give the file back; a no-op when that is done."""
        ...
