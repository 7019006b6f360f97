"""What kind of thing a source is, judged by its bytes; its name is a weak hint, as is what was stated about it."""

from __future__ import annotations

import re

from onrecord.errors import UnreadableError

HTML = "text/html"
PLAIN = "text/plain"

_STATED = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": PLAIN}

# (signature, where it stands, reason, what it is, what to do)
_SIGNATURES: tuple[tuple[bytes, int, str, str, str], ...] = (
    (b"%PDF-", 0, "pdf", "a PDF", "save its text or the web page it was made from"),
    (b"\x89PNG\r\n\x1a\n", 0, "image", "a PNG image", "save the page, not a picture of it"),
    (b"\xff\xd8\xff", 0, "image", "a JPEG image", "save the page, not a picture of it"),
    (b"GIF87a", 0, "image", "a GIF image", "save the page, not a picture of it"),
    (b"GIF89a", 0, "image", "a GIF image", "save the page, not a picture of it"),
    (b"WEBP", 8, "image", "a WebP image", "save the page, not a picture of it"),
    (b"II*\x00", 0, "image", "a TIFF image", "save the page, not a picture of it"),
    (b"MM\x00*", 0, "image", "a TIFF image", "save the page, not a picture of it"),
    (b"PK\x03\x04", 0, "archive", "a ZIP archive or an office document", "unpack it, or save it as text"),
    (b"PK\x05\x06", 0, "archive", "an empty ZIP archive", "name the pages themselves"),
    (b"\x1f\x8b", 0, "archive", "gzip-compressed", "unpack it first"),
    (b"BZh", 0, "archive", "bzip2-compressed", "unpack it first"),
    (b"\xfd7zXZ\x00", 0, "archive", "xz-compressed", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", 0, "archive", "zstd-compressed", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", 0, "archive", "a 7z archive", "unpack it first"),
    (b"ustar", 257, "archive", "a tar archive", "unpack it first"),
    (b"WARC/", 0, "archive", "a web archive (WARC)", "name the file, and its pages are read"),
    (b"SQLite format 3\x00", 0, "binary", "an SQLite database", "name pages here and a ledger with --ledger"),
    (b"{\\rtf", 0, "binary", "an RTF document", "save it as text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "binary", "an old office document", "save it as text"),
)

_START = re.compile(
    r"<(?:!doctype\s++html|html|head|body|script|iframe|h[1-6]|div|font|table|a|style|title|b|br|p|meta|link|span|"
    r"article|main|section|header|nav|center|svg)(?=[\s/>])",
    re.IGNORECASE,
)
_SKIPPED = re.compile(r"\s++|<!--.*?(?:-->|\Z)|<\?[^>]*+(?:>|\Z)", re.DOTALL)
_XML = re.compile(r"<\?xml\b|<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.IGNORECASE)
_ROOT = re.compile(r"<html[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)(?:a|article|b|blockquote|body|br|div|em|font|h[1-6]|head|html|i|img|li|meta|p|section|span|strong|table|"
    r"td|tr|ul)(?=[\s/>])",
    re.IGNORECASE,
)
_FEWEST_TAGS = 10
_CHARS_A_TAG = 500

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"
_FEW_CONTROLS = 16
_FEW_SHARE = 0.01
_MOST_CONTROLS = 0.1


def refuse_signatures(data: bytes, name: str) -> None:
    """Refuse what its first bytes show to be no page.

    Raises:
        UnreadableError: `empty`, `pdf`, `image`, `archive` or `binary`.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xff\xfe"):
        if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            _refuse_binary(name)
        raise UnreadableError("empty", f"{name} is empty; check that it was saved whole.")
    for signature, at, reason, kind, advice in _SIGNATURES:
        if data.startswith(signature, at):
            raise UnreadableError(reason, f"{name} is {kind}, whatever it is called; {advice}.")


def refuse_binary(data: bytes, name: str) -> None:
    """Refuse bytes with more control codes than a text has; a stray one is left to stand.

    Raises:
        UnreadableError: `binary`.
    """
    controls = len(data) - len(data.translate(None, _CONTROLS))
    share = controls / max(1, len(data))
    if share > _MOST_CONTROLS or (controls >= _FEW_CONTROLS and share > _FEW_SHARE):
        _refuse_binary(name)


def _refuse_binary(name: str) -> None:
    raise UnreadableError("binary", f"{name} holds binary data, not text; save the page as HTML or as text.")


def media_type(head: str, name: str, stated: str | None) -> str:
    """Return `text/html` or `text/plain` for a source that is text.

    Args:
        head: The beginning of the text; ASCII must be right in it, nothing else.
        name: The file's name or the address: `.html` lets a single tag decide.
        stated: The media type as whoever delivered the bytes stated it, with or without parameters.

    Raises:
        UnreadableError: `xml`: a feed or another XML file.
    """
    known = _STATED.get((stated or "").partition(";")[0].strip().lower())
    if known:
        return known
    start = 0
    while skipped := _SKIPPED.match(head, start):
        start = skipped.end()
    if _START.match(head, start) or _ROOT.search(head, 0, start + 4096):
        return HTML
    if _XML.match(head.lstrip()):
        message = f"{name} is an XML file and neither a page nor a feed; save the pages that it lists."
        raise UnreadableError("xml", message)
    return HTML if _many_tags(head, name) else PLAIN


def _many_tags(head: str, name: str) -> bool:
    """Tell whether the text is mostly markup; a name that ends like HTML's lets one tag suffice."""
    tags = [match.group(1) for match in _TAG.finditer(head)]
    if re.search(r"\.[xs]?html?$", name, re.IGNORECASE):
        return bool(tags)
    return len(tags) >= max(_FEWEST_TAGS, len(head) // _CHARS_A_TAG) and tags.count("/") * 5 >= len(tags)
