"""Predictions beside what came: in total, customer by customer, and by tenths of the prediction."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.errors import InputError
from holdfast.records.lifetime_value import Decile, HoldOutCheck

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]

_TENTHS = 10


def hold_out_check(
    predicted: ArrayLike, actual: ArrayLike, customers: ArrayLike, *, as_before: ArrayLike
) -> HoldOutCheck:
    """How predictions per customer did.

    >>> check = hold_out_check([2.0, 0.5], [3, 0], [1, 4], as_before=[4.0, 0.0])
    >>> check.predicted, check.actual, check.mean_absolute_error, check.as_before_error
    (4.0, 3, 0.6, 0.2)

    Args:
        predicted: For one customer of each row.
        actual: What came of each customer of the row.
        customers: Customers of each row.
        as_before: Predictions of a simpler rule.

    Raises:
        InputError: There is no customer.
    """
    expected, came, weights = np.asarray(predicted, float), np.asarray(actual), np.asarray(customers)
    rule = np.asarray(as_before, float)
    if not weights.sum():
        raise InputError("hold-out", "no customer was given", "customers of the calibration")
    return HoldOutCheck(
        predicted=float(weights @ expected),
        actual=int(weights @ came),
        mean_absolute_error=_error(expected, came, weights),
        as_before=float(weights @ rule),
        as_before_error=_error(rule, came, weights),
        deciles=_deciles(expected, came, weights),
    )


def _error(expected: Reals, came: NDArray[Any], weights: NDArray[Any]) -> float:
    return float(weights @ np.abs(expected - came) / weights.sum())


def _deciles(expected: Reals, came: NDArray[Any], weights: NDArray[Any]) -> tuple[Decile, ...]:
    """Customers of equal prediction that a border parts are shared out, each part with their mean."""
    values, which = np.unique(-expected, return_inverse=True)
    count = np.bincount(which, weights)
    total = np.bincount(which, weights * came)
    until = np.cumsum(count)
    borders = np.linspace(0, until[-1], _TENTHS + 1)
    tenths = []
    for low, high in pairwise(borders):
        inside = np.clip(np.minimum(until, high) - np.maximum(until - count, low), 0, None)
        size = float(inside.sum())
        tenths.append(Decile(size, float(inside @ -values) / size, float(inside @ (total / count)) / size))
    return tuple(tenths)
