"""Scores `onrecord.find_statements` on PolNeAR's development articles with the data folder's own scorer.

    python bench/statements.py --data ../shared/data/attribution [--boot 1000]

Statements within other statements are left out: the data does not annotate them. Prints the scorer's table and
the words read a second, the whole pipeline included.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import get_args

from onrecord import find_statements
from onrecord.settings import DEFAULT, Reader


def predict(text: str, reader: Reader) -> list[dict[str, object]]:
    """Return the statements of a text in the shape that the scorer reads."""
    return [
        {
            "source": [list(span) for span in statement.speaker_spans] or None,
            "cue": [list(span) for span in statement.cue] or None,
            "content": [list(span) for span in statement.content],
        }
        for statement in find_statements(text, reader=reader)
        if statement.content and statement.within is None
    ]


def main() -> int:
    """Predict, time and score."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-dev.jsonl and score.py")
    options.add_argument("--boot", default="0", help="bootstrap rounds for intervals")
    options.add_argument("--reader", choices=get_args(Reader), default=DEFAULT.reader, help="who looks")
    options.add_argument("--every", type=int, default=1, help="only every so many articles")
    given = options.parse_args()
    lines = (given.data / "polnear-dev.jsonl").read_text(encoding="utf-8").splitlines()[:: given.every]
    articles = [json.loads(line) for line in lines]
    start = time.process_time()
    rows = [{"id": a["id"], "text": a["text"], "attributions": predict(a["text"], given.reader)} for a in articles]
    seconds = time.process_time() - start
    words = sum(len(article["text"].split()) for article in articles)
    with tempfile.TemporaryDirectory() as folder:
        gold, found = Path(folder, "gold.jsonl"), Path(folder, "found.jsonl")
        gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(given.data / "score.py"), str(gold), str(found), "--boot", given.boot]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - the scorer that the user named
    print(f"{words / seconds:,.0f} words a second of processor time, whole pipeline")
    return code


if __name__ == "__main__":
    sys.exit(main())
