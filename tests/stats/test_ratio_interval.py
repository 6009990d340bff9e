"""Ranges that take customers as what is drawn: of a ratio of sums, and of a share of their answers."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import clustered_share, ratio_interval, student
from holdfast.stats.clustered_share import clustered_share_interval, effective_answers
from holdfast.stats.ratio_interval import Moments, ratio_error
from holdfast.stats.student import two_sided_t
from holdfast.stats.wilson import wilson_interval


def _moments(x: np.ndarray, y: np.ndarray) -> Moments:
    return Moments(len(x), *(int(sums) for sums in (x.sum(), y.sum(), x @ x, x @ y, y @ y)))


@pytest.mark.parametrize(
    ("degrees", "published"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (5, 2.571), (10, 2.228), (20, 2.086), (30, 2.042), (120, 1.980)],
)
def test_students_quantile_is_the_published_one(degrees: int, published: float) -> None:
    """Abramowitz & Stegun 1964, table 26.10, two-sided 95 %."""
    assert two_sided_t(0.95, degrees) == pytest.approx(published, abs=0.001)


def test_students_quantile_of_three_degrees_is_within_a_fifth_of_a_per_cent() -> None:
    assert two_sided_t(0.95, 3) == pytest.approx(3.182, rel=0.002)


def test_the_error_of_a_ratio_is_the_published_one() -> None:
    """Scheaffer, Mendenhall & Ott, Elementary Survey Sampling, example 6.2.

    Ten oranges, sugar and weight in thousandths of a pound: r = 0.0566, and two standard errors of the sugar
    in 1,800 pounds of them are 6.3 pounds, with 1,800 over the mean weight 0.435 as the number of oranges.
    """
    sugar = np.array([21, 30, 25, 22, 33, 27, 19, 21, 23, 25])
    weight = np.array([400, 480, 430, 420, 500, 460, 390, 410, 420, 440])

    moments = _moments(sugar, weight)

    error = ratio_error(moments)
    assert error is not None
    assert moments.x / moments.y == pytest.approx(0.0566, abs=5e-5)
    assert 2 * 1800 * error == pytest.approx(6.3, abs=0.05)


def test_sums_that_all_but_cancel_leave_the_error_exact() -> None:
    """Every customer pays a million times what it has, but one, who pays a cent more."""
    y = np.full(50, 1_000_000, dtype=object)
    x = y * 1_000_000
    x[0] += 1

    found = ratio_error(_moments(x, y))

    assert found == pytest.approx(1e-6 / 50, rel=1e-6)


@pytest.mark.parametrize(("customers", "least", "most"), [(40, 0.92, 0.97), (200, 0.935, 0.965)])
def test_a_ratio_is_covered_about_as_often_as_aimed_at(customers: int, least: float, most: float) -> None:
    """Skewed amounts per customer, number of orders and amount together: the true ratio is 30."""
    draw = np.random.default_rng(17)

    covered = 0
    for _ in range(2_000):
        orders = 1 + draw.poisson(2, customers)
        spent = np.round(orders * draw.gamma(2, 15, customers)).astype(int)
        found = ratio_interval.ratio_interval(_moments(spent, orders))
        covered += found is not None and 30 in found

    assert least <= covered / 2_000 <= most


@pytest.mark.parametrize(("customers", "least"), [(15, 0.93), (100, 0.935)])
def test_a_share_of_clustered_answers_is_covered_where_wilson_alone_is_not(
    customers: int, least: float
) -> None:
    """Customers differ (beta 4, 1; true share 0.8) and give one to nine answers each."""
    draw = np.random.default_rng(18)

    covered = alone = 0
    for _ in range(2_000):
        answers = draw.integers(1, 10, customers)
        happy = draw.binomial(answers, draw.beta(4, 1, customers))
        moments = _moments(happy, answers)
        covered += 0.8 in clustered_share_interval(moments)
        alone += 0.8 in wilson_interval(moments.x, moments.y)

    assert covered / 2_000 >= least
    assert alone / 2_000 < 0.9


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30))
def test_a_clustered_range_is_never_narrower_than_wilsons(counts: list[tuple[int, int]]) -> None:
    pairs = [(happy, happy + others) for happy, others in counts if happy + others]
    if not pairs:
        pairs = [(1, 2)]
    moments = _moments(np.array([x for x, _ in pairs]), np.array([y for _, y in pairs]))

    found, alone = clustered_share_interval(moments), wilson_interval(moments.x, moments.y)

    assert 0 <= found.low <= moments.x / moments.y <= found.high <= 1
    assert found.high - found.low >= alone.high - alone.low - 1e-12


def test_where_all_answers_are_alike_each_customer_counts_once() -> None:
    assert effective_answers(Moments(5, 100, 100, 2_000, 2_000, 2_000)) == 5


def test_one_customer_or_an_empty_denominator_has_no_range() -> None:
    assert ratio_interval.ratio_interval(Moments(1, 3, 4, 9, 12, 16)) is None
    assert ratio_interval.ratio_interval(Moments(3, 6, 0, 14, 0, 0)) is None


@pytest.mark.parametrize("moments", [Moments(2, 3, 2, 9, 6, 4), Moments(0, 0, 0, 0, 0, 0)])
def test_more_of_a_kind_than_answers_are_refused(moments: Moments) -> None:
    with pytest.raises(InputError, match="at least one answer"):
        clustered_share_interval(moments)


def test_products_larger_than_squares_allow_are_refused() -> None:
    with pytest.raises(InputError, match="moments"):
        ratio_interval.ratio_interval(Moments(2, 1, 1, 1, 5, 1))


def test_no_degrees_of_freedom_are_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        two_sided_t(0.95, 0)


def test_the_examples_hold() -> None:
    assert [doctest.testmod(module).failed for module in (student, ratio_interval, clustered_share)] == [
        0
    ] * 3
