"""Scores `onrecord.find_statements` on PolNeAR's development articles with the data folder's own scorer.

    python bench/statements.py --data ../shared/data/attribution [--boot 1000] [--peer PYTHON]

Statements within other statements are left out: the data does not annotate them. Prints the scorer's table and
the words read a second, the whole pipeline included. PYTHON is the interpreter of an environment with textacy and
a model of spaCy's: its finder of direct quotations is scored on the same articles, in the same run.
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

PEER = """
import json, sys
import spacy, textacy.extract
nlp = spacy.load(sys.argv[1])
for text in json.load(sys.stdin):
    start, found = 0, []
    for line in text.splitlines(keepends=True):
        try:
            quotations = list(textacy.extract.direct_quotations(nlp(line.rstrip()))) if line.strip() else []
        except ValueError:
            quotations = []
        for one in quotations:
            spans = [
                [[start + part[0].idx, start + part[-1].idx + len(part[-1])]] if len(part) else None
                for part in (one.speaker, one.cue, one.content)
            ]
            found.append(dict(zip(("source", "cue", "content"), spans)))
        start += len(line)
    print(json.dumps(found))
"""
Attributions = list[dict[str, object]]


def predict(text: str, reader: Reader) -> Attributions:
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


def peer_predicts(python: str, model: str, texts: list[str]) -> list[Attributions]:
    """Return what textacy finds in each text, in the shape that the scorer reads."""
    done = subprocess.run(  # noqa: S603 - the interpreter that the user named
        [python, "-c", PEER, model], input=json.dumps(texts).encode(), capture_output=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def score(data: Path, lines: list[str], found: list[Attributions], boot: str) -> int:
    """Print the scorer's table of what was found in the articles, and return its exit code."""
    articles = [json.loads(line) for line in lines]
    rows = [{"id": a["id"], "text": a["text"], "attributions": f} for a, f in zip(articles, found, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        gold, told = Path(folder, "gold.jsonl"), Path(folder, "found.jsonl")
        gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
        told.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(data / "score.py"), str(gold), str(told), "--boot", boot]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the scorer that the user named


def main() -> int:
    """Predict, time and score."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-dev.jsonl and score.py")
    options.add_argument("--boot", default="0", help="bootstrap rounds for intervals")
    options.add_argument("--reader", choices=get_args(Reader), default=DEFAULT.reader, help="who looks")
    options.add_argument("--every", type=int, default=1, help="only every so many articles")
    options.add_argument("--peer", help="the interpreter of an environment with textacy")
    options.add_argument("--peer-model", default="en_core_web_sm", help="the name of spaCy's model there")
    given = options.parse_args()
    lines = (given.data / "polnear-dev.jsonl").read_text(encoding="utf-8").splitlines()[:: given.every]
    texts = [json.loads(line)["text"] for line in lines]
    start = time.process_time()
    found = [predict(text, given.reader) for text in texts]
    seconds = time.process_time() - start
    code = score(given.data, lines, found, given.boot)
    words = sum(len(text.split()) for text in texts)
    print(f"{words / seconds:,.0f} words a second of processor time, whole pipeline")
    if given.peer:
        print("textacy, direct quotations")
        score(given.data, lines, peer_predicts(given.peer, given.peer_model, texts), given.boot)
    return code


if __name__ == "__main__":
    sys.exit(main())
