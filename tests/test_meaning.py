"""Statements as vectors: made once and always the same, found by what they say, whatever the order of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from claim_pages import Line, a_page, put
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.meaning import alike, search, update, why
from onrecord.meaning import nearest as nearest_room
from onrecord.meaning.grams import by_grams
from onrecord.meaning.nearest import nearest
from onrecord.meaning.sentences import SIZE, embed, nearness, signs
from onrecord.model import AddProgress, Record
from onrecord.store import Query, SqliteStore

SHIPPED: Line = ("Kestria", "denied that", "it had shipped unmanned aircraft to the militia", "2031-02-01")
CLOSED: Line = ("Varland", "said that", "the Lunn Strait was closed to merchant vessels", "2031-03-01")
BREAD: Line = ("Mara Velt", "said that", "the price of bread would rise", "2031-03-05")
SILENT: Line = ("Halden Broek", "declined to comment", "", "2031-03-06")

PAGES = (a_page("one", [SHIPPED, SILENT]), a_page("two", [CLOSED, BREAD]), a_page("three", [SILENT]))

contents = st.text(alphabet="abcdefgh ", max_size=40)


def a_store(path: Path, records: tuple[Record, ...]) -> SqliteStore:
    """Return a new store of these pages whose statements have vectors."""
    store = SqliteStore(path, create=True)
    put(store, records)
    update(store)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store of all the pages."""
    made = a_store(tmp_path / "held.db", PAGES)
    yield made
    made.close()


def found(store: SqliteStore, text: str, query: Query | None = None) -> list[str]:
    """Return the contents that a search finds, the nearest first."""
    places = [near.place for near in search(store, text, query or Query())]
    words = store.vectors.words(places)
    return [words[place][0] for place in places]


def cosine(one: str, other: str) -> float:
    """Return how near two texts are."""
    return float(nearness(embed(one).reshape(1, -1), embed(other))[0])


# ---- vectors ----------------------------------------------------------------------------------------------


def test_what_is_said_in_other_words_is_nearer_than_what_shares_words() -> None:
    said = "it had shipped unmanned aircraft to the militia"
    assert cosine(said, "drones were handed over to the rebels") > cosine(
        said, "it had shipped bread to the market"
    )


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_a_text_without_words_is_near_to_nothing(text: str) -> None:
    assert not embed(text).any()
    assert cosine(text, "the strait is closed") == 0


def test_a_vector_does_not_hang_on_what_was_encoded_before() -> None:
    alone = embed("The strait is closed.")
    embed.cache_clear()
    embed("Nobody has asked for bread in a very long time, and nobody will.")
    assert (embed("The strait is closed.") == alone).all()


def test_a_remembered_vector_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        embed("The strait is closed.")[0] = 1


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(-127, 127), min_size=SIZE, max_size=SIZE))
def test_a_vector_is_as_near_to_itself_as_can_be_and_differs_in_no_sign(numbers: list[int]) -> None:
    vector = np.array(numbers, dtype=np.int8)
    assert nearness(vector.reshape(1, -1), vector)[0] == pytest.approx(1.0 if any(numbers) else 0.0, abs=1e-5)
    columns = signs(vector.reshape(1, -1)).view(np.uint64).T
    assert nearest_room._distances(columns, signs(vector)).tolist() == [0]
    assert nearest_room._distances(columns, signs(np.where(vector > 0, -1, 1))).tolist() == [SIZE]


# ---- the pass ---------------------------------------------------------------------------------------------


def test_pages_have_the_same_vectors_in_whatever_order_they_came(tmp_path: Path, store: SqliteStore) -> None:
    other = a_store(tmp_path / "other.db", PAGES[::-1])
    pages = store.page_ids()
    assert store.vectors.vectors(pages) == other.vectors.vectors(pages)
    assert found(store, "vessels") == found(other, "vessels")
    other.close()


def test_only_what_is_new_is_encoded(store: SqliteStore) -> None:
    seen: list[AddProgress] = []
    update(store, seen.append)
    assert not seen
    put(store, [a_page("four", [BREAD])])
    update(store, seen.append)
    assert [(step.done, step.total) for step in seen] == [(1, 1)]


def test_a_page_that_is_stored_anew_is_found_by_what_it_says_now(store: SqliteStore) -> None:
    assert found(store, "drones for rebels") == [SHIPPED[2]]
    put(store, [PAGES[0]])
    assert not found(store, "drones for rebels"), "its old vectors are asked for no longer"
    update(store)
    assert found(store, "drones for rebels") == [SHIPPED[2]]


# ---- nearest ----------------------------------------------------------------------------------------------


def test_the_nearest_are_those_that_comparing_all_of_them_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By signs only few are looked at first; batch by batch every statement comes, each once."""
    monkeypatch.setattr(nearest_room, "_FIRST", 3)
    monkeypatch.setattr(nearest_room, "_WIDER", 2)
    lines = [("Varland", "said that", f"{what} {where}", None) for what in _THINGS for where in _PLACES]
    store = a_store(tmp_path / "many.db", tuple(a_page(f"p{n}", lines[n::5]) for n in range(5)))
    wanted = embed("boats in the harbour")
    batches = list(nearest(store, wanted))
    places = [place for batch in batches for place, _ in batch]
    words = store.vectors.words(places)
    alike = {place: cosine(words[place][0], "boats in the harbour") for place in places}
    assert len(places) == len(set(places))
    assert all(near == pytest.approx(alike[place], abs=1e-3) for batch in batches for place, near in batch)
    near = [f"{line[2]}" for line in lines if cosine(line[2], "boats in the harbour") >= nearest_room.LEAST]
    assert sorted(near) == sorted(said.content for said in words.values())
    assert len(batches) > 1
    assert all(
        [near for _, near in batch] == sorted((near for _, near in batch), reverse=True) for batch in batches
    )
    store.close()


_THINGS = ("ships lay", "bread was sold", "a court sat", "rain fell", "soldiers marched")
_PLACES = ("in the port", "on the hill", "at dawn", "for a week")


def test_all_that_are_near_enough_are_alike(store: SqliteStore) -> None:
    near = alike(store, "the strait is closed to ships", 0.6)
    assert [said.content for said in store.vectors.words(near).values()] == [CLOSED[2]]
    assert min(near.values()) >= 0.6


# ---- search -----------------------------------------------------------------------------------------------


def test_a_statement_is_found_by_words_that_it_does_not_have(store: SqliteStore) -> None:
    (best, *_) = search(store, "drones for the rebels", Query())
    assert store.vectors.words([best.place])[best.place] == (SHIPPED[2], "Kestria", SHIPPED[3], "one.txt")
    assert best.nearness is not None
    assert best.nearness > nearest_room.LEAST
    assert (best.words, why(best)) == (("the",), f"near in meaning ({best.nearness:.2f})"), "the tells nothing"


def test_a_statement_without_a_vector_is_found_by_its_words(store: SqliteStore) -> None:
    put(store, [a_page("four", [("Varland", "said that", "zeppelins are forbidden", None)])])
    best = search(store, "zeppelins", Query())[0]
    assert (best.nearness, best.words, why(best)) == (None, ("zeppelins",), "shares zeppelins")


def test_a_search_keeps_to_days_and_to_what_is_sure(store: SqliteStore) -> None:
    assert found(store, "ships and aircraft", Query(until="2031-02-02")) == [SHIPPED[2]]
    assert SHIPPED[2] not in found(store, "ships and aircraft", Query(since="2031-02-02"))
    assert not found(store, "ships and aircraft", Query(least=1.1))


@pytest.mark.parametrize("text", ["", "…", '" OR *', "\0"])
def test_what_has_no_word_finds_nothing_or_no_syntax(store: SqliteStore, text: str) -> None:
    assert len(found(store, text)) <= len(PAGES) + 1


def test_silence_is_near_to_nothing_but_found_by_who_keeps_it(store: SqliteStore) -> None:
    assert "" not in found(store, "no comment on drones, ships and bread")
    best = search(store, "Halden Broek", Query())[0]
    assert (best.nearness, why(best)) == (None, "shares halden, broek")


def test_the_same_words_stand_together_the_earliest_first(store: SqliteStore) -> None:
    """Marks and capitals do not part them, and neither do the days of pages that are not known."""
    told = (("Mara Velt", "2031-02-20"), ("Halden Broek", None), ("Orla Venn", "2031-03-09"))
    words = "the “Lunn Strait” was closed to merchant vessels"
    put(store, [a_page(who, [(who, "said that", words, day)]) for who, day in told])
    update(store)
    near = search(store, "The Lunn Strait was closed to ships", Query())
    held = store.vectors.words([one.place for one in near])
    first = [held[one.place] for one in near[:4]]
    assert [said.day for said in first] == ["2031-02-20", CLOSED[3], "2031-03-09", None]
    assert {said.content for said in first} == {words, CLOSED[2]}


def test_no_more_are_found_than_asked_for(store: SqliteStore) -> None:
    assert len(found(store, "the strait, the bread, the militia", Query(limit=2))) == 2


def test_common_words_are_left_out_where_rare_ones_are_asked_too(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.store.vectors._MOST_HELD", 1)
    ranked = store.vectors.ranked(("the", "bread"), Query())
    assert [said.content for said in store.vectors.words(ranked).values()] == [BREAD[2]]


# ---- runs of letters --------------------------------------------------------------------------------------


@given(contents, st.lists(contents, max_size=8))
def test_every_text_has_one_rank(text: str, others: list[str]) -> None:
    assert sorted(by_grams(text, others)) == list(range(len(others)))


def test_another_ending_or_spelling_is_alike() -> None:
    assert by_grams("the shippers' convoys", ["a court sat", "a convoy was shipped", "bread"])[0] == 1
