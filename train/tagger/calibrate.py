"""Fits how sure the reader is of what it finds, on articles that the network was not trained on.

    python train/tagger/calibrate.py --data ../shared/data/attribution --to onrecord/models/tagger-1

Writes `confidence.json` beside the graphs and prints, for the development articles, how often what is held to be
right with some confidence is right (the reliability table) and the expected calibration error.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from data import Article, is_held_out, load

from onrecord import encode, weights
from onrecord.lang import get_language
from onrecord.model import Span, Spans
from onrecord.tagger.find import find_by_rules
from onrecord.tagger.learned import find_learned
from onrecord.tagger.marks import find_quotations
from onrecord.tagger.merge import Cues, Marks, evidence_of, fitted, kind_of, share
from onrecord.text import inside, line_spans, overlaps

Floats = np.ndarray[Any, np.dtype[np.float64]]

BINS = 10

LEAST = 0.4
"""Nothing less sure is kept: around the best F1 its curve is flat, and a wrong statement costs a reader more."""

NOT_ANNOTATED = {
    "nested": 0.75,
    "floating quotation": 0.5,
    "cue, quoted": 0.45,
    "noun": 0.6,
    "phrase": 0.65,
    "colon": 0.6,
    "dash": 0.6,
}
"""How often what only the rules found is right, of kinds that the data hardly shows: from the example pages."""


@dataclass(frozen=True, slots=True)
class Case:
    """A finding: what is known of it, and whether its content and its speaker are right."""

    numbers: tuple[float, ...]
    content: bool
    speaker: bool


@dataclass(frozen=True, slots=True)
class Alone:
    """What only the rules found: of which kind, and whether it is right."""

    kind: str
    right: bool


def cases(article: Article, score: ModuleType) -> Iterator[Case | Alone]:
    """Yield what was found in an article, judged as the scorer does."""
    text, language = article["text"], get_language("en")
    gold = score.Art(text, article["attributions"])
    paragraphs = tuple(line_spans(text))
    quotations = find_quotations(text, paragraphs)
    rules, _ = find_by_rules(text, paragraphs, quotations, language)
    marks, by_cue = Marks(text, quotations), Cues(rules)
    findings = list(find_learned(text, paragraphs, quotations))
    for finding in findings:
        if not fitted(marks, finding):
            continue
        rule = by_cue.at(finding.head, finding.cue)
        right = judged(score, gold, finding.cue, fitted(marks, finding), finding.speaker)
        yield Case(evidence_of(marks, finding, rule).numbers(), *right)
    for rule in rules:
        if not rule.content or any(overlaps(a, b) for f in findings for a in f.cue for b in rule.cue):
            continue
        if any(share(rule.content, f.content) >= 0.5 for f in findings):
            continue
        nested = rule.cue and any(inside(rule.cue[0], span) for f in findings for span in f.content)
        content, speaker = judged(score, gold, rule.cue, rule.content, rule.speaker)
        yield Alone(kind_of(rule, marks, nested=bool(nested)), content and speaker)


def judged(score: ModuleType, gold: Any, cue: Spans, content: Spans, speaker: Span | None) -> tuple[bool, bool]:  # noqa: ANN401 - the scorer's own
    """Return whether a content is somebody's, and whether the speaker is right too."""
    row = {"source": [speaker] if speaker else None, "cue": cue or None, "content": content}
    found = score.Art("", [row], gold.toks, gold.cm, gold.regions).A
    if not found:
        return False, False
    near = [g for g in gold.A if g["content"] and score.iou(found[0]["content_b"], g["content_b"]) >= 0.5]
    return bool(near), any(score.src_ok(found[0], g) for g in near)


def fit(numbers: Floats, right: Floats, ridge: float = 1.0) -> list[float]:
    """Return bias and weights of a logistic regression (Newton's method, on scaled numbers, scaled back)."""
    mean, spread = numbers.mean(0), numbers.std(0) + 1e-9
    x = np.hstack((np.ones((len(numbers), 1)), (numbers - mean) / spread))
    w = np.zeros(x.shape[1])
    penalty = np.diag([0.0] + [ridge] * (len(w) - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + penalty
        w += np.linalg.solve(hessian, x.T @ (right - p) - penalty @ w)
    return [float(w[0] - (w[1:] * mean / spread).sum()), *(w[1:] / spread).tolist()]


def likely(fitted_weights: list[float], numbers: Floats) -> Floats:
    """Return what a fitted regression holds likely."""
    return np.asarray(1 / (1 + np.exp(-(fitted_weights[0] + numbers @ np.array(fitted_weights[1:])))))


def table(name: str, sure: Floats, right: Floats) -> float:
    """Print how often what is held likely is right, and return the expected calibration error."""
    print(f"{name}: held likely, so many, right")
    error = 0.0
    for low in np.arange(BINS) / BINS:
        here = (sure >= low) & (sure < low + 1 / BINS)
        if here.any():
            error += abs(sure[here].mean() - right[here].mean()) * here.mean()
            print(f"  {sure[here].mean():.2f}  {here.sum():5d}  {right[here].mean():.2f}")
    print(f"  expected calibration error {error:.3f}")
    return float(error)


def split(found: list[Case | Alone]) -> tuple[Floats, Floats, Floats, dict[str, list[bool]]]:
    """Return the numbers of the findings, which contents and which statements are right, and the rules' own."""
    own = [case for case in found if isinstance(case, Case)]
    alone: dict[str, list[bool]] = {}
    for case in found:
        if isinstance(case, Alone):
            alone.setdefault(case.kind, []).append(case.right)
    numbers = np.array([case.numbers for case in own])
    return (
        numbers,
        np.array([float(case.content) for case in own]),
        np.array([float(case.speaker) for case in own]),
        alone,
    )


def best_least(sure: Floats, right: Floats, gold: int) -> float:
    """Return the confidence from which on findings are kept, for the best F1."""
    order = np.argsort(-sure)
    hits = right[order].cumsum()
    f1 = 2 * hits / (np.arange(len(order)) + 1 + gold)
    return max(round(float(sure[order][f1.argmax()]), 3), LEAST)


def main() -> None:
    """Fit, write and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-*.jsonl and score.py")
    options.add_argument("--to", type=Path, required=True, help="the folder of the model")
    given = options.parse_args()
    encode.shipped_bytes = lambda name: (given.to / Path(name).name).read_bytes()
    weights.shipped.cache_clear()
    spec = importlib.util.spec_from_file_location("score", given.data / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"There is no scorer in {given.data}.")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    held = [article for article in load(given.data / "polnear-train.jsonl") if is_held_out(article)]
    numbers, content, right, alone = split([case for article in held for case in cases(article, score)])
    gold = sum(len(article["attributions"]) for article in held)
    if not content.any():
        raise SystemExit("On the articles held out the network finds nothing right: train it on more, or longer.")
    statement, speaker = fit(numbers, right), fit(numbers[content > 0], right[content > 0])
    least = best_least(likely(statement, numbers), right, gold)
    counted = {kind: hits for kind, hits in sorted(alone.items()) if kind not in NOT_ANNOTATED}
    rules = {kind: round((sum(hits) + 1) / (len(hits) + 2), 3) for kind, hits in counted.items()}
    print("found by rules alone:", {kind: f"{sum(hits)} of {len(hits)}" for kind, hits in sorted(alone.items())})
    statement, speaker = ([round(weight, 6) for weight in weights] for weights in (statement, speaker))
    written = {"statement": statement, "speaker": speaker, "rules": rules | NOT_ANNOTATED, "least": least}
    (given.to / "confidence.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    dev = load(given.data / "polnear-dev.jsonl")
    numbers, content, right, alone = split([case for article in dev for case in cases(article, score)])
    sure = likely(statement, numbers)
    print(
        f"kept from {least}; on dev by rules alone:", {kind: f"{sum(h)} of {len(h)}" for kind, h in alone.items()}
    )
    table("statements", sure[sure >= least], right[sure >= least])
    there = (content > 0) & (sure >= least)
    table("speakers", likely(speaker, numbers[there]), right[there])


if __name__ == "__main__":
    main()
