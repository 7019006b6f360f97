"""Which pages are worth comparing: those whose sketches share enough values. Arrays in, ids out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.relay.sketch import Sketch

_FEWEST = 2
"""Values that two sketches must share: one is often chance."""

_LEAST = 0.03
"""The share of the smaller sketch that its own words' values must make up."""

Counts = npt.NDArray[np.int64]


def fewest_shared(one: int, other: int) -> float:
    """Return how many values two sketches of so many values must share to be worth comparing."""
    return max(_FEWEST, _LEAST * min(one, other))


class SketchIndex:
    """The sketches of all pages, to be asked for those like one of them."""

    def __init__(self, sketches: Mapping[str, Sketch]) -> None:
        """Sort the values of all pages once."""
        self._pages = sorted(sketches)
        self._at = {page: nth for nth, page in enumerate(self._pages)}
        self._sketches = sketches
        sizes = [len(sketches[page]) for page in self._pages]
        owners = np.repeat(np.arange(len(self._pages), dtype=np.int64), sizes)
        values = _joined([sketches[page] for page in self._pages])
        order = np.argsort(values, kind="stable")
        self._values, self._owners = values[order], owners[order]
        self._own = np.array([int(np.sum((sketches[page] & 1) == 0)) for page in self._pages], dtype=np.int64)

    def like(self, page: str) -> Iterator[str]:
        """Yield the pages that may have words of this one, or quote the same ones, by id; not the page itself."""
        sketch = self._sketches[page]
        at = self._at[page]
        pages, own = self._shared(sketch[(sketch & 1) == 0])
        least = np.maximum(_FEWEST, _LEAST * np.minimum(self._own[pages], self._own[at]))
        also, quoted = self._shared(sketch[(sketch & 1) == 1])
        for nth in np.union1d(pages[own >= least], also[quoted >= _FEWEST]):
            if nth != at:
                yield self._pages[nth]

    def _shared(self, values: Sketch) -> tuple[Counts, Counts]:
        """Return the pages that have some values, and how many of them each has."""
        first = np.searchsorted(self._values, values, "left")
        last = np.searchsorted(self._values, values, "right")
        owners = [self._owners[start:end] for start, end in zip(first, last, strict=True) if end - start > 1]
        pages, counts = np.unique(_joined(owners), return_counts=True)
        return pages, counts.astype(np.int64)


def pairs_to_compare(
    index: SketchIndex, wanted: Sequence[str], compared: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each wanted page with the pages that it is to be compared with, so that each pair comes once.

    Args:
        index: All pages.
        wanted: The pages that are new, in the order in which they are compared.
        compared: The pages that were compared with each other before.
    """
    done = set(compared)
    for page in wanted:
        yield page, tuple(other for other in index.like(page) if other in done)
        done.add(page)


def _joined(arrays: list[Sketch]) -> Sketch:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)
