"""A known metric with a series of six months, and a company whose data can be measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.records import Measurement
from holdfast.service.demo import make_demo_company
from holdfast.units import Interval, Period
from holdfast.web.measurements.actions import record_values
from holdfast.web.measurements.models import Series
from holdfast.web.metrics.actions import know_catalogue
from holdfast.web.metrics.models import KnownMetric

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)


def month(
    number: int, share: float | None, *, of: int = 80, segment: tuple[str, str] | None = None
) -> Measurement:
    """One month of 2026, final; a share of `of` customers."""
    return Measurement(
        metric="logo_churn",
        variant="standard",
        version="abc",
        period=Period(date(2026, number, 1), date(2026, number + 1, 1)),
        segment=(segment,) if segment else (),
        unit="share",
        value=share,
        numerator=round(of * (share or 0)),
        denominator=0 if share is None else of,
        interval=None if share is None else Interval(max(0, share - 0.05), share + 0.05),
        pending=0,
        is_mature=True,
        as_of=TODAY,
    )


def usual_series(metric: str = "logo_churn", **asked: object) -> Series:
    """The series of a metric, not measured yet."""
    given = {"title": "Logo churn", "unit": "share", "better": "down", "definition": "Of customers."}
    return Series.objects.create(key=f"{metric}{asked}", metric=metric, **given, **asked)


def measured_churn() -> KnownMetric:
    """Logo churn, measured from February to July, by size."""
    know_catalogue()
    series = usual_series()
    sizes = [month(7, 0.2, segment=("size", "small")), month(7, 0.01, segment=("size", "large"))]
    record_values(series, [*(month(n, n / 100) for n in range(2, 8)), *sizes], sql="SELECT 1", at=NOW)
    KnownMetric.objects.filter(name="logo_churn").update(
        series=series, is_measurable=True, tried_at=NOW, asked_at=NOW
    )
    return KnownMetric.objects.select_related("series").get(name="logo_churn")


@pytest.fixture
def known(db: None) -> KnownMetric:
    """Logo churn, measured."""
    return measured_churn()


@pytest.fixture(scope="module")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "demo"
    make_demo_company(folder, company="Seed", customers=80, seed=7)
    return folder


@pytest.fixture
def company(company_folder: Path, settings: Settings) -> Path:
    """The workspace of this application: a demo company."""
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=company_folder, today=TODAY)
    return company_folder
