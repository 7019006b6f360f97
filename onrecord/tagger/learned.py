"""Attributions that the network finds: for each likely cue its content, speaker and own words, and how sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.model import Span, Spans
from onrecord.tagger.decode import Ints, Run, best_labels, runs_of
from onrecord.tagger.marks import Quotation
from onrecord.tagger.network import BEFORE, Floats, link, read_window, vocabulary
from onrecord.tagger.windows import Window, make_parts, pack
from onrecord.tagger.words import words_of

_LIKELY = -2.5
"""The least logit of a cue's head that is asked about: odds of one to twelve."""

_MOST_CUES = 40
"""Cues of a window that are asked about, the likeliest; a window of real text holds some ten."""


_JOINERS = frozenset({",", "and", "&"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribution as the network sees it.

    Attributes:
        head: The word that carries the cue.
        cue: The cue.
        content: What is reported, in text order.
        speaker: Who reports it, or None.
        signs: What the confidence is reckoned from: see `signs_of`.
    """

    head: Span
    cue: Spans
    content: Spans
    speaker: Span | None
    signs: tuple[float, ...]


def find_learned(text: str, paragraphs: Spans, quotations: tuple[Quotation, ...]) -> Iterator[Finding]:
    """Yield every attribution of the paragraphs for which the network finds a cue and a content, in text order."""
    parts = make_parts(words_of(text, paragraphs, quotations), vocabulary())
    for window in pack(parts):
        yield from _read(window)


def _read(window: Window) -> Iterator[Finding]:
    states, cues = read_window(window)
    likely = [at for at in np.flatnonzero(cues > _LIKELY).tolist() if at >= window.new]
    heads = sorted(sorted(likely, key=lambda at: -cues[at])[:_MOST_CUES])
    if not heads:
        return
    scores, real = link(states, window.paragraphs, heads)
    labels = best_labels(scores)
    for row, head in enumerate(heads):
        found = _finding(window, head, labels[row], scores[row], (float(cues[head]), float(real[row])))
        if found is not None:
            yield found


def _finding(
    window: Window, head: int, labels: Ints, scores: Floats, logits: tuple[float, float]
) -> Finding | None:
    content = runs_of(labels, "content", head)
    if not content:
        return None
    cue = runs_of(labels, "cue", head) or [(head, head + 1)]
    speaker = _speaker(window, runs_of(labels, "speaker", head), scores, head)
    return Finding(
        head=window.words[head].span,
        cue=tuple(_span(window, run) for run in cue),
        content=tuple(_span(window, part) for run in content for part in _lines(window, run)),
        speaker=_span(window, speaker) if speaker else None,
        signs=signs_of(labels, scores, logits),
    )


def _speaker(window: Window, runs: list[Run], scores: Floats, head: int) -> Run | None:
    """Return the likeliest speaker, with the runs beside it that nothing but commas and "and" keeps from it.

    The labels begin anew in the midst of many a list: "the governments of Varland, | Kestria and the Federation".
    """
    best = max(runs, key=lambda run: _worth(run, scores, head), default=None)
    if best is None:
        return None
    at = runs.index(best)
    first, last = best
    for earlier in reversed(runs[:at]):
        if not _joined(window, earlier[1], first):
            break
        first = earlier[0]
    for later in runs[at + 1 :]:
        if not _joined(window, last, later[0]):
            break
        last = later[1]
    return first, last


def _joined(window: Window, first: int, last: int) -> bool:
    """Tell whether the words between two runs only join them, in one paragraph."""
    between = window.words[first:last]
    return window.paragraphs[first - 1] == window.paragraphs[last] and all(w.text in _JOINERS for w in between)


def _worth(run: Run, scores: Floats, head: int) -> float:
    """Return how likely a run is the speaker's: the best of its words."""
    first, last = run[0] - head + BEFORE, run[1] - head + BEFORE
    return float(scores[first:last, 3:5].max())


def _lines(window: Window, run: Run) -> Iterator[Run]:
    """Yield the parts of a run that stand in one paragraph each."""
    start = run[0]
    for at in range(run[0] + 1, run[1]):
        if window.paragraphs[at] != window.paragraphs[at - 1]:
            yield start, at
            start = at
    yield start, run[1]


def _span(window: Window, run: Run) -> Span:
    return Span(window.words[run[0]].span.start, window.words[run[1] - 1].span.end)


def signs_of(labels: Ints, scores: Floats, logits: tuple[float, float]) -> tuple[float, ...]:
    """Return what tells how likely a finding is right, in a fixed order.

    The logit of the head; that of being a cue once all around it was read; the mean and the least log
    probability of the labels of the content and of the words beside it, and the same of the speaker; how likely
    the likeliest word of a speaker is.
    """
    chosen = np.take_along_axis(scores, labels[:, None], 1)[:, 0]
    out = list(logits)
    for first in (1, 3):
        there = np.isin(labels, (first, first + 1))
        beside = there | np.roll(there, 1) | np.roll(there, -1)
        own = chosen[beside]
        out += [float(own.mean()), float(own.min())] if there.any() else [0.0, 0.0]
    kinds = np.exp(scores)
    who = kinds[:, 3:5].sum(1)
    out.append(float(who.max()))
    return tuple(out)
