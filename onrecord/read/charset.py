"""Bytes to text, and how the charset was decided.

The order for HTML is that of the HTML Standard ("Determining the character encoding") with the labels of the
Encoding Standard (`latin1` means windows-1252); for plain text there is nothing stated to go by. Two things
go beyond the standard, because a wrong charset garbles every name on the page: UTF-16 without a mark is
recognised, and a stated charset that the bytes plainly contradict is overruled and reported.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

import webencodings
from charset_normalizer import from_bytes

How = Literal["mark", "stated", "meta", "zeros", "valid", "guess", "fallback"]
"""mark: a byte order mark; stated: by whoever delivered the bytes; meta: in the page's head; zeros: the places
of the zero bytes (UTF-16); valid: the bytes are UTF-8, but for a few; guess: by letter statistics;
fallback: windows-1252."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "mac_cyrillic"),
    *("big5", "gb18030", "euc_kr", "cp949", "shift_jis", "cp932", "euc_jp"),
]
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859_2"})
"""Charsets of the Latin script, which letter statistics cannot tell apart: they are read as windows-1252, as
browsers do, unless that puts signs into the middle of words."""
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦¨©¬®¯°±²³´¶¸¹¼½¾¿][^\W\d_]")
_SIGNS = 2
_SAMPLE = 32 * 1024
_PRESCAN = 1024
_ZEROS_IN_ASCII = 0.6
_ZEROS_ASTRAY = 0.05
_ZEROS_IN_WORDS = 0.1
_ENOUGH_PLACES = 16
_MOST_ALPHABETS = 8
_HIGH_BYTES = bytes(range(128, 256))
_HIGH_ENOUGH = 4
_TELLING_SHARE = 0.01
"""With fewer bytes that are not ASCII than this, letter statistics say nothing."""
_BAD_SHARE = 0.2
"""UTF-8 in which more characters than this share of its non-ASCII bytes are broken is another charset."""

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/][^>]*+", re.IGNORECASE)
_META_CHARSET = re.compile(rb"charset[\s]*+=[\s]*+[\"']?[\s]*+([^\s\"'/>;]++)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?\s*+([^\s\"';]++)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A source's text.

    Attributes:
        text: The text, less a byte order mark; it never holds a lone surrogate.
        charset: The name of the charset, as Python knows it.
        how: What decided.
        replaced: How many characters stand as U+FFFD because their bytes mean nothing in the charset.
        overruled: The charset that was stated and cannot be right, or None.
    """

    text: str
    charset: str
    how: How
    replaced: int = 0
    overruled: str | None = None


def decode_plain(data: bytes) -> Decoded:
    """Decode a plain text: mark, UTF-16 by its zeros, valid UTF-8, a guess, windows-1252."""
    return decode_marked(data) or _unstated(data)


def decode_html(data: bytes, stated: str | None = None) -> Decoded:
    """Decode an HTML page: mark, stated, meta, then as for plain text.

    Args:
        data: The bytes.
        stated: The media type with its parameters as delivered (`text/html; charset=…`), or None.
    """
    marked = decode_marked(data)
    if marked:
        return marked
    if charset := _charset_stated(stated):
        return _as_stated(data, charset, "stated")
    if charset := _charset_in_meta(data):
        return _as_stated(data, charset, "meta")
    return _unstated(data)


def decode_marked(data: bytes) -> Decoded | None:
    """Decode what carries a byte order mark, or is UTF-16 without one; None for anything else."""
    return _marked(data) or _zeros(data)


def _marked(data: bytes) -> Decoded | None:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], charset, "mark")
    return None


def _zeros(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: zero bytes are many, and nearly all at even or nearly all at odd places."""
    head = data[:_SAMPLE]
    if 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    low, high = sorted((even, odd))
    if len(data) % 2 or not high or low > high * _ZEROS_ASTRAY:
        return None
    places = head[1::2] if odd > even else head[0::2]
    if high < len(places) * _ZEROS_IN_ASCII and not _names_alphabets(places, high):
        return None
    charset = "utf-16-le" if odd > even else "utf-16-be"
    decoded = _decode(data, charset, "zeros")
    return None if decoded.replaced else decoded


def _names_alphabets(places: bytes, zeros: int) -> bool:
    """Tell whether bytes look like the high halves of UTF-16: few values, as a text has few alphabets."""
    enough = len(places) >= _ENOUGH_PLACES and zeros >= len(places) * _ZEROS_IN_WORDS
    return enough and len(set(places)) <= _MOST_ALPHABETS


def _as_stated(data: bytes, charset: str, how: Literal["stated", "meta"]) -> Decoded:
    """Decode as stated, unless the bytes contradict it: not UTF-8 at all, or certainly UTF-8."""
    decoded = _decode(data, charset, how)
    if charset == "utf-8":
        contradicted = decoded.replaced >= _HIGH_ENOUGH and decoded.replaced >= _high(data) * _BAD_SHARE
    else:
        contradicted = not charset.startswith("utf") and _high(data) >= _HIGH_ENOUGH and _is_utf8(data)
    if not contradicted:
        return decoded
    other = _unstated(data)
    return Decoded(other.text, other.charset, other.how, other.replaced, overruled=charset)


def _unstated(data: bytes) -> Decoded:
    decoded = _decode(data, "utf-8", "valid")
    if not decoded.replaced or decoded.replaced <= _high(data) * _BAD_SHARE:
        return decoded
    if _high(data) < len(data) * _TELLING_SHARE:
        return _decode(data, "cp1252", "fallback")
    sample = _sample(data)
    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    if best is None:
        return _decode(data, "cp1252", "fallback")
    if best.encoding in _LATIN and len(_SIGN_IN_WORD.findall(sample.decode("cp1252", "replace"))) < _SIGNS:
        return _decode(data, "cp1252", "guess")
    return _decode(data, best.encoding, "guess")


def _sample(data: bytes) -> bytes:
    """Return a part of the data that holds the first bytes which are not ASCII, cut at white space."""
    first = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b" ", 0, first.start()) + 1 if first else 0
    return data[start : start + _SAMPLE]


def _high(data: bytes) -> int:
    """Count the bytes that are not ASCII."""
    return len(data) - len(data.translate(None, _HIGH_BYTES))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, charset: str, how: How) -> Decoded:
    try:
        return Decoded(data.decode(charset), charset, how)
    except UnicodeDecodeError:
        text = data.decode(charset, "replace")
    already = data.count("\ufffd".encode()) if charset == "utf-8" else 0
    return Decoded(text, charset, how, replaced=text.count("\ufffd") - already)


def _charset_stated(stated: str | None) -> str | None:
    match = _HEADER_CHARSET.search(stated or "")
    return _known(match.group(1)) if match else None


def _charset_in_meta(data: bytes) -> str | None:
    """Return the charset that a meta element within the first 1024 bytes states, as the prescan finds it."""
    head = _COMMENT.sub(b"", data[:_PRESCAN])
    for tag in _META.finditer(head):
        match = _META_CHARSET.search(tag.group())
        if match and (charset := _known(match.group(1).decode("ascii", "replace"))):
            return "utf-8" if charset.startswith("utf-16") else charset
    return None


def _known(label: str) -> str | None:
    """Return the charset that a label of the Encoding Standard names; None for one it does not know."""
    encoding = webencodings.lookup("latin1" if label.lower() == "latin-1" else label)
    if encoding is None or encoding.name in {"replacement", "x-user-defined"}:
        return None
    return str(encoding.codec_info.name)
