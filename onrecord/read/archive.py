"""Files inside a ZIP, read one after the other; nothing is ever unpacked to the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from onrecord.errors import UnreadableError
from onrecord.read.parts import Part, PassedOver, missed, within

Open = Callable[["io.BufferedReader[Any]", str, int], Iterator[Part]]
"""Reads one file: its bytes, its place, its size."""

_MOST_FILES = 100_000
_DIRECTORY = 64 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MAGIC = b"PK\x06\x07"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END_MAGIC = b"PK\x05\x06"
_FREE = 64 * 1024 * 1024
_MOST_RATIO = 200
_ENCRYPTED = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)
"""What the library raises over damaged files."""
_OFFICE = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})


def zip_parts(file: BinaryIO, name: str, open_part: Open) -> Iterator[Part]:
    """Yield what the files in a ZIP hold, in the order of their names; of a WACZ, what its archives hold.

    Args:
        file: The ZIP; it can be sought in.
        name: What to call it.
        open_part: Reads one of its files.

    Raises:
        UnreadableError: `archive-damaged`, `archive`, or `too-many-files`.
    """
    with _opened(file, name) as archive:
        infos = sorted(
            (info for info in archive.infolist() if not info.filename.endswith("/")),
            key=lambda info: info.filename,
        )
        _refuse_office(infos, name)
        wanted = [info for info in infos if _is_wanted(info.filename, wacz=_is_wacz(infos))]
        inflated = packed = 0
        for info in wanted:
            inflated += info.file_size
            packed += info.compress_size
            if inflated > _FREE and inflated > packed * _MOST_RATIO:
                yield missed(name, "inflates-too-much", f"{name} inflates to over {_MOST_RATIO} times its size.")
                break
            yield from _file_parts(archive, info, within(name, _shown(info.filename)), open_part)
        if len(infos) > len(wanted):
            yield PassedOver(name, (("other files", len(infos) - len(wanted)),))


def _opened(file: BinaryIO, name: str) -> zipfile.ZipFile:
    try:
        _refuse_long_directory(file, name)
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError) as error:
        raise UnreadableError(
            "archive-damaged", f"{name} is a damaged ZIP archive ({error}); make or fetch it again."
        ) from error
    if len(archive.filelist) > _MOST_FILES:
        raise UnreadableError("too-many-files", f"{name} holds more than {_MOST_FILES:,} files; split it.")
    return archive


def _refuse_long_directory(file: BinaryIO, name: str) -> None:
    """Refuse a directory that would take up much memory before its entries could be counted."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(_END_MAGIC)
    if at < 0:
        raise zipfile.BadZipFile("its end is missing")
    stated = [_END.unpack_from(tail, at)[5]]
    locator = tail[max(0, at - _LOCATOR.size) : at]
    if locator.startswith(_LOCATOR_MAGIC):
        file.seek(min(_LOCATOR.unpack(locator)[2], size))
        stated.append(_END64.unpack(file.read(_END64.size))[8])
    if stated[-1] > _DIRECTORY:
        raise UnreadableError("too-many-files", f"{name} has too long a table of contents; split it.")


def _refuse_office(infos: list[zipfile.ZipInfo], name: str) -> None:
    if _OFFICE & {info.filename for info in infos}:
        raise UnreadableError("archive", f"{name} is an office document; save it as text or as a web page.")


def _is_wacz(infos: list[zipfile.ZipInfo]) -> bool:
    return any(_is_warc(info.filename) for info in infos)


def _is_warc(filename: str) -> bool:
    return filename.startswith("archive/") and filename.endswith((".warc", ".warc.gz", ".warc.zst"))


def _is_wanted(filename: str, *, wacz: bool) -> bool:
    """Tell whether a file may hold pages: hidden ones do not, nor does what a WACZ keeps beside its archives."""
    steps = filename.replace("\\", "/").split("/")
    if wacz:
        return _is_warc(filename)
    return not any((step.startswith(".") and step.strip(".")) or step == "__MACOSX" for step in steps)


def _shown(filename: str) -> str:
    return filename.encode("utf-8", "replace").decode()


def _file_parts(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, open_part: Open) -> Iterator[Part]:
    if info.flag_bits & _ENCRYPTED:
        yield missed(place, "encrypted", f"{place} is locked with a password; unpack it first.")
        return
    try:
        with archive.open(info) as stream:
            yield from open_part(io.BufferedReader(cast("io.RawIOBase", stream), 64 * 1024), place, info.file_size)
    except _UNREADABLE as error:
        yield missed(place, "archive-damaged", f"{place} cannot be unpacked ({error}); make or fetch it again.")
