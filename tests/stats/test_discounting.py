"""What is to come, and its worth today."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.discounting import outlook
from holdfast.stats.mbg_nbd import MbgNbd
from holdfast.stats.pareto_nbd import ParetoNbd
from holdfast.stats.purchase_histories import PurchaseHistories

MODEL = MbgNbd(0.52484, 6.18309, 0.89136, 1.61400)
ROWS = PurchaseHistories.of([0, 2, 26], [0, 30.43, 30.86], [38, 38.86, 31], customers=[100, 10, 1])


def test_periods_add_up_to_the_whole() -> None:
    found = outlook(MODEL, ROWS, periods=12, length=52 / 12, discount_rate=0.01)

    assert found.expected == pytest.approx(MODEL.expected_purchases(ROWS, 52))
    assert sum(found.by_period) == pytest.approx(ROWS.customers @ found.expected)
    assert (found.discounted < found.expected).all()


def test_without_a_discount_the_worth_is_the_number() -> None:
    found = outlook(MODEL, ROWS, periods=3, length=13, discount_rate=0)

    assert found.discounted == pytest.approx(found.expected)


def test_a_period_counts_at_its_end() -> None:
    found = outlook(MODEL, ROWS, periods=2, length=26, discount_rate=0.1)

    first, both = (MODEL.expected_purchases(ROWS, time) for time in (26, 52))
    assert found.discounted == pytest.approx(first / 1.1 + (both - first) / 1.21)


def test_many_short_periods_come_near_the_continuous_discount() -> None:
    """The continuous sum of Pareto/NBD by 4,000 weeks, integrated by the trapezoidal rule: 0.27 % a week."""
    model, rate = ParetoNbd(0.5629966, 12.559037, 0.4081095, 10.5148048), 0.0027
    rows = PurchaseHistories.of([7], [35], [77.86])
    weeks = np.linspace(0, 4000, 8001)
    until = np.array([model.expected_purchases(rows, time)[0] for time in weeks])

    continuous = float(np.diff(until) @ np.exp(-rate * (weeks[1:] + weeks[:-1]) / 2))

    found = outlook(model, rows, periods=4000, length=1, discount_rate=float(np.expm1(rate)))
    assert found.discounted[0] == pytest.approx(continuous, rel=0.002)


@pytest.mark.parametrize(
    ("periods", "length", "rate"), [(0, 1, 0.1), (3, 0, 0.1), (3, 1, -0.1), (3, 1, float("nan"))]
)
def test_periods_lengths_and_rates_out_of_range_are_refused(periods: int, length: float, rate: float) -> None:
    with pytest.raises(InputError, match="periods"):
        outlook(MODEL, ROWS, periods=periods, length=length, discount_rate=rate)
