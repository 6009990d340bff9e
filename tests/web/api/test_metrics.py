"""Metrics by the API: what the page shows, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.metrics.conftest import NOW, measured_churn, month, usual_series

from holdfast.web.measurements.actions import record_values

if TYPE_CHECKING:
    from collections.abc import Callable

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
