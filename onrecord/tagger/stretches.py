"""Candidates by the stretches of the text that they touch, so that none is held against all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.model import Spans
from onrecord.tagger.candidate import Candidate

_STRETCH = 512


class Stretches:
    """Candidates by the place of their contents, or of other spans that they are added under."""

    def __init__(self) -> None:
        self._by_stretch: dict[int, list[Candidate]] = {}

    def add(self, candidate: Candidate, spans: Spans) -> None:
        """Note a candidate at each of some spans."""
        for stretch in _stretches(spans):
            self._by_stretch.setdefault(stretch, []).append(candidate)

    def near(self, spans: Spans) -> Iterator[Candidate]:
        """Yield every candidate, once, one of whose spans could share a code point with these."""
        seen: set[int] = set()
        for stretch in _stretches(spans):
            for candidate in self._by_stretch.get(stretch, ()):
                if id(candidate) not in seen:
                    seen.add(id(candidate))
                    yield candidate


def _stretches(spans: Spans) -> Iterable[int]:
    return dict.fromkeys(n for s in spans for n in range(s.start // _STRETCH, (s.end - 1) // _STRETCH + 1))
