"""From the data to the shipped model and its figures, in one command.

    python train/tagger/make.py --data ../shared/data/attribution --base BASE --out OUT

Trains (`train.py`; a run that was broken off goes on), exports (`export.py`), fits the confidence
(`calibrate.py`), writes the checksums and scores the development articles (`bench/statements.py`). Needs the
packages of `onrecord[train]`; what follows as further options goes to `train.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def run(script: Path, *arguments: str | Path) -> None:
    """Run a script of this repository with its own copy of onrecord."""
    command = [sys.executable, str(script), *map(str, arguments)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})  # noqa: S603 - our own


def write_sums(models: Path) -> None:
    """Write what every file of the shipped models hashes to, the words about them aside."""
    listed = (models / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    kept = [line for line in listed if not line.split()[1].startswith("tagger-1/")]
    files = (
        models / "tagger-1" / name for name in ("confidence.json", "encoder.onnx", "linker.onnx", "vocab.txt")
    )
    new = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  tagger-1/{file.name}" for file in files]
    (models / "SHA256SUMS").write_text("\n".join([*kept, *new]) + "\n", encoding="ascii")


def main() -> None:
    """Do one step after the other."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-*.jsonl and score.py")
    options.add_argument("--base", type=Path, required=True, help="the folder of the base model")
    options.add_argument("--out", type=Path, required=True, help="where checkpoints go")
    options.add_argument("--to", type=Path, default=ROOT / "onrecord" / "models" / "tagger-1")
    options.add_argument("--epochs", type=int, default=4)
    given, more = options.parse_known_args()
    taught = ("--data", given.data, "--base", given.base, "--out", given.out, "--epochs", str(given.epochs))
    run(HERE / "train.py", *taught, *more)
    checkpoint = given.out / f"epoch-{given.epochs}.pt"
    run(HERE / "export.py", "--checkpoint", checkpoint, "--base", given.base, "--to", given.to)
    run(HERE / "calibrate.py", "--data", given.data, "--to", given.to)
    write_sums(given.to.parent)
    run(ROOT / "bench" / "statements.py", "--data", given.data, "--boot", "1000")


if __name__ == "__main__":
    main()
