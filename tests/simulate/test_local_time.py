from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from holdfast.simulate.local_time import add_months, at_office, month_number, quarter_starts, to_utc

START = date(2023, 10, 1)
NEW_YORK = ZoneInfo("America/New_York")


def test_every_hour_of_three_years_agrees_with_the_time_zone_database() -> None:
    hours = np.arange(1096 * 24)
    naive = [datetime(2023, 10, 1) + timedelta(hours=int(hour)) for hour in hours]  # noqa: DTZ001  local time
    aware = [moment.replace(tzinfo=NEW_YORK) for moment in naive]
    real = [moment.astimezone(UTC) for moment in aware]

    found = to_utc(START, hours / 24)

    exists = [
        there.astimezone(NEW_YORK).replace(tzinfo=None) == moment
        for there, moment in zip(real, naive, strict=True)
    ]
    expected = np.array([there.replace(tzinfo=None) for there in real], dtype="datetime64[us]")
    assert (found == expected)[exists].all()
    assert exists.count(False) == 3  # two o'clock in the morning of three springs


def test_a_skipped_hour_becomes_the_instant_of_the_change() -> None:
    spring = (date(2024, 3, 10) - START).days

    found = to_utc(START, np.array([spring + 2.5 / 24]))

    assert found[0] == np.datetime64("2024-03-10T07:00:00")


def test_order_is_kept_through_both_changes() -> None:
    days = np.sort(np.random.default_rng(1).uniform(0, 1096, 200_000))

    assert (np.diff(to_utc(START, days)) >= np.timedelta64(0, "us")).all()


def test_never_becomes_null() -> None:
    assert np.isnat(to_utc(START, np.array([np.inf, np.nan]))).all()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, date(2024, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    moved = add_months(START, np.array([(day - START).days + 0.25]), np.array([months]))

    assert moved[0] == (expected - START).days + 0.25


def test_months_are_counted_by_the_calendar() -> None:
    days = np.array([0.0, 30.99, 31.0])

    assert np.diff(month_number(START, days)).tolist() == [0, 1]


def test_quarters_tile_the_history() -> None:
    edges = quarter_starts(START, date(2026, 10, 1))

    assert len(edges) == 13
    assert (edges[0], edges[1], edges[-1]) == (0.0, 92.0, 1096.0)


def test_office_hours_keep_the_local_date_and_never_stays_never() -> None:
    days = np.append(np.arange(1000.0), np.inf)

    moved = at_office(np.random.default_rng(2), days)

    assert (np.floor(moved[:-1]) == days[:-1]).all()
    assert np.isinf(moved[-1])
    late = (moved[:-1] % 1 > 20 / 24).mean()
    assert 0.03 < late < 0.12
