"""Renewals of contracts: who came to which, who made it, and what is to come."""

from __future__ import annotations

import doctest

import pytest

from holdfast.stats import contracts as module
from holdfast.stats.contracts import (
    Contracts,
    contracts_of,
    histograms,
    renewal_checks,
    renewal_rates,
    renewals_ahead,
)
from holdfast.stats.sbg import Sbg

MODEL = Sbg(0.7, 1.2)


@pytest.mark.parametrize(
    ("stayed", "rest", "left_at"),
    [
        (12, 0, 1),  # ended on the day of the first renewal: did not make it
        (11, 1, 1),  # cancelled within the first year
        (12, 1, 2),  # cancelled within the second
        (0, 0, 1),  # ended on its first day
        (-1, 0, 0),  # is there
    ],
)
def test_who_ends_before_a_renewal_did_not_make_it(stayed: int, rest: int, left_at: int) -> None:
    [found] = contracts_of([(12, 30, 42, stayed, rest, 0, 7)], 12)

    assert (found.due_then, found.due_now, found.left_at) == (2, 3, left_at)


def test_contracts_of_another_length_are_left_out() -> None:
    assert contracts_of([(1, 30, 42, -1, 0, 0, 7), (0, 30, 42, -1, 0, 0, 7)], 12) == []


def test_survivors_are_counted_at_the_last_renewal_they_made() -> None:
    """And not at the next one, which nobody has seen: the off-by-one trap."""
    some = [
        Contracts(2, 3, 0, 0, 10),
        Contracts(2, 3, 3, 0, 4),
        Contracts(2, 3, 1, 0, 6),
        Contracts(-1, 0, 0, 0, 5),
    ]

    assert histograms(some, then=True) == ({1: 6}, {2: 14})
    assert histograms(some, then=False) == ({3: 4, 1: 6}, {3: 10, 0: 5})


def test_a_renewal_that_is_not_due_yet_is_not_lost_yet() -> None:
    """Ended within the fourth year, before the fourth renewal is due: no loss of a renewal, and no value."""
    gone = Contracts(2, 3, 4, 100, 2)

    assert histograms([gone], then=False) == ({}, {3: 2})
    assert renewals_ahead([gone], MODEL, periods=4, discount_rate=0.1) == (0, 0.0, 0.0)


def test_the_check_is_of_who_was_there_at_the_end_of_the_calibration() -> None:
    some = [
        Contracts(1, 3, 0, 0, 50),
        Contracts(1, 3, 2, 0, 30),
        Contracts(1, 3, 1, 0, 99),
        Contracts(-1, 1, 0, 0, 9),
    ]

    found = renewal_checks(some, MODEL)

    assert [(one.renewal, one.due, one.actual) for one in found] == [(2, 80, 50), (3, 80, 50)]
    assert found[0].predicted == pytest.approx(80 * MODEL.retention_rate(2))
    assert found[1].predicted == pytest.approx(80 * MODEL.retention_rate(2) * MODEL.retention_rate(3))


def test_rates_are_of_who_came_to_a_renewal() -> None:
    some = [Contracts(1, 3, 0, 0, 50), Contracts(1, 3, 2, 0, 30), Contracts(1, 3, 1, 0, 20)]

    found = renewal_rates(some, MODEL)

    assert [(one.due, one.renewed) for one in found] == [(100, 80), (80, 50), (50, 50)]


def test_what_is_ahead_is_of_who_is_there_and_without_what_is_paid() -> None:
    some = [Contracts(1, 3, 0, 5_000, 50), Contracts(1, 3, 2, 0, 30)]

    customers, renewals, money = renewals_ahead(some, MODEL, periods=1, discount_rate=0.1)

    assert customers == 50
    assert renewals == pytest.approx(50 * MODEL.retention_rate(4))
    assert money == pytest.approx(5_000 * MODEL.retention_rate(4) / 1.1)


def test_the_example_holds() -> None:
    assert doctest.testmod(module).failed == 0
