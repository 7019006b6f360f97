"""How well relay is told: labelled pairs of documents, through the project's own functions.

    .venv/bin/python bench/relay.py --data FOLDER [--list]

FOLDER holds `documents.jsonl` (id, text) and `pairs.jsonl` (id, a, b, label): R reprint, D derived, Q the same
source quoted in prose of its own, X unrelated. R and D are relay. A pair is judged as the ledger judges it: its
sketches must make it worth comparing, then `relate` decides. The shares from which on a pair counts were chosen on
such pairs; `left out` chooses the share for each pair on all the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from onrecord.lang.language import Language
from onrecord.model import Relay
from onrecord.relay.compare import SketchIndex
from onrecord.relay.facts import PageFacts
from onrecord.relay.pair import relate
from onrecord.relay.sketch import sketch_page
from onrecord.relay.tiles import tile
from onrecord.relay.words import read_words
from onrecord.text import line_spans

EN = Language("en")


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair: its label, what was found, whether its sketches are alike, and the share tiled of the shorter."""

    name: str
    label: str
    found: Relay | None
    alike: bool
    share: float


def read_lines(path: Path) -> list[dict[str, str]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_page(name: str, text: str) -> PageFacts:
    """Return a bare text as a page without outlet or date."""
    return PageFacts(page=name, text=text, words=read_words(text, tuple(line_spans(text)), EN))


def judge(folder: Path) -> list[Judged]:
    """Return what is found of each pair."""
    pages = {row["id"]: as_page(row["id"], row["text"]) for row in read_lines(folder / "documents.jsonl")}
    index = SketchIndex({name: sketch_page(page.words) for name, page in pages.items()})
    out = []
    for row in read_lines(folder / "pairs.jsonl"):
        a, b = pages[row["a"]], pages[row["b"]]
        tiled = sum(run.length for run in tile(a.words, b.words))
        share = tiled / max(1, min(a.words.own, b.words.own)) if tiled >= 8 else 0.0
        out.append(Judged(row["id"], row["label"], relate(a, b, EN), b.page in index.like(a.page), share))
    return out


def is_relay(pair: Judged) -> bool:
    """Tell whether the ledger takes a pair for one page having copied the other."""
    return pair.alike and pair.found is not None and pair.found.kind != "quotation"


def f1(pairs: Sequence[Judged], holds: Callable[[Judged], bool], wanted: str = "RD") -> float:
    """Return the F1 of those pairs that hold against those with a wanted label."""
    right = sum(holds(pair) and pair.label in wanted for pair in pairs)
    held, real = sum(map(holds, pairs)), sum(pair.label in wanted for pair in pairs)
    return 2 * right / max(1, held + real)


def _f1_from(pairs: Sequence[Judged], least: float) -> float:
    return f1(pairs, lambda pair: pair.share >= least)


def left_out(pairs: Sequence[Judged]) -> float:
    """Return the F1 with the least share chosen for each pair on all the others, by the share alone."""
    judged = {}
    for pair in pairs:
        rest = [other for other in pairs if other is not pair]
        shares = sorted({other.share for other in rest})
        cuts = [(low + high) / 2 for low, high in pairwise(shares)]
        best = max(cuts, key=partial(_f1_from, rest))
        judged[pair.name] = pair.share >= best
    return f1(pairs, lambda pair: judged[pair.name])


def main() -> None:
    """Print the figures, and with --list the pairs that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with pairs.jsonl and documents.jsonl")
    parser.add_argument("--list", action="store_true", help="print the pairs that went wrong")
    options = parser.parse_args()
    pairs = judge(options.data)
    relay = f1(pairs, is_relay)
    other = f1(pairs, lambda pair: not is_relay(pair), "QX")
    print(f"{len(pairs)} pairs: {dict(Counter(pair.label for pair in pairs))}")
    print(f"relay F1 {relay:.3f}, of the rest {other:.3f}, macro {(relay + other) / 2:.3f}")
    print(f"by the share alone, left out: F1 {left_out(pairs):.3f}")
    reprint = [pair for pair in pairs if is_relay(pair) and pair.found and pair.found.extent != "partly"]
    wrong = [pair for pair in pairs if (pair in reprint) != (pair.label == "R")]
    print(f"reprints: {sum(p.label == 'R' for p in pairs)}, wrong {len(wrong)}: {[p.name for p in wrong]}")
    quoting = [pair for pair in pairs if pair.found and pair.found.kind == "quotation" and pair.alike]
    print(f"quotations: {dict(Counter(pair.label for pair in quoting))}")
    if options.list:
        for pair in pairs:
            if is_relay(pair) != (pair.label in "RD"):
                print(f"  {pair.name} {pair.label} share {pair.share:.3f} alike {pair.alike} {pair.found}")


if __name__ == "__main__":
    main()
