"""The pulse of the quarter page: what staying itself says, and whether it moved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.records import Measurement
from holdfast.units import Interval, Period
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.actions import outside_series, record_values
from holdfast.web.objectives.pulse import pulse
from holdfast.web.owed.queries import owed_by

if TYPE_CHECKING:
    from tests.web.conftest import Staff

    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.models import Objective

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)


def _churn(*shares: float, better: str = "down", metric: str = "logo_churn") -> Series:
    series = outside_series(metric, title=metric, unit="share", better=better)
    series.metric = metric
    series.save()
    record_values(series, [_month(4 + n, share) for n, share in enumerate(shares)], sql="", at=NOW)
    return series


def _month(month: int, share: float) -> Measurement:
    return Measurement(
        metric="logo_churn",
        variant="standard",
        version="1",
        period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
        segment=(),
        unit="share",
        value=share,
        numerator=round(1000 * share),
        denominator=1000,
        interval=Interval(share - 0.01, share + 0.01),
        pending=0,
        is_mature=True,
        as_of=date(2026, 8, 24),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((0.05, 0.055), "no change beyond noise"),
        ((0.05, 0.03), "better"),
        ((0.03, 0.05), "worse"),
        ((0.03,), ""),
    ],
)
def test_a_pulse_says_better_or_worse_only_beyond_noise(shares: tuple[float, ...], verdict: str) -> None:
    found = pulse([_churn(*shares)])

    assert found is not None
    assert (found.last.value, found.verdict) == (shares[-1], verdict)


@pytest.mark.django_db
def test_what_only_leads_to_staying_is_no_pulse() -> None:
    assert pulse([_churn(0.5, metric="onboarding_completed")]) is None


def test_what_one_owes_counts_what_nobody_spoke_of_for_the_cadence(
    staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    days = (date(2026, 8, 17), date(2026, 8, 18))

    owed = [owed_by(staff.carol, today=date(2026, 8, 24)).count("check-in")]
    for on in days:
        CheckIn.objects.create(key_result=result, by=staff.carol, on=on, at=NOW)
        owed.append(owed_by(staff.carol, today=date(2026, 8, 24)).count("check-in"))

    assert owed == [1, 1, 0]
    assert owed_by(staff.erin, today=date(2026, 8, 24)).due == ()
