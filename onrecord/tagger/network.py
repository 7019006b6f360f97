"""The network of the learned reader: which words of a window carry a cue, and what the words around are to it.

Two graphs. The first reads a window once. The second is asked for each likely cue what the words around it are to
it: its content, its speaker, the rest of the cue. So a link is never guessed from distance: who and what are found
for the sake of one cue, as in semantic role labelling (He et al. 2017, "Deep semantic role labeling").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from onrecord.encode import Pieces, as_row, load_pieces, load_session
from onrecord.tagger.windows import Window

BEFORE, AFTER = 56, 88
"""Words before and after the head of a cue that its content and speaker are looked for in."""

AROUND = BEFORE + 1 + AFTER

LABELS = ("none", "content", "content+", "speaker", "speaker+", "cue", "cue+")
"""What a word can be to a cue; with a plus where it goes on from the word before."""

MODEL = "tagger-1"

_NOTHING = np.array([0.0] + [-1e4] * (len(LABELS) - 1), dtype=np.float32)

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


def vocabulary() -> Pieces:
    """Return the pieces of words that the network reads."""
    return load_pieces(f"{MODEL}/vocab.txt")


def read_window(window: Window) -> tuple[Floats, Floats]:
    """Return what each word is in its window [words, size], and how likely the head of a cue (logits) [words]."""
    states, cues = load_session(f"{MODEL}/encoder.onnx").run(
        {
            "ids": as_row(window.ids),
            "cases": as_row(window.cases),
            "quotes": as_row(window.quotes),
            "firsts": np.array(window.firsts, dtype=np.int64),
        }
    )
    return states, cues


def link(states: Floats, paragraphs: Sequence[int], heads: Sequence[int]) -> tuple[Floats, Floats]:
    """Return what the words around each head are to it: log probabilities [heads, AROUND, labels].

    With them, how likely each head is a cue at all (logits) [heads].

    Args:
        states: What each word is in its window.
        paragraphs: Which paragraph each word is of.
        heads: Which words are asked about.
    """
    around, apart = surroundings(np.array(paragraphs, dtype=np.int64), np.array(heads, dtype=np.int64))
    labels, real = load_session(f"{MODEL}/linker.onnx").run(
        {"words": states, "heads": np.array(heads, dtype=np.int64), "around": around, "paragraphs": apart}
    )
    labels -= labels.max(-1, keepdims=True)
    labels -= np.log(np.exp(labels).sum(-1, keepdims=True))
    labels[around < 0] = _NOTHING
    return labels, real


def surroundings(paragraphs: Ints, heads: Ints) -> tuple[Ints, Ints]:
    """Return which words stand around each head, and how many paragraphs from it.

    Args:
        paragraphs: Which paragraph each word of a window is of.
        heads: Words of it.

    Returns:
        Words, -1 where the window has none [heads, AROUND]; 0 to 4 for two paragraphs before to two after.
    """
    around = heads[:, None] + np.arange(-BEFORE, AFTER + 1)
    there = (around >= 0) & (around < len(paragraphs))
    apart = np.clip(paragraphs[np.where(there, around, 0)] - paragraphs[heads][:, None], -2, 2) + 2
    return np.where(there, around, -1), np.where(there, apart, 2)
