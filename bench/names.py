"""How well names are compared: F1 of one threshold on two sets of name pairs, against plain string measures.

    python bench/names.py --data PATH        # the folder with name-pairs.jsonl and romanised-cases.jsonl

The rules were written while looking at the pairs at even places only; those at odd places were scored, not read.
The baselines may choose the threshold that suits them best on both sets together; ours is `same.THRESHOLD`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from onrecord.actors.same import THRESHOLD, same_name

Scored = list[tuple[float, bool]]
SETS = ("name-pairs", "romanised-cases")
STEPS = [step / 100 for step in range(30, 100)]


def levenshtein(a: str, b: str) -> float:
    """Return the normalised similarity of the lower-case strings."""
    return Levenshtein.normalized_similarity(a.lower(), b.lower())


def token_set(a: str, b: str) -> float:
    """Return the token-set ratio of the lower-case strings."""
    return fuzz.token_set_ratio(a.lower(), b.lower()) / 100


def f1(scored: Scored, threshold: float) -> float:
    """Return F1 of "the same" at a threshold."""
    right = sum(score >= threshold and same for score, same in scored)
    wrong = sum((score >= threshold) != same for score, same in scored)
    return 2 * right / (2 * right + wrong) if right else 0.0


def best(sets: Sequence[Scored]) -> float:
    """Return the threshold with the best mean F1 over the sets."""
    return max(STEPS, key=lambda step: sum(f1(scored, step) for scored in sets))


def scored(rows: list[dict[str, Any]], measure: Callable[[str, str], float]) -> Scored:
    """Return what a measure says of each pair, and whether it is one name."""
    return [(measure(row["name1"], row["name2"]), row["is_match"]) for row in rows]


def main() -> None:
    """Print a line a measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/names"))
    folder = parser.parse_args().data
    pairs = {
        name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in SETS
    }
    print(f"{'measure':<12} {'threshold':>9}", *(f"{name:>16}  even   odd" for name in SETS), f"{'pairs/s':>9}")
    for measure in (levenshtein, token_set, same_name):
        begun = time.perf_counter()
        sets = [scored(rows, measure) for rows in pairs.values()]
        speed = sum(map(len, sets)) / (time.perf_counter() - begun)
        threshold = THRESHOLD if measure is same_name else best(sets)
        cells = (
            f"{f1(one, threshold):>16.3f}  {f1(one[::2], threshold):.3f} {f1(one[1::2], threshold):.3f}"
            for one in sets
        )
        print(f"{measure.__name__:<12} {threshold:>9.2f}", *cells, f"{speed:>9,.0f}")


if __name__ == "__main__":
    main()
