"""From candidates to statements: proof, form, nesting, tellers folded into `via`, continuation of quotations.

A candidate that fails its proof is refused and counted as a Problem; the page goes on without it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.errors import SpanError
from onrecord.model import Addressee, Form, Problem, Span, Spans, Speaker, Statement, Via
from onrecord.tagger import Candidate
from onrecord.tagger.marks import Quotation, find_quotations
from onrecord.tagger.stretches import Stretches
from onrecord.text import cut, fold, inside, join_words, word_spans

UNSURE = 0.5
"""A speaker who is less likely than this to be the right one is given as unclear, with the name as a candidate."""

_SAME = 0.8
_COMPLEMENTISERS = frozenset({"that", "how", "whether"})


def join(
    text: str, paragraphs: Spans, candidates: Iterable[Candidate]
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Make statements of candidates; speakers are spans only, their names come from `mentions`.

    Args:
        text: The page's text.
        paragraphs: The paragraphs of the body that the candidates were found in.
        candidates: What the reader found, in text order.

    Returns:
        The statements in text order, and a Problem for every candidate that did not prove itself.
    """
    quotations = find_quotations(text, paragraphs)
    marks = _Marks(quotations)
    proven, problems = _proven(text, candidates)
    drafts = _fold_tellers(text, _without_doubles(proven))
    words = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    ids = {id(draft.candidate): _statement_id(words, draft.candidate) for draft in drafts}
    places = Stretches()
    for draft in drafts:
        places.add(draft.candidate, draft.candidate.content)
    made = []
    for draft in drafts:
        outer = _enclosing(draft.candidate, places)
        within = ids[id(outer)] if outer is not None else None
        made.append(_make(text, draft, marks, ids[id(draft.candidate)], within))
    return tuple(made), problems


@dataclass(frozen=True, slots=True)
class _Draft:
    """A candidate and the phrases of those who tell it ("according to state media")."""

    candidate: Candidate
    tellers: Spans = ()


class _Marks:
    """The quotations of a text, looked up by place; they are outermost ones, so no two overlap."""

    def __init__(self, quotations: tuple[Quotation, ...]) -> None:
        self._pieces = sorted(piece for quotation in quotations for piece in quotation.pieces)
        self._open_ends = sorted(q.pieces[-1].end for q in quotations if not q.closed)

    def hold(self, word: Span) -> bool:
        """Tell whether a word stands in a quotation."""
        which = bisect_right(self._pieces, word.start, key=lambda piece: piece.start) - 1
        return which >= 0 and inside(word, self._pieces[which])

    def left_open_in(self, span: Span) -> bool:
        """Tell whether a quotation that nobody closes ends in a span."""
        which = bisect_right(self._open_ends, span.start)
        return which < len(self._open_ends) and self._open_ends[which] <= span.end


def _proven(text: str, candidates: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], tuple[Problem, ...]]:
    """Keep the candidates whose every span lies in the text and holds a word."""
    kept, problems = [], []
    for candidate in candidates:
        spans = [*candidate.content, *candidate.cue]
        spans += [span for span in (candidate.speaker, candidate.addressee) if span is not None]
        try:
            words = [cut(text, span) for span in spans]
        except SpanError as error:
            problems.append(
                Problem(
                    stage="statements",
                    reason="span-unproven",
                    message=f"A statement was refused because a span of it does not prove itself: {error}",
                )
            )
            continue
        if any(word != word.strip() for word in words) or not (candidate.content or candidate.silent):
            problems.append(
                Problem(
                    stage="statements",
                    reason="span-unproven",
                    message="A statement was refused because a span of it is empty or begins or ends in space.",
                    span=spans[0],
                )
            )
            continue
        kept.append(candidate)
    return tuple(kept), tuple(problems)


def _without_doubles(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Keep one of those that have the same content and the same or no cue: the one surest of itself."""
    kept: list[Candidate] = []
    places, cues = Stretches(), set[Spans]()
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        if candidate.cue in cues or any(_double(candidate, other) for other in places.near(candidate.content)):
            continue
        kept.append(candidate)
        places.add(candidate, candidate.content)
        if candidate.cue:
            cues.add(candidate.cue)
    return tuple(sorted(kept, key=lambda c: ((c.content or c.cue)[0], (c.cue or c.content)[0])))


def _double(a: Candidate, b: Candidate) -> bool:
    return bool(a.content) and _share(a.content, b.content) > _SAME and not (a.cue and b.cue)


def _share(a: Spans, b: Spans) -> float:
    """Return intersection over union, in code points, of two sets of spans."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    total = sum(s.end - s.start for s in (*a, *b)) - common
    return common / total if total else 0.0


def _fold_tellers(text: str, candidates: tuple[Candidate, ...]) -> tuple[_Draft, ...]:
    """Turn "X denied Y, according to Z" into one statement told by Z.

    The content of "according to" then holds a whole attribution, its speaker included, from its first word on;
    who is named after it is a teller, not a speaker.
    """
    tellers: dict[int, list[Span]] = {}
    dropped: set[int] = set()
    for phrase in candidates:
        if not phrase.by.startswith("phrase:") or phrase.speaker is None or not phrase.content:
            continue
        whole = phrase.content[0]
        first = bisect_left(candidates, whole.start, key=_first)
        last = bisect_left(candidates, whole.end, key=_first)
        told = [c for c in candidates[first:last] if c is not phrase and _wholly(text, c, whole)]
        for candidate in told:
            tellers.setdefault(id(candidate), []).append(phrase.speaker)
        if told:
            dropped.add(id(phrase))
    return tuple(_Draft(c, tuple(tellers.get(id(c), ()))) for c in candidates if id(c) not in dropped)


def _first(candidate: Candidate) -> int:
    """Return where a candidate starts; they are kept in this order."""
    return (candidate.content or candidate.cue)[0].start


def _wholly(text: str, candidate: Candidate, whole: Span) -> bool:
    """Tell whether an attribution fills a content: its first or last part starts it, and all lies inside."""
    if candidate.speaker is None or not candidate.cue or not candidate.content:
        return False
    parts = (candidate.speaker, *candidate.cue, *candidate.content)
    if not all(inside(part, whole) for part in parts):
        return False
    before = text[whole.start : min(parts).start]
    return len(before.split()) <= 1 or candidate.by.startswith("cue:")


def _enclosing(candidate: Candidate, places: Stretches) -> Candidate | None:
    """Return the candidate whose content most closely holds this one's content and cue."""
    mine = (*candidate.content, *candidate.cue)
    holders = []
    for other in places.near(mine[:1]):
        if other is candidate:
            continue
        held = all(any(inside(span, content) for content in other.content) for span in mine)
        whole = _size(other.content) > _size(candidate.content)
        if held and whole:
            holders.append(other)
    return min(holders, key=lambda c: _size(c.content), default=None)


def _size(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _statement_id(text_sha256: str, candidate: Candidate) -> str:
    """Hash the text and the place of content and cue: the same finding has the same id on every run."""
    place = repr((tuple(map(tuple, candidate.content)), tuple(map(tuple, candidate.cue))))
    return hashlib.sha256(f"{text_sha256} {place}".encode()).hexdigest()[:16]


def _make(text: str, draft: _Draft, marks: _Marks, own: str, within: str | None) -> Statement:
    candidate = draft.candidate
    speaker = Speaker(mention=candidate.speaker, name=None, kind="unclear")
    addressees: tuple[Addressee, ...] = ()
    if candidate.addressee is not None:
        addressees = (Addressee(mention=candidate.addressee, name=join_words(text, [candidate.addressee])),)
    return Statement(
        id=own,
        speakers=(speaker,),
        cue=candidate.cue,
        content=candidate.content,
        form=_find_form(text, candidate.content, marks),
        addressees=addressees,
        via=tuple(Via(name=join_words(text, [span]), span=span) for span in draft.tellers),
        within=within,
        acts=candidate.acts,
        negated=candidate.negated,
        silent=candidate.silent,
        flags=_flags(candidate, marks),
        confidence=candidate.confidence,
    )


def _flags(candidate: Candidate, marks: _Marks) -> tuple[str, ...]:
    """Return what a reader should know about how a statement was found."""
    flags = []
    if candidate.belief:
        flags.append("belief")
    if candidate.speaker is not None and candidate.speaker_confidence < UNSURE:
        flags.append("speaker-unsure")
    if not candidate.cue:
        flags.append("no-cue")
    if candidate.continues:
        flags.append("continues")
    if candidate.by.startswith("noun:"):
        flags.append("noun-cue")
    if any(marks.left_open_in(span) for span in candidate.content):
        flags.append("unclosed-mark")
    return tuple(flags)


def _find_form(text: str, content: Spans, marks: _Marks) -> Form:
    """Tell how much of a content stands in quotation marks, its complementiser aside."""
    words = [word for span in content for word in word_spans(text, span)]
    if words and fold(cut(text, words[0])) in _COMPLEMENTISERS:
        words = words[1:]
    quoted = sum(1 for word in words if marks.hold(word))
    if not words or not quoted:
        return "indirect"
    return "direct" if quoted == len(words) else "mixed"
