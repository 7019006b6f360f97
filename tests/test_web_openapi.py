"""Whatever is asked of what the OpenAPI describes, the app answers as described, and never fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from web_client import TOKEN

from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings
from onrecord.web import Access, make_app

TEXT = (
    "Strait calm again\n\nTOLMIN, March 7, 2031 (KPB) - The strait was calm on Friday.\n\n"
    "Minister Mara Velt said that Varland had supplied drones to the Tessaly Front. “We saw it,” she said.\n"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("openapi")
    (folder / "strait.txt").write_text(TEXT, encoding="utf-8")
    with open_ledger(folder / "strait.db", create=True) as made:
        made.add([str(folder / "strait.txt")], settings=Settings(jobs=0))
        yield made


@pytest.fixture(scope="module")
def api(ledger: Ledger) -> Any:  # noqa: ANN401  # schemathesis' own type
    """The description of the app of a small ledger."""
    app = make_app(ledger, Access(hosts=frozenset({"localhost", "testserver"}), token=TOKEN))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_nothing_that_is_asked_makes_it_fail(api: Any, ledger: Ledger) -> None:  # noqa: ANN401  # schemathesis' own type
    """Every operation, by someone who may write: no 5xx, and answers of the kind and shape that are described."""
    (record,) = ledger.records()
    actor = ledger.screens.actors().items[0].id
    there = {"page": record.page.id, "statement": record.statements[0].id, "actor": actor}
    labels, statuses = [], Counter[int]()
    for described in api.get_all_operations():
        operation = described.ok()
        labels.append(operation.label)

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:  # noqa: ANN401  # the same
            for name in {*there} & {*(case.path_parameters or {})}:
                case.path_parameters[name] = there[name]
            answer = case.call_and_validate(
                headers={"Authorization": f"Bearer {TOKEN}"},
                checks=(not_a_server_error, content_type_conformance, response_schema_conformance),
            )
            statuses[answer.status_code] += 1

        ask()
    assert len(labels) > 30
    assert statuses[200] > 100
    assert statuses[421] == statuses[403] == 0
