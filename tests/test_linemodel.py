"""The line model sees what it was trained to see, says the same each time, and leaves alone what words settle."""

from collections.abc import Sequence
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.blocks import find_blocks, judge_by_rules
from onrecord.blocks.alike import alike
from onrecord.blocks.characters import Array, bounds_of, codes_of, read_characters
from onrecord.blocks.features import FEATURES, candidates, line_features
from onrecord.blocks.linemodel import MODEL, keeps, probabilities, settled
from onrecord.blocks.lines import read_units
from onrecord.blocks.phrases import phrases, within_places
from onrecord.blocks.shares import Reading, read_shares
from onrecord.blocks.words import Runs, word_bounds
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
    units = read_units(page, ENGLISH)
    _, reading = judge_by_rules(page, units, ENGLISH)
    return line_features(units, reading, np.arange(len(units.lines)), ENGLISH)


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
    units = read_units(read(lines), ENGLISH)
    assert alike(units.characters, units.starts, units.ends).tolist() == [1, 1, 1, 0, 0, 1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("aB1 .,:é—", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=12))
def test_a_unit_is_like_its_own_copies_wherever_they_stand(lines: list[str]) -> None:
    text = "\n".join([*lines, *lines])
    spans = list(line_spans(text))
    many = alike(read_characters(text), *bounds_of(spans))
    assert (many >= 1).all()
    assert many[: len(lines)].tolist() == many[len(lines) :].tolist()


@given(st.text("abc ", min_size=1, max_size=40), st.data())
def test_runs_have_one_number_if_and_only_if_they_are_equal(text: str, data: st.DataObject) -> None:
    """Wherever they stand, and in another text too."""
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = data.draw(st.lists(places, min_size=2, max_size=6))
    first, last = np.array(spans).T
    found = Runs(codes_of(text)).numbers(first, last).tolist()
    words = [text[start:end] for start, end in spans]
    assert found == [Runs(codes_of(word)).numbers(np.array([0]), np.array([len(word)]))[0] for word in words]
    assert len(set(found)) == len(set(words))


PHRASES = [phrase for phrase, _ in phrases(ENGLISH).within]


@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.text("photo by: ap/©é", max_size=9)), max_size=9))
def test_no_known_phrase_of_a_page_is_missed(parts: list[str]) -> None:
    text = "".join(parts)
    found = {phrase for _, _, phrase in within_places(text, phrases(ENGLISH))}
    assert found == {phrase for phrase in PHRASES if phrase in text}


WORDS_OF_ALL_KINDS = st.sampled_from(["Kestria", "rockets,", "“rockets”", "of", "the", "we", "(12)", "Strait."])


@given(st.lists(WORDS_OF_ALL_KINDS, min_size=1, max_size=30))
def test_shares_of_words_are_what_counting_word_by_word_gives(words: list[str]) -> None:
    units = read_units(read([" ".join([*words, "here."])]), ENGLISH)
    found = read_shares(units, Reading((0, 1), None, [0.0], [False], 1), np.ones(1, dtype=np.bool_), ENGLISH)
    split = units.lines[0].key.split()
    for at, name in enumerate(("common", "personal")):
        listed = {row["word"] for row in ENGLISH.rows("lines") if row["class"] == name}
        assert found[at, 0] == pytest.approx(sum(word in listed for word in split) / len(split))
    long = [word.rstrip(".,:;!?\"')") for word in split if len(word) > 4]
    again = sum(long.count(word) > 1 for word in long)
    assert found[2, 0] == pytest.approx(again / max(1, len(long)))


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
    assert np.flatnonzero(candidates(read_units(read(DUMP), ENGLISH))).tolist() == [1, 2, 3, 5]


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


@given(
    st.lists(st.text("ab .\u00a0", min_size=1, max_size=9).filter(lambda unit: unit.strip() == unit), min_size=1)
)
def test_words_end_where_their_unit_ends(units: list[str]) -> None:
    """White space parts words, and so does the edge of a unit that stands beside another without any."""
    ends = np.cumsum([len(unit) for unit in units])
    starts = np.append(0, ends[:-1])
    text = "".join(units)
    opens, closes = word_bounds(read_characters(text), starts, ends)
    words = [text[start:end] for start, end in zip(opens.tolist(), closes.tolist(), strict=True)]
    assert words == [word for unit in units for word in unit.split()]
