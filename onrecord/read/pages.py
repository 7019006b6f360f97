"""What every reader puts on the page it makes: its head, and how its bytes became text."""

from __future__ import annotations

import hashlib

from onrecord.model import Meta, PageHead, Problem, Source
from onrecord.read.charset import Decoded

_ID_LENGTH = 16


def source_name(source: Source) -> str:
    """Return what to call a source in a sentence: its path, its address, or neither."""
    return source.path or source.url or "The source"


def make_head(source: Source, media_type: str, text: str) -> PageHead:
    """Return the head of a page that was read from a source as this text."""
    sha256 = hashlib.sha256(source.data).hexdigest()
    encoded = text.encode("utf-8")
    return PageHead(
        id=sha256[:_ID_LENGTH],
        path=source.path,
        url=source.url,
        sha256=sha256,
        media_type=media_type,
        fetched=source.fetched,
        text_sha256=sha256 if encoded == source.data else hashlib.sha256(encoded).hexdigest(),
    )


def decoding_meta(decoded: Decoded) -> Meta:
    """Return the charset as a fact of the page; its path says how it was decided."""
    return Meta(path=f"charset by {decoded.how}", key="charset", value=decoded.charset)


def decoding_problems(decoded: Decoded) -> tuple[Problem, ...]:
    """Return what went wrong, or may have, when the bytes became text."""
    out = []
    if decoded.overruled:
        message = (
            f"The page states the charset {decoded.overruled}, but its bytes are not that; it was read as "
            f"{decoded.charset} (by {decoded.how}). Check names with accents against the source."
        )
        out.append(Problem(stage="read", reason="charset-overruled", message=message))
    if decoded.how == "guess":
        message = (
            f"The charset was guessed from the letters, as {decoded.charset}. Check names with accents against "
            "the source, or save the page again as UTF-8."
        )
        out.append(Problem(stage="read", reason="charset-guessed", message=message))
    if decoded.replaced:
        message = (
            f"{decoded.replaced} characters could not be decoded as {decoded.charset} and stand as U+FFFD. Check "
            "quoted words against the source, or save the page again as UTF-8."
        )
        out.append(Problem(stage="read", reason="bytes-replaced", message=message))
    return tuple(out)
