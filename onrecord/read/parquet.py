"""Parquet tables with an article a row, a few rows in memory at a time; needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.errors import UnreadableError
from onrecord.read.parts import Part, missed
from onrecord.read.table import find_columns, row_part
from onrecord.settings import Settings

_ROWS = 32
_LONGEST_THRIFT = 64 * 1024 * 1024


def parquet_parts(file: BinaryIO, name: str, settings: Settings) -> Iterator[Part]:
    """Yield the rows of a Parquet file; its place is `file!id`, or `file!row N` from 1.

    Args:
        file: The table; it can be sought in.
        name: What to call it.
        settings: The columns.

    Raises:
        UnreadableError: `needs-extra` (pyarrow is not installed), `archive-damaged` or `no-column`.
    """
    table = _opened(file, name)
    columns = find_columns(table.schema_arrow.names, name, settings)
    wanted = (columns.text, columns.url, columns.date, columns.title, columns.id, columns.author, columns.language)
    named = sorted({column for column in wanted if column is not None})
    number = 0
    try:
        for batch in table.iter_batches(batch_size=_ROWS, columns=named, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                shown = {key: _shown(value) for key, value in row.items()}
                yield row_part(shown, columns, name, number)
    except (OSError, ValueError) as error:
        message = f"{name} is damaged after row {number} ({error}); rows after that were not read."
        yield missed(name, "archive-damaged", message)


def _opened(file: BinaryIO, name: str) -> Any:  # noqa: ANN401  # pyarrow ships no types
    try:
        module = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise UnreadableError(
            "needs-extra", f"{name} is a Parquet table; to read those, run: pip install 'onrecord[parquet]'"
        ) from error
    try:
        return module.ParquetFile(
            file, thrift_string_size_limit=_LONGEST_THRIFT, thrift_container_size_limit=_LONGEST_THRIFT
        )
    except (OSError, ValueError) as error:
        raise UnreadableError(
            "archive-damaged", f"{name} is a damaged Parquet table ({error}); fetch it again."
        ) from error


def _shown(value: object) -> object:
    """Return times in ISO 8601; other values as they are."""
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else value
