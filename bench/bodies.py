"""How much of an article's body the blocks keep, and how little else: token F1 against hand-made bodies.

    python bench/bodies.py --data FOLDER [--worst N]

FOLDER holds `*-textdumps.jsonl`: one page a line with `text`, `renderer`, `gold.body` and `gold.published`; and,
for HTML, `NAME.jsonl` with `html`, the path of a gzipped page. F1 is a mean over pages; `day` and `wrong` are the
shares of the pages with a day in the gold on which that day, or another one, is read as the day of publication.
Speed is pages a second of processor time from bytes to article: decoding, blocks, masthead; statements are not
looked for.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.blocks import find_blocks
from onrecord.lang.language import Language
from onrecord.masthead import find_article
from onrecord.model import Source
from onrecord.read import read_pages

ENGLISH = Language("en")


def token_f1(found: str, wanted: str) -> float:
    """Return the F1 of two bags of words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


@dataclass(frozen=True, slots=True)
class Result:
    """One page: how right its body is, whether its day is right (None where nobody knows), how long it took."""

    f1: float
    day: bool | None
    wrong: bool | None
    seconds: float
    name: str


def source_of(row: dict[str, Any], folder: Path) -> Source:
    """Return the text or the HTML of one row."""
    if "text" in row:
        return Source(data=row["text"].encode(), media_type="text/plain")
    return Source(data=gzip.decompress((folder / row["html"]).read_bytes()), media_type="text/html")


def measure(row: dict[str, Any], source: Source) -> Result:
    """Return how one page is read."""
    start = time.process_time()
    page = next(iter(read_pages(source)))
    blocks = find_blocks(page, ENGLISH)
    article, _ = find_article(page, blocks, ENGLISH)
    seconds = time.process_time() - start
    body = "\n".join(page.text[slice(*block.span)] for block in blocks if block.kind == "paragraph")
    wanted, found = (row["gold"].get("published") or "")[:10], article.published.value
    return Result(
        f1=token_f1(body, row["gold"]["body"]),
        day=found == wanted if wanted else None,
        wrong=found not in (None, wanted) if wanted else None,
        seconds=seconds,
        name=row["id"],
    )


def share(values: Iterable[bool | None]) -> str:
    """Return the share of those that are known, for a cell of the table."""
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):8.3f}" if known else f"{'':8}"


def main() -> None:
    """Print a table by set and renderer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages of each cell")
    options = parser.parse_args()
    print(f"{'set':22}{'renderer':12}{'pages':>6}{'F1':>8}{'>= .95':>8}{'day':>8}{'wrong':>8}{'pages/s':>9}")
    for path in sorted(options.data.glob("*.jsonl")):
        cells = defaultdict(list)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            cells[row.get("renderer", "html")].append(measure(row, source_of(row, options.data)))
        for renderer, pages in cells.items():
            f1 = sum(page.f1 for page in pages) / len(pages)
            speed = len(pages) / sum(page.seconds for page in pages)
            print(f"{path.stem[:21]:22}{renderer:12}{len(pages):6}{f1:8.3f}", end="")
            print(share(page.f1 >= 0.95 for page in pages), end="")
            print(share(page.day for page in pages), share(page.wrong for page in pages), sep="", end="")
            print(f"{speed:9.0f}", flush=True)
            for page in sorted(pages, key=lambda page: page.f1)[: options.worst]:
                print(f"    {page.f1:.3f}  {page.name}")


if __name__ == "__main__":
    main()
