"""Writes the development articles as a crawl might have left them, to score the reader on.

    python train/tagger/noised.py --data ../shared/data/attribution --out out/noised
    python bench/statements.py --data out/noised

The seed is fixed: the same noise for every model. The scorer is copied beside the articles.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from pathlib import Path

from data import load, noised


def main() -> None:
    """Write the folder."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-dev.jsonl and score.py")
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    rng = random.Random(7)  # noqa: S311 - noise, no secret
    rows = [noised(article, rng) for article in load(given.data / "polnear-dev.jsonl")]
    for row in rows:
        row["attributions"] = [one for one in row["attributions"] if one["content"] and one["cue"]]
    given.out.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (given.out / "polnear-dev.jsonl").write_text(lines, encoding="utf-8")
    shutil.copy(given.data / "score.py", given.out / "score.py")


if __name__ == "__main__":
    main()
