"""Train the ranker of antecedents (`who-1`) on GUM.

    PYTHONPATH=bench python train/antecedents.py --data FOLDER [--out onrecord/models]

FOLDER holds GUM's `*.conllu.gz`. Trained on the genres that GUM's licence names as CC-BY (news, interview, bio,
voyage) less GUM's own dev and test documents of news and interviews, which `bench/who.py` measures. A conditional
logit, fitted by Newton's method, with the true antecedents of earlier pronouns on record. (Training on the model's
own answers for those, one round or two, was worse on every figure.) No randomness: the same data give the same
bytes on the same machine.
"""

from __future__ import annotations

import argparse
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gum import DEV, GENRES, TEST, Document, Mention, documents

from onrecord.lang import get_language
from onrecord.mentions.antecedents import FEATURES, Array, Ask, Layout, Trail, candidates, read_pronoun, weigh
from onrecord.mentions.cast import Figure, find_cast, merged
from onrecord.mentions.people import find_people
from onrecord.mentions.ranker import MODEL
from onrecord.model import Span
from onrecord.tagger.marks import find_quotations

Numbers = np.ndarray[Any, np.dtype[np.intp]]
ENGLISH = get_language("en")
KINDS = ("person", "thing")
PRIOR = 5.0
FAR_GENRES = 0.5
_GIVEN = ("giv", "acc")


@dataclass(frozen=True, slots=True)
class Question:
    """A pronoun of a document with what it truly means."""

    ask: Ask
    mention: Mention


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its cast, ready to be asked about."""

    document: Document
    cast: tuple[Figure, ...]
    layout: Layout
    questions: tuple[Question, ...]
    groups: dict[Span, str | None]

    def means(self, trail: Trail, last: Span, question: Question) -> bool:
        """Tell whether a candidate is what the pronoun means, by its last mention by name or description."""
        where = trail.last_name(question.ask.span.start) or last
        if where not in self.groups:
            self.groups[where] = self.document.group(where)
        return bool(self.groups[where] == question.mention.group)


@dataclass(frozen=True, slots=True)
class Case:
    """One question as rows of features and which of them are right; `weight` says how much it counts."""

    kind: str
    rows: Array
    right: Array
    weight: float


def read_text(document: Document) -> Text:
    """Return a document ready to be asked about."""
    paragraphs = tuple(document.paragraphs)
    people = find_people(document.text, paragraphs, (), ENGLISH)
    quoted = tuple(piece for q in find_quotations(document.text, paragraphs) for piece in q.pieces)
    return Text(
        document,
        merged(find_cast(document.text, paragraphs, people, ENGLISH)),
        Layout(document.text, paragraphs, quoted, ENGLISH),
        tuple(questions(document)),
        {},
    )


def questions(document: Document) -> Iterable[Question]:
    """Yield the third-person pronouns that mean a person or an organisation mentioned before."""
    for mention in document.mentions:
        known = mention.status.startswith(_GIVEN) and mention.entity in ("person", "organization")
        ask = read_pronoun(mention.head, mention.low, ENGLISH) if known and mention.upos == "PRON" else None
        if ask is not None:
            yield Question(ask, mention)


def cases(text: Text) -> Iterable[Case]:
    """Yield the questions of a text in order; earlier pronouns of people stand as mentions of whom they mean."""
    trails = [Trail(figure, []) for figure in text.cast]
    share = 1.0 if text.document.genre in ("news", "interview") else FAR_GENRES
    for question in text.questions:
        found = candidates(question.ask, trails, ENGLISH)
        if not found:
            continue
        rows = weigh(question.ask, found, text.layout)
        right = np.array([text.means(trail, last, question) for trail, last in found], dtype=np.float64)
        if question.ask.kind == "person" and right.any():
            found[int(right.argmax())][0].pronouns.append(question.ask.span)
        if right.any():
            yield Case(question.ask.kind, rows, right, share)


def fit(given: list[Case]) -> Array:
    """Return the weights that make what is right likeliest, less a penalty on their size."""
    rows = np.vstack([case.rows for case in given])
    right = np.concatenate([case.right for case in given])
    which = np.repeat(np.arange(len(given)), [len(case.right) for case in given])
    share = np.array([case.weight for case in given])
    weights = np.zeros(len(FEATURES))
    loss, slope, curve = _losses(rows, right, which, share, weights)
    for _ in range(60):
        step, size = np.linalg.solve(curve, slope), 1.0
        new = _losses(rows, right, which, share, weights - step)
        while new[0] > loss and size > 1e-4:
            size /= 2
            new = _losses(rows, right, which, share, weights - size * step)
        weights = weights - size * step
        done = loss - new[0] < 1e-7
        loss, slope, curve = new
        if done:
            break
    return weights


def _losses(rows: Array, right: Array, which: Numbers, share: Array, weights: Array) -> tuple[float, Array, Array]:
    """Return the penalised negative log likelihood, its gradient, and the curvature of its convex part."""
    scores = rows @ weights
    highest = np.full(len(share), -np.inf)
    np.maximum.at(highest, which, scores)
    grown = np.exp(scores - highest[which])
    whole, good = np.bincount(which, grown), np.bincount(which, grown * right)
    chance, wanted = grown / whole[which], grown * right / good[which]
    means = np.zeros((len(share), rows.shape[1]))
    np.add.at(means, which, chance[:, None] * rows)
    loss = -float((share * (np.log(good) - np.log(whole))).sum()) + PRIOR / 2 * float(weights @ weights)
    slope = rows.T @ (share[which] * (chance - wanted)) + PRIOR * weights
    curve = rows.T @ ((share[which] * chance)[:, None] * rows) - means.T @ (share[:, None] * means)
    return loss, slope, curve + PRIOR * np.eye(rows.shape[1])


def train(texts: list[Text]) -> dict[str, Array]:
    """Return the weights for each kind of pronoun."""
    told = [case for text in texts for case in cases(text)]
    return {kind: fit([case for case in told if case.kind == kind]) for kind in KINDS}


def write(weights: dict[str, Array], out: Path) -> None:
    """Write the weights as the program reads them, and note their sha256."""
    buffer = io.BytesIO()
    np.savez(buffer, person=weights["person"], thing=weights["thing"])
    folder = out / MODEL
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(buffer.getvalue())
    sums = out / "SHA256SUMS"
    name = f"{MODEL}/weights.npz"
    lines = [line for line in sums.read_text(encoding="ascii").splitlines() if not line.endswith(name)]
    lines.append(f"{hashlib.sha256(buffer.getvalue()).hexdigest()}  {name}")
    sums.write_text("\n".join(sorted(lines, key=lambda line: line.split()[1])) + "\n", encoding="ascii")


def main() -> None:
    """Train, and write where asked."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    texts = [read_text(d) for d in documents(given.data, GENRES) if d.name not in DEV | TEST]
    weights = train(texts)
    for kind in KINDS:
        print(kind, " ".join(f"{name} {w:+.2f}" for name, w in zip(FEATURES, weights[kind], strict=True)))
    if given.out is not None:
        write(weights, given.out)


if __name__ == "__main__":
    main()
