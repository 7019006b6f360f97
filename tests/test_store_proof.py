"""A proof finds every way in which a record can contradict its own text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_contract import TEXT, a_record, a_source

from onrecord.model import Found, Hedge, Problem, Record, Span
from onrecord.store.proof import prove
from onrecord.text import trim

SOUND = a_record(a_source())


def reasons(record: Record) -> list[str]:
    """Return why a record is not proved."""
    return [finding.reason for finding in prove(record)]


def test_a_sound_record_is_proved() -> None:
    assert prove(SOUND) == ()


def test_a_finding_names_the_page_and_the_way_to_the_span() -> None:
    broken = replace(SOUND, problems=(Problem(stage="x", reason="y", message="z", span=Span(5, 9_999)),))
    (finding,) = prove(broken)
    assert (finding.page, finding.path) == (SOUND.page.id, "pages/strait.txt")
    assert finding.message.startswith("record.problems[0].span: The span [5, 9999) does not lie in")


@given(start=st.integers(-5, len(TEXT) + 5), end=st.integers(-5, len(TEXT) + 5))
def test_a_span_is_proved_exactly_when_it_cuts_trimmed_words(start: int, end: int) -> None:
    span = Span(start, end)
    hedged = replace(SOUND.statements[0], hedges=(Hedge(span=span, owner="speaker"),))
    found = reasons(replace(SOUND, statements=(hedged, SOUND.statements[1])))
    if not 0 <= start < end <= len(TEXT):
        assert found == ["bad-span"]
    else:
        assert found == ([] if trim(TEXT, span) == span else ["untrimmed-span"])


@pytest.mark.parametrize("place", ["blocks", "body", "cue", "content", "mention", "role", "said"])
def test_spans_are_proved_wherever_they_stand(place: str) -> None:
    bad = Span(3, 3)
    first, article = SOUND.statements[0], SOUND.article
    speaker = first.speakers[0]
    assert speaker.role is not None
    assert first.said is not None
    broken = {
        "blocks": lambda: replace(SOUND, blocks=(replace(SOUND.blocks[0], span=bad),)),
        "body": lambda: replace(SOUND, article=replace(article, body=(bad,))),
        "cue": lambda: replace(SOUND, statements=(replace(first, cue=(bad,)),)),
        "content": lambda: replace(SOUND, statements=(replace(first, content=(*first.content, bad)),)),
        "mention": lambda: replace(SOUND, statements=(replace(first, speakers=(replace(speaker, mention=bad),)),)),
        "role": lambda: replace(
            SOUND,
            statements=(replace(first, speakers=(replace(speaker, role=replace(speaker.role, span=bad)),)),),
        ),
        "said": lambda: replace(SOUND, statements=(replace(first, said=replace(first.said, span=bad)),)),
    }
    assert reasons(broken[place]()) == ["bad-span"]


def test_another_text_or_id_is_found() -> None:
    assert reasons(replace(SOUND, text=TEXT.replace("Ardel", "Ardal"))) == ["other-text"]
    assert reasons(replace(SOUND, page=replace(SOUND.page, id="0" * 16))) == ["other-id"]


def test_a_fact_that_is_not_the_words_at_its_span_is_found_white_space_aside() -> None:
    span = Span(0, 25)
    spaced = Found(value="Varland  shells the\nstrait", span=span, by="x")
    wrong = Found(value="Varland shelled the strait", span=span, by="x")
    assert reasons(replace(SOUND, article=replace(SOUND.article, headline=spaced))) == []
    assert reasons(replace(SOUND, article=replace(SOUND.article, headline=wrong))) == ["other-words"]
    assert reasons(replace(SOUND, article=replace(SOUND.article, bylines=(spaced, wrong)))) == ["other-words"]


def test_within_must_lead_outwards() -> None:
    first, second = SOUND.statements
    nested = replace(SOUND, statements=(first, replace(second, within=first.id)))
    assert reasons(nested) == []
    assert reasons(replace(SOUND, statements=(first, replace(second, within="nowhere")))) == ["dangling-within"]
    circle = (replace(first, within=second.id), replace(second, within=first.id))
    assert reasons(replace(SOUND, statements=circle)) == ["circular-within"] * 2
    assert reasons(replace(SOUND, statements=(first, first))) == ["twin-id"]
