"""What a file that may hold many pages gives, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import PageProblem, Problem, Source


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Parts of a file that are no pages and were never meant to be: requests, pictures, other statuses.

    Attributes:
        path: The file.
        counts: How many of them for each reason, the most frequent first.
    """

    path: str
    counts: tuple[tuple[str, int], ...]


Part = Source | PageProblem | PassedOver
"""A page's bytes; a part that should have been a page and could not be had; what was passed over."""


def missed(path: str, reason: str, message: str) -> PageProblem:
    """Return a part that could not be had: its place, a stable slug, a sentence with what to do."""
    return PageProblem(path=path, page=None, problem=Problem(stage="read", reason=reason, message=message))


def within(path: str, part: str) -> str:
    """Return the place of a part of a file, stable from run to run: `crawl.warc.gz!…`."""
    return f"{path}!{part}"
