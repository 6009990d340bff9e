"""The quarter page: what stands on it, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.web.checkins.models import CheckIn
from holdfast.web.configuration.models import Decided
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

MOST_QUERIES = 20


def _say(result: KeyResult, value: float, on: date, at: datetime) -> None:
    CheckIn.objects.create(key_result=result, on=on, at=at, value=value)


def _measure(result: KeyResult, values: dict[int, float]) -> None:
    """Values by month; that of August, in which it is now, may still change."""
    series = Series.objects.create(key="k", metric="m", title="Things", unit="count", better="up")
    KeyResult.objects.filter(pk=result.pk).update(series=series)
    for month, value in values.items():
        Value.objects.create(
            series=series,
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            value=value,
            is_mature=month < 8,
            as_of=date(2026, 8, 24),
            version="v",
            recorded_at=result.objective.created_at,
        )


def test_a_typed_key_result_stands_where_its_last_check_in_says(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    _say(result, 12, date(2026, 8, 22), objective.created_at)

    page = as_(staff.dave).get("/quarter").content.decode()

    # 12 is 20 % of the way from 10 to 20; 54 of 92 days, 59 %, are over: more than 25 points behind.
    assert "off track" in page
    assert "it has come 20% of the way, and 59% is expected today" in page


def test_a_value_that_may_still_change_stands_beside_the_final_one_that_its_status_rests_on(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    _measure(objective.key_results.get(), {7: 12.0, 8: 19.0})

    page = as_(staff.dave).get("/quarter").content.decode()

    assert "not final; last\N{NO-BREAK SPACE}final\N{NO-BREAK SPACE}12" in page
    assert ">19 <" in page
    assert "20% of the way" in page  # of 10 to 20: the bar rests on 12 as well


def test_a_bound_says_in_how_many_periods_it_was_kept(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    KeyResult.objects.filter(pk=result.pk).update(kind="maintain", at_least=15.0)
    _measure(result, {7: 12.0, 8: 19.0})

    page = as_(staff.dave).get("/quarter").content.decode()

    assert "not final; 0 of 1 inside" in page


def test_a_key_result_nobody_spoke_of_for_longer_than_the_cadence_is_stale_and_not_green(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    now: Callable[[timedelta], None],
) -> None:
    _say(objective.key_results.get(), 20, date(2026, 8, 24), objective.created_at)
    now(timedelta(days=8))

    page = as_(staff.dave).get("/quarter?status=stale").content.decode()

    assert objective.text in page
    assert "status-on-track" not in page


def test_a_changed_threshold_is_another_status_at_once(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    _say(objective.key_results.get(), 12, date(2026, 8, 22), objective.created_at)
    client = as_(staff.dave)
    before = client.get("/quarter").content.decode()

    Decided.objects.create(values={"widest_gap": 0.5})
    after = client.get("/quarter").content.decode()

    # 39 points behind: off track where 25 are at risk, and at risk where 50 are.
    assert "status-off-track" in before
    assert "status-off-track" not in after
    assert "status-at-risk" in after


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"text": "Calls held, all of them"}, "Calls held, all of them"),
        ({"target": 40}, "has come 7% of the way"),
        ({"baseline": 0}, "has come 60% of the way"),
        ({"baseline": 15}, "has gone the wrong way, by 60% of what lies between baseline and target"),
        ({"kind": "maintain", "at_least": 11, "baseline": None, "target": None}, "at least 11"),
        ({"commitment": "aspirational"}, "of the 59% expected today 41% is enough, as it is aspirational"),
        ({"checkpoints": [[0.5, 11.0]]}, "and 26% is expected today"),
        ({"owner": None}, "No owner"),
        ({"is_guardrail": True}, "guardrail"),
    ],
)
def test_whatever_changes_of_a_key_result_stands_on_the_next_page(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    changes: dict[str, Any],
    shown: str,
) -> None:
    _say(objective.key_results.get(), 12, date(2026, 8, 22), objective.created_at)
    client = as_(staff.dave)
    before = client.get("/quarter").content.decode()

    objective.key_results.update(**changes)
    after = client.get("/quarter").content.decode()

    assert shown not in before
    assert shown in after


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"text": "Customers stay longer"}, "Customers stay longer"),
        ({"team": None}, "No team"),
        ({"commitment": "committed"}, "<span>committed</span>"),
        ({"is_private": True}, "private</span>"),
        ({"state": "closed"}, "status-closed"),
    ],
)
def test_whatever_changes_of_an_objective_stands_on_the_next_page(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    changes: dict[str, Any],
    shown: str,
) -> None:
    client = as_(staff.alice)
    before = client.get("/quarter").content.decode()

    Objective.objects.filter(pk=objective.pk).update(**changes)
    after = client.get("/quarter").content.decode()

    assert shown not in before
    assert shown in after


def test_a_cycle_without_objectives_says_how_to_begin(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    page = as_(staff.dave).get("/quarter").content.decode()

    assert "No objective yet" in page
    assert page.index("Write the first one") > page.index("No objective yet")


def test_a_team_with_a_number_larger_than_any_key_has_nothing_to_show(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    page = as_(staff.dave).get(f"/quarter?team={10**30}").content.decode()

    assert "Nothing to show" in page
    assert objective.text not in page


def test_filters_stay_in_the_address_and_leave_out_what_they_say(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client = as_(staff.carol)

    mine, others = client.get("/quarter?mine=1"), client.get(f"/quarter?team={staff.product.pk}")

    assert objective.text in mine.content.decode()
    assert objective.text not in others.content.decode()
    assert "Nothing to show" in others.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    cycle: Cycle,
    objective: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(40):
        one = Objective.objects.create(
            cycle=cycle,
            team=staff.success,
            owner=staff.bob,
            text=f"O{number}",
            state="published",
            created_at=objective.created_at,
        )
        for position in range(1, 5):
            KeyResult.objects.create(
                objective=one, position=position, text="from 1 to 2", owner=staff.carol, baseline=1, target=2
            )

    client = as_(staff.dave)

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/quarter")

    assert page.content.count(b"from 1 to 2") == 160
