"""Relay between pages: what counts as a copy, what proves it, and which page is the earliest."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_pages import OTHER, SPEECH, STORY, put, record_of, store_in

from onrecord import relay
from onrecord.lang.language import Language
from onrecord.model import Hit, Record, Relay, Statement
from onrecord.relay.compare import SketchIndex, lay_out, pairs_to_compare
from onrecord.relay.facts import facts_of
from onrecord.relay.grams import SHORTEST
from onrecord.relay.pair import relate
from onrecord.relay.tiles import tile
from onrecord.relay.words import read_words
from onrecord.text import fold, line_spans, word_spans

EN = Language("en")
LINES = STORY.splitlines()


def related(a: Record, b: Record) -> Relay | None:
    """Return the relation of two pages."""
    return relate(facts_of(a, EN), facts_of(b, EN), EN)


def kinds(a: str, b: str) -> tuple[str, str] | None:
    """Return kind and extent of the relation of two texts."""
    found = related(record_of(a), record_of(b))
    return (found.kind, found.extent) if found else None


# ---- what counts as a copy --------------------------------------------------------------------------------


def test_the_same_words_under_another_headline_are_a_whole_copy() -> None:
    assert kinds(STORY, "Crossing shut\n" + STORY) == ("copy", "whole")


def test_a_page_cut_down_to_two_of_six_paragraphs_is_an_abridged_copy() -> None:
    found = related(record_of(STORY), record_of("\n".join(LINES[1:3])))
    assert found is not None
    assert (found.kind, found.extent) == ("copy", "abridged")
    assert max(found.share_a, found.share_b) == 1.0


def test_paragraphs_moved_and_parted_by_adverts_are_still_a_copy() -> None:
    moved = [
        line for pair in zip(reversed(LINES), itertools.repeat("Garden sheds, now half price!")) for line in pair
    ]
    assert kinds(STORY, "\n".join(moved)) == ("copy", "whole")


def test_one_sentence_taken_over_is_a_copy_in_part() -> None:
    assert kinds(STORY, OTHER + LINES[1] + "\n") == ("copy", "partly")


def test_pages_of_different_stories_are_not_related() -> None:
    assert kinds(STORY, OTHER) is None


def test_two_reports_that_quote_one_speech_quote_and_do_not_copy() -> None:
    one = f"{SPEECH} the minister told the assembly in Tolmin.\n" + OTHER
    two = f"Asked about it by a radio station, Broek answered: {SPEECH}\n" + STORY
    found = related(record_of(one), record_of(two))
    assert found is not None
    assert found.kind == "quotation"


def test_a_statement_pasted_without_marks_is_taken_for_quoted() -> None:
    """A reporter does not say "we"; whoever wrote the text that both pages show does."""
    pasted = (
        "We have looked at the charges with care and we reject them in whole, as our ministry did in March.\n"
        "Our ships carry timber and our customs log lists every crate that we have loaded in ten years.\n"
    )
    assert kinds(OTHER + pasted, STORY + pasted) == ("quotation", "whole")


def test_two_pages_of_one_agency_are_the_same_wire() -> None:
    a = record_of(STORY, outlet="The Lantern", agencies=("Transmarine",))
    b = record_of(STORY + OTHER, outlet="Carrow Mail", agencies=("Transmarine",))
    found = related(a, b)
    assert found is not None
    assert found.kind == "same_wire"


def test_what_an_outlet_brings_again_is_a_revision_and_its_notices_are_nothing() -> None:
    before = record_of(STORY, outlet="The Lantern")
    after = record_of(STORY.replace("nine", "eleven"), outlet="The Lantern")
    notice = record_of(OTHER + LINES[1], outlet="The Lantern")
    found = related(before, after)
    assert found is not None
    assert found.kind == "revision"
    assert related(before, notice) is None


def test_an_excerpt_that_credits_the_other_outlet_says_where() -> None:
    theirs = record_of(STORY, outlet="Tolmin Gazette")
    excerpt = record_of(OTHER + "Via the Tolmin Gazette\n" + LINES[0] + "\n", outlet="The Lantern")
    found = related(theirs, excerpt)
    assert found is not None
    assert found.credit is not None
    page, span = found.credit
    assert page == excerpt.page.id
    assert excerpt.text[span.start : span.end] == "Tolmin Gazette"


# ---- what proves it ---------------------------------------------------------------------------------------

WORDS = "vey ore salt ship crate night road bell thaw lorry harvest 14 Łódź naïve"
words = st.sampled_from(sorted(set(WORDS.split())))
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
quoted_lines = lines.map(lambda line: f"“{line}”")
articles = st.lists(st.one_of(lines, quoted_lines), min_size=1, max_size=8).map("\n".join)


@settings(max_examples=40)
@given(articles, articles)
def test_every_run_stands_in_both_texts_outside_marks_and_no_word_is_used_twice(a: str, b: str) -> None:
    left, right = (read_words(text, tuple(line_spans(text)), EN) for text in (a, b))
    runs = tile(left, right)
    for run in runs:
        at_a, at_b = slice(run.a, run.a + run.length), slice(run.b, run.b + run.length)
        assert run.length >= SHORTEST
        assert left.folded[at_a] == right.folded[at_b]
        assert not any(left.quoted[at_a])
        assert not any(right.quoted[at_b])
    for side in ("a", "b"):
        used = [getattr(run, side) + nth for run in runs for nth in range(run.length)]
        assert len(used) == len(set(used))


@settings(max_examples=40)
@given(articles, articles)
def test_the_relation_of_two_pages_is_proven_and_the_same_from_either_side(a: str, b: str) -> None:
    one, two = record_of(a), record_of(b)
    found = related(one, two)
    assert found == related(two, one)
    if found is None:
        return
    texts = {one.page.id: a, two.page.id: b}
    for run in found.runs:
        cut = [[fold(texts[page][w.start : w.end]) for w in word_spans(texts[page], span)]
               for page, span in ((found.a, run.a), (found.b, run.b))]  # fmt: skip
        assert cut[0] == cut[1]


@settings(max_examples=40)
@given(st.lists(lines, min_size=1, max_size=6))
def test_quoted_words_never_make_a_copy(said: list[str]) -> None:
    quotes = "\n".join(f"“{line}”" for line in said)
    found = related(record_of(quotes + "\n" + STORY), record_of(OTHER + quotes))
    assert found is None or found.kind == "quotation"


def test_sketches_of_a_copy_in_any_shape_are_alike() -> None:
    shapes = {
        "whole": STORY,
        "abridged": "\n".join(LINES[1:3]),
        "moved": "\n".join([*LINES[3:], "Garden sheds, now half price!", *LINES[:3]]),
        "other": OTHER,
    }
    stored = [relay.sketch_record(record_of(text), EN)[1] for text in shapes.values()]
    pairs = list(pairs_to_compare(lay_out(list(shapes), stored), []))
    assert pairs == [("whole", "abridged"), ("whole", "moved"), ("abridged", "moved")]
    assert list(SketchIndex(lay_out(["other"], stored[3:])).like(lay_out(list(shapes), stored))) == [
        ("other", "other")
    ]


SKETCH = st.sets(st.integers(0, 40), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(SKETCH, max_size=12), st.integers(0, 12), st.integers(1, 4), st.sampled_from([1, 3, 1 << 20]))
def test_every_pair_that_shares_enough_is_compared_once_whatever_was_compared_before(
    sketches: list[set[int]], new: int, batch: int, most: int
) -> None:
    """Two values of own words, or two of quoted ones (the odd numbers), are enough for sketches so small."""
    stored = [np.array(sorted(sketch), dtype="<i8").tobytes() for sketch in sketches]
    before = [
        lay_out(list(range(len(stored)))[at : at + batch], stored[at : at + batch])
        for at in range(new, len(stored), batch)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.relay.compare._MOST_MATCHES", most)
        found = list(pairs_to_compare(lay_out(list(range(len(stored)))[:new], stored[:new]), before))
    wanted = {
        (one, other)
        for one, other in itertools.combinations(range(len(sketches)), 2)
        if one < new
        and max(len([v for v in sketches[one] & sketches[other] if v % 2 == odd]) for odd in (0, 1)) > 1
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


# ---- families ---------------------------------------------------------------------------------------------


def first(day: str = "2031-03-02") -> Record:
    return record_of(STORY, outlet="Tolmin Gazette", day=day)


def cut_down(day: str | None = "2031-03-03") -> Record:
    return record_of("\n".join(LINES[: 3 if day else 4]), outlet="Carrow Mail", day=day)


def descents(folder: Path, *rounds: Sequence[Record]) -> dict[str, tuple[str | None, str, bool]]:
    """Return where each page comes from, the pages being added and related round after round."""
    with closing(store_in(folder)) as store:
        for records in rounds:
            put(store, *records)
            relay.update(store)
        origins = set(store.relays.origins(store.page_ids()).values())
        found = {one.page: one for origin in origins for one in store.relays.descents(origin)}
    return {page: (one.parent, one.origin, one.proven) for page, one in found.items()}


def test_the_earliest_page_held_is_the_origin_of_its_copies(tmp_path: Path) -> None:
    with_copies = (first(), cut_down(), record_of(OTHER, outlet="Lunn Radio"))
    with closing(store_in(tmp_path)) as store:
        put(store, *with_copies)
        relay.update(store)
        origin, copy, other = (record.page.id for record in with_copies)
        assert store.relays.origins([origin, copy, other]) == {origin: origin, copy: origin, other: other}
        assert store.relays.count_origins([origin, copy, other]) == 2
        assert [(one.page, one.parent, one.proven) for one in store.relays.descents(origin)] == [
            (origin, None, True),
            (copy, origin, True),
        ]


def test_what_is_found_on_copies_is_counted_as_one_origin_the_best_hit_first(tmp_path: Path) -> None:
    pages = (record_of(OTHER, outlet="Lunn Radio"), cut_down(), first())
    said = Statement(id="s", speakers=(), cue=(), content=(), form="indirect")
    hits = [Hit(page=page.page, outlet=None, published=None, statement=said, words="") for page in pages]
    with closing(store_in(tmp_path)) as store:
        put(store, *pages)
        relay.update(store)
        found = relay.by_origin(store, [*hits, hits[1]])
    assert [(one.origin.id, one.pages, one.statements, one.best) for one in found] == [
        (pages[0].page.id, 1, 1, hits[0]),
        (pages[2].page.id, 2, 3, hits[1]),
    ]


def test_without_a_day_the_order_is_not_called_proven(tmp_path: Path) -> None:
    undated = cut_down(day=None)
    assert descents(tmp_path, [first(), undated])[undated.page.id] == (first().page.id, first().page.id, False)


def test_a_round_up_of_two_stories_joins_neither_with_the_other(tmp_path: Path) -> None:
    one = record_of(STORY, outlet="Tolmin Gazette", day="2031-03-01")
    two = record_of(OTHER, outlet="Lunn Radio", day="2031-03-01")
    both = record_of(STORY + OTHER, outlet="The Lantern", day="2031-03-04")
    found = descents(tmp_path, [both, two, one])
    assert found[one.page.id][1] == one.page.id
    assert found[two.page.id][1] == two.page.id
    assert found[both.page.id][1] == one.page.id


def test_a_page_with_a_credited_excerpt_keeps_its_own_origin(tmp_path: Path) -> None:
    short = record_of(LINES[0] + "\n" + LINES[1], outlet="Tolmin Gazette", day="2031-03-01")
    excerpt = record_of(OTHER + "Via the Tolmin Gazette\n" + short.text, outlet="The Lantern", day="2031-03-02")
    assert descents(tmp_path, [short, excerpt])[excerpt.page.id] == (None, excerpt.page.id, True)


def test_neither_order_nor_rounds_of_adding_show_in_the_result(tmp_path: Path) -> None:
    pages = (
        first(),
        cut_down(),
        cut_down(day=None),
        record_of(STORY + OTHER, outlet="The Lantern", day="2031-03-02"),
    )
    wanted = descents(tmp_path / "at once", pages)
    for nth, order in enumerate([pages[::-1], pages[2:] + pages[:2], pages[1::2] + pages[::2]]):
        assert descents(tmp_path / f"{nth}", order[:1], order[1:3], order[3:]) == wanted


def test_a_page_read_anew_with_other_words_loses_its_copies(tmp_path: Path) -> None:
    """A renewed record may find another body: what hung on the old one goes, here and at its neighbours."""
    with closing(store_in(tmp_path)) as store:
        put(store, first(), cut_down())
        relay.update(store)
        assert store.relays.origin_of(cut_down().page.id) == first().page.id
        bodiless = replace(first(), article=replace(first().article, body=()))
        put(store, bodiless)
        relay.update(store)
        assert store.relays.origin_of(cut_down().page.id) == cut_down().page.id
        assert list(store.relays.all()) == []


def stopping(reading: Callable[[str], Record], at: int) -> Callable[[str], Record]:
    """Return a way of reading records that is interrupted at one call."""
    calls = itertools.count(1)

    def read(page: str) -> Record:
        if next(calls) == at:
            raise KeyboardInterrupt
        return reading(page)

    return read


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (first(), cut_down(), cut_down(day=None))
    wanted = descents(tmp_path / "undisturbed", pages)
    monkeypatch.setattr("onrecord.relay.ledger_pass._BATCH", 1)
    with closing(store_in(tmp_path)) as store:
        put(store, *pages)
        for stop in range(1, 6):
            with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
                patch.setattr(store, "record", stopping(store.record, stop))
                relay.update(store)
        relay.update(store)
        found = {one.page: one for one in store.relays.descents(first().page.id)}
    assert {page: (one.parent, one.origin, one.proven) for page, one in found.items()} == wanted


def with_line_left_out(number: int, line: str) -> Record:
    """Return the story with a line in it that is no part of the article."""
    text = "".join(f"{given}\n" for given in (*LINES[:number], line, *LINES[number:]))
    record = record_of(text)
    assert record.article is not None
    kept = tuple(span for at, span in enumerate(record.article.body) if at != number)
    return replace(record, article=replace(record.article, body=kept))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 6), st.sampled_from(["See also: the fair.", "Advertisement", "—"]))
def test_a_run_stops_at_a_line_that_only_one_page_has_in_its_article(at: int, line: str) -> None:
    one, two = with_line_left_out(at, line), with_line_left_out(at, "Photo: a ferry on the Vey")
    found = related(one, two)
    assert found is not None
    assert (found.kind, found.extent) == ("copy", "whole")
    assert found.words == len(words_in(STORY))
    texts = {page.page.id: page.text for page in (one, two)}
    for run in found.runs:
        assert words_in(texts[found.a][run.a.start : run.a.end]) == words_in(
            texts[found.b][run.b.start : run.b.end]
        )


def words_in(text: str) -> list[str]:
    """Return the folded words of a text."""
    return [fold(text[word.start : word.end]) for word in word_spans(text)]


def test_verify_finds_a_run_that_is_not_in_its_page(tmp_path: Path) -> None:
    with closing(store_in(tmp_path)) as store:
        put(store, first(), cut_down())
        relay.update(store)
        assert list(relay.unproven_relays(store)) == []
        with store.writing() as connection:
            connection.execute("UPDATE relay_run SET a_end = a_end - 20 WHERE nth = 0")
        reasons = [(one.page, one.reason) for one in relay.unproven_relays(store)]
    assert set(reasons) == {(min(first().page.id, cut_down().page.id), "unproven-relay")}


def test_a_notice_under_both_stories_relates_nothing() -> None:
    notice = "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.\n"
    assert kinds(STORY + notice, OTHER + notice) is None


def test_what_is_stored_is_what_was_found(tmp_path: Path) -> None:
    with closing(store_in(tmp_path)) as store:
        put(store, first(), cut_down())
        relay.update(store)
        wanted = related(first(), cut_down())
        assert store.relays.relays_of(first().page.id) == (wanted,)
        assert store.relays.relays_of(cut_down().page.id) == (wanted,)
