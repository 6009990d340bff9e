"""The system's Chromium for every browser test; a report written to a file of its own."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.records import Measurement, MetricCard
from holdfast.report.html import report_html
from holdfast.report.page import DataCheck, MeasuredKeyResult, MeasuredMetric, MetricFamily, Report
from holdfast.review.run import review_document
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# No first-run page, no request of the browser's own: a test sees what the page does and nothing else.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
KEY_RESULTS = (
    "Schedule 95% of new customer onboarding calls within 5 days signing",
    "Complete 80% of customer onboarding calls within 10 days of signing",
    "Undertake monthly review call with all accounts over $1m",
    "NPS (Net Promoter Score) up 50 over previous quarter",
    f"{'unbroken' * 20} 90% رضا العملاء 🚀",
)
CARD = MetricCard(
    name="onboarding_scheduled",
    title="Onboarding date agreed",
    reading_metric=None,
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="new customers",
    outcome="an onboarding date agreed",
    window_days=5,
    tables=("customers",),
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"No browser on PATH ({', '.join(BROWSERS)}). Type: apt-get install -y chromium")
    return {"executable_path": found, "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def base_url() -> str:
    """No address that the tests share; the plug-in's own fixture of this name warns under pytest 9.2."""
    return ""


@pytest.fixture(scope="session")
def report_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(_report()), encoding="utf-8")
    return path.as_uri()


def _report() -> Report:
    objective = Objective(
        "Increase customer engagement & retention (paying accounts only)",
        tuple(map(KeyResult, KEY_RESULTS)),
        okr_type="Team",
        cycle="Quarter",
    )
    series = (
        *(_measurement(month, 60 + 2 * month) for month in range(1, 9)),
        _measurement(9, 50, pending=20),
    )
    segments = tuple(
        _measurement(8, n, segment=(("size", name),)) for name, n in (("small", 40), ("large", 76))
    )
    check = DataCheck(
        "All tables are sound.", tables=(("customers", 3200),), unmeasurable=(("Churn", "no table"),)
    )
    return Report(
        review_document(OkrDocument("okr.md", (objective,))),
        company="Seed",
        as_of=date(2026, 10, 1),
        key_results=(MeasuredKeyResult(1, 1, CARD, series, target=0.95, segments=segments),),
        metrics=(MeasuredMetric(CARD, series, segments),),
        others=(
            MetricFamily("Subscriptions", (MeasuredMetric(CARD, series), MeasuredMetric(CARD, ()))),
            MetricFamily("Surveys", (MeasuredMetric(CARD, series),)),
        ),
        check=check,
    )


def _measurement(
    month: int, numerator: int, *, pending: int = 0, segment: tuple[tuple[str, str], ...] = ()
) -> Measurement:
    share = numerator / 80
    return Measurement(
        metric=CARD.name,
        variant="standard",
        version="4f1c2a",
        period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
        segment=segment,
        unit="share",
        value=share,
        numerator=numerator,
        denominator=80,
        interval=Interval(max(0.0, share - 0.06), min(1.0, share + 0.06)),
        pending=pending,
        is_mature=pending == 0,
        as_of=date(2026, 10, 1),
    )
