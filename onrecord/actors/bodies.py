"""The name of a body or a government for comparison: whose it is, and what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.actors.places import Places, body_words
from onrecord.actors.spelling import read_name
from onrecord.text import name_key

_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "s", "on", "in"})
_WHOLE = frozenset({"government", "administration"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name read.

    Attributes:
        form: `government` or `body`; None where the words do not say which body is meant.
        key: Its words for comparison.
    """

    form: Literal["government", "body"] | None
    key: str


@lru_cache(maxsize=65_536)
def read_body(name: str, known: Places) -> Body:
    """Read the name of a body.

    Args:
        name: As the page has it.
        known: The states.
    """
    state = known.state(name)
    if state is not None:
        return Body("government", name_key(state))
    agency = known.agencies.get(name_key(name).removeprefix("the "))
    if agency is not None:
        return Body("body", name_key(agency))
    owner, words = known.split(name)
    generic = [body_words().get(word) for word in words if word not in _SMALL]
    told = [word for word in generic if word is not None and word != "-"]
    if generic and all(word is not None for word in generic):
        what = " ".join(sorted(set(told)))
        if owner is None:
            return Body(None, what)
        if what in _WHOLE:
            return Body("government", name_key(owner))
        return Body("body", f"{name_key(owner)}: {what}")
    return Body(_named(name, words, known), _key(name))


def _named(name: str, words: tuple[str, ...], known: Places) -> Literal["body"] | None:
    """Tell whether words name one body: they have capitals, and the last is no noun for people ("experts")."""
    last = words[-1] if words else ""
    capitals = any(word[:1].isupper() or not word.isascii() for word in name.split()[-2:])
    return "body" if capitals and last not in known.roles else None


def _key(name: str) -> str:
    """Return the words of a name in order, without legal forms and small words."""
    words = read_name(name).words
    kept = [body_words().get(word.text, word.text) for word in words if word.kind not in ("small", "form")]
    return " ".join(word for word in kept if word != "-") or name_key(name)
