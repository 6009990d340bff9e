"""Whatever is sent, the API answers as it describes itself, and never breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests.web.dataset.conftest import CUSTOMERS, FILE, NOON, ORDERS

from holdfast.web.api.app import description
from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.dataset.arriving import receive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

EXAMPLES = 12
CHECKS: list[Any] = [
    check
    for check in schemathesis.checks.CHECKS.get_all()
    if check.__name__ == "not_a_server_error" or check.__name__.endswith("_conformance")
]
OPERATIONS = sorted(f"{method} {path}" for path, some in description()["paths"].items() for method in some)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The application keeps the connection, and with it the transaction, of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema() -> Any:  # noqa: ANN401 - of schemathesis
    """The description, read once: each reading of it goes through the whole program for values to try."""
    read = schemathesis.openapi.from_dict(description())
    read.app = get_wsgi_application()
    return read


def test_it_is_described_as_openapi_3_1() -> None:
    assert description()["openapi"].startswith("3.1")


def test_a_nul_is_refused_and_not_left_to_the_database(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    alice, form = program(staff.alice), "application/json"

    answers = [
        alice.put("/api/themes/slow", {"title": "Too\0 slow"}, content_type=form),
        alice.patch(f"/api/teams/{objective.team_id}/reminders", {"chat": "x\0"}, content_type=form),
        alice.post("/api/data/files?name=a%00.csv", b"a,b", content_type="application/octet-stream"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    answer = answers[0]
    assert "NUL" in answer.json()["detail"]


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_input_breaks_an_operation_or_gets_an_answer_that_is_not_described(  # noqa: PLR0913, PLR0917 - fixtures
    token_of: Callable[..., str],
    staff: Staff,
    objective: Objective,
    workspace: Path,
    schema: Any,  # noqa: ANN401 - of schemathesis
    operation: str,
) -> None:
    method, path = operation.split(" ")
    known = schema[path][method.upper()]
    there_are = _there_are(path, objective, staff, workspace)
    any_id = known.as_strategy(), known.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    parts = {part: value for part, value in there_are.items() if f"{{{part}}}" in path}
    there = known.as_strategy(path_parameters=parts) if parts else known.as_strategy()
    headers = {"Authorization": f"Bearer {token_of(staff.alice)}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(there, *any_id))
    def answers_as_described(case: schemathesis.Case[Any]) -> None:
        LIMITER.clear()
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    answers_as_described()


def _there_are(path: str, objective: Objective, staff: Staff, workspace: Path) -> dict[str, Any]:
    """What stands for the parts of an address, so that there is something under it."""
    pk = objective.pk if "/objectives" in path else objective.key_results.get().pk
    made = {"pk": pk, "name": "nps", "team": staff.success.pk}
    if "/data/files/" in path or "/data/tables/" in path:
        (workspace / "holdfast.toml").write_text(FILE)
        (workspace / "customers.csv").write_text(CUSTOMERS)
        (workspace / "orders.csv").write_text(ORDERS)
        waiting = receive(Actor(staff.alice, "api", NOON), "more.csv", [ORDERS.encode()])
        made |= {"key": str(waiting.key), "name": "orders"}
    return made
