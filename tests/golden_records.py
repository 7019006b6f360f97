"""The golden records: what is made of each example page now, laid out so that a diff can be read.

`make golden` writes them. They are page records less what changes without a change of behaviour (the version) and
less the page's text, whose sha256 stays; beside the spans of a statement stand the words that they cut.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from onrecord import read_page
from onrecord.interchange import record_to_json
from onrecord.model import Record, Spans, Statement

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "examples" / "dispute" / "pages"
GOLDEN = ROOT / "tests" / "golden"
_PAIR = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")


def pages() -> list[Path]:
    """Return the example pages, by name."""
    return sorted(PAGES.iterdir())


def golden_path(page: Path) -> Path:
    """Return where the golden record of a page lies."""
    return GOLDEN / f"{page.stem}.json"


def golden_record(page: Path) -> dict[str, Any]:
    """Return what the golden record of a page holds when it is made now."""
    record = read_page(page)
    out: dict[str, Any] = json.loads(record_to_json(record))
    del out["text"], out["made_by"]["onrecord"], out["decisions"]  # nobody has decided anything about these
    out["page"]["path"] = page.name
    for statement, row in zip(record.statements, out["statements"], strict=True):
        row["words"] = _words(record, statement)
    return out


def _words(record: Record, statement: Statement) -> dict[str, str]:
    def cut(spans: Spans) -> str:
        return " … ".join(record.text[slice(*span)] for span in spans)

    return {"speakers": cut(statement.speaker_spans), "cue": cut(statement.cue), "content": cut(statement.content)}


def laid_out(record: dict[str, Any]) -> str:
    """Return a golden record as text, a span a line."""
    return _PAIR.sub(r"[\1, \2]", json.dumps(record, indent=1, ensure_ascii=False)) + "\n"


def write_all() -> None:
    """Write the golden record of every page, and remove those whose page is gone."""
    GOLDEN.mkdir(exist_ok=True)
    wanted = {golden_path(page): page for page in pages()}
    for path in set(GOLDEN.glob("*.json")) - set(wanted):
        path.unlink()
    for path, page in wanted.items():
        path.write_text(laid_out(golden_record(page)), encoding="utf-8")


if __name__ == "__main__":
    write_all()
