"""The page of operations, and the warning that follows an administrator while no worker is alive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.web import clock
from holdfast.web.jobs.models import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

WARNING = "No worker is running"


def test_an_administrator_is_told_on_every_page_that_no_worker_is_alive_and_nobody_else_is(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    told, untold = (as_(person).get("/people").text for person in (staff.alice, staff.bob))
    Worker.objects.create(name="w", started_at=clock.real(), seen_at=clock.real())
    after = as_(staff.alice).get("/people").text

    assert WARNING in told
    assert WARNING not in untold
    assert WARNING not in after


def test_what_has_to_be_mended_stands_first_with_its_remedy(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    text = as_(staff.alice).get("/operations").text

    assert text.index("none is alive") < text.index("Jobs that failed")
    assert "holdfast serve --only worker" in text
    assert "None in the last month" in text


@pytest.mark.parametrize("failed", [1, 300])
def test_failed_jobs_are_listed_by_kind_of_error_without_its_words_at_a_fixed_cost(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    failed: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    at = clock.real() - timedelta(minutes=5)
    DBTaskResult.objects.bulk_create(
        DBTaskResult(
            status="FAILED",
            finished_at=at,
            run_after=at,
            task_path="holdfast.web.measurements.tasks.refresh",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            worker_ids=["a", "b"],
            exception_class_path="builtins.ValueError",
            traceback="ValueError: carol@x.example",
        )
        for _ in range(failed)
    )

    alice = as_(staff.alice)
    with django_assert_max_num_queries(34):
        text = alice.get("/operations").text

    assert "<code>ValueError</code>" in text
    assert f"{failed} failed" in text
    assert "carol@x.example" not in text
