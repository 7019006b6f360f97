"""A sketch of a text: a few MinHash values for each of its sentences, so that few pages need be compared in full.

One sketch for a whole page finds whole copies only: an abridgement shares little of the union of both, and is lost
at any useful threshold. A sketch for each sentence is found again wherever the sentence went: cut down, moved, or
with an advert in between. The hashing is rensa's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from onrecord.relay.words import PageWords

Sketch = npt.NDArray[np.int64]
"""Values, rising, each once. The lowest bit tells quoted words, the two above it which of the hashes it is."""

SKETCHED_BY = f"rensa-{RMinHash.ALGORITHM_VERSION}"
"""What made the values: those of another version cannot be compared."""

FLAG_BITS = 3
VALUE_BITS = 32 + FLAG_BITS
"""A value has so many bits: those of the hash, and three that tell what it is of."""

_HASHES = 4
_SEED = 1
_SHINGLE = 4
_SHINGLE_SAID = 3
_PIECE = 6
"""Words to a shingle: four in prose, three in what was said, which is shorter and is reported in other words; of
the latter, six shingles to a value, so that a short quotation is found inside a long one."""


def sketch_page(words: PageWords) -> Sketch:
    """Return the sketch of an article; what it quotes is told apart from what is its own."""
    own, quoted = [], []
    for first, last in zip((0, *words.sentences), words.sentences, strict=False):
        own.append(list(_shingles(words, first, last, quoted=False)))
        quoted.append(list(_shingles(words, first, last, quoted=True)))
    return _sorted([*_values(own, 0), *_values(quoted, 1)])


def sketch_said(folded: Sequence[str]) -> Sketch:
    """Return the sketch of the words of a statement."""
    shingles = [" ".join(folded[at : at + _SHINGLE_SAID]) for at in range(len(folded) - _SHINGLE_SAID + 1)]
    pieces = [shingles[at : at + _PIECE] for at in range(0, len(shingles), _PIECE)]
    return _sorted(_values(pieces or [list(folded)], 0))


def _shingles(words: PageWords, first: int, last: int, *, quoted: bool) -> Iterator[str]:
    for at in range(first, last - _SHINGLE + 1):
        if all(hidden == quoted for hidden in words.quoted[at : at + _SHINGLE]):
            yield " ".join(words.folded[at : at + _SHINGLE])


def _values(units: Iterable[list[str]], flag: int) -> Iterator[int]:
    for unit in units:
        if unit:
            hashed = RMinHash(num_perm=_HASHES, seed=_SEED)
            hashed.update(unit)
            for which, value in enumerate(hashed.digest()):
                yield value << FLAG_BITS | which << 1 | flag


def _sorted(values: Iterable[int]) -> Sketch:
    return np.array(sorted(set(values)), dtype=np.int64)
