"""Labels to spans: the likeliest sequence that is possible at all."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tagger.decode import best_labels, runs_of
from onrecord.tagger.network import BEFORE, LABELS

SCORES = st.lists(st.lists(st.integers(-9, 0), min_size=len(LABELS), max_size=len(LABELS)), min_size=1, max_size=4)


def possible(labels: tuple[int, ...]) -> bool:
    names = [LABELS[label] for label in labels]
    if names[0].endswith("+"):
        return False
    return all(not b.endswith("+") or a.removesuffix("+") == b.removesuffix("+") for a, b in pairwise(names))


@given(SCORES)
def test_the_best_possible_sequence_is_found(scores: list[list[int]]) -> None:
    """Held against trying out every sequence."""
    found = tuple(best_labels(np.array([scores], dtype=np.float32))[0].tolist())
    every = (row for row in product(range(len(LABELS)), repeat=len(scores)) if possible(row))
    best = max(sum(scores[at][label] for at, label in enumerate(row)) for row in every)
    assert possible(found)
    assert sum(scores[at][label] for at, label in enumerate(found)) == best


def test_rows_do_not_touch_one_another() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(5, 20, len(LABELS))).astype(np.float32)
    alone = [best_labels(rows[[at]])[0] for at in range(5)]
    assert np.array_equal(best_labels(rows), np.stack(alone))


def test_runs_are_words_of_the_window() -> None:
    """Labels stand around a head; runs count from the window's first word, and two that touch stay two."""
    labels = np.array([0, 1, 2, 0, 3, 1, 2, 1])
    head = BEFORE + 10
    assert runs_of(labels, "content", head) == [(11, 13), (15, 17), (17, 18)]
    assert runs_of(labels, "speaker", head) == [(14, 15)]
    assert runs_of(labels, "cue", head) == []
