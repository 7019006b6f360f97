"""Making hostile words harmless: for a screen, for a spreadsheet, for a file on disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from onrecord.errors import InputError

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The characters that reorder what a reader sees without being seen themselves (Unicode UAX #9)."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_PICTURES |= {0x7F: "\u2421"} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_BIDI_NAMES = {ord(char): f"<U+{ord(char):04X}>" for char in BIDI_CONTROLS}

_ON_PAPER = _PICTURES | _SURROGATES
_ON_SCREEN = _ON_PAPER | _BIDI_NAMES | {0x0A: " ", 0x0D: " ", 0x09: " ", 0x2028: " ", 0x2029: " "}


def without_controls(text: str) -> str:
    """Return text with control characters and lone surrogates replaced, one character for one.

    Line breaks and tabs stay; the other C0 controls become their Unicode pictures, C1 and surrogates U+FFFD.
    """
    return text.translate(_ON_PAPER)


def visible(text: str) -> str:
    """Return text for one line of a screen: no control acts on the terminal, no bidi control on the reader.

    Bidi controls are spelled out ("<U+202E>"), line breaks and tabs become spaces.
    """
    return text.translate(_ON_SCREEN)


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a leading = + - @ tab or CR gets an apostrophe."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


@contextmanager
def fresh_file(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 file that takes the place of `path` only when it is whole.

    Raises:
        InputError: The file cannot be written.
    """
    with fresh_bytes(path) as raw:
        file = TextIOWrapper(raw, "utf-8", "backslashreplace", newline="")
        try:
            yield file
        finally:
            file.detach()  # which writes what is left; the file itself is closed below


@contextmanager
def fresh_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file of bytes that takes the place of `path` only when it is whole.

    Raises:
        InputError: The file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:64]}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        _publish(Path(name), path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _publish(made: Path, path: Path) -> None:
    """Give the finished file its name, with the permissions that a new file would have."""
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)
    made.replace(path)


def _unwritable(path: Path, error: OSError) -> InputError:
    why = error.strerror or type(error).__name__
    return InputError(f"{path} cannot be written: {why}. Choose another place.")
