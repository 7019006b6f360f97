"""Pages by the hundred, each different, made from the example pages: names, numbers and days exchanged."""

from __future__ import annotations

import random
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"

_EXCHANGES = (
    ("Tolmin", ("Tolmin", "Carrow", "Pellmore", "Lunn")),
    ("Monday", ("Monday", "Tuesday", "Wednesday", "Friday")),
    ("Transmarine", ("Transmarine", "Halvard Wire", "Northmarine")),
    ("said", ("said", "stated", "announced", "insisted")),
)


def make_pages(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Fill a folder with so many pages, no two alike, the same for the same seed; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    examples = sorted(EXAMPLES.iterdir())
    chance = random.Random(seed)  # noqa: S311  # variety, not secrecy
    for nth in range(count):
        example = examples[nth % len(examples)]
        text = example.read_text(encoding="utf-8", errors="surrogateescape")
        for old, choices in _EXCHANGES:
            text = text.replace(old, chance.choice(choices))
        text = text.replace("2031", str(chance.randrange(2031, 2039)))
        lines = text.splitlines()
        middle = len(lines) // 2 if example.suffix == ".txt" else len(lines)
        lines.insert(middle, f"<!-- {nth} -->" if example.suffix == ".html" else f"\nNote {nth} of the desk.\n")
        made = folder / f"{nth:04}_{example.name}"
        made.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
    return folder
