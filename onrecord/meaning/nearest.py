"""The statements of a ledger whose vectors are nearest to one: all by their signs, the best of them exactly.

A million statements are 48 MB of signs. In how many of 384 signs two vectors differ tells nearly which are
nearest; of the first thousand by signs the whole vectors are compared ("binary quantisation with rescoring").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from onrecord.encode import Array
from onrecord.meaning.sentences import SIZE, embed, nearness, signs
from onrecord.store import Place, Store
from onrecord.store.vectors import SIGN_BYTES, VectorRows

LEAST = 0.3
"""Contents whose cosine is smaller have nothing to do with each other."""

_FIRST = 1_000
"""So many are compared exactly at first; on 10,381 texts no other answer came of comparing all."""
_WIDER = 8


@dataclass(frozen=True, slots=True)
class _Table:
    """The signs of a ledger, a column for each eight bytes so that a whole column is compared at once.

    Attributes:
        stamp: Of the store's signs.
        pages: Ids, in the store's order.
        starts: The row at which each page's statements begin.
        columns: Unsigned numbers of 64 bits, six rows of as many as there are statements.
    """

    stamp: tuple[int | None, int]
    pages: tuple[str, ...]
    starts: Array
    columns: Array

    def places(self, rows: Array) -> list[Place]:
        """Return the statements that stand in some rows."""
        owners = np.searchsorted(self.starts, rows, side="right") - 1
        return [
            Place(self.pages[page], int(row - self.starts[page])) for page, row in zip(owners, rows, strict=True)
        ]


_tables: WeakKeyDictionary[VectorRows, _Table] = WeakKeyDictionary()
"""A table a store, read again when the ledger has changed."""


def nearest(store: Store, vector: Array) -> Iterator[list[tuple[Place, float]]]:
    """Yield batches of ever farther statements with their cosines to a vector, the nearest of a batch first.

    Statements of equal distance stay in one batch, so that the order in which pages came is of no account.
    """
    table = _table(store.vectors)
    distances = _distances(table.columns, signs(vector))
    done, wanted = -1, _FIRST
    while done < SIZE:
        upto = _reach(distances, wanted)
        rows = np.flatnonzero((distances > done) & (distances <= upto))
        yield _exactly(store, table.places(rows), vector)
        done, wanted = upto, wanted * _WIDER


def alike(store: Store, text: str, least: float) -> dict[Place, float]:
    """Return all statements whose cosine to a text is not smaller than a bound, with it."""
    out: dict[Place, float] = {}
    for batch in nearest(store, embed(text)):
        found = {place: cosine for place, cosine in batch if cosine >= least}
        out |= found
        if not found:
            break
    return out


def _table(rows: VectorRows) -> _Table:
    table = _tables.get(rows)
    if table is None or table.stamp != rows.stamp():
        table = _tables[rows] = _read(rows)
    return table


def _read(rows: VectorRows) -> _Table:
    held = rows.signs()
    starts = np.concatenate([[0], np.cumsum(held.counts, dtype=np.int64)])[:-1]
    columns = np.frombuffer(held.data, dtype=np.uint64).reshape(-1, SIGN_BYTES // 8).T
    filled = np.flatnonzero(held.counts)  # a page without statements starts where the next one does
    pages = tuple(held.pages[at] for at in filled)
    return _Table(held.stamp, pages, starts[filled], np.ascontiguousarray(columns))


def _distances(columns: Array, wanted: Array) -> Array:
    """Return in how many signs each statement differs from what is wanted."""
    out = np.zeros(columns.shape[1], dtype=np.uint16)
    for column, part in zip(columns, np.ascontiguousarray(wanted).view(np.uint64), strict=True):
        out += np.bitwise_count(column ^ part)
    return out


def _reach(distances: Array, wanted: int) -> int:
    """Return the distance within which so many statements lie, or all of them."""
    within = np.cumsum(np.bincount(distances, minlength=SIZE + 1))
    return min(int(np.searchsorted(within, wanted)), SIZE)


def _exactly(store: Store, places: list[Place], vector: Array) -> list[tuple[Place, float]]:
    held = store.vectors.vectors({place.page for place in places})
    rows = {place: held.get(place.page, b"")[place.nth * SIZE : (place.nth + 1) * SIZE] for place in places}
    whole = {place: row for place, row in rows.items() if len(row) == SIZE}  # another process may store pages anew
    cosines = nearness(np.frombuffer(b"".join(whole.values()), dtype=np.int8).reshape(-1, SIZE), vector)
    found = ((place, round(float(cosine), 4)) for place, cosine in zip(whole, cosines, strict=True))
    return sorted((one for one in found if one[1] >= LEAST), key=lambda one: (-one[1], one[0]))
