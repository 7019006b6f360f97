"""Every change of what is taken down from an example page shows as a diff of its golden record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_records import GOLDEN, golden_path, golden_record, pages

REFRESH = "If that is meant: `make golden`, and read the diff before you commit it."


def differences(wanted: object, got: object, at: str = "") -> Iterator[str]:
    """Yield where two JSON values differ, as paths with both values."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in {**wanted, **got}:
            yield from differences(wanted.get(key), got.get(key), f"{at}.{key}".lstrip("."))
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, (one, other) in enumerate(zip(wanted, got, strict=True)):
            yield from differences(one, other, f"{at}[{index}]")
    elif wanted != got:
        yield f"{at}: was {_short(wanted)}, is {_short(got)}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:160]}… ({len(text)} characters)"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_record_of_an_example_page_is_as_it_was(page: Path) -> None:
    assert golden_path(page).is_file(), f"There is no golden record of {page.name}. `make golden` writes it."
    wanted = json.loads(golden_path(page).read_text(encoding="utf-8"))
    found = list(differences(wanted, golden_record(page)))
    assert not found, "\n".join([f"The record of {page.name} has changed:", *found, REFRESH])


def test_every_golden_record_has_its_page() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == {golden_path(page).name for page in pages()}


def test_differences_name_the_field_and_both_values() -> None:
    """The report that a failing comparison gives is itself compared."""
    was = {"a": [{"b": 1}], "c": [1, 2], "same": 0}
    now = {"a": [{"b": 2}], "c": [1], "same": 0, "new": "x"}
    assert list(differences(was, now)) == [
        "a[0].b: was 1, is 2",
        "c: was [1, 2], is [1]",
        'new: was null, is "x"',
    ]
