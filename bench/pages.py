"""Whole HTML pages to articles: onrecord beside the extractors that people use, on the same pages in one run.

    python bench/pages.py --data FOLDER [--set NAME] [--only TOOL] [--rounds N] [--every N] [--worst N]

FOLDER holds `NAME.jsonl` with `html` (the path of a gzipped page), `url` and `gold`. Body: scrapinghub's own
metric (4-word shingles, precision and recall as means over pages; scrapinghub/article-extraction-benchmark) and
token F1 as a mean over pages; ours is paragraphs, subheads and the standfirst. Headline, authors, day, publisher:
the share of the pages with that fact in the gold, which is mostly what the markup states. `kept` is the same for a
headline or any other reading of it that is kept beside it. `seen` is the headline that a reader sees, from
`visible_headlines.jsonl`. Agencies that the markup names as authors count as authors; publishers where one name
holds the other. Speed is pages a second of processor time, everything a tool is asked for here included, but not
what it loads once: each reads the first page of a set before the clock starts. With `--rounds` it is each page's
median over as many turns of all tools: from the second on every tool's caches are warm.
Behind each figure of a peer stands the 95% interval of ours minus theirs, by paired bootstrap over pages; `*`
marks where it excludes zero.
The peers come with `pip install 'onrecord[bench]'`; one that is not installed is a row that says so.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from peers import READERS, Reader, Reading

from onrecord.text import fold, name_key

SETS = ("scrapinghub", "fundus_en", "fundus_other")
VISIBLE = Path(__file__).parent / "visible_headlines.jsonl"
_ROUNDS = 2_000


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, as scrapinghub's benchmark cuts them."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def shingle_scores(found: str, wanted: str) -> tuple[float, float]:
    """Return precision and recall of shingles; of two empty texts both are 1."""
    a, b = shingles(found), shingles(wanted)
    true, false, missed = sum((a & b).values()), sum((a - b).values()), sum((b - a).values())
    precision = true / (true + false) if true + false else 1.0
    recall = true / (true + missed) if true + missed else 1.0
    return precision, recall


def token_f1(found: str, wanted: str) -> float:
    """Return the F1 of two bags of words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def plain(text: str) -> str:
    """Return a headline for comparison: one form of each mark, single spaces, case as it stands."""
    marks = str.maketrans("‘’“”‐‑", "''\"\"--", "\u00ad\u200b\ufeff")
    return " ".join(unicodedata.normalize("NFKC", text).translate(marks).split())


def same_publisher(found: str, wanted: str) -> bool:
    """Tell whether one name holds the other, spaces and accents aside."""
    a, b = (name_key(name).replace(" ", "") for name in (found, wanted))
    return bool(a and b) and (a in b or b in a)


def digest(text: str) -> str:
    """Return what `visible_headlines.jsonl` keeps of a headline: a hash of its folded words."""
    return hashlib.sha256(" ".join(fold(plain(text)).split()).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Scores:
    """Each measure's value a page (None where the gold is silent), and the seconds spent."""

    pages: list[dict[str, float | None]] = field(default_factory=list)
    seconds: float = 0.0


def score(reading: Reading, row: dict[str, Any], visible: dict[str, list[str]]) -> dict[str, float | None]:
    """Return the measures of one page."""
    gold = row["gold"]
    precision, recall = shingle_scores(reading.body, gold["body"])
    found = {name_key(name) for name in reading.authors}
    out: dict[str, float | None] = {
        "precision": precision,
        "recall": recall,
        "body": token_f1(reading.body, gold["body"]),
        "headline": None,
        "kept": None,
        "seen": None,
        "authors": None,
        "day": None,
        "publisher": None,
    }
    if gold.get("headline"):
        wanted = plain(gold["headline"])
        out["headline"] = float(plain(reading.headline or "") == wanted)
        out["kept"] = float(wanted in {plain(one) for one in (reading.headline or "", *reading.readings)})
    if row["id"] in visible:
        out["seen"] = float(digest(reading.headline or "") in visible[row["id"]])
    if gold.get("authors") is not None:
        out["authors"] = float(found == {name_key(name) for name in gold["authors"]})
    if gold.get("published"):
        out["day"] = float(reading.day == gold["published"][:10])
    if gold.get("publisher"):
        out["publisher"] = float(same_publisher(reading.publisher or "", gold["publisher"]))
    return out


def mean(values: Sequence[float]) -> float:
    """Return the mean; of nothing, 0."""
    return sum(values) / len(values) if values else 0.0


def shingle_f1(pages: Sequence[dict[str, float | None]]) -> float:
    """Return scrapinghub's F1: of the mean precision and the mean recall."""
    p, r = (mean([page[name] or 0.0 for page in pages]) for name in ("precision", "recall"))
    return 2 * p * r / (p + r) if p + r else 0.0


def share(name: str) -> Callable[[Sequence[dict[str, float | None]]], float]:
    """Return a measure: the mean of one column over the pages that have it."""
    return lambda pages: mean([value for page in pages if (value := page[name]) is not None])


MEASURES: dict[str, Callable[[Sequence[dict[str, float | None]]], float]] = {
    "shingle F1": shingle_f1,
    "token F1": share("body"),
    "headline": share("headline"),
    "kept": share("kept"),
    "seen": share("seen"),
    "authors": share("authors"),
    "day": share("day"),
    "publisher": share("publisher"),
}
_OF = {"shingle F1": "body", "token F1": "body"}


def interval(
    measure: Callable[[Sequence[dict[str, float | None]]], float],
    ours: Sequence[dict[str, float | None]],
    theirs: Sequence[dict[str, float | None]],
) -> tuple[float, float]:
    """Return the 95% interval of ours minus theirs: both are drawn on the same pages in each round."""
    rng = random.Random(20_310_303)  # noqa: S311 -- a bootstrap, no secret
    differences = []
    for _ in range(_ROUNDS):
        drawn = rng.choices(range(len(ours)), k=len(ours))
        differences.append(measure([ours[i] for i in drawn]) - measure([theirs[i] for i in drawn]))
    differences.sort()
    return differences[int(0.025 * _ROUNDS)], differences[int(0.975 * _ROUNDS) - 1]


def measure_set(
    rows: list[dict[str, Any]],
    folder: Path,
    readers: dict[str, Reader],
    visible: dict[str, list[str]],
    rounds: int,
) -> dict[str, Scores]:
    """Return the scores of every reader on one set; each page is read by all, in turns, before the next is."""
    scores = {name: Scores() for name in readers}
    for name, read in readers.items():
        attempt(name, read, page_of(rows[0], folder), rows[0])
    for row in rows:
        data = page_of(row, folder)
        taken: dict[str, list[float]] = {name: [] for name in readers}
        for nth in range(rounds):
            for name, read in readers.items():
                start = time.process_time()
                reading = attempt(name, read, data, row)
                taken[name].append(time.process_time() - start)
                if nth == 0:
                    scores[name].pages.append(score(reading, row, visible))
        for name, seconds in taken.items():
            scores[name].seconds += median(seconds)
    return scores


def page_of(row: dict[str, Any], folder: Path) -> bytes:
    """Return the bytes of a page."""
    return gzip.decompress((folder / row["html"]).read_bytes())


def attempt(name: str, read: Reader, data: bytes, row: dict[str, Any]) -> Reading:
    """Return what a tool reads from a page; nothing where it raises, which is told."""
    try:
        return read(data, row.get("url") or "")
    except Exception as error:  # noqa: BLE001 -- whatever a peer raises is its result: nothing read
        print(f"  {name} on {row['id']}: {type(error).__name__}: {str(error)[:80]}")
        return Reading()


def print_table(title: str, scores: dict[str, Scores], missing: Sequence[str]) -> None:
    """Print the table of one set in Markdown."""
    ours = scores.get("onrecord")
    shown = [
        name
        for name in MEASURES
        if any(page[_OF.get(name, name)] is not None for one in scores.values() for page in one.pages)
    ]
    size = len(next(iter(scores.values())).pages)
    print(f"\n### {title}: {size} pages\n\n| tool | " + " | ".join(shown) + " | pages/s |")
    print("|---|" + "---|" * (len(shown) + 1))
    for name, one in scores.items():
        cells = []
        for measure in shown:
            cell = f"{MEASURES[measure](one.pages):.3f}"
            if ours and one is not ours and cell != "0.000":
                low, high = interval(MEASURES[measure], ours.pages, one.pages)
                cell += f" [{low:+.3f}, {high:+.3f}]{'*' if low > 0 or high < 0 else ''}"
            cells.append(cell)
        print(f"| {name} | " + " | ".join(cells) + f" | {size / one.seconds:.1f} |")
    for name in missing:
        print(f"| {name} | not installed |" + " |" * len(shown))


def print_worst(scores: dict[str, Scores], rows: list[dict[str, Any]], count: int) -> None:
    """Print the pages on which our body is worst, and what is wrong in the mastheads."""
    pages = scores["onrecord"].pages
    others = [one.pages for name, one in scores.items() if name != "onrecord"]
    for at in sorted(range(len(rows)), key=lambda i: pages[i]["body"] or 0.0)[:count]:
        best = max((page[at]["body"] or 0.0 for page in others), default=0.0)
        print(f"  {pages[at]['body']:.3f} (best peer {best:.3f})  {rows[at]['id']}")
    for name in ("kept", "seen", "authors", "day", "publisher") if count else ():
        wrong = [row["id"] for row, page in zip(rows, pages, strict=True) if page[name] == 0.0]
        print(f"  {name} wrong: {', '.join(wrong)}")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets", help="only this set")
    parser.add_argument("--only", action="append", choices=list(READERS), help="only this tool")
    parser.add_argument("--rounds", type=int, default=1, help="read each page so often; the median time counts")
    parser.add_argument("--every", type=int, default=1, help="take every Nth page of a set")
    parser.add_argument("--worst", type=int, default=0, help="list so many of our worst bodies")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    readers, missing = {}, []
    for name in options.only or READERS:
        try:
            readers[name] = READERS[name]()
        except ImportError:
            missing.append(name)
    visible = {}
    if VISIBLE.is_file():
        lines = VISIBLE.read_text(encoding="utf-8").splitlines()
        visible = {row["id"]: row["sha256_16"] for row in map(json.loads, lines)}
    pages: Counter[str] = Counter()
    seconds: dict[str, float] = dict.fromkeys(readers, 0.0)
    for name in options.sets or SETS:
        path = options.data / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows = rows[:: options.every]
        scores = measure_set(rows, options.data, readers, visible, options.rounds)
        for tool, one in scores.items():
            pages[tool] += len(one.pages)
            seconds[tool] += one.seconds
        print_table(name, scores, missing)
        if "onrecord" in scores:
            print_worst(scores, rows, options.worst)
    print("\nPages a second of processor time over all sets: ", end="")
    print(", ".join(f"{tool} {pages[tool] / seconds[tool]:.1f}" for tool in readers))


if __name__ == "__main__":
    main()
