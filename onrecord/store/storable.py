"""Text as a store can keep it: UTF-8 has no lone surrogates, file names and JSON on the web do."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar, cast

from pydantic_core import PydanticSerializationError

from onrecord.interchange import record_to_json
from onrecord.model import Record

Value = TypeVar("Value")

_LONE = re.compile("[\ud800-\udfff]")
_BYTES = 0xDC00
"""Above this, a lone surrogate is a byte of a file name (PEP 383)."""


def storable_text(text: str) -> str:
    r"""Return a path or query with each lone surrogate written out, as `\ud800`; different ones stay different.

    Those by which Python names a byte that is no UTF-8 are written as that byte, `\xff`, as paths show it.
    """
    return _LONE.sub(_written_out, text)


def _written_out(lone: re.Match[str]) -> str:
    code = ord(lone.group())
    return f"\\x{code - _BYTES:02x}" if _BYTES + 0x80 <= code <= _BYTES + 0xFF else f"\\u{code:04x}"


def record_line(record: Record) -> tuple[Record, str]:
    """Return a record that can be stored, with its JSON: as it is, unless a string of it is not Unicode."""
    try:
        return record, record_to_json(record)
    except PydanticSerializationError:
        record = storable_values(record)
        return record, record_to_json(record)


def storable_values(value: Value) -> Value:
    """Return a value of `model` with U+FFFD in place of each lone surrogate in any of its strings.

    One code point stands for one, so that every span still holds.
    """
    return cast("Value", _clean(value))


def _clean(value: Any) -> Any:  # noqa: ANN401  # the caller's type goes in and comes out
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if type(value) is tuple:
        return tuple(_clean(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _clean(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value
