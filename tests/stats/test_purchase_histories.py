"""Histories: what is folded, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats.purchase_histories import PurchaseHistories

ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 6), st.integers(0, 3), st.integers(1, 5)),
    min_size=1,
    max_size=40,
).map(
    lambda rows: [
        (0, 0, more, n) if x % 2 else (x, x + last, x + last + more, n) for x, last, more, n in rows
    ]
)


@given(ROWS)
def test_distinct_rows_stand_for_every_customer(rows: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(rows).T

    found = PurchaseHistories.of_days(*columns[:3], customers=columns[3], unit_days=1)

    assert found.total == sum(n for *_, n in rows)
    keys = list(zip(found.repeats, found.recency, found.observed, strict=True))
    assert len(set(keys)) == found.rows
    for key, customers in zip(keys, found.customers, strict=True):
        assert customers == sum(n for x, last, end, n in rows if (x, last, end) == key)


@given(ROWS)
def test_rows_of_one_customer_each_fold_the_same(rows: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(rows).T
    weighted = PurchaseHistories.of_days(*columns[:3], customers=columns[3])

    found = PurchaseHistories.of_days(*np.repeat(columns[:3], columns[3], axis=1))

    assert found.repeats.tolist() == weighted.repeats.tolist()
    assert found.recency.tolist() == weighted.recency.tolist()
    assert found.customers.tolist() == weighted.customers.tolist()


def test_days_become_units() -> None:
    found = PurchaseHistories.of_days([3], [21], [35], unit_days=7)

    assert (found.recency[0], found.observed[0]) == (3, 5)


def test_nobody_is_no_rows() -> None:
    found = PurchaseHistories.of_days([], [], [])

    assert (found.rows, found.total) == (0, 0)


@pytest.mark.parametrize(
    ("x", "last", "end"),
    [
        (-1, 0, 10),
        (0, 3, 10),  # bought again, they say, and never did
        (2, 0, 10),
        (2, 11, 10),  # after the end of the calibration
        (1, -2, 10),
        (1, 2, float("nan")),
        (1, 2, float("inf")),
        (1.5, 2, 10),
    ],
)
def test_an_impossible_row_is_named(x: float, last: float, end: float) -> None:
    with pytest.raises(InputError, match=r"row 2: .* Expected"):
        PurchaseHistories.of([0, x], [0, last], [10, end])


@pytest.mark.parametrize("bad", [[1.5], [float("nan")], [float("inf")]])
def test_rounded_weeks_are_refused_where_days_are_asked(bad: list[float]) -> None:
    """A summary with weeks of two decimals changes the fourth digit of a fit."""
    with pytest.raises(InputError, match="fractions"):
        PurchaseHistories.of_days([1], bad, [40])


def test_more_repeats_than_days_are_orders_or_weeks() -> None:
    with pytest.raises(InputError, match="5 repeats within 4 days"):
        PurchaseHistories.of_days([5], [4], [40])


def test_columns_of_several_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="one length"):
        PurchaseHistories.of_days([0, 0], [0], [4])


def test_a_unit_of_no_length_is_refused() -> None:
    with pytest.raises(InputError, match="unit_days"):
        PurchaseHistories.of_days([0], [0], [4], unit_days=0)


@pytest.mark.parametrize("customers", [[0], [-1], [1.5]])
def test_a_row_stands_for_whole_customers(customers: list[float]) -> None:
    with pytest.raises(InputError, match="histories"):
        PurchaseHistories.of([0], [0], [4], customers=customers)
