"""What a user may set, gathered in one frozen value that goes down as an argument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["page", "warc", "gzip", "zstd", "zip", "feed", "csv", "tsv", "jsonl", "parquet"]
"""What kind of file a source is; all but `page` may hold many pages."""

Reader = Literal["full", "fast"]
"""Who looks for statements: the network with the rules beside it, or the rules alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits and switches of a run.

    Attributes:
        max_bytes: Sources larger than this are refused whole.
        max_depth: HTML nested deeper than this is refused before it is parsed.
        max_open_formatting: More unclosed formatting elements than this are refused: the HTML rules
            reopen each of them in every block, which costs quadratic time.
        max_tag_bytes: A single tag longer than this is refused.
        max_blocks: Pages with more block-level elements than this are refused.
        max_memory: Bytes of memory that a worker process may ask for.
        max_seconds: Seconds that a worker may compute for one page.
        max_wall_seconds: Seconds that may pass until a worker has answered for one page.
        jobs: Worker processes that read pages; None for one a core, 0 to read in the calling process, where
            neither memory nor time is bounded.
        retry: Read again what ended its workers before.
        forgotten: Read again what somebody forgot.
        strict: Raise on the first page that cannot be read, in place of recording a Problem.
        reader: Who looks for statements.
        format: What kind of files the sources are; None to go by their bytes and names.
        text_column: The column of a table that holds the text; None for one with a usual name, as for the others.
        url_column: The column with the address.
        date_column: The column with the time of publication.
        title_column: The column with the headline.
        id_column: The column that names the row.
    """

    max_bytes: int = 8 * 1024 * 1024
    max_depth: int = 2_000
    max_open_formatting: int = 300
    max_tag_bytes: int = 64 * 1024
    max_blocks: int = 50_000
    max_memory: int = 2 * 1024 * 1024 * 1024
    max_seconds: int = 60
    max_wall_seconds: float = 240.0
    jobs: int | None = None
    retry: bool = False
    forgotten: bool = False
    strict: bool = False
    reader: Reader = "full"
    format: Format | None = None
    text_column: str | None = None
    url_column: str | None = None
    date_column: str | None = None
    title_column: str | None = None
    id_column: str | None = None


DEFAULT = Settings()
