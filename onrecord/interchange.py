"""The page record as JSON, and the JSON Schema that is made from the types."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from onrecord.errors import InputError
from onrecord.model import Appearance, FoundTime, PageHead, PageProblem, Record, Statement

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_APPEARANCE: TypeAdapter[Appearance] = TypeAdapter(Appearance)
_PAGE_HEAD: TypeAdapter[PageHead] = TypeAdapter(PageHead)
_STATEMENT: TypeAdapter[Statement] = TypeAdapter(Statement)
_FOUND_TIME: TypeAdapter[FoundTime] = TypeAdapter(FoundTime)
_PROBLEM: TypeAdapter[PageProblem] = TypeAdapter(PageProblem)


def record_to_json(record: Record) -> str:
    """Return the record as one line of JSON, keys as DESIGN names them."""
    return _RECORD.dump_json(record, by_alias=True).decode("utf-8")


def record_from_json(line: str | bytes) -> Record:
    """Read back what `record_to_json` wrote.

    Raises:
        InputError: The text is not a page record.
    """
    try:
        return _RECORD.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"This is not a page record: {where}: {first['msg']}.") from error


def appearance_to_json(appearance: Appearance) -> str:
    """Return one row of a claim's timeline as one line of JSON."""
    return _APPEARANCE.dump_json(appearance, by_alias=True).decode("utf-8")


def page_head_from_json(line: str) -> PageHead:
    """Read the part `page` of a page record."""
    return _PAGE_HEAD.validate_json(line)


def statement_from_json(line: str) -> Statement:
    """Read one of the statements of a page record."""
    return _STATEMENT.validate_json(line)


def found_time_from_json(line: str) -> FoundTime:
    """Read one of the times of a page record."""
    return _FOUND_TIME.validate_json(line)


def problem_to_json(problem: PageProblem) -> str:
    """Return one thing that was not read as one line of JSON."""
    return _PROBLEM.dump_json(problem).decode("utf-8")


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the page record."""
    schema = _RECORD.json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def record_schema_text() -> str:
    """Return the schema as it is shipped in `record.schema.json`."""
    return json.dumps(record_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
