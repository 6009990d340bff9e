from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.simulate.contracts import Contracts, departure, interval_end

START = date(2023, 10, 1)


def _day(year: int, month: int, day: int) -> float:
    return float((date(year, month, day) - START).days)


@pytest.mark.parametrize(
    ("interval", "after", "expected"),
    [
        (1, _day(2023, 10, 31), _day(2023, 11, 30)),
        (1, _day(2023, 11, 30), _day(2023, 12, 31)),
        (1, _day(2024, 2, 10), _day(2024, 2, 29)),
        (12, _day(2023, 12, 1), _day(2024, 10, 31)),
        (12, _day(2024, 10, 31), _day(2025, 10, 31)),
    ],
)
def test_an_interval_ends_after_the_instant_on_the_signings_day_of_the_month(
    interval: int, after: float, expected: float
) -> None:
    signed = np.array([_day(2023, 10, 31)])

    end = interval_end(START, signed=signed, interval=np.array([interval]), after=np.array([after]))

    assert end[0] == expected


def test_the_end_is_the_first_after_the_instant_for_any_dates() -> None:
    rng = np.random.default_rng(4)
    signed = rng.uniform(0, 900, 20_000)
    interval = rng.choice((1, 12), 20_000)
    after = signed + rng.exponential(200, 20_000)

    end = interval_end(START, signed=signed, interval=interval, after=after)

    length = np.where(interval == 1, 31.01, 366.01)
    assert (end > after).all()
    assert (end - after <= length).all()


def test_who_never_decides_never_leaves() -> None:
    end = interval_end(START, signed=np.array([3.0]), interval=np.array([1]), after=np.array([np.inf]))

    assert np.isinf(end[0])


def test_a_decision_in_the_first_days_takes_effect_at_once() -> None:
    left = departure(
        Contracts(withdrawal_days=14.0),
        START,
        signed=np.array([0.0, 0.0]),
        interval=np.array([1, 1]),
        decided=np.array([13.0, 15.0]),
    )

    assert left.tolist() == [13.0, _day(2023, 11, 1)]
