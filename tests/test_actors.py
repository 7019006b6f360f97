"""Speakers of one name are one actor; those nobody can tell apart are not joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from store_contract import TEXT, a_record, a_source, span_of

from onrecord.actors import match_keys, resolve, who
from onrecord.model import Phrase, Record, Speaker, SpeakerKind, Statement
from onrecord.text import name_key


def said_by(page: str, *speakers: Speaker) -> Record:
    """Return a page with one statement for each speaker."""
    statements = tuple(
        Statement(id=f"{page}{nth}", speakers=(speaker,), cue=(), content=(), form="indirect")
        for nth, speaker in enumerate(speakers)
    )
    return a_record(a_source(page.encode(), path=page), statements=statements)


def named(name: str | None, kind: SpeakerKind = "person", *, role: str | None = None) -> Speaker:
    """Return a speaker that the text does not mention."""
    return Speaker(mention=None, name=name, kind=kind, role=Phrase(value=role) if role else None)


def test_one_name_is_one_actor_over_pages_whatever_its_case_and_accents() -> None:
    mention = Speaker(mention=span_of(TEXT, "Mara Velt"), name="Mara Velt", kind="person")
    (actor,) = resolve(
        [
            said_by("a", mention, named("MARA VELT", role="foreign minister")),
            said_by("b", named("Mára Velt", role="envoy"), named("Mara Velt", role="envoy")),
        ]
    )
    assert actor.name == "Mara Velt"
    assert actor.mentions == ("Mara Velt",)
    assert actor.roles == ("envoy", "foreign minister")
    assert actor.pages == 2
    assert actor.statements == ("a0", "a1", "b0", "b1")


def test_anonymous_and_unclear_speakers_end_at_their_page() -> None:
    for kind in ("anonymous", "unclear"):
        official = named("a senior official", kind)
        actors = resolve([said_by("a", official, official), said_by("b", official)])
        assert [actor.statements for actor in actors] == [("a0", "a1"), ("b0",)]


def test_nobody_is_no_actor() -> None:
    assert resolve([said_by("a", named(None, "unclear"), named("—"))]) == ()


def test_different_names_stay_apart() -> None:
    assert len(resolve([said_by("a", named("Mara Velt"), named("Velt"), named("Mara J. Velt"))])) == 3


def test_an_exact_name_is_preferred_and_words_will_do() -> None:
    actors = resolve([said_by("a", named("Velt"), named("Mara Velt"), named("Velta Orn"))])
    assert [actor.name for actor in who("velt", actors)] == ["Velt"]
    assert [actor.name for actor in who("Velt, Mara", actors)] == ["Mara Velt"]
    assert [actor.name for actor in who("orn", actors)] == ["Velta Orn"]
    assert who("Ardel", actors) == ()
    assert who("…", actors) == ()


@given(names=st.lists(st.text(max_size=8), max_size=8), query=st.text(max_size=8))
def test_matching_gives_keys_that_were_there_and_finds_every_name_by_itself(names: list[str], query: str) -> None:
    keys = {name_key(name) for name in names if name_key(name)}
    assert match_keys(query, keys) <= keys
    for key in keys:
        assert match_keys(key, keys) == {key}
