"""From the network's probabilities to spans: the likeliest labels that make whole spans."""

from __future__ import annotations

from typing import Any

import numpy as np

from onrecord.tagger.network import BEFORE, LABELS, Floats

Ints = np.ndarray[Any, np.dtype[np.int64]]

_NEVER = -1e4

Run = tuple[int, int]
"""Words of a window, the first and the one after the last."""


def _moves() -> Floats:
    """Return what a label may follow which: one that goes on follows its own kind only."""
    moves = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for after, label in enumerate(LABELS):
        if label.endswith("+"):
            allowed = {label, label.removesuffix("+")}
            for before, name in enumerate(LABELS):
                moves[before, after] = 0.0 if name in allowed else _NEVER
    return moves


_MOVES = _moves()


def best_labels(scores: Floats) -> Ints:
    """Return the likeliest labels of each row that no forbidden move joins (Viterbi) [rows, words].

    Args:
        scores: Log probabilities [rows, words, labels].
    """
    rows, length, _ = scores.shape
    came = np.zeros((length, rows, len(LABELS)), dtype=np.int64)
    total = scores[:, 0] + np.where([label.endswith("+") for label in LABELS], _NEVER, 0.0)
    for at in range(1, length):
        paths = total[:, :, None] + _MOVES
        came[at] = paths.argmax(1)
        total = paths.max(1) + scores[:, at]
    found = np.zeros((rows, length), dtype=np.int64)
    found[:, -1] = total.argmax(1)
    for at in range(length - 1, 0, -1):
        found[:, at - 1] = np.take_along_axis(came[at], found[:, at, None], 1)[:, 0]
    return found


def runs_of(labels: Ints, kind: str, head: int) -> list[Run]:
    """Return the runs of one kind in a row of labels, as words of the window.

    Args:
        labels: The labels of the words around a head.
        kind: "content", "speaker" or "cue".
        head: Which word of the window they stand around.
    """
    first = LABELS.index(kind)
    runs: list[Run] = []
    for at in np.flatnonzero((labels == first) | (labels == first + 1)).tolist():
        word = head - BEFORE + at
        if runs and runs[-1][1] == word and labels[at] == first + 1:
            runs[-1] = (runs[-1][0], word + 1)
        else:
            runs.append((word, word + 1))
    return runs
