"""A page with one statement: what the tests of decisions and of forgetting are fed."""

from __future__ import annotations

from pathlib import Path

TEXT = (
    "Kestria lost no ship\n\nTolmin Gazette, 14 March 2031\n\n"
    "Foreign minister Mara Velt said on Thursday that no ship of Kestria was sunk in the strait of Tessaly.\n"
)


def strait_page(folder: Path) -> str:
    """Write the page into a folder and return its path."""
    path = folder / "strait.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)
