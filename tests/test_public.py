"""The names that others rely on: whoever changes one of these lists changes what users have built on."""

from __future__ import annotations

import re
from pathlib import Path

import onrecord
from onrecord.cli.app import VERBS
from onrecord.export import EXPORTERS
from onrecord.interchange import record_schema_text
from onrecord.lang.language import languages
from onrecord.read import READERS

PACKAGE = Path(onrecord.__file__).parent


def test_public_names() -> None:
    assert onrecord.__all__ == [
        "InputError",
        "Ledger",
        "LedgerError",
        "OnrecordError",
        "Record",
        "Span",
        "SpanError",
        "Statement",
        "UnreadableError",
        "find_statements",
        "open",
        "read_page",
    ]
    assert len(onrecord.__all__) <= 12
    assert all(hasattr(onrecord, name) for name in onrecord.__all__)


def test_errors_that_are_raised_on_purpose_share_a_base() -> None:
    errors = [getattr(onrecord, name) for name in onrecord.__all__ if name.endswith("Error")]
    assert all(issubclass(error, onrecord.OnrecordError) for error in errors)


def test_registered_readers_exporters_and_languages() -> None:
    assert set(READERS) == {"text/html", "text/plain", "application/vnd.onrecord.item+json"}
    assert set(EXPORTERS) == {"bundle", "csv", "dossier"}
    assert languages() == ("en",)


def test_verbs_of_the_command_line() -> None:
    assert [verb.__name__ for verb in VERBS] == [
        *("read", "add", "status", "gaps", "find", "show", "who", "trace", "changes"),
        *("relay", "check", "fix"),
        *("verify", "doctor", "forget", "backup", "merge", "export", "serve"),
    ]


def test_shipped_schema_is_the_one_of_the_types() -> None:
    shipped = (PACKAGE / "record.schema.json").read_text(encoding="utf-8")
    assert shipped == record_schema_text(), "The types have changed: `make format` makes the schema again."


def test_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_reading_order_in_the_docstring_names_every_room() -> None:
    """A newcomer who follows the order of `onrecord.__doc__` misses nothing but the small foundations."""
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    foundations = {"__init__", "__main__", "errors", "interchange", "lang", "settings", "weights"}
    assert set(re.findall(r"`(\w+)`", onrecord.__doc__ or "")) == rooms - foundations
