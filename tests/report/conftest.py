"""Values that reports are made of: measurements by count, a card, the seed's own OKR reviewed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.records import Measurement, MetricCard
from holdfast.report.page import DataCheck, MeasuredKeyResult, MeasuredMetric, Report
from holdfast.review.run import review_document
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from holdfast.review.run import Review

SEED_OBJECTIVE = "Increase customer engagement & retention (paying accounts only)"
SEED_KEY_RESULTS = (
    "Schedule 95% of new customer onboarding calls within 5 days signing",
    "Complete 80% of customer onboarding calls within 10 days of signing",
    "Undertake monthly review call with all accounts over $1m",
    "NPS (Net Promoter Score) up 50 over previous quarter",
)


class Measure(Protocol):
    """Makes the measurement of one month of 2026."""

    def __call__(
        self,
        month: int,
        numerator: int,
        denominator: int,
        *,
        pending: int = 0,
        segment: tuple[tuple[str, str], ...] = (),
    ) -> Measurement: ...


@pytest.fixture
def measure() -> Measure:
    def make(
        month: int,
        numerator: int,
        denominator: int,
        *,
        pending: int = 0,
        segment: tuple[tuple[str, str], ...] = (),
    ) -> Measurement:
        share = numerator / denominator if denominator else None
        interval = None if share is None else Interval(max(0.0, share - 0.05), min(1.0, share + 0.05))
        return Measurement(
            metric="onboarding_scheduled",
            variant="standard",
            version="4f1c2a",
            period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
            segment=segment,
            unit="share",
            value=share,
            numerator=numerator,
            denominator=denominator,
            interval=interval,
            pending=pending,
            is_mature=pending == 0,
            as_of=date(2026, 10, 1),
            details=(("median_days", 2.5),) if denominator else (),
        )

    return make


@pytest.fixture
def card() -> MetricCard:
    return MetricCard(
        name="onboarding_scheduled",
        title="Onboarding date agreed",
        reading_metric="onboarding_completion",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="new customers",
        outcome="an onboarding date agreed",
        window_days=10,
        tables=("customers", "engagements"),
    )


@pytest.fixture
def seed_review() -> Review:
    objective = Objective(
        SEED_OBJECTIVE,
        tuple(KeyResult(text) for text in SEED_KEY_RESULTS),
        okr_type="Team",
        cycle="Quarter",
        kpis=(),
    )
    return review_document(OkrDocument("okr.md", (objective,)))


@pytest.fixture
def series(measure: Measure) -> tuple[Measurement, ...]:
    final = tuple(measure(month, 60 + 2 * month, 80) for month in range(1, 9))
    return (*final, measure(9, 30, 39, pending=41))


@pytest.fixture
def report(
    seed_review: Review, card: MetricCard, series: tuple[Measurement, ...], measure: Measure
) -> Report:
    segments = (
        measure(8, 20, 50, segment=(("size", "small"),)),
        measure(8, 28, 30, segment=(("size", "large"),)),
    )
    return Report(
        seed_review,
        company="Seed",
        as_of=date(2026, 10, 1),
        key_results=(MeasuredKeyResult(1, 1, card, series, target=0.95, segments=segments),),
        metrics=(MeasuredMetric(card, series[:3], segments), MeasuredMetric(card, (measure(1, 0, 0),))),
        check=DataCheck(
            "2 of 3 tables are sound.",
            tables=(("customers", 3200),),
            problems=("surveys: 12 answers are dated before the question.",),
            measurable=("Onboarding date agreed",),
            unmeasurable=(("First response time", "there is no table tickets"),),
        ),
    )
