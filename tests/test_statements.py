"""What holds of every statement whatever the text: proven spans, unique ids, nesting without circles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.lang import get_language
from onrecord.mentions import resolve
from onrecord.model import Span, Statement
from onrecord.statements import join
from onrecord.tagger import Candidate
from onrecord.text import fold, line_spans, sentence_spans

PIECES = st.sampled_from(
    [
        *"\"“”„«»‘’'「」『』`.,:;?!()-—…\n\u00a0\u200b\x00\u202e😀",
        *("''", "``", "\r\n", "e\u0301", " ", " ", " ", " said ", " said that ", " according to ", "told"),
        "denied",
        *("Ada Brandt", "Brandt", "Foreign Minister ", "the official", "he", " and ", " allegations of ", " of "),
        *(" on Monday", " yesterday", "could", "accused ", "Varland", "Kestrian", "did not respond", ", who "),
        "Un",
        *("We sent no shells to anyone.", "the talks had failed", " as quoted by KPB", "31 December 9999"),
        "in May",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=120))
SLOW = settings(max_examples=150, deadline=None)


def spans_of(statement: Statement) -> Iterator[Span]:
    yield from statement.content
    yield from statement.cue
    yield from (s.mention for s in statement.speakers if s.mention is not None)
    yield from (p.span for s in statement.speakers for p in (s.role, s.affiliation) if p is not None and p.span)
    yield from (a.mention for a in statement.addressees)
    yield from (v.span for v in statement.via if v.span is not None)
    yield from (h.span for h in statement.hedges)
    if statement.said is not None and statement.said.span is not None:
        yield statement.said.span


@SLOW
@given(TEXTS, st.sampled_from([None, "2031-03-07", "0001-01-01", "9999-12-31"]))
def test_every_span_is_words_of_the_text(text: str, published: str | None) -> None:
    for statement in onrecord.find_statements(text, published=published):
        assert statement.speakers
        assert statement.content or statement.silent
        assert all(before.end <= after.start for before, after in pairwise(statement.content))
        for span in spans_of(statement):
            words = text[span.start : span.end]
            assert 0 <= span.start < span.end <= len(text)
            assert words == words.strip()


@SLOW
@given(TEXTS)
def test_same_text_gives_same_statements(text: str) -> None:
    assert onrecord.find_statements(text) == onrecord.find_statements(text)


@SLOW
@given(TEXTS)
def test_ids_are_unique_and_nesting_has_no_circle(text: str) -> None:
    found = onrecord.find_statements(text)
    by_id = {statement.id: statement for statement in found}
    assert len(by_id) == len(found)
    for statement in found:
        seen, outer = {statement.id}, statement.within
        while outer is not None:
            assert outer not in seen
            seen.add(outer)
            outer = by_id[outer].within


@SLOW
@given(TEXTS)
def test_fold_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@SLOW
@given(TEXTS)
def test_sentences_cover_their_paragraph(text: str) -> None:
    abbreviations = get_language("en").words("abbreviations", "abbreviation")
    for paragraph in line_spans(text):
        sentences = list(sentence_spans(text, paragraph, abbreviations))
        assert sentences == sorted(sentences)
        ends = [paragraph.start, *(s.end for s in sentences)]
        starts = [*(s.start for s in sentences), paragraph.end]
        for end, start in zip(ends, starts, strict=True):
            assert end <= start
            assert not text[end:start].strip()


N = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        '"' * N,
        "“" * N,
        "“”" * N,
        '" ' * N,
        "Name " * N,
        "A" * N,
        "A-" * N,
        "," * N,
        "." * N,
        "said " * N,
        "on Monday " * N,
        "according to " * N,
        "Kestrian allegations of " * (N // 4),
        "‘a b’ " * N,
        "Ada Brandt said it was so.\n" * (N // 20),
        "“Ada Brandt said it was so.\n" * (N // 20),
        "“We have never ever done that at all.” " * (N // 20),
        "Ada Brandt said on Monday that it could be so, according to KPB. " * (N // 100),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    """Texts made of one thing, that cost the square of their length if a rule looks at all for each."""
    for statement in onrecord.find_statements(text, published="2031-03-07"):
        assert all(span.end <= len(text) for span in spans_of(statement))


def test_an_endless_sentence_costs_only_itself() -> None:
    text = "said " * 5_000 + "\nAda Brandt said that the talks had failed."
    found = onrecord.find_statements(text)
    assert [s.speakers[0].name for s in found] == ["Ada Brandt"]


def test_a_candidate_outside_the_text_is_refused_with_its_reason() -> None:
    text = "Ada Brandt said no."
    wild = Candidate(content=(Span(15, 99),), cue=(Span(11, 15),), speaker=Span(0, 10), by="test", confidence=1.0)
    found, problems = join(text, (Span(0, len(text)),), [wild])
    assert found == ()
    assert [p.reason for p in problems] == ["span-unproven"]


def test_a_candidate_that_ends_in_space_is_refused() -> None:
    text = "Ada Brandt said no."
    loose = Candidate(content=(Span(15, 18),), cue=(Span(11, 15),), speaker=Span(0, 10), by="test", confidence=1.0)
    found, problems = join(text, (Span(0, len(text)),), [loose])
    assert (found, [p.reason for p in problems]) == ((), ["span-unproven"])


FLAGS = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')


def flags_in_code() -> set[str]:
    """Return the flags that the code can set: strings next to `flags` and in what the finders return as flags."""
    package = Path(onrecord.__file__).parent
    out: set[str] = set()
    for line in (package / "statements.py").read_text("utf-8").splitlines():
        out.update(FLAGS.findall(line) if "flags.append(" in line else ())
    for line in (package / "times.py").read_text("utf-8").splitlines():
        out.update(FLAGS.findall(line) if "flags=(*" in line else ())
    for line in (package / "mentions" / "resolve.py").read_text("utf-8").splitlines():
        out.update(flag for flag in FLAGS.findall(line) if flag.startswith(("speaker-", "pronoun-")))
    return out


def test_docs_list_every_flag() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "statements.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", docs.split("## Flags")[1].split("\n## ")[0], re.MULTILINE))
    assert listed == flags_in_code()


def test_an_unsure_speaker_is_unclear_with_the_name_as_candidate() -> None:
    text = "Ada Brandt said that no shells were sent."
    found = Candidate(
        content=(Span(16, 40),),
        cue=(Span(11, 15),),
        speaker=Span(0, 10),
        by="test",
        confidence=0.7,
        speaker_confidence=0.4,
    )
    whole = (Span(0, len(text)),)
    statements, _ = join(text, whole, [found])
    (statement,) = resolve(text, whole, statements, get_language("en"))
    assert "speaker-unsure" in statement.flags
    (speaker,) = statement.speakers
    assert (speaker.name, speaker.kind, speaker.candidates) == (None, "unclear", ("Ada Brandt",))
    assert speaker.mention == Span(0, 10)
