"""What the markup around a run of text says about it, as a short list of tokens."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.read.elements import LANDMARKS

MOST_HINTS = 40
LONGEST_HINT = 64

_ATTRIBUTES = ("id", "class", "role", "itemprop", "itemtype", "data-component")
_LONGEST_VALUE = 2_000


def add_hints(outer: tuple[str, ...], tag: str, attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the hints of an element: those of its ancestors and its own, outermost first, each once.

    Where there would be more than `MOST_HINTS`, the outermost go first, but the names of landmarks (`nav`,
    `aside`, …) stay longest: they say most about what part of the page this is.
    """
    own = [tag] if tag in LANDMARKS else []
    if not attributes and not own:
        return outer
    for name in _ATTRIBUTES:
        value = attributes.get(name)
        if value:
            own += [token for token in value[:_LONGEST_VALUE].split() if len(token) <= LONGEST_HINT]
    if not own:
        return outer
    hints = [*[hint for hint in outer if hint not in own], *dict.fromkeys(own)]
    return tuple(hints) if len(hints) <= MOST_HINTS else _fewest(hints)


def _fewest(hints: list[str]) -> tuple[str, ...]:
    excess = len(hints) - MOST_HINTS
    dropped = set([place for place, hint in enumerate(hints) if hint not in LANDMARKS][:excess])
    return tuple([hint for place, hint in enumerate(hints) if place not in dropped][-MOST_HINTS:])
