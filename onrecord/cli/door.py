"""How a command ends: what became of it as an exit code, and every failure as one sentence."""

from __future__ import annotations

import errno
import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from onrecord.cli.show import note
from onrecord.errors import OnrecordError

FINE, FINDINGS, FAILED = 0, 1, 2
"""0 fine, 1 findings (something refused, unproven, or nothing found), 2 could not do it."""

STOPPED = "Stopped; what was added is kept; run the same command to go on."


class Verbs(TyperGroup):
    """The commands behind one door that lets no traceback out for a failure that was foreseen."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401  # typer's own signature
        """Run the command; its data is flushed here, so that a closed pipe shows here too."""
        _survive_missing_streams()
        _survive_narrow_terminals()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except OnrecordError as error:
            raise _failed(str(error)) from error
        except KeyboardInterrupt as error:
            raise _failed(STOPPED) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise _failed(f"The system refused: {error}.") from error
        return result


def _failed(sentence: str) -> typer.Exit:
    note(sentence)
    return typer.Exit(FAILED)


class _Nowhere(io.TextIOBase):
    """Takes what is written to a stream that was closed before the start, as those of a timer's job may be."""

    def write(self, text: str, /) -> int:
        """Take text and do nothing with it."""
        return len(text)


def _survive_missing_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, _Nowhere())


def _survive_narrow_terminals() -> None:
    """Let characters that a terminal's encoding lacks come out escaped in place of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end what is done within as Ctrl-C does: cleanly, between two pages."""
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, _stop) for one in signals if signal.getsignal(one) is signal.SIG_DFL}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)
