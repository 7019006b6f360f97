"""JSON-LD flattened to rows: one for every plain value, with the path to it as evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.model import Meta

MOST_DEPTH = 32
MOST_ROWS = 2_000
LONGEST_VALUE = 4_000

_OPENING = re.compile(r"(?:\s++|<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[)*+")
_CLOSINGS = ("-->", "//", "]]>", ";")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ANY = "Thing"


class BrokenJsonLdError(ValueError):
    """A JSON-LD script that is no JSON; the message says where it breaks."""


def flatten(script: str, number: int) -> Iterator[Meta]:
    """Yield the plain values of one JSON-LD script, in the order of the script.

    Args:
        script: The text of the script element.
        number: Which of the page's JSON-LD scripts it is, from 0.

    Yields:
        Rows with keys like `jsonld:NewsArticle.author.name` (the type is that of the outermost object, or of
        the member of `@graph`) and paths like `jsonld[0].author[1].name`; at most `MOST_ROWS`, at most
        `MOST_DEPTH` deep, values cut at `LONGEST_VALUE` characters.

    Raises:
        BrokenJsonLdError: The script is not JSON, or nests too deeply to be read.
    """
    rows = 0
    todo: list[tuple[Any, str, str, int]] = [(_parse(script), f"jsonld[{number}]", "", 0)]
    while todo and rows < MOST_ROWS:
        value, path, key, depth = todo.pop()
        if isinstance(value, dict | list):
            if depth < MOST_DEPTH:
                todo.extend(reversed(list(_inner(value, path, key, depth + 1))))
        elif value is not None and (words := _plain(value)):
            rows += 1
            yield Meta(path=path, key=f"jsonld:{key or _ANY}", value=words)


def _parse(script: str) -> object:
    try:
        parsed: object = json.loads(_unwrapped(script), strict=False)
    except ValueError as error:
        raise BrokenJsonLdError(str(error)) from error
    except RecursionError as error:
        raise BrokenJsonLdError("it nests too deeply") from error
    return parsed


def _unwrapped(script: str) -> str:
    """Return a script without the comment and CDATA marks that old pages put around it."""
    opening = _OPENING.match(script)
    start, end = opening.end() if opening else 0, len(script)
    while end > start:
        if script[end - 1].isspace():
            end -= 1
        elif closing := next((mark for mark in _CLOSINGS if script.endswith(mark, start, end)), ""):
            end -= len(closing)
        else:
            break
    return script[start:end]


def _inner(
    value: dict[str, Any] | list[Any], path: str, key: str, depth: int
) -> Iterator[tuple[Any, str, str, int]]:
    """Yield what an object or a list holds, each with its path, its key and its depth."""
    if isinstance(value, list):
        for place, member in enumerate(value[:MOST_ROWS]):
            yield member, f"{path}[{place}]", key, depth
        return
    key = key or _type(value)
    for name, member in list(value.items())[:MOST_ROWS]:
        short = _clean(name)[:LONGEST_VALUE]
        if name == "@graph":
            yield member, f"{path}.@graph", "", depth
        elif name != "@context":
            yield member, f"{path}.{short}", f"{key}.{short}", depth


def _type(value: dict[str, Any]) -> str:
    kind = value.get("@type")
    if isinstance(kind, list):
        kind = next((k for k in kind if isinstance(k, str)), None)
    return _clean(kind).rpartition("/")[2][:LONGEST_VALUE] if isinstance(kind, str) and kind else _ANY


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _clean(str(value)[:LONGEST_VALUE]).strip()


def _clean(words: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", words)
