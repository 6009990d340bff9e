"""Another window, variant or grain of a metric: in the address, measured by a job, within bounds."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.errors import InputError
from holdfast.service.measuring import measure_metric
from holdfast.web.measurements.actions import series_for
from holdfast.web.measurements.measuring import first_day, measure_series, workspace
from holdfast.web.measurements.models import Series, Value
from holdfast.web.metrics import asking
from holdfast.web.metrics.actions import know_catalogue
from holdfast.web.metrics.asking import Wanted, ask, wanted_of
from holdfast.web.metrics.models import KnownMetric, Question

from .conftest import NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

    Browser = Callable[[Person | None], Client]

PAGE = "/metrics/onboarding_completed"


@pytest.fixture
def onboarding(company: Path, db: None) -> KnownMetric:
    """A metric with a window of 5 days in the workspace, of a company whose data can be measured."""
    know_catalogue()
    rows = KnownMetric.objects.filter(name="onboarding_completed")
    rows.update(settings=[["within_days", "5", "1 to 365"]], is_measurable=True, tried_at=NOW, asked_at=NOW)
    return rows.get()


def test_what_nobody_asked_yet_is_offered_and_nothing_is_measured_by_a_look(
    as_: Browser, staff: Staff, onboarding: KnownMetric
) -> None:
    answer = as_(staff.dave).get(PAGE, {"grain": "week", "within_days": "30"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "Nobody has asked this metric so: by week, within 30 days" in page
    assert not Question.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__endswith="measure_one").exists()


def test_a_question_is_measured_as_the_command_line_measures_it_and_stands_in_the_address(
    as_: Browser, staff: Staff, onboarding: KnownMetric
) -> None:
    client = as_(staff.dave)
    asked = {"grain": "week", "within_days": "30"}

    answer = client.post(f"{PAGE}/ask", asked)
    waiting = client.get(answer["Location"]).content.decode()
    series = Series.objects.get(grain="week")
    measure_series([series], at=NOW + timedelta(seconds=1))
    shown = client.get(answer["Location"]).content.decode()

    with workspace() as opened:
        begin = first_day(opened.as_of, "week")
        expected = measure_metric(
            opened, "onboarding_completed", parameters={"within_days": 30}, grain="week", start=begin
        )
    kept = Value.objects.filter(series=series, segment="", is_current=True).order_by("period_start")
    assert answer["Location"] == f"{PAGE}?grain=week&within_days=30"
    assert "It is being measured" in waiting
    assert [(one.period_start, one.numerator, one.denominator) for one in kept] == [
        (one.period.start, one.numerator, one.denominator) for one in expected
    ]
    assert kept.count() > 50
    assert "within 30 days, by week" in shown
    assert "It is being measured" not in shown


def test_the_same_question_is_one_series_and_one_job_a_minute(onboarding: KnownMetric) -> None:
    wanted = Wanted("day")

    series = {ask(onboarding, wanted, at=NOW + timedelta(seconds=after)).pk for after in (0, 10, 59)}

    assert len(series) == 1
    assert DBTaskResult.objects.filter(task_path__endswith="measure_one").count() == 1


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"grain": "hour"}, "day, week, month, quarter"),
        ({"within_days": "0"}, "1 to 365 days"),
        ({"within_days": "366"}, "1 to 365 days"),
        ({"within_days": "-5"}, "1 to 365 days"),
        ({"within_days": "\u0665"}, "1 to 365 days"),
        ({"within_days": "9" * 400}, "1 to 365 days"),
        ({"variant": "<script>"}, "no variants"),
    ],
)
def test_what_a_metric_cannot_be_asked_is_refused_with_what_it_can(
    as_: Browser, staff: Staff, onboarding: KnownMetric, given: dict[str, str], found: str
) -> None:
    client = as_(staff.dave)

    answers = [client.get(PAGE, given), client.post(f"{PAGE}/ask", given)]

    assert [one.status_code for one in answers] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 2
    assert all(found in one.content.decode() for one in answers)
    assert all("<script>" not in one.content.decode().split("<main")[1] for one in answers)
    assert not Question.objects.exists()


def test_the_usual_window_said_aloud_is_the_usual_question(onboarding: KnownMetric) -> None:
    assert wanted_of(onboarding, {"grain": "month", "within_days": "5"}).is_usual


def test_no_more_is_asked_for_at_once_than_a_worker_can_answer(
    onboarding: KnownMetric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 2)
    for days in (10, 11):
        ask(onboarding, Wanted(within_days=days), at=NOW)

    with pytest.raises(InputError, match="2 questions are being measured"):
        ask(onboarding, Wanted(within_days=12), at=NOW)

    Series.objects.update(tried_at=NOW)
    assert ask(onboarding, Wanted(within_days=12), at=NOW).parameters == {"within_days": 12}


def test_of_one_metric_no_more_questions_are_kept_than_people_look_at(
    onboarding: KnownMetric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_QUESTIONS", 1)
    first = ask(onboarding, Wanted("day"), at=NOW)

    with pytest.raises(InputError, match="1 other questions"):
        ask(onboarding, Wanted("week"), at=NOW)

    second = ask(onboarding, Wanted("week"), at=NOW + timedelta(days=31))
    assert [one.series_id for one in Question.objects.all()] == [second.pk]
    assert Series.objects.filter(pk=first.pk).exists()


def test_what_only_an_objective_asks_is_not_told_to_who_guesses_it(
    as_: Browser, staff: Staff, onboarding: KnownMetric
) -> None:
    with workspace() as opened:
        card = opened.catalogue.metric("onboarding_completed").card
    series_for(card, parameters={"within_days": 77}, filters={}, grain="month")

    page = as_(staff.dave).get(PAGE, {"within_days": "77"}).content.decode()

    assert "Nobody has asked this metric so" in page


def test_by_day_a_quarter_is_measured_and_by_month_two_years() -> None:
    assert [(TODAY - first_day(TODAY, grain)).days for grain in ("day", "week")] == [92, 371]
    assert (TODAY - first_day(TODAY)).days > 700
