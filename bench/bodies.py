"""How much of an article's body the blocks keep, and how little else: token F1 against hand-made bodies.

    python bench/bodies.py --data FOLDER [--worst N]

FOLDER holds `*-textdumps.jsonl`: one page a line with `text`, `renderer` and `gold.body`; and, for HTML,
`NAME.jsonl` with `html`, the path of a gzipped page. The figures are means over pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from onrecord.blocks import find_blocks
from onrecord.lang.language import Language
from onrecord.model import Page, Source
from onrecord.read import read_pages

ENGLISH = Language("en")


def token_f1(found: str, wanted: str) -> float:
    """Return the F1 of two bags of words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def body_of(page: Page) -> str:
    """Return the words of the paragraphs."""
    blocks = find_blocks(page, ENGLISH)
    return "\n".join(page.text[slice(*block.span)] for block in blocks if block.kind == "paragraph")


def read(row: dict[str, Any], folder: Path) -> Page | None:
    """Return the page of one row, from its text or its HTML, or None where it is refused."""
    if "text" in row:
        source = Source(data=row["text"].encode(), media_type="text/plain")
    else:
        source = Source(data=gzip.decompress((folder / row["html"]).read_bytes()), media_type="text/html")
    return next(iter(read_pages(source)), None)


def main() -> None:
    """Print a table of token F1 by set and renderer, and the speed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages of each cell")
    options = parser.parse_args()
    print(f"{'set':22}{'renderer':12}{'pages':>6}{'F1':>8}{'>= .95':>8}{'pages/s':>9}")
    for path in sorted(options.data.glob("*.jsonl")):
        cells = defaultdict(list)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            page = read(row, options.data)
            start = time.perf_counter()
            f1 = token_f1(body_of(page), row["gold"]["body"]) if page else 0.0
            cells[row.get("renderer", "html")].append((f1, row["id"], time.perf_counter() - start))
        for renderer, pages in cells.items():
            f1s = [f1 for f1, _, _ in pages]
            whole = sum(f1 >= 0.95 for f1 in f1s) / len(f1s)
            speed = len(pages) / sum(seconds for _, _, seconds in pages)
            print(
                f"{path.stem[:21]:22}{renderer:12}{len(f1s):6}{sum(f1s) / len(f1s):8.3f}{whole:8.2f}{speed:9.0f}"
            )
            for f1, name, _ in sorted(pages)[: options.worst]:
                print(f"    {f1:.3f}  {name}")


if __name__ == "__main__":
    main()
