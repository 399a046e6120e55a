"""Whatever is asked of the data addresses, the answer is as the schema says, and the server does not break."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from newsledger.apps.web import create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
HERE = {"host": "localhost"}
PATHS = (
    "/documents.json", "/documents/{document_id}.json", "/event-mentions.json", "/event-mentions/{mention_id}.json",
    "/events.json", "/events/{event_id}.json", "/stories.json", "/stories/{story_id}.json", "/sources.json",
    "/claims.json", "/measures.json", "/measure-mentions.json", "/rate.json", "/findings.json",
    "/findings/{finding_id}.json", "/skipped.json", "/verdicts.json", "/sql.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def api(book: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Any:
    app = create_app(Browser(book, folder=tmp_path_factory.mktemp("schema")))
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=HERE)


def test_every_address_of_data_is_in_the_schema(api: Any) -> None:
    assert set(api.raw_schema["paths"]) == set(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_the_schema_says(api: Any, path: str) -> None:
    @given(case=api[path]["GET"].as_strategy())
    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        case.call_and_validate(headers=HERE, checks=CHECKS)

    ask()
