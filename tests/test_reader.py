"""The learned reader on invented news, on text that is none, and the same whatever is read beside it."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.lang import get_language
from onrecord.model import Span, Statement
from onrecord.record import made_by
from onrecord.tagger import tag

PAGES = sorted((Path(__file__).parents[1] / "examples" / "dispute" / "pages").glob("*.html"))

NEWS = """Kestria says its border posts were warned

TOLMIN — Kestria’s interior minister, Ada Brandt, said on Thursday that the border posts had been warned.

“We sent the warning twice,” Brandt told reporters. “Nobody read it.”

The Rotunda has long suspected that Varland listens in, two officials familiar with the matter said.

Varland’s embassy in Tolmin declined to comment. Its ambassador accused Kestria of “theatre.”

According to the Kestrian Press Bureau, the posts were closed by noon.

Fog lay over the valley.
"""


def read(text: str) -> list[Statement]:
    found = onrecord.find_statements(text, reader="full")
    for statement in found:
        for span in (*statement.content, *statement.cue, *statement.speaker_spans):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert 0.0 <= statement.confidence <= 1.0
    return found


def told(text: str) -> set[tuple[str, str, str]]:
    """Return who, by which words and what, of every statement of a text."""
    return {
        tuple(  # type: ignore[misc]  # three parts
            " … ".join(text[a:b] for a, b in spans) for spans in (one.speaker_spans, one.cue, one.content)
        )
        for one in read(text)
    }


def test_statements_of_an_invented_page() -> None:
    found = told(NEWS)
    minister = "Kestria’s interior minister, Ada Brandt,"
    assert any(who in minister and cue == "said" and "had been warned" in what for who, cue, what in found)
    assert ("Brandt", "told", "“We sent the warning twice,” … “Nobody read it.”") in found
    assert any(who.startswith("two officials") and what.startswith("The Rotunda") for who, _, what in found)
    assert ("Varland’s embassy in Tolmin", "declined to comment", "") in found
    assert any("Bureau" in who and cue == "According to" for who, cue, _ in found)
    assert not any("Fog" in what for _, _, what in found)


def test_records_name_what_read_them() -> None:
    assert made_by("full").models[0] == "tagger-1"
    assert made_by("fast").models[0] == "rules-1"


ODD = {
    "nothing": "",
    "one character": "a",
    "one mark": "“",
    "only marks": "“”\"'«»„“「」``''" * 200,
    "emoji": "😀👍🏽🇰🇷 said 👨‍👩‍👧‍👦 that 🔥. " * 60,
    "Arabic": "قال الوزير يوم الخميس إن بلاده لم ترسل أي شيء. " * 80,
    "mixed scripts": "Brandt сказала that 東京 “не”, قالت Ada said. \u202e\u200b\u0301" * 80,
    "capitals": NEWS.upper(),
    "no spaces": "a" * 30_000,
    "only cues": "said " * 3_000,
    "one long paragraph": NEWS.replace("\n", " ") * 12,
    "controls": "\x00\x01\ufffd said \x07 that \x00.",
    "lone surrogate": "Brandt said \ud800 that no shells were sent.",
}


@pytest.mark.parametrize("kind", ODD)
def test_text_that_is_none(kind: str) -> None:
    """Nothing fails, and what is found is words of the text."""
    read(ODD[kind])


def test_a_paragraph_of_a_novel_is_not_searched() -> None:
    assert read("Ada Brandt said that no shells were sent. " * 7_200) == []


def test_of_two_million_characters_the_rest_is_read_by_rules() -> None:
    """What the network costs is bounded: a body's far end is read by rules, and a Problem says from where on."""
    near, far = "Ada Brandt said that the fog was lifting.", "Ilo Marten said that the mills stood still."
    text = near + " " * 2_000_000 + far
    start = len(text) - len(far)
    paragraphs = (Span(0, len(near)), Span(len(near), start), Span(start, len(text)))
    found, problems = tag(text, paragraphs, get_language("en"), "full")
    assert [text[a:b] for c in found for a, b in c.cue] == ["said", "said"]
    assert [(problem.reason, problem.span) for problem in problems] == [
        ("read-by-rules", Span(len(near), len(text)))
    ]


@settings(max_examples=20, deadline=None)
@given(st.text(st.sampled_from("“”\"' \n.,:—said tha BrndKV\u00a0\u200b😀é東"), max_size=300))
def test_any_text_gives_proven_spans(text: str) -> None:
    read(text)


def test_what_is_read_beside_changes_nothing() -> None:
    """Pages read alone, in any order, give the statements that they give together."""
    texts = [NEWS, NEWS.replace("Brandt", "Halvorsen"), *(onrecord.read_page(page).text for page in PAGES[:3])]
    alone = [read(text) for text in texts]
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)  # noqa: S311 - an order, no secret
    again = {at: read(texts[at]) for at in order}
    assert [again[at] for at in range(len(texts))] == alone


def test_another_process_finds_the_same() -> None:
    """A new process with threads of its own to choose from gives the same bytes."""
    code = (
        "import sys, onrecord;"
        "print([ (s.id, s.confidence) for s in onrecord.find_statements(sys.stdin.read(), reader='full')])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=NEWS.encode(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == str([(s.id, s.confidence) for s in read(NEWS)])
