"""Whatever is asked of the data addresses, the answer is as the schema says, and the server does not break."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from newsledger.apps.web import create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def api(book: Ledger, cache: Path) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(Browser(book, folder=cache)), headers={"host": "localhost"})


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
def test_answers_are_as_the_schema_says(case: Any) -> None:
    case.call_and_validate(headers={"host": "localhost"}, checks=CHECKS)
