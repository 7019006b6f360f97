"""Which files there are to read, found before the first is read, and their bytes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError, UnreadableError
from onrecord.model import Source
from onrecord.settings import DEFAULT, Settings

_ESCAPE = re.compile(rb"\\(?=x(?:[89a-f][0-9a-f]|5c))")
"""A backslash of a name that would be taken for one that `printable` writes."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One file that is to be read.

    Attributes:
        path: As the user named it, or the folder's name joined with the file's; fit to print.
        file: Where the bytes lie.
    """

    path: str
    file: Path


def find_sources(paths: Iterable[str | Path], settings: Settings = DEFAULT) -> tuple[SourceRef, ...]:
    """List every file that the paths stand for, each once, in an order that depends on names alone.

    A file that is named is taken as it is; `-` is standard input. A folder is searched to its depths, entries
    in sorted order; hidden entries and links that lead back to a folder already seen are left out. A folder that
    cannot be listed, and in a folder what is no file, stands in the result itself, so that `open_sources` can say
    so and no count is short.

    Raises:
        InputError: A path does not exist or is no file, or a folder holds none; with `settings.strict` also when
            a folder cannot be listed.
    """
    out: list[SourceRef] = []
    known: set[str] = set()
    for path in paths:
        for ref in _under(Path(path), strict=settings.strict):
            real = os.path.realpath(ref.file)
            if real not in known:
                known.add(real)
                out.append(ref)
    return tuple(out)


def load_source(ref: SourceRef, settings: Settings = DEFAULT) -> Source:
    """Read a file's bytes.

    `Source.fetched` stays None: when a file was last changed does not say when its page was taken.

    Raises:
        UnreadableError: `too-large`, `not-a-file`, `no-permission`, `vanished`, or `io-error`.
    """
    with telling(ref.path):
        check_file(ref)
        with ref.file.open("rb") as stream:
            data = stream.read(settings.max_bytes + 1)
    check_size(len(data), ref.path, settings)
    return Source(data=data, path=ref.path)


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Turn the system's refusals while a file is read into sentences.

    Raises:
        UnreadableError: `no-permission`, `vanished`, or `io-error`.
    """
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableError(
            "vanished", f"{path} was there when the run began and is gone; run again to see what is left."
        ) from error
    except PermissionError as error:
        raise UnreadableError(
            "no-permission", f"{path} may not be read; give yourself the right to read it and run again."
        ) from error
    except IsADirectoryError as error:
        raise UnreadableError(
            "no-permission", f"The folder {path} may not be listed; give yourself the right and run again."
        ) from error
    except OSError as error:
        raise UnreadableError(
            "io-error", f"{path} could not be read ({error.strerror}); check the disk and run again."
        ) from error


def check_file(ref: SourceRef) -> None:
    """Refuse, before it is opened, what is no file: a pipe that nobody writes to would be waited for for ever.

    Raises:
        UnreadableError: `not-a-file`.
        OSError: It cannot be looked at.
    """
    kind = None if ref.path == "-" else _special(ref.file, ref.file.stat().st_mode)
    if kind:
        raise UnreadableError("not-a-file", _not_a_file(ref.path, kind))


def _special(path: Path, mode: int) -> str | None:
    """Return what a path is in words, where it is neither file nor folder nor a pipe that a shell has opened."""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    if stat.S_ISFIFO(mode):
        real = path.resolve()  # of `<(command)` it leads nowhere, or to what is open already
        return "named pipe" if real.exists() and real.parent != Path("/dev/fd") else None
    return "socket" if stat.S_ISSOCK(mode) else "device"


def _not_a_file(path: str, kind: str) -> str:
    return (
        f"{path} is a {kind}, not a file, and was not opened; save what it gives to a file, or pipe it in and "
        "name `-`."
    )


def check_size(size: int, name: str, settings: Settings) -> None:
    """Refuse a source of more bytes than the settings allow.

    Raises:
        UnreadableError: `too-large`.
    """
    if size > settings.max_bytes:
        raise UnreadableError(
            "too-large",
            f"{name} is larger than {settings.max_bytes / 2**20:.3g} MiB, more than a page may have; "
            "split it, or allow more with --max-size.",
        )


def _under(path: Path, *, strict: bool) -> Iterator[SourceRef]:
    """Yield the files that one path stands for; `-` is what is piped in."""
    if str(path) == "-":
        yield SourceRef("-", Path("/dev/stdin"))
        return
    try:
        mode = path.stat().st_mode
        special = _special(path, mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError(
            f"{printable(path)} does not exist; check the spelling and the folder you are in."
        ) from error
    except OSError as error:
        raise InputError(
            f"{printable(path)} cannot be looked at ({error.strerror}); check your rights."
        ) from error
    if special:
        raise InputError(_not_a_file(printable(path), special))
    if not stat.S_ISDIR(mode):
        yield SourceRef(printable(path), path)
        return
    empty = True
    for file in _walk(path, strict=strict):
        empty = False
        yield SourceRef(printable(file), file)
    if empty:
        raise InputError(f"The folder {printable(path)} holds no files; name a folder with pages in it.")


def _walk(folder: Path, *, strict: bool) -> Iterator[Path]:
    """Yield what lies below a folder, depth first, names sorted; a folder only where it cannot be listed."""
    seen: set[tuple[int, int]] = set()
    todo = [folder]
    while todo:
        path = todo.pop()
        try:
            info = path.stat()
            if not stat.S_ISDIR(info.st_mode):
                yield path
            elif (info.st_dev, info.st_ino) not in seen:
                seen.add((info.st_dev, info.st_ino))
                names = [entry.name for entry in path.iterdir() if not entry.name.startswith(".")]
                todo.extend(path / name for name in sorted(names, reverse=True))
        except OSError as error:
            if strict:
                raise InputError(f"{printable(path)} cannot be looked at ({error.strerror}).") from error
            yield path


def printable(path: Path) -> str:
    r"""Return a path as text that can be stored and shown; different paths stay different.

    A byte of a name that is no UTF-8 is written out as `\xff`; a backslash that reads as one of these, as `\x5c`.
    """
    return _ESCAPE.sub(rb"\\x5c", os.fsencode(path)).decode("utf-8", "backslashreplace")
