"""The one door to onnxruntime, and the pieces of words that its models read.

A model is a folder in `onrecord/models/`; `SHA256SUMS` there says what each file must hash to. A session runs on
one thread and is given one text at a time without padding: layers of whole numbers round by what stands beside a
word, so a page must never share a call with another page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from onrecord.weights import shipped_bytes

Array = np.ndarray[Any, Any]

_LONGEST_WORD = 100
_CACHED = 50_000
_UNKNOWN = "[UNK]"


class Session:
    """A network of a shipped model."""

    def __init__(self, name: str) -> None:
        """Load a network.

        Args:
            name: The file below `onrecord/models/`, e.g. `tagger-1/encoder.onnx`.

        Raises:
            ModelError: The file is not the one that was shipped.
        """
        import onnxruntime as ort  # noqa: PLC0415 - a tenth of a second that whoever lists a ledger need not wait

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        self._session: Any = ort.InferenceSession(shipped_bytes(name), options, providers=["CPUExecutionProvider"])

    def run(self, inputs: Mapping[str, Array]) -> list[Array]:
        """Return the network's outputs, in its order."""
        return [np.asarray(value) for value in self._session.run(None, dict(inputs))]


class Pieces:
    """Words to the numbers of their pieces in a vocabulary: WordPiece, as uncased BERTs read.

    A word is put in small letters, freed of accents and controls and split at every mark; of each part the longest
    pieces that the vocabulary has are taken from left to right.
    """

    def __init__(self, vocabulary: bytes) -> None:
        words = vocabulary.decode("utf-8").split("\n")
        self._numbers = {word: number for number, word in enumerate(words)}
        self._unknown = self._numbers[_UNKNOWN]
        self.of = lru_cache(maxsize=_CACHED)(self._of)
        """`of(word)` is the numbers of a word's pieces: none for a word of nothing but controls."""

    def _of(self, word: str) -> tuple[int, ...]:
        return tuple(number for part in _parts(word) for number in self._split(part))

    def _split(self, part: str) -> tuple[int, ...]:
        if len(part) > _LONGEST_WORD:
            return (self._unknown,)
        found, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self._numbers.get(prefix + part[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _parts(word: str) -> list[str]:
    """Return a word's parts as a BERT sees them: no accents, small letters, each mark for itself."""
    plain = "".join(char for char in word if not _is_control(char))
    plain = unicodedata.normalize("NFD", plain)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Mn").lower()
    parts, run = [], ""
    for char in plain:
        if char.isspace() or _is_mark(char) or _is_ideograph(char):
            parts.append(run)
            parts.append("" if char.isspace() else char)
            run = ""
        else:
            run += char
    return [part for part in (*parts, run) if part]


def _is_control(char: str) -> bool:
    return char in "\x00\ufffd" or (unicodedata.category(char)[0] == "C" and char not in "\t\n\r")


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or (char.isascii() and not char.isalnum() and not char.isspace())


_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _is_ideograph(char: str) -> bool:
    return char > "\u33ff" and any(first <= ord(char) <= last for first, last in _IDEOGRAPHS)


@lru_cache(maxsize=4)
def load_pieces(name: str) -> Pieces:
    """Return the word pieces of a shipped vocabulary.

    Raises:
        ModelError: The file is not the one that was shipped.
    """
    return Pieces(shipped_bytes(name))


@lru_cache(maxsize=4)
def load_session(name: str) -> Session:
    """Return a shipped network, loaded once a process.

    Raises:
        ModelError: The file is not the one that was shipped.
    """
    return Session(name)


def as_row(values: list[int]) -> Array:
    """Return numbers as a batch of one."""
    return np.array([values], dtype=np.int64)
