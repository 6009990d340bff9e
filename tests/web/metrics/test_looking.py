"""The look at a workspace, and measuring what a page shows, on the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.metrics import catalogue
from holdfast.web.audit.models import Entry
from holdfast.web.measurements.measuring import told
from holdfast.web.measurements.models import Series, Value
from holdfast.web.measurements.tasks import looked_at, refresh
from holdfast.web.metrics.cohorts import SHADES, heat_table
from holdfast.web.metrics.looking import look
from holdfast.web.metrics.measuring import measure_page
from holdfast.web.metrics.models import DataLook, KnownMetric

from .conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


@pytest.mark.django_db
@pytest.mark.usefixtures("company")
def test_a_look_finds_all_metrics_what_is_missing_and_measures_what_the_list_shows() -> None:
    look(NOW)

    rows = {row.name: row for row in KnownMetric.objects.select_related("series")}
    kept = DataLook.objects.get()
    assert set(rows) == set(catalogue().metrics)
    assert {row.is_measurable for row in rows.values()} == {True}
    assert rows["onboarding_scheduled"].settings[0][:2] == ["within_days", "5"]
    assert {name for name, *_ in kept.tables} >= {"customers", "subscriptions"}
    assert kept.looked_at == NOW
    assert all(row.series and row.series.measured_at == NOW for row in rows.values())
    assert not Value.objects.exclude(segment="").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("company")
def test_a_page_is_measured_with_segments_cohorts_and_chart(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.dave)
    client.get("/metrics")
    row = KnownMetric.objects.get(name="retention_rate")

    measure_page(row.pk, NOW)
    measure_page(row.pk, NOW)
    page = client.get("/metrics/retention_rate").content.decode()

    row.refresh_from_db()
    heat = heat_table(row.cohorts)
    assert row.error == ""
    assert heat is not None
    assert {cell.shade for line in heat.rows for cell in line.cells if cell} <= set(range(SHADES))
    assert 'class="heat-7">100%' in page
    assert 'class="chart chart-wide"' in page
    assert "Segments side by side" in page
    assert Value.objects.filter(series=row.series, is_current=False).count() == 0


@pytest.mark.django_db
def test_a_workspace_that_cannot_be_read_costs_nothing_that_was_known(
    company: Path, settings: Settings, as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    look(NOW)
    row = KnownMetric.objects.get(name="logo_churn")
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=company / "gone")

    look(NOW + timedelta(hours=6))
    measure_page(row.pk, NOW + timedelta(hours=6))
    listed, page = (
        as_(staff.dave).get(path).content.decode() for path in ("/metrics", "/metrics/logo_churn")
    )

    assert "The data could not be read" in listed
    count = len(catalogue().metrics)
    assert f"{count} of {count} can be measured" in listed
    assert "It could not be measured" in page
    assert "Last final value" in page
    assert Value.objects.filter(series__metric="logo_churn").exists()


@pytest.mark.django_db
def test_a_metric_without_its_table_is_not_measurable_and_one_that_left_the_workspace_is_gone(
    company: Path, settings: Settings, tmp_path: Path
) -> None:
    look(NOW)
    KnownMetric.objects.create(name="our_own", title="Ours", family="Other", is_own=True, is_measurable=True)
    lines = (company / "holdfast.toml").read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith("[tables.surveys"))
    end = next(
        n for n, line in enumerate(lines) if n > begin and line.startswith("[") and "surveys" not in line
    )
    kept = "\n".join(lines[:begin] + lines[end:])
    (tmp_path / "holdfast.toml").write_text(kept, encoding="utf-8")
    for file in company.iterdir():
        if file.name not in {"holdfast.toml", "surveys.csv"}:
            (tmp_path / file.name).symlink_to(file)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)

    look(NOW + timedelta(days=1))

    rows = {row.name: row for row in KnownMetric.objects.all()}
    assert (rows["nps"].is_measurable, rows["nps"].reason) == (False, "there is no table surveys")
    assert rows["our_own"].gone_at == NOW + timedelta(days=1)
    assert rows["logo_churn"].gone_at is None


@pytest.mark.django_db
@pytest.mark.usefixtures("company")
def test_what_people_looked_at_lately_is_kept_fresh_and_nothing_else() -> None:
    seen, old, never = (
        Series.objects.create(key=name, metric="nps", title=name, unit="points", better="up", looked_at=at)
        for name, at in (
            ("seen", NOW - timedelta(days=3)),
            ("old", NOW - timedelta(days=40)),
            ("never", None),
        )
    )

    chosen = looked_at(NOW)
    refresh.func("a turn")

    measured = {one.key: one.measured_at for one in Series.objects.all()}
    assert chosen == [seen]
    assert measured == {"seen": NOW, old.key: None, never.key: None}


@pytest.mark.django_db
@pytest.mark.usefixtures("company")
def test_a_removed_metric_is_told_to_the_audit_log_once_and_again_when_it_is_back() -> None:
    gone = Series.objects.create(
        key="x", metric="was_ours", title="Ours", unit="share", better="up", looked_at=NOW
    )

    refresh.func("a turn")
    refresh.func("the next")
    failed = Series.objects.get(pk=gone.pk)
    Series.objects.filter(pk=gone.pk).update(metric="logo_churn")
    refresh.func("the one after")

    assert failed.removed_at == NOW
    assert "'was_ours' is not known" in failed.error
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "could not measure",
        "measured again",
    ]
    assert Series.objects.get(pk=gone.pk).removed_at is None


def test_an_error_on_a_page_does_not_tell_where_the_workspace_lies_on_the_machine(company: Path) -> None:
    error = InputError(f"{company}/orders.csv", "it is gone", "a file", "Put it there")

    assert told(error).startswith("orders.csv: it is gone")


def test_without_a_workspace_file_pages_of_metrics_say_so_and_ask_no_job(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings, tmp_path: Path
) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)

    of_all = as_(staff.alice).get("/metrics").text
    of_one = as_(staff.bob).get("/metrics/retention_rate").text

    assert "Send your first file" in of_all
    assert "There are no data yet" in of_one
    assert "An administrator sends the first file." in of_one
    assert "being measured" not in of_one
    assert not DataLook.objects.exclude(asked_at=None).exists()
    assert not KnownMetric.objects.exclude(asked_at=None).exists()
