"""Loading a language's tables. A table is a TSV file with a header; lines that start with # are comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from onrecord.errors import InputError
from onrecord.text import fold

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that onrecord knows, by its ISO 639-1 code; equal codes are equal languages."""

    code: str

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table, in file order, each a mapping from the header's names."""
        return _rows(self.code, table)

    def words(self, table: str, column: str) -> frozenset[str]:
        """Return one column of a table as a set, folded, without blanks."""
        return _words(self.code, table, column)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages whose statements can be found."""
    folder = resources.files("onrecord.lang")
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and (f / "cues.tsv").is_file()))


def get_language(code: str) -> Language:
    """Return a language by code.

    Raises:
        InputError: There are no tables for it.
    """
    if code not in languages():
        raise InputError(f"There are no tables for the language {code!r}; there are for {', '.join(languages())}.")
    return Language(code)


@lru_cache(maxsize=256)
def _rows(code: str, table: str) -> tuple[Row, ...]:
    text = (resources.files("onrecord.lang") / code / f"{table}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    out = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        out.append(MappingProxyType(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))))
    return tuple(out)


@lru_cache(maxsize=256)
def _words(code: str, table: str, column: str) -> frozenset[str]:
    return frozenset(fold(row[column]) for row in _rows(code, table) if row[column])
