"""Train the line model for text dumps, and say how good it is on sites that it has not seen.

    python train/blocks.py --data FOLDER [--out onrecord/models]

FOLDER holds `*-textdumps.jsonl`: one page a line with `text`, `renderer`, `url`, `id` and `gold.body`. A
`NAME.jsonl` without such a file, whose lines name gzipped pages (`html`), is rendered here, by resiliparse and by
our own rules. Lines are labelled by aligning them to the gold body. The table is token F1, mean over pages, each
page read by a model that has seen no page of its site; `rules` is what the program makes of the same pages without
the model, `segment` the plain baseline, a maximum-sum segment over line scores. With
`--out` a model trained on all pages is written. Needs the extra `train`. Seeds are fixed: the same data give the
same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

from onrecord.blocks import judge_by_rules
from onrecord.blocks.characters import Array
from onrecord.blocks.features import FEATURES, candidates, line_features
from onrecord.blocks.linemodel import MODEL, keeps, probabilities, settled
from onrecord.blocks.lines import read_units
from onrecord.blocks.score import best_run
from onrecord.lang.language import Language
from onrecord.model import BlockKind, Source
from onrecord.read import read_pages

ENGLISH = Language("en")
DUMPS = "-textdumps.jsonl"
FOLDS = 5
DEPTH = 4
TREES = 150
SEEDS = (1,)
SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "max_depth": DEPTH,
    "num_leaves": 2**DEPTH,
    "learning_rate": 0.07,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
_TOKEN = re.compile(r"\w+")
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "ac"])


@dataclass(frozen=True, slots=True)
class Example:
    """One dump, ready to train on or to be read: `rows` are the units that the model is asked about."""

    cell: tuple[str, str]
    site: str
    wanted: Counter[str]
    words: tuple[Counter[str], ...]
    kinds: tuple[BlockKind, ...]
    scores: tuple[float, ...]
    end: int
    rows: Array
    features: Array
    labels: Array
    weights: Array


def tokens(text: str) -> list[str]:
    """Return the words of a text as the measure counts them."""
    return _TOKEN.findall(text.lower())


def site_of(url: str) -> str:
    """Return the registered name of a page's host, so that one outlet's pages stay in one fold."""
    parts = (urlsplit(url).hostname or "").split(".")
    deep = len(parts) > 2 and parts[-2] in _SECOND_LEVEL
    return ".".join(parts[-3:] if deep else parts[-2:])


def fold_of(site: str, salt: str) -> int:
    """Return the fold of a site."""
    return int(hashlib.sha256((salt + site).encode()).hexdigest(), 16) % FOLDS


def label(line: list[str], triples: frozenset[tuple[str, ...]], whole: frozenset[str]) -> float:
    """Return how much of a line stands in the gold body: the share of its word triples, or all of it if short."""
    if len(line) < 3:
        return float(" ".join(line) in whole and bool(line))
    own = list(zip(line, line[1:], line[2:], strict=False))
    return sum(triple in triples for triple in own) / len(own)


def read_example(row: dict[str, Any], name: str) -> Example:
    """Return a dump with its features and labels."""
    page = next(iter(read_pages(Source(data=row["text"].encode(), media_type="text/plain"))))
    units = read_units(page, ENGLISH)
    verdicts, reading = judge_by_rules(page, units, ENGLISH)
    rows = np.flatnonzero(candidates(units))
    gold = tokens(row["gold"]["body"])
    triples = frozenset(zip(gold, gold[1:], gold[2:], strict=False))
    whole = frozenset(" ".join(tokens(paragraph)) for paragraph in row["gold"]["body"].split("\n"))
    split = [tokens(line.text) for line in units.lines]
    counts = np.array([len(split[at]) for at in rows])
    return Example(
        cell=(name, row["renderer"]),
        site=site_of(row["url"]),
        wanted=Counter(gold),
        words=tuple(Counter(line) for line in split),
        kinds=tuple(kind for kind, _ in verdicts),
        scores=tuple(reading.scores),
        end=reading.end,
        rows=rows,
        features=line_features(units, reading, rows, ENGLISH),
        labels=np.array([label(split[at], triples, whole) >= 0.5 for at in rows]),
        weights=200 * np.minimum(counts, 80) / max(50, len(gold)) + 0.05,
    )


def read_examples(folder: Path) -> list[Example]:
    """Return every dump in a folder, and those made of its pages that come without."""
    dumps = [
        read_example(json.loads(line), path.name.removesuffix(DUMPS))
        for path in sorted(folder.glob(f"*{DUMPS}"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return dumps + [
        read_example(row, path.stem)
        for path in sorted(folder.glob("*.jsonl"))
        if not path.name.endswith(DUMPS) and not path.with_name(path.stem + DUMPS).exists()
        for line in path.read_text(encoding="utf-8").splitlines()
        for row in rendered(json.loads(line), folder)
    ]


def rendered(row: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """Yield a page as dumps: its main content and all of it as resiliparse renders them, and as we do."""
    data = gzip.decompress((folder / row["html"]).read_bytes())
    tree = HTMLTree.parse(bytes_to_str(data, detect_encoding(data)))
    (page,) = read_pages(Source(data=data, media_type="text/html"))
    texts = {
        "resi_main": extract_plain_text(tree, main_content=True, alt_texts=True),
        "resi_full": extract_plain_text(tree, main_content=False, alt_texts=False),
        "own": page.text,
    }
    for renderer, text in texts.items():
        if text.strip():
            yield row | {"renderer": renderer, "text": text}


def perfect(node: dict[str, Any], depth: int = 0) -> Iterator[tuple[int, tuple[int, float] | float]]:
    """Yield the nodes of a tree filled up to `DEPTH`: (its number, feature and threshold) or (leaf, value)."""
    stack = [(node, depth, 0)]
    while stack:
        one, level, number = stack.pop()
        if level == DEPTH:
            yield number, float(one["leaf_value"])
            continue
        if "leaf_value" in one:
            yield number, (0, float("inf"))
            left = right = one
        else:
            yield number, (int(one["split_feature"]), float(one["threshold"]))
            left, right = one["left_child"], one["right_child"]
        stack += [(left, level + 1, 2 * number + 1), (right, level + 1, 2 * number + 2)]


def arrays(models: Sequence[lightgbm.Booster]) -> dict[str, Array]:
    """Return boosted trees as the arrays that `linemodel.probabilities` walks; several models are averaged."""
    roots = [tree["tree_structure"] for model in models for tree in model.dump_model()["tree_info"]]
    inner = 2**DEPTH - 1
    feature = np.zeros((len(roots), inner), dtype=np.int16)
    threshold = np.zeros((len(roots), inner))
    value = np.zeros((len(roots), inner + 1))
    for at, root in enumerate(roots):
        for number, what in perfect(root):
            if isinstance(what, float):
                value[at, number - inner] = what / len(models)
            else:
                feature[at, number], threshold[at, number] = what
    return {"feature": feature, "threshold": threshold, "value": value}


def train(examples: Sequence[Example]) -> dict[str, Array]:
    """Return a model of some dumps."""
    features = np.vstack([example.features for example in examples])
    labels = np.concatenate([example.labels for example in examples])
    weights = np.concatenate([example.weights for example in examples])
    data = lightgbm.Dataset(
        features, labels, weight=weights, params={"max_bin": SETTINGS["max_bin"], "verbose": -1}
    )
    return arrays([lightgbm.train(SETTINGS | {"seed": seed}, data, TREES) for seed in SEEDS])


def f1(example: Example, keep: Sequence[bool]) -> float:
    """Return the token F1 of the units kept."""
    found: Counter[str] = Counter()
    for words, kept in zip(example.words, keep, strict=True):
        if kept:
            found.update(words)
    return 2 * sum((found & example.wanted).values()) / max(1, found.total() + example.wanted.total())


def by_model(example: Example, trees: dict[str, Array]) -> list[bool]:
    """Return what the program keeps with a model."""
    keep = by_rules(example)
    kept = settled(example.kinds, example.end)
    for at, chance in zip(example.rows.tolist(), probabilities(example.features, trees).tolist(), strict=True):
        if not kept[at]:
            keep[at] = keeps(chance, rules=keep[at])
    return keep


def by_rules(example: Example) -> list[bool]:
    """Return what the program keeps without a model."""
    return [kind == "paragraph" for kind in example.kinds]


def by_segment(example: Example) -> list[bool]:
    """Return what the plain baseline keeps: the run of units with the greatest sum of scores, and all in it."""
    first, end = best_run(example.scores) or (0, 0)
    return [first <= at < end for at in range(len(example.kinds))]


def report(name: str, examples: Sequence[Example], keep: Callable[[Example], list[bool]]) -> None:
    """Print the mean F1 of each set and renderer."""
    cells = defaultdict(list)
    for example in examples:
        cells[example.cell].append(f1(example, keep(example)))
    for cell, values in sorted(cells.items()):
        print(f"{name:12}{cell[0]:14}{cell[1]:12}{len(values):5}{np.mean(values):8.3f}", flush=True)


def report_folds(examples: Sequence[Example], salt: str) -> None:
    """Print the figures of models that have not seen the sites they read."""
    models = {}
    for fold in range(FOLDS):
        models[fold] = train([example for example in examples if fold_of(example.site, salt) != fold])
    report(f"model{salt}", examples, lambda example: by_model(example, models[fold_of(example.site, salt)]))


def write(trees: dict[str, Array], out: Path) -> None:
    """Write a model where the program looks for it, and what it hashes to."""
    file = out / MODEL / "weights.npz"
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        file,
        feature=trees["feature"],
        threshold=trees["threshold"],
        value=trees["value"],
        names=np.array(FEATURES),
    )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    sums = out / "SHA256SUMS"
    others = [line for line in sums.read_text().splitlines() if f"{MODEL}/" not in line] if sums.exists() else []
    sums.write_text("\n".join(sorted([*others, f"{digest}  {MODEL}/weights.npz"])) + "\n")
    print(f"{digest}  {file}")


def main() -> None:
    """Print the folds' figures and write the model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="the folder of models to write to")
    parser.add_argument("--salts", default="", help="other splits into folds to report too, comma-separated")
    options = parser.parse_args()
    examples = read_examples(options.data)
    report("segment", examples, by_segment)
    report("rules", examples, by_rules)
    for salt in options.salts.split(","):
        report_folds(examples, salt)
    if options.out:
        write(train(examples), options.out)


if __name__ == "__main__":
    main()
