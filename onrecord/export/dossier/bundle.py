"""A dossier as one ZIP with copies of the sources that it rests on, and the hashes that prove them."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from io import BytesIO

from onrecord.export.dossier.view import DossierView
from onrecord.ledger import Ledger

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The same dossier gives the same file, whenever it is made."""

_READ_ME = """\
dossier.html is for any browser and needs no network.
sources/ holds the pages that it rests on, byte for byte as they were taken; each is named by its page's id, which
is the beginning of its sha256. They come from the web and may hold scripts: open them in a text editor.
SHA256SUMS proves all of it: sha256sum --check SHA256SUMS
"""


def bundle(ledger: Ledger, view: DossierView, html: str) -> bytes:
    """Return a ZIP of a dossier: the file itself, its sources as they were taken, and the sha256 of each.

    Raises:
        LedgerError: A source cannot be read from the ledger.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sums = []
        for name, data in _files(ledger, view, html):
            archive.writestr(_entry(name), data)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        archive.writestr(_entry("SHA256SUMS"), "".join(sums))
    return out.getvalue()


def _files(ledger: Ledger, view: DossierView, html: str) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _READ_ME.encode()
    yield "dossier.html", html.encode("utf-8", "backslashreplace")
    for source in view.sources:
        ending = "html" if source.media_type == "text/html" else "txt"
        yield f"sources/{source.page}.{ending}", ledger.source_bytes(source.page)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
