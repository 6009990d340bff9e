"""Predictions beside what came."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import hold_out
from holdfast.stats.hold_out import hold_out_check

ROWS = st.lists(st.tuples(st.floats(0, 20), st.integers(0, 30), st.integers(1, 50)), min_size=1, max_size=40)


@given(ROWS)
def test_tenths_hold_everybody_and_everything(rows: list[tuple[float, int, int]]) -> None:
    predicted, actual, customers = np.array(rows).T

    n = customers.astype(int)

    found = hold_out_check(predicted, actual.astype(int), n, as_before=predicted)

    assert len(found.deciles) == 10
    assert sum(tenth.customers for tenth in found.deciles) == pytest.approx(customers.sum())
    assert sum(t.customers * t.predicted for t in found.deciles) == pytest.approx(found.predicted)
    assert sum(t.customers * t.actual for t in found.deciles) == pytest.approx(found.actual)
    assert (np.diff([tenth.predicted for tenth in found.deciles]) < 1e-9).all()


@given(ROWS)
def test_rows_split_by_customer_give_the_same(rows: list[tuple[float, int, int]]) -> None:
    predicted, actual, customers = np.array(rows).T
    n = customers.astype(int)
    once = hold_out_check(predicted, actual.astype(int), n, as_before=predicted)

    each, came = np.repeat(predicted, n), np.repeat(actual.astype(int), n)
    split = hold_out_check(each, came, np.ones(n.sum(), int), as_before=each)

    assert split.mean_absolute_error == pytest.approx(once.mean_absolute_error)
    assert [t.actual for t in split.deciles] == pytest.approx([t.actual for t in once.deciles])


def test_equal_predictions_share_their_mean() -> None:
    found = hold_out_check([1.0, 1.0], [0, 2], [10, 10], as_before=[0, 0])

    assert [tenth.actual for tenth in found.deciles] == pytest.approx([1.0] * 10)


def test_too_few_is_a_bias_below_nothing() -> None:
    assert hold_out_check([8.8], [10], [1], as_before=[9]).bias == pytest.approx(-0.12)
    assert hold_out_check([8.8], [0], [1], as_before=[9]).bias == float("inf")


def test_nobody_has_no_check() -> None:
    with pytest.raises(InputError, match="hold-out"):
        hold_out_check([], [], [], as_before=[])


def test_the_example_holds() -> None:
    assert doctest.testmod(hold_out).failed == 0
