"""A progress bar with honest totals, on stderr, and only where someone can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from onrecord.export.safe import visible
from onrecord.model import AddProgress


@contextmanager
def progress(what: str) -> Iterator[Callable[[AddProgress], None]]:
    """Give a function to call with how far the work has come."""
    console = Console(file=sys.stderr, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def tell(at: AddProgress) -> None:
            path = Text(visible(at.path))
            path.truncate(40, overflow="ellipsis")
            told = at.step or f"{what} {path.plain}"
            bar.update(task, completed=at.done + at.share, total=at.total, description=told)

        yield tell
