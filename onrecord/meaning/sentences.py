"""Sentences as vectors whose nearness is nearness of meaning: the model `sentences-1`.

One sentence at a time and nothing padded, so that the same words always have the same vector. Vectors find what is
said in other words; they do not tell yes from no.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from onrecord.encode import Array, as_row, load_pieces, load_session

MODEL = "sentences-1"
"""Stands beside every vector that is kept: vectors of another model are not to be compared with these."""

SIZE = 384
"""Numbers of a vector."""

_SCALE = 127.0
_MOST_PIECES = 126
"""Some eighty words: few contents are longer. Half of it loses .03 of MRR on texts of forty words."""
_START, _END = 101, 102
_REMEMBERED = 20_000
_WORD = re.compile(r"\S+")


@lru_cache(maxsize=_REMEMBERED)
def embed(text: str) -> Array:
    """Return the vector of a text as `SIZE` whole numbers from -127 to 127; zeros for a text without words.

    Only the first eighty words or so count. The same words that many pages have are encoded once.

    Raises:
        ModelError: A file of the model is not the one that was shipped.
    """
    ids = _pieces(text)
    if not ids:
        return _frozen(np.zeros(SIZE, dtype=np.int8))
    (vectors,) = load_session(f"{MODEL}/encoder.onnx").run({"ids": as_row([_START, *ids, _END])})
    vector = np.asarray(vectors[0], dtype=np.float32)
    whole = np.round(vector * (_SCALE / max(1e-9, float(np.abs(vector).max()))))
    return _frozen(np.clip(whole, -_SCALE, _SCALE).astype(np.int8))


def _frozen(vector: Array) -> Array:
    vector.flags.writeable = False  # it is remembered for the next who asks
    return vector


def _pieces(text: str) -> list[int]:
    of = load_pieces(f"{MODEL}/vocab.txt").of
    ids: list[int] = []
    for word in _WORD.finditer(text):
        ids.extend(of(word.group()))
        if len(ids) >= _MOST_PIECES:
            break
    return ids[:_MOST_PIECES]


def signs(vectors: Array) -> Array:
    """Return for rows of vectors which of their numbers are above 0, eight to a byte."""
    return np.packbits(vectors > 0, axis=-1)


def nearness(vectors: Array, vector: Array) -> Array:
    """Return the cosines of the angles between rows of vectors and one vector; 0 where one of them is zeros."""
    rows, one = vectors.astype(np.float32), vector.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    return np.asarray(rows @ one / np.maximum(lengths, 1.0))


def likeness(one: str, other: str) -> float:
    """Return the cosine between the meanings of two texts, as `nearest` gives it."""
    return round(float(nearness(embed(one).reshape(1, -1), embed(other))[0]), 4)
