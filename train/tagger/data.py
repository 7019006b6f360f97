"""Annotated articles to windows with labels."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noise import Mover, Noise

from onrecord.encode import Pieces
from onrecord.model import Span
from onrecord.tagger.marks import find_quotations
from onrecord.tagger.network import AFTER, BEFORE
from onrecord.tagger.windows import MOST, Window, make_parts, pack
from onrecord.tagger.words import words_of
from onrecord.text import line_spans

Article = dict[str, Any]

HELD_OUT = 20
"""One article in so many is kept from training: they calibrate the confidence."""

_LIGHT = frozenset(  # a table of words reads best as text
    """have has had having be is are was were been being am 's 'm 're do does did is not n't never also will would
    shall should can could may might must to 've 'd 'll it that he she they we i then later even still just once
    only again further the a an this these those his her its their our my your in on of by with at as for from
    which who""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a window: its head word and, for the words around it, what they are to it."""

    head: int
    labels: list[int]


@dataclass(frozen=True, slots=True)
class Example:
    """A window and its cues."""

    window: Window
    cues: list[Cue]


def load(path: Path) -> list[Article]:
    """Read articles, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_held_out(article: Article) -> bool:
    """Tell whether an article is kept from training, by its name alone."""
    return int(hashlib.sha256(article["id"].encode()).hexdigest(), 16) % HELD_OUT == 0


def noised(article: Article, rng: random.Random) -> Article:
    """Return an article as a crawl might have left it."""
    mover = Mover(article["text"], Noise(rng).edits(article["text"]))
    attributions = [
        {
            part: [moved for span in attribution[part] or () if (moved := mover.move(*span))[0] < moved[1]]
            for part in ("source", "cue", "content")
        }
        for attribution in article["attributions"]
    ]
    return {**article, "text": mover.text, "attributions": attributions}


def make_examples(article: Article, pieces: Pieces, rng: random.Random | None = None) -> list[Example]:
    """Return the windows of an article with what its annotators found in each.

    Args:
        article: Text and attributions.
        pieces: Words to the numbers of their pieces.
        rng: Where windows may break elsewhere in each round of training; None for windows as in use.
    """
    text = article["text"]
    paragraphs = tuple(line_spans(text))
    words = words_of(text, paragraphs, find_quotations(text, paragraphs))
    parts = make_parts(words, pieces)
    first = rng.randrange(MOST // 3, MOST) if rng else None
    windows = pack(parts, context=0, first=first) if rng else pack(parts)
    windows = [window for window in windows if window.words]
    return [Example(window, _cues(window, article["attributions"])) for window in windows]


def _cues(window: Window, attributions: list[dict[str, Any]]) -> list[Cue]:
    spans = [word.span for word in window.words]
    found: dict[int, list[int]] = {}
    for attribution in attributions:
        if not any(start < spans[-1].end and spans[0].start < end for start, end in attribution["cue"]):
            continue
        cue = _held(spans, attribution["cue"])
        if not cue:
            continue
        head = find_head([window.words[index].text for index in cue], cue)
        labels = found.setdefault(head, [0] * len(spans))
        for kind, part in ((1, "content"), (3, "source"), (5, "cue")):
            previous = -2
            for index in _held(spans, attribution[part]):
                labels[index] = kind + (previous == index - 1)
                previous = index
    return [Cue(head, _around(labels, head)) for head, labels in sorted(found.items())]


def _around(labels: list[int], head: int) -> list[int]:
    """Return the labels from BEFORE words before the head to AFTER words after it, -100 outside the window."""
    return [labels[at] if 0 <= at < len(labels) else -100 for at in range(head - BEFORE, head + AFTER + 1)]


def _held(words: list[Span], spans: list[tuple[int, int]] | None) -> list[int]:
    """Return which words share a code point with spans."""
    return [
        index
        for index, word in enumerate(words)
        if any(word.start < end and start < word.end for start, end in spans or ())
    ]


def find_head(words: list[str], indices: list[int]) -> int:
    """Return which word of a cue carries it: the first that is no auxiliary, article, preposition or adverb."""
    spoken = [(word.lower().replace("’", "'"), at) for word, at in zip(words, indices, strict=True)]
    spoken = [(word, at) for word, at in spoken if re.search(r"\w", word)]
    for word, at in spoken:
        light = word in _LIGHT or (word.endswith("ly") and len(word) > 4 and word not in {"reply", "imply"})
        if not light and not re.fullmatch(r"\w+n't|(?:i|he|she|it|we|they|you)'(?:s|ve|d|ll|m|re)", word):
            return at
    return spoken[-1][1] if spoken else indices[0]
