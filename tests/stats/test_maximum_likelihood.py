"""Fits: what they find, how sure they are, and when they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.bg_nbd import BgNbd
from holdfast.stats.maximum_likelihood import maximise
from holdfast.stats.mbg_nbd import MbgNbd
from holdfast.stats.pareto_nbd import ParetoNbd
from holdfast.stats.purchase_histories import PurchaseHistories
from holdfast.stats.repeat_model import NobodyLeavesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

Model = type[BgNbd] | type[MbgNbd] | type[ParetoNbd]
TRUTHS: list[tuple[Model, tuple[float, float, float, float]]] = [
    (BgNbd, (0.6, 60.0, 0.9, 3.0)),
    (MbgNbd, (0.8, 60.0, 0.9, 3.0)),
    (ParetoNbd, (0.8, 60.0, 0.9, 90.0)),
]


def simulated(
    model: Model, values: tuple[float, float, float, float], customers: int, generator: np.random.Generator
) -> PurchaseHistories:
    """Customers of a known truth, seen for 150 to 364 days."""
    r, alpha, third, fourth = values
    end = generator.integers(150, 365, customers)
    gaps = np.cumsum(
        generator.exponential(1 / generator.gamma(r, 1 / alpha, customers)[:, None], (customers, 200)), axis=1
    )
    if model is ParetoNbd:
        stays = generator.exponential(1 / generator.gamma(third, 1 / fourth, customers))
        bought = gaps < np.minimum(end, stays)[:, None]
    else:
        chances = generator.geometric(generator.beta(third, fourth, customers)) - (model is MbgNbd)
        bought = (gaps < end[:, None]) & (np.arange(200) < chances[:, None])
    repeats = bought.sum(axis=1)
    last = np.where(bought, gaps, 0).max(axis=1)
    return PurchaseHistories.of(repeats, last, end)


@pytest.mark.parametrize(("model", "truth"), TRUTHS)
def test_the_truth_lies_within_two_standard_errors_as_often_as_it_should(
    model: Model, truth: tuple[float, float, float, float]
) -> None:
    """Simulated companies, four parameters each: 95 % are aimed at, below 86 % a fit is overconfident."""
    generator = np.random.default_rng(20)
    within = []
    for _ in range(12 if model is ParetoNbd else 24):
        _, found = model.at_maximum(simulated(model, truth, 1500, generator))
        errors = np.log(found.values) - np.log(truth)
        within.extend(np.abs(errors) < 1.96 * np.array(found.standard_errors) / found.values)

    assert 0.86 <= float(np.mean(within)) <= 1


@pytest.mark.parametrize(("model", "truth"), TRUTHS)
def test_weights_are_customers(model: Model, truth: tuple[float, float, float, float]) -> None:
    rows = simulated(model, truth, 800, np.random.default_rng(3))
    twice = [np.repeat(column, 2) for column in (rows.repeats, rows.recency, rows.observed)]

    _, once = model.at_maximum(rows)
    _, doubled = model.at_maximum(PurchaseHistories.of(*twice))

    assert doubled.values == pytest.approx(once.values, rel=1e-4)
    assert doubled.log_likelihood == pytest.approx(2 * once.log_likelihood, rel=1e-9)
    assert np.multiply(doubled.standard_errors, np.sqrt(2)) == pytest.approx(once.standard_errors, rel=1e-2)


@pytest.mark.parametrize(("model", "truth"), TRUTHS)
def test_the_unit_of_time_changes_nothing_but_the_scales(
    model: Model, truth: tuple[float, float, float, float]
) -> None:
    rows = simulated(model, truth, 1500, np.random.default_rng(4))
    weeks = PurchaseHistories.of(rows.repeats, rows.recency / 7, rows.observed / 7)

    by_day, _ = model.at_maximum(rows)
    by_week, _ = model.at_maximum(weeks)

    assert by_week.r == pytest.approx(by_day.r, rel=1e-4)
    assert by_week.alpha * 7 == pytest.approx(by_day.alpha, rel=1e-4)
    assert by_week.probability_alive(weeks) == pytest.approx(by_day.probability_alive(rows), abs=1e-5)
    assert by_week.expected_purchases(weeks, 13) == pytest.approx(
        by_day.expected_purchases(rows, 91), rel=1e-3
    )


@pytest.mark.parametrize("model", [BgNbd, MbgNbd, ParetoNbd])
def test_where_nobody_buys_again_nothing_is_fitted(model: Model) -> None:
    with pytest.raises(InputError, match="did not converge"):
        model.at_maximum(PurchaseHistories.of_days([0], [0], [200], customers=[5000]))


@pytest.mark.parametrize("model", [BgNbd, MbgNbd, ParetoNbd])
def test_where_nobody_leaves_the_error_names_the_model_that_serves(model: Model) -> None:
    """Everybody buys until the end: the parameters of leaving are not determined, and no penalty hides it."""
    rows = PurchaseHistories.of_days([10, 20, 30], [196, 198, 199], [200] * 3, customers=[300, 400, 300])

    with pytest.raises(NobodyLeavesError, match=r"BD: the purchases show nobody leaving: .* model nbd"):
        model.at_maximum(rows)


def test_a_maximum_has_its_value_its_error_and_its_covariance() -> None:
    """The mean of 100 draws of an exponential distribution: the error is the mean by the root of 100."""

    def likelihood(at: Reals) -> tuple[float, Reals]:
        mean = at[0]
        return -100 * (np.log(mean) + 4 / mean), np.array([-100 / mean + 400 / mean**2])

    found = maximise(likelihood, [[0.01], [50]], names=["mean"], what="exponential")

    assert found.values == pytest.approx([4])
    assert found.standard_errors == pytest.approx([0.4], rel=1e-5)
    assert found.covariance[0][0] == pytest.approx(0.16, rel=1e-5)


def test_the_higher_of_two_maxima_is_found() -> None:
    """Two bumps in the logarithm, of which the first start leads to the lower."""

    def likelihood(at: Reals) -> tuple[float, Reals]:
        where = np.log(at[0])
        low, high = np.exp(-((where + 3) ** 2)), 2 * np.exp(-((where - 3) ** 2))
        return float(low + high), np.array([(-2 * (where + 3) * low - 2 * (where - 3) * high) / at[0]])

    found = maximise(likelihood, [[np.exp(-3.4)], [np.exp(2.5)]], names=["where"], what="bumps")

    assert np.log(found.values[0]) == pytest.approx(3, abs=1e-4)


def test_a_fit_that_fails_names_the_model_the_reason_and_what_to_do() -> None:
    def likelihood(at: Reals) -> tuple[float, Reals]:
        return float(-1 / at[0]), np.array([at[0] ** -2])

    with pytest.raises(InputError, match=r"ramp: the fit did not converge: .* Give more customers"):
        maximise(likelihood, [[1.0]], names=["slope"], what="ramp")
