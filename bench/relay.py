"""How well relay is told: labelled pairs of documents, through the project's own functions; and stories.

    .venv/bin/python bench/relay.py --data FOLDER [--list]

FOLDER holds `documents.jsonl` (id, text) and `pairs.jsonl` (id, a, b, label): R reprint, D derived, Q the same
source quoted in prose of its own, X unrelated. R and D are relay. A pair is judged as the ledger judges it: its
sketches must make it worth comparing, then `relate` decides. The shares from which on a pair counts were chosen on
such pairs; `left out` chooses the share for each pair on all the others.

`stories.jsonl` (id, split, story, text) is grouped by TF-IDF and average link, each split by the threshold that is
best for the other, and the relations that cross stories are counted: of two pages on different stories, few can be
copies. The program itself groups by relay and by claim, not by story; this tells how far words alone would go.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.lang.language import Language
from onrecord.model import Relay
from onrecord.relay.compare import Key, Sketches, lay_out, pairs_to_compare
from onrecord.relay.facts import PageFacts
from onrecord.relay.pair import relate
from onrecord.relay.sketch import sketch_page
from onrecord.relay.tiles import tile
from onrecord.relay.words import read_words
from onrecord.text import line_spans

EN = Language("en")
Matrix = npt.NDArray[np.float64]


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


def sketches_of(pages: Mapping[Key, PageFacts]) -> Sketches[Key]:
    """Return the sketches of pages."""
    return lay_out(list(pages), [sketch_page(page.words).tobytes() for page in pages.values()])


def judge(folder: Path) -> list[Judged]:
    """Return what is found of each pair."""
    pages = {row["id"]: as_page(row["id"], row["text"]) for row in read_lines(folder / "documents.jsonl")}
    near = set(pairs_to_compare(sketches_of(pages), []))
    out = []
    for row in read_lines(folder / "pairs.jsonl"):
        a, b = pages[row["a"]], pages[row["b"]]
        tiled = sum(run.length for run in tile(a.words, b.words))
        share = tiled / max(1, min(a.words.own, b.words.own)) if tiled >= 8 else 0.0
        out.append(
            Judged(
                row["id"], row["label"], relate(a, b, EN), bool({(a.page, b.page), (b.page, a.page)} & near), share
            )
        )
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


def stories(folder: Path) -> None:
    """Print the B3 of stories grouped by their words, and how many relations join two stories."""
    rows = read_lines(folder / "stories.jsonl")
    pages = [as_page(f"{nth:05}", row["text"]) for nth, row in enumerate(rows)]
    alike = _likeness(pages)
    best, scored = {}, {}
    splits = sorted({row["split"] for row in rows})
    for split in splits:
        at = [nth for nth, row in enumerate(rows) if row["split"] == split]
        merges = list(_merges(alike[np.ix_(at, at)]))
        told = [rows[nth]["story"] for nth in at]
        scored[split] = {cut: b_cubed(_groups(merges, len(at), cut), told) for cut in range(8, 30)}
        best[split] = max(scored[split], key=lambda cut: scored[split][cut])
    for split, other in zip(splits, reversed(splits), strict=True):
        print(
            f"stories, {split}: B3 {scored[split][best[other]]:.3f} at .{best[other]:02} (best of the other split)"
        )
    same: Counter[tuple[str, bool]] = Counter()
    for one, two in pairs_to_compare(sketches_of(dict(enumerate(pages))), []):
        found = relate(pages[one], pages[two], EN)
        if found:
            sort = found.extent if found.kind == "copy" else found.kind
            same[sort, rows[one]["story"] == rows[two]["story"]] += 1
    for sort in ("whole", "abridged", "partly", "quotation"):
        print(f"  {sort}: {same[sort, True]} within stories, {same[sort, False]} across")


def _likeness(pages: Sequence[PageFacts]) -> Matrix:
    """Return the cosine of every two pages by the words that more than one page has."""
    counts = [Counter(page.words.folded) for page in pages]
    held = Counter(word for count in counts for word in count)
    column = {word: nth for nth, word in enumerate(sorted(word for word in held if held[word] > 1))}
    table = np.zeros((len(pages), len(column)), dtype=np.float32)
    for nth, count in enumerate(counts):
        for word, times in count.items():
            if word in column:
                table[nth, column[word]] = (1 + math.log(times)) * math.log(len(pages) / held[word])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return (table @ table.T).astype(np.float64)


def _merges(alike: Matrix) -> Iterator[tuple[float, int, int]]:
    """Yield the merges of average link, by chains of nearest neighbours: how alike, and a page of each group."""
    alike = alike.copy()
    size = np.ones(len(alike))
    alive = np.ones(len(alike), dtype=bool)
    chain: list[int] = []
    while alive.sum() > 1:
        chain = chain or [int(np.flatnonzero(alive)[0])]
        last = chain[-1]
        row = np.where(alive, alike[last], -1.0)
        row[last] = -1.0
        near = int(row.argmax())
        if len(chain) > 1 and row[chain[-2]] >= row[near]:
            near = chain[-2]
            del chain[-2:]
            yield float(alike[last, near]), last, near
            joined = (size[last] * alike[last] + size[near] * alike[near]) / (size[last] + size[near])
            alike[last] = alike[:, last] = joined
            size[last] += size[near]
            alive[near] = False
        else:
            chain.append(near)


def _groups(merges: Sequence[tuple[float, int, int]], size: int, cut: int) -> list[int]:
    """Return the group of each page when groups less alike than a number of hundredths are kept apart."""
    group = list(range(size))
    for alike, one, other in sorted(merges, reverse=True):
        if alike >= cut / 100:
            kept, gone = group[one], group[other]
            group = [kept if held == gone else held for held in group]
    return group


def b_cubed(found: Sequence[int], told: Sequence[str]) -> float:
    """Return the B3 F1 (Bagga and Baldwin, 1998) of groups that were found against those told."""
    both, left, right = Counter(zip(found, told, strict=True)), Counter(found), Counter(told)
    precision = sum(n * n / left[group] for (group, _), n in both.items()) / len(told)
    recall = sum(n * n / right[story] for (_, story), n in both.items()) / len(told)
    return 2 * precision * recall / (precision + recall)


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
    if (options.data / "stories.jsonl").exists():
        stories(options.data)


if __name__ == "__main__":
    main()
