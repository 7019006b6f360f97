"""What the passes over a ledger take from one page alone: made where the page is read, several pages at a time.

A pass makes it itself where it is missing, and makes the same; so nothing is lost with a run that was stopped.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import ConfigDict, TypeAdapter

from onrecord import actors, claims, meaning, relay
from onrecord.lang.language import Language
from onrecord.model import Record
from onrecord.store.claims import PageFrames
from onrecord.store.relays import Standing
from onrecord.text import join_words


class Prepared(NamedTuple):
    """What a page is compared by: its place among those that came out, its sketch, what its contents say.

    And `vectors` and `signs` of these contents, as `meaning.encode` gives them, and whom the page `names`, as
    `actors.names_line` writes it.
    """

    standing: Standing
    sketch: bytes
    frames: PageFrames
    vectors: bytes
    signs: bytes
    names: str


_PREPARED = TypeAdapter(Prepared, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def prepare(record: Record, language: Language) -> Prepared:
    """Return what the passes take from a page, given its record as it is stored."""
    standing, sketch = relay.sketch_record(record, language)
    contents = [join_words(record.text, statement.content) for statement in record.statements]
    vectors, signs = meaning.encode(contents)
    names = actors.names_line(actors.page_names(record, language))
    return Prepared(standing, sketch, claims.page_frames(record, language), vectors, signs, names)


def prepared_line(prepared: Prepared) -> bytes:
    """Return it as JSON."""
    return _PREPARED.dump_json(prepared)


def prepared_of(line: bytes) -> Prepared:
    """Read it again; ValueError where it is something else."""
    return _PREPARED.validate_json(line)
