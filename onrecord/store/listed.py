"""A part of a list, with what to ask for to go on; how all lists of the screens are asked for.

Every list is asked for by a key that an index holds, so that it costs the same on a ledger of ten pages and of a
hundred thousand. `next` of a list is what to ask for to go on; None at its end.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import apsw

Item = TypeVar("Item")

Bound = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Item]):
    """A part of a list; `next` asks for the part after it."""

    items: tuple[Item, ...]
    next: str | None = None


class Reads(Protocol):
    """What of a store these questions need."""

    def reading(self) -> AbstractContextManager[apsw.Connection]:
        """Lend this thread's connection."""
        ...


def number_of(text: str | None) -> int | None:
    """Return what `next` stands for; what no list gave asks for the beginning."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
