"""The one door to the files of shipped models. Nothing is unpickled; a changed file is refused.

A model is a folder in `onrecord/models/`; `SHA256SUMS` there says what each must hash to.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np

from onrecord.errors import ModelError

Arrays = Mapping[str, np.ndarray[Any, Any]]


@lru_cache(maxsize=8)
def load_weights(name: str) -> Arrays:
    """Return the arrays of a shipped model.

    Args:
        name: The file below `onrecord/models/`, e.g. `blocks-1/weights.npz`.

    Raises:
        ModelError: The file is not the one that was shipped.
    """
    return read_weights(
        (resources.files("onrecord") / "models" / name).read_bytes(), name, shipped().get(name, "")
    )


def shipped_bytes(name: str) -> bytes:
    """Return the bytes of a shipped file, once they hash to what they should.

    Args:
        name: The file below `onrecord/models/`, e.g. `tagger-1/encoder.onnx`.

    Raises:
        ModelError: The file is not the one that was shipped.
    """
    return checked((resources.files("onrecord") / "models" / name).read_bytes(), name, shipped().get(name, ""))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, str]:
    """Return the sha256 that each shipped model has to have, by name."""
    sums = (resources.files("onrecord") / "models" / "SHA256SUMS").read_text(encoding="ascii")
    rows = (line.split() for line in sums.splitlines())
    return MappingProxyType({name: sha256 for sha256, name in rows})


def read_weights(data: bytes, name: str, sha256: str) -> Arrays:
    """Return the arrays in the bytes of an .npz file, once they hash to what they should.

    Raises:
        ModelError: They do not.
    """
    with np.load(io.BytesIO(checked(data, name, sha256)), allow_pickle=False) as arrays:
        return MappingProxyType({key: arrays[key] for key in arrays.files})


def checked(data: bytes, name: str, sha256: str) -> bytes:
    """Return bytes unchanged, once they hash to what they should.

    Raises:
        ModelError: They do not.
    """
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelError(
            f"The model {name} hashes to {found[:12]} where {sha256[:12] or 'nothing'} was shipped; "
            "install onrecord again."
        )
    return data
