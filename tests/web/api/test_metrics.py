"""Metrics by the API: what the page shows, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.dataset.conftest import CUSTOMERS, FILE, ORDERS
from tests.web.metrics.conftest import NOW, measured_churn, month, usual_series

from holdfast.web.measurements.actions import record_values

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

    Program = Callable[..., Client]


@pytest.fixture(autouse=True)
def churn(db: None) -> None:
    """Logo churn, measured."""
    measured_churn()


def test_the_list_says_what_can_be_measured_and_the_last_final_value(
    program: Program,
    staff: Staff,
) -> None:
    asked = program(staff.dave).get("/api/metrics", {"words": "logo churn", "show": "measurable"}).json()

    [found] = asked
    assert (found["name"], found["is_measurable"], found["key_results"]) == ("logo_churn", True, 0)
    assert found["last"] == {
        "start": "2026-07-01",
        "end": "2026-08-01",
        "value": 0.07,
        "numerator": 6,
        "denominator": 80,
        "low": 0.07 - 0.05,
        "high": 0.07 + 0.05,
        "is_final": True,
    }


def test_a_series_has_its_values_by_segment_where_a_column_is_named(
    program: Program,
    staff: Staff,
) -> None:
    client = program(staff.dave)

    everybody = client.get("/api/metrics/logo_churn/series", {"since": "2026-06-01"}).json()
    by_size = client.get("/api/metrics/logo_churn/series", {"by": "size"}).json()
    nothing = client.get("/api/metrics/logo_churn/series", {"by": "no such"}).json()

    assert [one["value"] for one in everybody["values"]] == [0.06, 0.07]
    assert [one["segment"] for one in by_size["values"]] == [{"size": "large"}, {"size": "small"}]
    assert nothing["values"] == []
    assert everybody["data_through"] == "2026-08-24"


def test_a_question_of_a_private_objective_is_not_there_for_a_stranger(
    program: Program,
    staff: Staff,
    secret: Objective,
) -> None:
    asked = usual_series(filters={"size": ["hush"]})
    record_values(asked, [month(7, 0.1)], sql="SELECT 1", at=NOW)
    secret.key_results.update(series=asked)
    paths = ("/api/metrics/logo_churn/series", {"series": asked.pk})

    answers = [program(person).get(*paths).status_code for person in (staff.dave, staff.erin)]
    page = program(staff.erin).get("/api/metrics/logo_churn").content.decode()

    assert answers == [200, 404]
    assert "hush" not in page


def test_measuring_is_asked_for_once_a_minute(
    program: Program,
    staff: Staff,
) -> None:
    client = program(staff.dave)

    answers = [client.post("/api/metrics/nps/measure").json() for _ in range(2)]

    assert answers == [{"is_new": True}, {"is_new": False}]
    assert DBTaskResult.objects.filter(task_path__endswith="measure_metric").count() == 1


def test_a_series_that_a_key_result_is_bound_to_is_asked_for_once(
    program: Program, staff: Staff, workspace: Path, objective: Objective
) -> None:
    (workspace / "holdfast.toml").write_text(FILE)
    (workspace / "customers.csv").write_text(CUSTOMERS)
    (workspace / "orders.csv").write_text(ORDERS)
    client, address = program(staff.bob), "/api/metrics/logo_churn/series"
    of_small = {"column": "plan", "value": "small"}

    made, again, other = (
        client.post(address, sent, content_type="application/json") for sent in (of_small, of_small, {})
    )
    wrong = client.post(address, {"column": "colour", "value": "red"}, content_type="application/json")
    key_result = {"id": objective.key_results.get().pk, "series": made.json()["series"]}
    sent = {"revision": 1, "key_results": [key_result]}
    bound = client.patch(f"/api/objectives/{objective.pk}", sent, content_type="application/json")

    assert (made.status_code, made.json()["filters"]) == (202, {"plan": ["small"]})
    assert made.json() == again.json()
    assert other.json()["series"] != made.json()["series"]
    assert wrong.status_code == 422
    assert bound.json()["key_results"][0]["metric"] == "logo_churn"
    assert DBTaskResult.objects.filter(task_path__endswith="measure_one").count() >= 1


def test_five_typed_numbers_say_what_the_page_says(program: Program, staff: Staff) -> None:
    typed = {"customers": 240, "new": 30, "leaving": 12, "values": "55%, 57%, 56%, 58%", "goal": "80%"}
    client = program(staff.dave)

    told = client.post("/api/numbers", {**typed, "of": "new"}, content_type="application/json")
    wrong = client.post("/api/numbers", {**typed, "values": "many"}, content_type="application/json")

    said = " ".join(one["sentence"] for one in told.json())
    assert "This OKR can succeed completely without its objective moving." in said
    assert wrong.status_code == 422
    assert "many" in wrong.json()["detail"]
