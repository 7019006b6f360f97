"""The options of the verbs that read pages, gathered into one value before the verb sees them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import typer

from onrecord.cli.options import (
    DateColumn,
    FormatOption,
    IdColumn,
    ReaderOption,
    StrictFlag,
    TextColumn,
    TitleColumn,
    UrlColumn,
    format_of,
    reader_of,
)
from onrecord.settings import DEFAULT, Settings

_MIB = 1024 * 1024

Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes that read; one a core by default.")
]
RetryFlag = Annotated[
    bool, typer.Option("--retry", help="Read again pages that ended their worker processes before.")
]
ForgottenFlag = Annotated[bool, typer.Option("--forgotten", help="Read again what somebody forgot.")]
MaxSize = Annotated[int, typer.Option(min=1, metavar="MIB", help="Refuse pages larger than this.")]
MaxMemory = Annotated[int, typer.Option(min=512, metavar="MIB", help="What a worker may hold in memory.")]
MaxSeconds = Annotated[int, typer.Option(min=1, help="What a worker may compute for one page.")]


def limit_settings(
    *,
    jobs: Jobs = DEFAULT.jobs,
    max_size: MaxSize = DEFAULT.max_bytes // _MIB,
    max_memory: MaxMemory = DEFAULT.max_memory // _MIB,
    max_seconds: MaxSeconds = DEFAULT.max_seconds,
) -> Settings:
    """Return the settings with which known bytes are read again."""
    return Settings(
        jobs=jobs,
        max_bytes=max_size * _MIB,
        max_memory=max_memory * _MIB,
        max_seconds=max_seconds,
        # A worker that waits for the disk or for a core still has to answer some time.
        max_wall_seconds=max(DEFAULT.max_wall_seconds, 4.0 * max_seconds),
    )


def reading_settings(
    *,
    kind: FormatOption = None,
    text_col: TextColumn = None,
    url_col: UrlColumn = None,
    date_col: DateColumn = None,
    title_col: TitleColumn = None,
    id_col: IdColumn = None,
    jobs: Jobs = DEFAULT.jobs,
    max_size: MaxSize = DEFAULT.max_bytes // _MIB,
    max_memory: MaxMemory = DEFAULT.max_memory // _MIB,
    max_seconds: MaxSeconds = DEFAULT.max_seconds,
    retry: RetryFlag = False,
    forgotten: ForgottenFlag = False,
    strict: StrictFlag = False,
    reader: ReaderOption = DEFAULT.reader,
) -> Settings:
    """Return the settings with which files are taken in.

    Raises:
        InputError: There is no such format, or no such reader.
    """
    limits = limit_settings(jobs=jobs, max_size=max_size, max_memory=max_memory, max_seconds=max_seconds)
    return replace(
        limits,
        retry=retry,
        forgotten=forgotten,
        strict=strict,
        reader=reader_of(reader),
        format=format_of(kind),
        text_column=text_col,
        url_column=url_col,
        date_column=date_col,
        title_column=title_col,
        id_column=id_col,
    )


def taking(make: Callable[..., Settings]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a verb the options of `make` in place of its parameter `settings`, which holds what `make` returns."""
    added = inspect.signature(make, eval_str=True).parameters

    def decorate(verb: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(verb, eval_str=True)
        kept = [one for name, one in own.parameters.items() if name != "settings"]

        @functools.wraps(verb)
        def gathering(**options: Any) -> None:  # noqa: ANN401  # the signature below says what they are
            given = {name: options.pop(name) for name in added}
            verb(**options, settings=make(**given))

        parameters = [*kept, *added.values()]
        # What typer reads to make the command line.
        gathering.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        gathering.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
        return gathering

    return decorate
