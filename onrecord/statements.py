"""From candidates to statements: proof, form, nesting, tellers folded into `via`, continuation of quotations.

A candidate that fails its proof is refused and counted as a Problem; the page goes on without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.errors import SpanError
from onrecord.model import Addressee, Form, Problem, Span, Spans, Speaker, Statement, Via
from onrecord.tagger import Candidate
from onrecord.tagger.marks import Quotation, find_quotations
from onrecord.text import cut, fold, inside, join_words, word_spans

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
    proven, problems = _proven(text, candidates)
    kept = _without_doubles(proven)
    drafts = _fold_tellers(text, kept)
    ids = {id(draft): _statement_id(text, draft.candidate) for draft in drafts}
    made = []
    for draft in drafts:
        outer = _enclosing(draft.candidate, [d.candidate for d in drafts])
        within = next((ids[id(d)] for d in drafts if d.candidate is outer), None)
        made.append(_make(text, draft, quotations, ids[id(draft)], within))
    return tuple(made), problems


@dataclass(frozen=True, slots=True)
class _Draft:
    """A candidate and the phrases of those who tell it ("according to state media")."""

    candidate: Candidate
    tellers: Spans = ()


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
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        if not any(_double(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(sorted(kept, key=lambda c: ((c.content or c.cue)[0], (c.cue or c.content)[0])))


def _double(a: Candidate, b: Candidate) -> bool:
    if a.cue and a.cue == b.cue:
        return True
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
        told = [c for c in candidates if c is not phrase and _wholly(text, c, phrase.content[0])]
        for candidate in told:
            tellers.setdefault(id(candidate), []).append(phrase.speaker)
        if told:
            dropped.add(id(phrase))
    return tuple(_Draft(c, tuple(tellers.get(id(c), ()))) for c in candidates if id(c) not in dropped)


def _wholly(text: str, candidate: Candidate, whole: Span) -> bool:
    """Tell whether an attribution fills a content: its first or last part starts it, and all lies inside."""
    if candidate.speaker is None or not candidate.cue or not candidate.content:
        return False
    parts = (candidate.speaker, *candidate.cue, *candidate.content)
    if not all(inside(part, whole) for part in parts):
        return False
    before = text[whole.start : min(parts).start]
    return len(before.split()) <= 1 or candidate.by.startswith("cue:")


def _enclosing(candidate: Candidate, others: list[Candidate]) -> Candidate | None:
    """Return the candidate whose content most closely holds this one's content and cue."""
    mine = (*candidate.content, *candidate.cue)
    holders = []
    for other in others:
        if other is candidate or not other.content:
            continue
        held = all(any(inside(span, content) for content in other.content) for span in mine)
        whole = _size(other.content) > _size(candidate.content)
        if held and whole:
            holders.append(other)
    return min(holders, key=lambda c: _size(c.content), default=None)


def _size(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _statement_id(text: str, candidate: Candidate) -> str:
    """Hash the text and the place of content and cue: the same finding has the same id on every run."""
    place = repr((tuple(map(tuple, candidate.content)), tuple(map(tuple, candidate.cue))))
    words = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return hashlib.sha256(f"{words} {place}".encode()).hexdigest()[:16]


def _make(text: str, draft: _Draft, quotations: tuple[Quotation, ...], own: str, within: str | None) -> Statement:
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
        form=find_form(text, candidate.content, quotations),
        addressees=addressees,
        via=tuple(Via(name=join_words(text, [span]), span=span) for span in draft.tellers),
        within=within,
        acts=candidate.acts,
        negated=candidate.negated,
        silent=candidate.silent,
        flags=_flags(candidate, quotations),
        confidence=candidate.confidence,
    )


def _flags(candidate: Candidate, quotations: tuple[Quotation, ...]) -> tuple[str, ...]:
    """Return what a reader should know about how a statement was found."""
    flags = []
    if candidate.belief:
        flags.append("belief")
    if not candidate.cue:
        flags.append("no-cue")
    if candidate.continues:
        flags.append("continues")
    if candidate.by.startswith("noun:"):
        flags.append("noun-cue")
    open_ends = [q.pieces[-1].end for q in quotations if not q.closed]
    if any(span.start < end <= span.end for span in candidate.content for end in open_ends):
        flags.append("unclosed-mark")
    return tuple(flags)


def find_form(text: str, content: Spans, quotations: tuple[Quotation, ...]) -> Form:
    """Tell how much of a content stands in quotation marks, its complementiser aside."""
    words = [word for span in content for word in word_spans(text, span)]
    if words and fold(cut(text, words[0])) in _COMPLEMENTISERS:
        words = words[1:]
    pieces = [piece for quotation in quotations for piece in quotation.pieces]
    quoted = sum(1 for word in words if any(inside(word, piece) for piece in pieces))
    if not words or not quoted:
        return "indirect"
    return "direct" if quoted == len(words) else "mixed"


def with_flag(statement: Statement, flag: str) -> Statement:
    """Return the statement with a flag added once."""
    return statement if flag in statement.flags else replace(statement, flags=(*statement.flags, flag))
