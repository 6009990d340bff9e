"""Checking in: what is typed, what is locked, and what must be said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.actions import outside_series, record_values
from holdfast.web.measurements.values import typed_measurements
from holdfast.web.objectives.models import KeyResult, Objective, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)


def test_a_typed_value_stands_on_the_key_result_from_then_on(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client, result = as_(staff.carol), objective.key_results.get()

    answer = client.post(f"/key-results/{result.pk}/check-in", {"value": "16", "confidence": "7"})

    said = CheckIn.objects.get()
    assert answer.status_code == HTTPStatus.FOUND
    assert (said.value, said.confidence, said.by, said.on) == (16, 7, staff.carol, date(2026, 8, 24))
    # What the rule said before the value was typed, with its reason.
    assert said.suggested_status == "no data"
    assert "has come 60% of the way" in client.get(f"/key-results/{result.pk}").content.decode()
    assert Entry.objects.get().action == "checked in"


def test_a_measured_value_is_locked_whatever_is_sent(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    series = outside_series("calls", title="Calls", unit="count", better="up")
    measured = typed_measurements([CheckIn(on=date(2026, 8, 1), value=14.0)], "count")
    record_values(series, measured, sql="", at=NOW)
    KeyResult.objects.filter(pk=result.pk).update(series=series)
    client = as_(staff.carol)

    page = client.get(f"/key-results/{result.pk}/check-in").content.decode()
    client.post(f"/key-results/{result.pk}/check-in", {"value": "99", "confidence": "5"})

    assert 'name="value"' not in page
    assert CheckIn.objects.get().value == 14


def test_a_second_check_in_of_a_day_edits_the_first(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    now: Callable[[timedelta], None],
) -> None:
    client, result = as_(staff.carol), objective.key_results.get()
    address = f"/key-results/{result.pk}/check-in"

    for value in ("12", "13"):
        client.post(address, {"value": value})
    now(timedelta(days=1))
    client.post(address, {"value": "14"})

    assert list(CheckIn.objects.values_list("value", flat=True)) == [13, 14]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"value": "12", "confidence": "4"}, "your confidence falls from 8 to 4"),
        ({"value": "12", "confidence": "8", "status": "on track"}, "you say on track where the rule says"),
    ],
)
def test_what_changed_must_be_said_where_confidence_falls_or_the_status_is_overridden(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    now: Callable[[timedelta], None],
    sent: dict[str, str],
    says: str,
) -> None:
    client, result = as_(staff.carol), objective.key_results.get()
    address = f"/key-results/{result.pk}/check-in"
    client.post(address, {"value": "12", "confidence": "8"})
    now(timedelta(days=7))

    refused = client.post(address, sent)
    taken = client.post(address, {**sent, "changed": "Two colleagues left"})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in refused.content.decode()
    assert taken.status_code == HTTPStatus.FOUND
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("value", ["nan", "inf", "twelve", "1e999"])
def test_a_value_that_is_no_number_is_refused_and_what_else_was_typed_is_kept(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, value: str
) -> None:
    result = objective.key_results.get()

    answer = as_(staff.carol).post(
        f"/key-results/{result.pk}/check-in", {"value": value, "changed": "A long story"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "A long story" in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_shares_are_typed_in_per_cent(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    KeyResult.objects.filter(pk=result.pk).update(unit="share", baseline=0.5, target=0.7)

    as_(staff.carol).post(f"/key-results/{result.pk}/check-in", {"value": "61.5"})

    assert CheckIn.objects.get().value == pytest.approx(0.615)


def test_steps_of_a_milestone_are_ticked_off_with_the_check_in(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    KeyResult.objects.filter(pk=result.pk).update(kind="milestone")
    first, second = (
        Step.objects.create(key_result=result, position=n, text=f"S{n}", is_done=n == 2) for n in (1, 2)
    )

    as_(staff.carol).post(f"/key-results/{result.pk}/check-in", {"done": [str(first.pk)], "confidence": "9"})

    assert set(result.steps.filter(is_done=True)) == {first}
    assert second in set(result.steps.filter(is_done=False))


def test_roles_decide_who_checks_in(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective
) -> None:
    address = f"/key-results/{secret.key_results.get().pk}/check-in"

    statuses = {
        name: as_(getattr(staff, name)).get(address).status_code
        for name in ("alice", "bob", "carol", "dave", "erin")
    }

    assert statuses == {"alice": 200, "bob": 200, "carol": 200, "dave": 403, "erin": 404}


@pytest.mark.parametrize(("cycle_state", "objective_state"), [("closed", "closed"), ("active", "draft")])
def test_nobody_checks_in_on_what_is_closed_or_not_published(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    cycle_state: str,
    objective_state: str,
) -> None:
    objective.cycle.state = cycle_state
    objective.cycle.save()
    Objective.objects.filter(pk=objective.pk).update(state=objective_state)

    answer = as_(staff.carol).post(f"/key-results/{objective.key_results.get().pk}/check-in", {"value": "12"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not CheckIn.objects.exists()


def test_one_screen_shows_what_one_owes_and_nothing_of_others(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    mine, others = (as_(one).get("/check-ins").content.decode() for one in (staff.carol, staff.erin))

    assert "Calls held from 10 to 20" in mine
    assert "1 key result is due" in mine
    assert "Nothing to check in on" in others


def test_whoever_is_named_checks_in_and_the_owner_does_not_owe_it(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    objective.key_results.update(checker=staff.bob)

    owner, checker = (as_(one).get("/check-ins").content.decode() for one in (staff.carol, staff.bob))

    assert "Nothing to check in on" in owner
    assert "1 key result is due" in checker


def test_one_screen_costs_the_same_queries_however_many_are_owed(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for position in range(2, 40):
        KeyResult.objects.create(
            objective=objective,
            position=position,
            text="from 1 to 2",
            owner=staff.carol,
            baseline=1,
            target=2,
        )
    client = as_(staff.carol)

    with django_assert_max_num_queries(14):
        page = client.get("/check-ins").content.decode()

    assert page.count("data-check-in>") == 39
