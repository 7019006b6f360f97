"""One list of candidates out of what the network found and what the rules found.

Where both found a cue, the network says what and who, and the rules say what kind of cue it is: its acts, its
addressee, whether it is negated. What only the rules found is kept where rules measure well by themselves:
silence, layouts ("Name: “…”"), floating quotations, and what stands inside another content: none of that was in
the network's lessons.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from onrecord.lang import Language
from onrecord.model import Span, Spans
from onrecord.tagger.candidate import Candidate
from onrecord.tagger.confidence import Confidence, Evidence
from onrecord.tagger.cues import entry_of, word_class
from onrecord.tagger.joint import whole_subject
from onrecord.tagger.learned import Finding
from onrecord.tagger.marks import Quotation
from onrecord.tagger.nounclause import with_clause
from onrecord.tagger.stretches import Stretches
from onrecord.tagger.torn import whole_content, whole_speaker
from onrecord.text import cut, fold, inside, overlaps, word_spans

_HALF = 0.5
_ENOUGH = 30
"""Code points of a quotation that a content has to hold to be taken to hold it all."""

_UNLISTED, _IN_DOUBT = 0.5, 0.6
"""How sure to be of what only the network found and no marks enclose: of text dumps hardly one below is right."""

_BLANKS = frozenset(" \t\xa0")


def merge(
    text: str,
    findings: Iterable[Finding],
    rules: tuple[Candidate, ...],
    quotations: tuple[Quotation, ...],
    language: Language,
    confidence: Confidence,
) -> tuple[Candidate, ...]:
    """Return one candidate for each attribution that either found, in text order.

    Args:
        text: The page's text.
        findings: The network's.
        rules: The rules' candidates.
        quotations: Those of the text.
        language: Whose tables tell what a cue's verb does.
        confidence: How sure to be of a finding.
    """
    marks = Marks(text, quotations)
    by_cue = Cues(rules)
    made: list[Candidate] = []
    used: set[int] = set()
    for finding in findings:
        partner = by_cue.at(finding.head, finding.cue)
        if (partner is not None and partner.silent) or not fitted(marks, finding):
            continue
        evidence = evidence_of(marks, finding, partner)
        sure = confidence.of(evidence)
        candidate = _candidate(text, fitted(marks, finding), finding, partner, language)
        if sure < max(confidence.least, _needed(text, candidate, finding, evidence, language)):
            continue
        of_speaker = round(confidence.of_speaker(evidence), 3)
        made.append(replace(candidate, confidence=round(sure, 3), speaker_confidence=of_speaker))
        if partner is not None:
            used.add(id(partner))
    kept = list(_whole(text, _without_rivals(made), quotations))
    places = Cues(kept)
    alone = (rule for rule in rules if id(rule) not in used and places.at(*_cue_of(rule)) is None)
    kept.extend(_kept(alone, kept, marks, confidence))
    return tuple(sorted(kept, key=lambda c: ((c.content or c.cue)[0], (c.cue or c.content)[0])))


def _cue_of(rule: Candidate) -> tuple[Span, Spans]:
    return (rule.cue or rule.content)[0], rule.cue


class Cues:
    """Candidates by the place of their cues."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        cues = sorted(((cue, c) for c in candidates for cue in c.cue), key=lambda entry: entry[0])
        self._cues = cues
        self._starts = [cue.start for cue, _ in cues]
        self._reach = list(accumulate((cue.end for cue, _ in cues), max))

    def at(self, head: Span, cue: Spans) -> Candidate | None:
        """Return the candidate whose cue holds a head, else one whose cue shares words with another cue."""
        return next((c for span in (head, *cue) for c in self._touching(span)), None)

    def _touching(self, span: Span) -> Iterator[Candidate]:
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._reach[at] > span.start:
            if overlaps(self._cues[at][0], span):
                yield self._cues[at][1]
            at -= 1


class Marks:
    """The quotations of a text, to set the ends of contents at their marks."""

    def __init__(self, text: str, quotations: tuple[Quotation, ...]) -> None:
        self._text = text
        self._pieces = sorted(piece for quotation in quotations for piece in quotation.pieces)
        self._starts = [piece.start for piece in self._pieces]

    def near(self, span: Span) -> Iterator[Span]:
        """Yield the pieces of quotations that share a code point with a span."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        yield from (piece for piece in self._pieces[first:last] if overlaps(piece, span))

    def fit(self, content: Spans, taken: Spans) -> Spans:
        """Return a content that takes in whole each quotation of which it holds the most, marks and all.

        Args:
            content: In text order.
            taken: Words that belong to the cue or the speaker: a quotation that holds them stays as it is.
        """
        fitted: list[Span] = []
        for span in content:
            start, end = span
            for piece in self.near(span):
                common = min(end, piece.end) - max(start, piece.start)
                free = not any(overlaps(piece, other) for other in taken)
                if free and (common * 2 > piece.end - piece.start or common > _ENOUGH):
                    start, end = min(start, piece.start), max(end, piece.end)
            fitted.append(Span(start, end))
        return _joined(self._text, fitted)

    def same_line(self, a: Span, b: Span) -> bool:
        """Tell whether no line ends between two spans."""
        first, last = sorted((a, b))
        return not any(end in self._text[first.end : last.start] for end in "\r\n")

    def share(self, content: Spans) -> float:
        """Return how much of a content stands in quotations."""
        size = sum(span.end - span.start for span in content)
        quoted = sum(
            min(span.end, piece.end) - max(span.start, piece.start)
            for span in content
            for piece in self.near(span)
        )
        return quoted / size if size else 0.0


def _joined(text: str, spans: list[Span]) -> Spans:
    """Return spans with those joined that overlap or have nothing but blanks between them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or set(text[out[-1].end : span.start]) <= _BLANKS):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def evidence_of(marks: Marks, finding: Finding, rule: Candidate | None) -> Evidence:
    """Return what is known of a finding, beside the candidate of the rules that has the same cue."""
    content = fitted(marks, finding)
    return Evidence(
        signs=finding.signs,
        quoted=marks.share(content),
        pieces=len(content),
        size=sum(span.end - span.start for span in content),
        speaker=finding.speaker is not None,
        rule=rule is not None,
        same_content=rule is not None and share(content, rule.content) >= _HALF,
        same_speaker=rule is not None and _same(finding.speaker, rule.speaker),
    )


def fitted(marks: Marks, finding: Finding) -> Spans:
    """Return the content of a finding: its ends at quotation marks, in other paragraphs only what is quoted."""
    content = marks.fit(finding.content, (*finding.cue, *([finding.speaker] if finding.speaker else ())))
    return tuple(span for span in content if marks.same_line(span, finding.head) or marks.share((span,)) >= _HALF)


def _candidate(
    text: str, content: Spans, finding: Finding, rule: Candidate | None, language: Language
) -> Candidate:
    """Return the candidate of a finding, with what the rules or their tables know of its cue."""
    taken = (*finding.cue, *([finding.speaker] if finding.speaker else ()))
    content = whole_content(text, content, taken, language)
    made = Candidate(
        content=with_clause(text, content, taken, rule, language),
        cue=rule.cue if rule else finding.cue,
        speaker=finding.speaker and _whole_speaker(text, finding.speaker, finding, content, language),
        acts=("assert",),
        by=f"network:{fold(cut(text, finding.head))}",
        confidence=0.0,
    )
    if rule is not None:
        addressee = _free(rule.addressee, content, finding.speaker)
        acts, belief, negated = rule.acts, rule.belief, rule.negated
        if rule.by.startswith(
            "phrase:"
        ):  # the rules read "according to X" as well as the network, in cleaner pieces
            made = replace(made, content=rule.content, speaker=rule.speaker)
        return replace(made, addressee=addressee, acts=acts, belief=belief, negated=negated, by=rule.by)
    entry = entry_of(_words(text, finding.cue), language)
    return replace(made, acts=entry.acts, belief=entry.belief) if entry else made


def _whole_speaker(text: str, speaker: Span, finding: Finding, content: Spans, language: Language) -> Span:
    """Return a finding's speaker with what the labels left out of its phrase."""
    whole = whole_subject(text, speaker, finding.head)
    return whole_speaker(text, whole, (*finding.cue, *content), language)


def _needed(text: str, candidate: Candidate, finding: Finding, evidence: Evidence, language: Language) -> float:
    """Return how sure to be of a finding, by what the rules have to say of it.

    A verb that they know for one of saying may do as it likes ("which denied it"); that they passed over one of
    thought or will counts against it. Of a verb that no table lists a content that opens like a clause is surer.
    """
    if evidence.rule or evidence.quoted > 0:
        return 0.0
    entry = entry_of(_words(text, finding.cue), language)
    if entry is not None:
        return _IN_DOUBT if entry.belief else 0.0
    opening = _words(text, candidate.content)[:1]
    after = candidate.content[0].start > finding.head.start
    return _IN_DOUBT if after and not word_class(language, "clause").issuperset(opening) else _UNLISTED


def _words(text: str, spans: Spans) -> list[str]:
    """Return the folded words of spans."""
    return [fold(cut(text, word)) for span in spans for word in word_spans(text, span)]


def _same(a: Span | None, b: Span | None) -> bool:
    return a == b if a is None or b is None else overlaps(a, b)


def _free(addressee: Span | None, content: Spans, speaker: Span | None) -> Span | None:
    """Return an addressee unless its words belong to the content or the speaker now."""
    if addressee is None or (speaker and overlaps(addressee, speaker)):
        return None
    return None if any(overlaps(addressee, span) for span in content) else addressee


def share(a: Spans, b: Spans) -> float:
    """Return intersection over union, in code points, of two sets of spans."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    total = sum(s.end - s.start for s in (*a, *b)) - common
    return common / total if total else 0.0


def _without_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the surer of two that share words of their cues or most of their contents."""
    kept: list[Candidate] = []
    places = Stretches()
    for candidate in sorted(candidates, key=lambda c: (-c.confidence, c.cue)):
        mine = (*candidate.content, *candidate.cue)
        if not any(_rival(candidate, other) for other in places.near(mine)):
            kept.append(candidate)
            places.add(candidate, mine)
    return kept


def _whole(text: str, candidates: list[Candidate], quotations: tuple[Quotation, ...]) -> Iterator[Candidate]:
    """Yield candidates with all paragraphs of a quotation that they hold one of, less those that another has."""
    whole = {piece: q.pieces for q in quotations if len(q.pieces) > 1 for piece in q.pieces}
    places = Stretches()
    for candidate in candidates:
        places.add(candidate, (*candidate.content, *candidate.cue))
    for candidate in candidates:
        more = [
            piece for span in candidate.content for piece in whole.get(span, ()) if piece not in candidate.content
        ]
        free = [
            piece
            for piece in more
            if not any(_holds(c, piece) for c in places.near((piece,)) if c is not candidate)
        ]
        yield replace(candidate, content=_joined(text, [*candidate.content, *free])) if free else candidate


def _holds(candidate: Candidate, piece: Span) -> bool:
    return any(overlaps(span, piece) for span in (*candidate.content, *candidate.cue))


def _rival(a: Candidate, b: Candidate) -> bool:
    return any(overlaps(x, y) for x in a.cue for y in b.cue) or share(a.content, b.content) > _HALF


def _kept(
    rules: Iterable[Candidate], found: list[Candidate], marks: Marks, confidence: Confidence
) -> Iterator[Candidate]:
    """Yield what only the rules found and are right on often enough, where the network has no like content."""
    places = Stretches()
    for candidate in found:
        places.add(candidate, candidate.content)
    for rule in rules:
        if not rule.content:
            yield rule
            continue
        near = tuple(places.near((*rule.content, *rule.cue)))
        if not rule.cue and any(_goes_on_in(rule, other, marks) for other in near):
            continue
        outer = next((span for c in near for span in c.content if rule.cue and inside(rule.cue[0], span)), None)
        if outer is None and any(share(rule.content, c.content) > _HALF for c in near):
            continue
        content = rule.content if outer is None else tuple(_clipped(rule.content, outer))
        sure = confidence.of_rule(kind_of(rule, marks, nested=outer is not None), rule)
        if content and sure >= confidence.least:
            yield replace(rule, content=content, confidence=sure)


def _goes_on_in(floating: Candidate, other: Candidate, marks: Marks) -> bool:
    """Tell whether a quotation is the rest of another content in its paragraph: "“…,” he said. “…”".

    One that opens a later paragraph is a statement of its own.
    """
    if not other.cue or other.cue[0].start < other.content[0].start:
        return False
    return all(
        marks.same_line(piece, other.cue[0]) and any(inside(piece, span) for span in other.content)
        for piece in floating.content
    )


def _clipped(content: Spans, outer: Span) -> Iterator[Span]:
    """Yield what of a content lies in the content around it."""
    for span in content:
        if overlaps(span, outer):
            yield Span(max(span.start, outer.start), min(span.end, outer.end))


def kind_of(rule: Candidate, marks: Marks, *, nested: bool) -> str:
    """Return of which kind a candidate is that only the rules found; each kind has been counted."""
    if nested:
        return "nested"
    kind = rule.by.partition(":")[0]
    if kind != "cue":
        return kind
    return "cue, quoted" if marks.share(rule.content) > 0 else "cue"
