"""What the markup around a run of text says about it, as a short list of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from onrecord.read.elements import LANDMARKS

MOST_HINTS = 40
LONGEST_HINT = 64

_ATTRIBUTES = ("id", "class", "role", "itemprop", "itemtype", "data-component")
_LONGEST_VALUE = 2_000
_LANDMARK = {tag: (tag,) for tag in LANDMARKS}


def add_hints(outer: tuple[str, ...], tag: str, attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the hints of an element: those of its ancestors and its own, outermost first, each once.

    Where there would be more than `MOST_HINTS`, the outermost go first, but the names of landmarks (`nav`,
    `aside`, …) stay longest: they say most about what part of the page this is.
    """
    own = _own_hints(tag, *map(attributes.get, _ATTRIBUTES)) if attributes else _LANDMARK.get(tag, ())
    if not own:
        return outer
    hints = (*[hint for hint in outer if hint not in own], *own)
    return hints if len(hints) <= MOST_HINTS else _fewest(hints)


@lru_cache(maxsize=4096)
def _own_hints(tag: str, *values: str | None) -> tuple[str, ...]:
    """Return what an element's name and attributes say, each token once: pages say the same again and again."""
    tokens = [token for value in values if value for token in value[:_LONGEST_VALUE].split()]
    short = [token for token in tokens if len(token) <= LONGEST_HINT]
    return tuple(dict.fromkeys([*_LANDMARK.get(tag, ()), *short]))


def _fewest(hints: tuple[str, ...]) -> tuple[str, ...]:
    excess = len(hints) - MOST_HINTS
    dropped = set([place for place, hint in enumerate(hints) if hint not in LANDMARKS][:excess])
    return tuple([hint for place, hint in enumerate(hints) if place not in dropped][-MOST_HINTS:])
