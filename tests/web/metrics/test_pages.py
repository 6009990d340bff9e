"""The pages of metrics: list and one metric, without the engine."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.metrics import catalogue
from holdfast.records.words import WITHHELD
from holdfast.web.cycles.models import DatedEvent
from holdfast.web.measurements.actions import record_failure, record_values
from holdfast.web.metrics.models import DataLook, KnownMetric
from holdfast.web.metrics.tasks import draw_metric
from holdfast.web.objectives.models import KeyResult

from .conftest import NOW, month, usual_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

    Browser = Callable[[Person | None], Client]


def _bind(objective: Objective, series: Series) -> KeyResult:
    row = objective.key_results.get()
    KeyResult.objects.filter(pk=row.pk).update(series=series, unit="share")
    return row


@pytest.mark.usefixtures("company")
def test_the_catalogue_is_listed_before_anybody_has_looked_at_the_data(as_: Browser, staff: Staff) -> None:
    client = as_(staff.dave)

    pages = [client.get("/metrics").content.decode() for _ in range(2)]

    assert all(name in pages[0] for name in catalogue().metrics)
    assert "A job is looking at your data" in pages[1]
    assert DBTaskResult.objects.filter(task_path__endswith="look_now").count() == 1


def test_a_list_says_what_is_missing_and_finds_by_word_and_by_state(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    KnownMetric.objects.filter(name="nps").update(is_measurable=False, reason="there is no table surveys")
    client = as_(staff.dave)

    everything = client.get("/metrics").content.decode()
    by_word = client.get("/metrics", {"q": "CHURN logo"}).content.decode()
    missing = client.get("/metrics", {"show": "missing"}).content.decode()
    none = client.get("/metrics", {"q": "<script>"}).content.decode()

    assert "there is no table surveys" in everything
    assert "7.0%" in everything
    assert "/metrics/logo_churn" in by_word
    assert "/metrics/nps" not in by_word
    assert "/metrics/nps" in missing
    assert "/metrics/logo_churn" not in missing
    assert "No metric fits" in none
    assert "<script>" not in none


def test_a_metric_shows_definition_value_range_counts_segments_and_sql(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    page = as_(staff.dave).get("/metrics/logo_churn").content.decode()

    assert "customers paying at the start of the period" in page
    assert "2.0% to 12.0%" in page
    assert "6 of 80" in page
    assert "Jul 2026" in page
    assert "small" in page
    assert "SELECT 1" in page


def test_a_segment_is_higher_or_lower_only_beyond_noise_and_one_of_few_persons_is_not_shown(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    assert known.series is not None
    few = replace(
        month(7, 0.5, of=4, segment=("size", "tiny")),
        value=None,
        interval=None,
        numerator=0,
        details=WITHHELD,
    )
    record_values(known.series, [month(7, 0.08, segment=("size", "middle")), few], sql="SELECT 1", at=NOW)

    file = as_(staff.dave).get("/metrics/logo_churn/values.csv").content.decode()
    page = as_(staff.dave).get("/metrics/logo_churn").content.decode()

    rows = {
        name: page.split(f'dir="auto">{name}</th>')[1].split("</tr>")[0]
        for name in ("small", "middle", "large", "tiny")
    }
    [line] = [one for one in csv.DictReader(file.splitlines()) if one["segment"] == "size=tiny"]
    assert "higher" in rows["small"]
    assert "lower" in rows["large"]
    assert "within noise" in rows["middle"]
    assert "not shown (few persons)" in rows["tiny"]
    assert (line["value"], line["numerator"], line["denominator"]) == ("", "", "4")


@pytest.mark.usefixtures("company")
def test_what_was_never_measured_is_asked_for_once_and_shown_as_being_measured(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    client = as_(staff.dave)

    pages = [client.get("/metrics/nps").content.decode() for _ in range(3)]

    assert "It is being measured" in pages[-1]
    assert 'hx-trigger="load delay:3s"' in pages[-1]
    assert DBTaskResult.objects.filter(task_path__endswith="measure_metric").count() == 1


@pytest.mark.usefixtures("company")
def test_a_measuring_that_takes_too_long_is_said_to_and_asked_for_again(
    as_: Browser, staff: Staff, known: KnownMetric, now: Callable[[timedelta], None]
) -> None:
    client = as_(staff.dave)
    client.get("/metrics/nps")

    now(timedelta(minutes=5))
    late = client.get("/metrics/nps").content.decode()
    now(timedelta(minutes=6))
    client.get("/metrics/nps")

    assert "takes longer than it should" in late
    assert DBTaskResult.objects.filter(task_path__endswith="measure_metric").count() == 2


def test_a_failing_source_shows_its_age_and_error_beside_the_last_good_values(
    as_: Browser, staff: Staff, known: KnownMetric, now: Callable[[timedelta], None]
) -> None:
    assert known.series is not None
    now(timedelta(hours=3))
    record_failure(known.series, "subscriptions.csv: it is <gone>.", at=NOW + timedelta(hours=1))

    page = as_(staff.dave).get("/metrics/logo_churn").content.decode()
    listed = as_(staff.dave).get("/metrics").content.decode()

    assert "It could not be measured 2 hours ago" in page
    assert "subscriptions.csv: it is &lt;gone&gt;." in page
    assert "measured 3 hours ago" in page
    assert "7.0%" in page
    assert "could not be measured 2 hours ago" in listed


@pytest.mark.usefixtures("company")
def test_a_metric_that_cannot_be_measured_has_an_explanation_and_no_chart(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    KnownMetric.objects.filter(name="nps").update(is_measurable=False, reason="there is no table surveys")

    page = as_(staff.dave).get("/metrics/nps").content.decode()

    assert "there is no table surveys" in page
    assert "drawing" not in page
    assert not DBTaskResult.objects.filter(task_path__endswith="measure_metric").exists()


def test_a_series_without_any_value_has_a_table_and_no_chart(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    series = usual_series("nps")
    record_values(series, [month(n, None) for n in range(5, 8)], sql="SELECT 1", at=NOW)
    KnownMetric.objects.filter(name="nps").update(series=series, is_measurable=True, tried_at=NOW)

    page = as_(staff.dave).get("/metrics/nps").content.decode()

    assert "No period has a value yet" in page
    assert "being drawn" not in page
    assert not DBTaskResult.objects.filter(task_path__endswith="draw_metric").exists()


def test_a_metric_that_is_gone_says_so_and_what_to_do(
    as_: Browser, staff: Staff, known: KnownMetric, objective: Objective
) -> None:
    assert known.series is not None
    row = _bind(objective, known.series)
    KnownMetric.objects.filter(pk=known.pk).update(gone_at=NOW)
    record_failure(known.series, "metric: 'logo_churn' is not known", at=NOW, is_gone=True)

    pages = [as_(staff.dave).get(path).content.decode() for path in ("/metrics", "/metrics/logo_churn")]

    assert "no longer in the workspace" in pages[0]
    assert "Put <code>logo_churn</code> back into the workspace file" in pages[1]
    assert f"/key-results/{row.pk}" in pages[1]
    assert "Measure again" not in pages[1]


def test_the_chart_is_drawn_by_a_job_with_its_events_and_shown_from_then_on(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    DatedEvent.objects.create(on=date(2026, 5, 12), title="Price rise")
    client = as_(staff.dave)

    before = client.get("/metrics/logo_churn").content.decode()
    assert known.series is not None
    draw_metric.func(known.pk, known.series.pk)
    after = client.get("/metrics/logo_churn").content.decode()

    assert "The chart is being drawn" in before
    assert "The chart is being drawn" not in after
    assert 'class="chart chart-wide"' in after
    assert "Price rise" in after


def test_whoever_may_not_see_an_objective_sees_neither_its_use_nor_its_question(
    as_: Browser, staff: Staff, known: KnownMetric, secret: Objective
) -> None:
    asked = usual_series(filters={"size": ["hush"]})
    _bind(secret, asked)

    seen = {
        person.name: (
            as_(person).get("/metrics/logo_churn").content.decode(),
            as_(person).get("/metrics", {"show": "used"}).content.decode(),
            as_(person).get("/metrics/logo_churn", {"series": asked.pk}).status_code,
            as_(person).get("/metrics/logo_churn/values.csv", {"series": asked.pk}).status_code,
        )
        for person in (staff.dave, staff.erin)
    }

    assert "size: hush" in seen["Dave"][0]
    assert "/metrics/logo_churn" in seen["Dave"][1]
    assert seen["Dave"][2:] == (200, 200)
    assert "hush" not in seen["Erin"][0]
    assert "Hidden from" not in seen["Erin"][0]
    assert "/metrics/logo_churn" not in seen["Erin"][1]
    assert seen["Erin"][2:] == (404, 404)


@pytest.mark.parametrize("asked", ["0", "999999", "x", "-1", "9" * 40, "\N{ARABIC-INDIC DIGIT ONE}"])
def test_a_question_that_is_none_of_the_metric_is_not_there(
    as_: Browser, staff: Staff, known: KnownMetric, asked: str
) -> None:
    usual_series("nps")

    assert as_(staff.dave).get("/metrics/logo_churn", {"series": asked}).status_code == 404
    assert as_(staff.dave).get("/metrics/no_such").status_code == 404


def test_forty_metrics_and_a_hundred_segments_need_as_many_queries_as_one(
    as_: Browser, staff: Staff, known: KnownMetric, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert known.series is not None
    many = [month(n, 0.01, of=1000 - s, segment=("region", f"r{s}")) for s in range(100) for n in range(2, 8)]
    record_values(known.series, many, sql="SELECT 1", at=NOW)
    for number, row in enumerate(KnownMetric.objects.exclude(pk=known.pk)):
        series = usual_series(row.name)
        record_values(series, [month(n, number / 100) for n in range(2, 8)], sql="SELECT 1", at=NOW)
        KnownMetric.objects.filter(pk=row.pk).update(series=series, is_measurable=True)
    DataLook.objects.create(pk=1, tried_at=NOW, looked_at=NOW)
    client = as_(staff.dave)
    client.get("/metrics/logo_churn")

    with django_assert_max_num_queries(22):
        page = client.get("/metrics/logo_churn", {"by": "region"}).content.decode()
    with django_assert_max_num_queries(16):
        client.get("/metrics")

    assert "88 smaller segments more" in page
    assert page.count('class="sparkline"') <= 13


def test_hostile_names_of_segments_are_shown_as_they_are_and_run_nowhere(
    as_: Browser, staff: Staff, known: KnownMetric
) -> None:
    assert known.series is not None
    names = [
        "<script>alert(1)</script>",
        "a,b=c%2C",
        "=HYPERLINK(1)",
        "\N{RIGHT-TO-LEFT OVERRIDE}gnp",
        "x" * 500,
        "a\0b",
        "",
    ]
    record_values(
        known.series, [month(7, 0.01, segment=("size", name)) for name in names], sql="SELECT 1", at=NOW
    )

    page = as_(staff.dave).get("/metrics/logo_churn", {"by": "size"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert ">a,b=c%2C<" in page
    assert "(empty)" in page
    assert "x" * 100 in page


def test_values_are_a_csv_file_that_runs_nothing(as_: Browser, staff: Staff, known: KnownMetric) -> None:
    assert known.series is not None
    record_values(known.series, [month(7, 0.5, segment=("=1+1", "x"))], sql="SELECT 1", at=NOW)

    answer = as_(staff.dave).get("/metrics/logo_churn/values.csv")

    lines = answer.content.decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="logo_churn.csv"'
    assert lines[0].startswith("metric,variant,version,period_start")
    assert "logo_churn,standard,abc,2026-02-01,2026-03-01,,share,0.02" in lines[1]
    assert any(",'=1+1=x," in line for line in lines)
    assert len(lines) == 10


def test_measuring_again_is_asked_for_by_a_form_and_at_most_once_a_minute(
    as_: Browser, staff: Staff, known: KnownMetric, now: Callable[[timedelta], None]
) -> None:
    client = as_(staff.dave)
    now(timedelta(minutes=2))

    answers = [client.post("/metrics/logo_churn/measure").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert client.get("/metrics/logo_churn/measure").status_code == 405
    assert DBTaskResult.objects.filter(task_path__endswith="measure_metric").count() == 1
