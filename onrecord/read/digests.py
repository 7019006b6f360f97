"""Digests as WARC files state them: `sha1:` and the like, in base32 or hex."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

_KNOWN = {
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "md5": "md5",
}


def is_mismatch(stated: str, readings: Iterable[bytes]) -> bool:
    """Tell whether a stated digest is of none of these bytes; one in an unknown notation proves nothing.

    Writers differ in what they take for the payload of an HTTP response: the body as sent, or with its encodings
    undone. Any of the readings will do.
    """
    label, _, value = stated.strip().partition(":")
    algorithm = _KNOWN.get(label.strip().lower())
    if algorithm is None:
        return False
    wanted = _bytes(value.strip(), hashlib.new(algorithm, usedforsecurity=False).digest_size)
    if wanted is None:
        return False
    return all(hashlib.new(algorithm, data, usedforsecurity=False).digest() != wanted for data in readings)


def _bytes(value: str, size: int) -> bytes | None:
    try:
        if len(value) == size * 2 and "=" not in value:
            return bytes.fromhex(value)
        padded = value.upper().rstrip("=")
        digest = base64.b32decode(padded + "=" * (-len(padded) % 8))
    except (ValueError, binascii.Error):
        return None
    return digest if len(digest) == size else None
