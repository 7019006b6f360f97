"""`python -m onrecord.web.adder LEDGER`: adds what lies in ./dropped and says how far it is, JSON line by line.

A process of its own, so that screens answer while pages are read and nothing that happens to it happens to them.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict
from types import FrameType

from onrecord.errors import OnrecordError
from onrecord.ledger import open_ledger
from onrecord.model import AddProgress
from onrecord.web.runs import DROPPED


def main() -> None:
    """Add, until that is done or the process is told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server, which then says what to do
    try:
        with open_ledger(sys.argv[1], create=True) as ledger:
            report = ledger.add([DROPPED], on_progress=_tell)
    except KeyboardInterrupt:
        _say(state="stopped")
    except OnrecordError as error:
        _say(state="failed", why=str(error))
    else:
        counts = {name: getattr(report, name) for name in ("seen", "read", "partly", "refused", "unchanged")}
        _say(state="done", report={**counts, "pages": report.pages, "statements": report.statements})


def _tell(progress: AddProgress) -> None:
    _say(state="running", **asdict(progress))


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
