"""The line model sees what it was trained to see, says the same each time, and leaves alone what words settle."""

from collections.abc import Sequence
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.blocks import find_blocks, judge_by_rules
from onrecord.blocks.counts import alike
from onrecord.blocks.features import FEATURES, Array, candidates, line_features
from onrecord.blocks.linemodel import MODEL, keeps, probabilities, settled
from onrecord.blocks.lines import read_lines
from onrecord.errors import ModelError
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Page, Source
from onrecord.read import read_pages
from onrecord.text import line_spans
from onrecord.weights import load_weights, read_weights

ENGLISH = Language("en")
WEIGHTS = f"{MODEL}/weights.npz"
DUMP = [
    "Home",
    "Kestria denies rockets at the strait",
    "",
    "Kestria denied on Monday that 12 rockets had been moved to the strait by its army.",
    "“We have moved nothing,” Deputy Minister Oren Vask told reporters at the Rotunda in the evening.",
    "Leave a Reply",
    "I think you are all wrong about my rockets!",
]


def read(lines: Sequence[str]) -> Page:
    return next(iter(read_pages(Source(data="\n".join(lines).encode(), media_type="text/plain"))))


def features(page: Page) -> Array:
    lines = read_lines(page, ENGLISH)
    return line_features(page, lines, judge_by_rules(page, lines, ENGLISH)[1], ENGLISH)


def column(name: str) -> list[float]:
    return [round(float(value), 3) for value in features(read(DUMP))[:, FEATURES.index(name)]]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("stop", [0, 0, 1, 1, 0, 1]),
        ("sentence", [0, 0, 1, 1, 0, 1]),
        ("gap", [0, 1, 2, 1, 1, 1]),
        ("digits", [0, 0, 0.024, 0, 0, 0]),
        ("since comment", [40, 40, 40, 40, 0, 1]),
        ("until comment", [4, 3, 2, 1, 0, 40]),
        ("stop at +1", [0, 1, 1, 0, 1, 0]),
        ("stop at -2", [0, 0, 0, 0, 1, 1]),
        ("sentence 0 back 8 on", [0.5, 0.6, 0.75, 0.667, 0.5, 1]),
        ("low", [0, 0, 0, 0, 0, 0]),
        ("like_lead", [0, 0.75, 0.167, 0.143, 0, 0.25]),
        ("personal", [0, 0, 0, 0, 0, 0.333]),
        ("units", [6, 6, 6, 6, 6, 6]),
    ],
)
def test_features_of_a_small_dump(name: str, values: list[float]) -> None:
    assert column(name) == values


def test_lines_that_a_program_prints_again_and_again_are_alike() -> None:
    lines = ["Mira on March 3, 2031 at 6:34 pm", "Home", "Dane on May 12, 2031 at 11:05 am", "A.", "B?", "Sport"]
    found = read_lines(read(lines), ENGLISH)
    assert alike("\n".join(lines), [line.span for line in found]).tolist() == [1, 1, 1, 0, 0, 1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("aB1 .,:é—", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=12))
def test_a_unit_is_like_its_own_copies_wherever_they_stand(lines: list[str]) -> None:
    text = "\n".join([*lines, *lines])
    spans = list(line_spans(text))
    many = alike(text, spans)
    assert (many >= 1).all()
    assert many[: len(lines)].tolist() == many[len(lines) :].tolist()


def test_shipped_model_was_trained_on_these_features() -> None:
    assert tuple(load_weights(WEIGHTS)["names"].tolist()) == FEATURES


WORDS = st.characters(exclude_categories=("Cc", "Cs"))
"""Controls make a file binary, which is refused before it has lines."""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(DUMP), st.text(WORDS, max_size=60)), min_size=1, max_size=25))
def test_probabilities_are_finite_and_the_same_each_time(lines: list[str]) -> None:
    page = read([*lines, "Home"])
    rows = features(page)
    assert rows.shape[1] == len(FEATURES)
    assert np.isfinite(rows).all()
    chances = probabilities(rows, load_weights(WEIGHTS))
    assert ((chances > 0) & (chances < 1)).all()
    assert (chances == probabilities(rows, load_weights(WEIGHTS))).all()
    assert find_blocks(page, ENGLISH) == find_blocks(page, ENGLISH)


def test_a_row_is_judged_by_itself() -> None:
    """How many rows are judged at once changes no probability."""
    rows = features(read(DUMP))
    trees = load_weights(WEIGHTS)
    alone = [float(probabilities(rows[at : at + 1], trees)[0]) for at in range(len(rows))]
    assert alone == pytest.approx(probabilities(rows, trees).tolist())


def test_trees_go_right_above_the_threshold() -> None:
    trees = {
        "feature": np.array([[0, 1, 1]], dtype=np.int16),
        "threshold": np.array([[0.5, 0.0, 9.0]]),
        "value": np.array([[-1.0, -2.0, 1.0, 2.0]]),
    }
    rows = np.array([[0.5, 0.0], [0.5, 0.1], [0.6, 9.0], [0.6, 9.5]])
    wanted = [1 / (1 + np.exp(-value)) for value in (-1.0, -2.0, 1.0, 2.0)]
    assert probabilities(rows, trees).tolist() == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("chance", "rules", "kept"), [(0.1, True, False), (0.2, True, True), (0.8, False, False), (0.9, False, True)]
)
def test_model_overrules_only_where_it_is_sure(chance: float, rules: bool, kept: bool) -> None:  # noqa: FBT001 -- a case
    assert keeps(chance, rules=rules) is kept


def test_what_words_settle_stays() -> None:
    kinds: list[BlockKind] = ["marker", "headline", "related", "paragraph", "marker", "notice", "byline"]
    assert settled(kinds, len(kinds)) == [True, True, False, False, True, True, True]
    assert settled(kinds, 2) == [True] * len(kinds)


def test_short_lines_without_a_stop_are_not_asked_about() -> None:
    assert candidates(read_lines(read(DUMP), ENGLISH)).tolist() == [1, 2, 3, 5]


def test_every_line_of_a_body_tells_its_probability() -> None:
    blocks = [block for block in find_blocks(read(DUMP), ENGLISH) if block.kind == "paragraph"]
    assert blocks
    assert all("line model 0." in block.reason or "line model 1." in block.reason for block in blocks)


def test_a_changed_model_is_refused() -> None:
    data = (resources.files("onrecord") / "models" / WEIGHTS).read_bytes()
    with pytest.raises(ModelError, match="install onrecord again"):
        read_weights(data[:-1] + b"x", WEIGHTS, "0" * 64)
    with pytest.raises(ModelError, match="nothing"):
        read_weights(data, "none", "")
