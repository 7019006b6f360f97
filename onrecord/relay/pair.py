"""Two pages in, their relation out, or none. A pure function of the two, whichever comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.lang.language import Language
from onrecord.model import Relay, RelayExtent, RelayKind, SharedRun, Span, Spans
from onrecord.relay.facts import PageFacts
from onrecord.relay.tiles import Run, tile
from onrecord.relay.words import table_words
from onrecord.text import fold, name_key, word_spans

REPRINT = 0.6
"""From this share of the shorter page's own words on, it is the other one, whole or abridged."""

PASSAGES = 0.12
"""From this share on, passages are taken over: below, independent reports share names, titles and set phrases."""

_FEWEST_OWN = 8
"""Words that passages must have together, or two lines of a stub would prove a relation."""

_LONG_RUN = 16
"""A run of so many words proves a passage, however long the pages are."""

_FEWEST_QUOTED = 8
"""Quoted words that two pages must share to be quoting the same; fewer are sayings and titles."""

_WINDOW = 160
"""Code points before and after the shared words in which the other outlet must be named to be credited."""


def relate(a: PageFacts, b: PageFacts, language: Language) -> Relay | None:
    """Return how two different pages are related, or None. The order of the two does not matter."""
    if a.page > b.page:
        a, b = b, a
    runs = tile(a.words, b.words)
    if _is_taken_over(a, b, runs):
        return _credited(_relay(a, b, _kind(a, b, runs), runs, (a.words.own, b.words.own)), a, b, language)
    runs = tile(a.words, b.words, quoted=True)
    if _count(runs) >= _FEWEST_QUOTED:
        of = (len(a.words.quoted) - a.words.own, len(b.words.quoted) - b.words.own)
        return _credited(_relay(a, b, "quotation", runs, of), a, b, language)
    return None


def _is_taken_over(a: PageFacts, b: PageFacts, runs: tuple[Run, ...]) -> bool:
    count = _count(runs)
    if count < _FEWEST_OWN:
        return False
    share = count / min(a.words.own, b.words.own)
    if a.outlet is not None and a.outlet == b.outlet:
        return share >= REPRINT  # an outlet's pages share its notices and its background paragraphs
    return share >= PASSAGES or max(run.length for run in runs) >= _LONG_RUN


def _kind(a: PageFacts, b: PageFacts, runs: tuple[Run, ...]) -> RelayKind:
    if (a.outlet is not None and a.outlet == b.outlet) or (a.url is not None and a.url == b.url):
        return "revision"
    agencies = a.credits & b.credits
    whole = _count(runs) >= REPRINT * min(a.words.own, b.words.own)
    return "same_wire" if agencies and whole and not {a.outlet, b.outlet} & agencies else "copy"


def _relay(a: PageFacts, b: PageFacts, kind: RelayKind, runs: tuple[Run, ...], of: tuple[int, int]) -> Relay:
    count = _count(runs)
    shares = (count / of[0], count / of[1])
    extent: RelayExtent = "whole" if min(shares) >= REPRINT else "abridged" if max(shares) >= REPRINT else "partly"
    return Relay(
        a=a.page,
        b=b.page,
        kind=kind,
        extent=extent,
        words=count,
        share_a=round(shares[0], 4),
        share_b=round(shares[1], 4),
        runs=tuple(shared for run in runs for shared in _shared(a, b, run)),
    )


def _shared(a: PageFacts, b: PageFacts, run: Run) -> Iterator[SharedRun]:
    """Yield where a run stands in both texts: in parts, where one page has words between that are not compared."""
    left, right = a.words.spans[run.a : run.a + run.length], b.words.spans[run.b : run.b + run.length]
    ends = {at - run.a for at in a.words.gaps_in(run.a, run.length)}
    ends |= {at - run.b for at in b.words.gaps_in(run.b, run.length)}
    first = 0
    for last in (*sorted(ends), run.length - 1):
        if last + 1 < run.length and _between(a.text, left, last) == _between(b.text, right, last):
            continue
        yield SharedRun(a=Span(left[first].start, left[last].end), b=Span(right[first].start, right[last].end))
        first = last + 1


def _between(text: str, spans: Spans, at: int) -> list[str]:
    """Return the words between one word and the next: those of a line that is no part of the article."""
    folded = fold(text[spans[at].end : spans[at + 1].start])
    return [folded[word.start : word.end] for word in word_spans(folded)]


def _count(runs: tuple[Run, ...]) -> int:
    return sum(run.length for run in runs)


def _credited(relay: Relay, a: PageFacts, b: PageFacts, language: Language) -> Relay:
    """Return the relation with the place where one page names the other beside the words that they share."""
    for taker, giver, spans in ((a, b, [run.a for run in relay.runs]), (b, a, [run.b for run in relay.runs])):
        span = _credit(taker, giver, spans, language)
        if span:
            return replace(relay, credit=(taker.page, span))
    return relay


def _credit(taker: PageFacts, giver: PageFacts, runs: list[Span], language: Language) -> Span | None:
    """Return where a page names another one's outlet as having had these words, or None."""
    if giver.outlet is None or giver.outlet == taker.outlet:
        return None
    folded = fold(taker.text)
    name = re.compile(r"\b" + r"\W{1,3}".join(map(re.escape, giver.outlet.split())) + r"\b")
    credited = giver.outlet in taker.credits
    for found in name.finditer(folded):
        near = any(run.start - _WINDOW <= found.start() and found.end() <= run.end + _WINDOW for run in runs)
        if credited or (near and _names_a_giver(folded, found, language)):
            return Span(*found.span())
    return None


def _names_a_giver(folded: str, found: re.Match[str], language: Language) -> bool:
    """Tell whether a name stands after "via" and the like, or before a colon."""
    before = name_key(folded[max(0, found.start() - 24) : found.start()]).removesuffix(" the")
    if any(before == word or before.endswith(" " + word) for word in table_words(language, "credit")):
        return True
    return ":" in folded[found.end() : found.end() + 24].partition("\n")[0]
