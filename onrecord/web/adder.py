"""`python -m onrecord.web.adder LEDGER`: adds what lies in ./dropped and says how far it is, JSON line by line.

A process of its own, so that screens answer while pages are read and nothing that happens to it happens to them.
"""

from __future__ import annotations

import glob
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger, open_ledger
from onrecord.model import AddProgress
from onrecord.store.connection import is_ledger
from onrecord.web.runs import DROPPED


def main() -> None:
    """Add, until that is done or the process is told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server, which then says what to do
    try:
        with open_ledger(sys.argv[1], create=True) as ledger:
            brought = _merged(ledger)
            added = _added(ledger)
    except KeyboardInterrupt:
        _say(state="stopped")
    except OnrecordError as error:
        _say(state="failed", why=str(error))
    else:
        _say(state="done", report=brought | added)


def _merged(ledger: Ledger) -> dict[str, int]:
    """Take in the ledgers among what was dropped, and put them away."""
    reports = []
    for file in sorted(Path(DROPPED).rglob("*")):
        if file.is_file() and is_ledger(file):
            reports.append(ledger.merge(file, on_progress=_tell))
            for beside in file.parent.glob(f"{glob.escape(file.name)}*"):
                beside.unlink()
    return {
        "ledgers": len(reports),
        "merged": sum(report.pages for report in reports),
        "decisions": sum(report.decisions for report in reports),
    }


def _added(ledger: Ledger) -> dict[str, int]:
    counts = ("seen", "read", "partly", "refused", "unchanged", "pages", "statements")
    if not any(file.is_file() for file in Path(DROPPED).rglob("*")):
        return dict.fromkeys(counts, 0)
    report = ledger.add([DROPPED], on_progress=_tell, on_update=_tell)
    return {name: getattr(report, name) for name in counts}


def _tell(progress: AddProgress) -> None:
    _say(state="running", **asdict(progress))


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
