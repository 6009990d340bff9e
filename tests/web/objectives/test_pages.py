"""The pages of an objective and of a key result."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.records import Measurement
from holdfast.units import Interval, Period
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import DatedEvent
from holdfast.web.measurements.actions import outside_series, record_failure, record_values
from holdfast.web.measurements.drawing import drawing_key
from holdfast.web.measurements.models import Drawing
from holdfast.web.objectives.key_result_page import key_result_page
from holdfast.web.objectives.models import Comment, KeyResult, Objective
from holdfast.web.objectives.tasks import draw_key_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)


def _month(month: int, share: float, *, segment: tuple[tuple[str, str], ...] = ()) -> Measurement:
    return Measurement(
        metric="onboarding_completed",
        variant="standard",
        version="abc",
        period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
        segment=segment,
        unit="share",
        value=share,
        numerator=round(80 * share),
        denominator=80,
        interval=Interval(share - 0.05, share + 0.05),
        pending=0,
        is_mature=True,
        as_of=TODAY,
    )


@pytest.fixture
def measured(objective: Objective) -> KeyResult:
    """The key result with a series of five months, by segment in the last one."""
    result = objective.key_results.get()
    series = outside_series("completed", title="Onboarding completed", unit="share", better="up")
    values = [_month(month, 0.5 + month / 100) for month in range(3, 8)]
    by_size = [_month(7, 0.4, segment=(("size", "small"),)), _month(7, 0.8, segment=(("size", "large"),))]
    record_values(series, [*values, *by_size], sql="SELECT 1", at=NOW)
    KeyResult.objects.filter(pk=result.pk).update(series=series, unit="share", baseline=0.5, target=0.7)
    return KeyResult.objects.select_related("objective__cycle", "owner", "series").get(pk=result.pk)


def test_a_key_result_shows_its_past_from_before_the_cycle_and_its_segments(
    as_: Callable[[Person | None], Client], staff: Staff, measured: KeyResult
) -> None:
    page = as_(staff.dave).get(f"/key-results/{measured.pk}").content.decode()

    assert "Mar 2026" in page
    assert "size: large" in page
    assert "52.0% to 62.0%" in page
    assert "has come 35% of the way" in page


def test_what_rests_on_money_is_shown_as_money_and_who_is_waited_for_as_customers(
    as_: Callable[[Person | None], Client], staff: Staff, measured: KeyResult
) -> None:
    paid = replace(
        _month(8, 1.005),
        numerator=867_762_600,
        denominator=863_367_613,
        pending=1827,
        pending_among=3674,
        of_money=True,
        is_mature=False,
    )
    assert measured.series is not None
    measured.series.metric = "nrr"
    measured.series.save()
    record_values(measured.series, [paid], sql="SELECT 1", at=NOW)

    page = as_(staff.dave).get(f"/key-results/{measured.pk}").content.decode()

    assert re.search("8,677,626 of [A-Z ]*8,633,676", page)
    assert "1,827 of 3,674 still open" in page
    assert "867,762,600" not in page


def test_a_source_that_fails_leaves_the_last_values_and_says_so(
    as_: Callable[[Person | None], Client], staff: Staff, measured: KeyResult
) -> None:
    assert measured.series is not None
    record_failure(measured.series, "orders.csv: it is gone.", at=NOW)

    page = as_(staff.dave).get(f"/key-results/{measured.pk}").content.decode()

    assert "It could not be measured" in page
    assert "orders.csv: it is gone." in page
    assert "57.0%" in page


def test_a_chart_is_drawn_by_a_job_and_shown_from_then_on(
    as_: Callable[[Person | None], Client], staff: Staff, measured: KeyResult
) -> None:
    client = as_(staff.dave)
    DatedEvent.objects.create(on=date(2026, 7, 20), title="Outage")
    CheckIn.objects.create(key_result=measured, on=TODAY, at=NOW, confidence=5)

    before = client.get(f"/key-results/{measured.pk}").content.decode()
    draw_key_result.func(measured.pk)
    after = client.get(f"/key-results/{measured.pk}").content.decode()
    part = client.get(f"/key-results/{measured.pk}/chart").content.decode()

    assert "The chart is being drawn" in before
    assert '<svg class="chart chart-wide"' in after
    assert '<svg class="chart chart-narrow"' in part


def test_a_chart_that_shows_the_same_is_drawn_once(measured: KeyResult) -> None:
    draw_key_result.func(measured.pk)
    draw_key_result.func(measured.pk)

    chart = key_result_page(measured, today=TODAY).chart
    assert Drawing.objects.get().key == drawing_key(chart)


def test_the_bet_is_drawn_with_its_assumption_or_asks_for_one(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client = as_(staff.dave)

    without = client.get(f"/objectives/{objective.pk}").content.decode()
    Objective.objects.filter(pk=objective.pk).update(assumption="Calls make habits")
    with_one = client.get(f"/objectives/{objective.pk}").content.decode()

    assert "No assumption is written down" in without
    assert "Calls make habits" in with_one


def test_an_objective_counts_private_neighbours_and_does_not_name_them(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    objective.supports.add(secret)

    page = as_(staff.erin).get(f"/objectives/{objective.pk}").content.decode()

    assert "1 private objective more" in page
    assert secret.text not in page


def test_the_pages_cost_the_same_queries_however_much_was_said(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    measured: KeyResult,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(staff.dave)
    for number in range(60):
        for result in (None, measured):
            Comment.objects.create(
                objective=measured.objective, key_result=result, author=staff.bob, text=f"C{number}", at=NOW
            )
        CheckIn.objects.create(key_result=measured, by=staff.carol, on=TODAY, at=NOW, confidence=5)
    draw_key_result.func(measured.pk)

    with django_assert_max_num_queries(25):
        client.get(f"/key-results/{measured.pk}")
    with django_assert_max_num_queries(24):
        client.get(f"/objectives/{measured.objective_id}")
