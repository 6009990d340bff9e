"""NBD, to which the models of buying come down where nobody leaves."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats import nbd
from holdfast.stats.bg_nbd import BgNbd
from holdfast.stats.mbg_nbd import MbgNbd
from holdfast.stats.nbd import Nbd
from holdfast.stats.pareto_nbd import ParetoNbd
from holdfast.stats.purchase_histories import PurchaseHistories

FEW = PurchaseHistories.of([0, 1, 7], [0, 3.5, 30], [20, 40, 52])


@pytest.mark.parametrize(
    "model",
    [BgNbd(0.7, 9.0, 1e-7, 10.0), MbgNbd(0.7, 9.0, 1e-7, 10.0), ParetoNbd(0.7, 9.0, 1e-7, 10.0)],
    ids=lambda model: type(model).__name__,
)
def test_it_is_what_the_others_come_down_to_where_nobody_leaves(model: BgNbd | MbgNbd | ParetoNbd) -> None:
    limit = Nbd(0.7, 9.0)

    assert limit.log_likelihood(FEW) == pytest.approx(model.log_likelihood(FEW), abs=1e-5)
    assert limit.probability_alive(FEW) == pytest.approx(model.probability_alive(FEW), abs=1e-5)
    assert limit.expected_purchases(FEW, 30) == pytest.approx(model.expected_purchases(FEW, 30), rel=1e-3)
    assert limit.expected_of_new(30) == pytest.approx(model.expected_of_new(30), rel=1e-3)


def test_its_fit_finds_the_rates_of_a_shop() -> None:
    generator = np.random.default_rng(3)
    weeks = generator.uniform(20, 52, 800)
    repeats = generator.poisson(generator.gamma(0.8, 1 / 9, 800) * weeks)

    found, maximum = Nbd.at_maximum(PurchaseHistories.of(repeats, np.where(repeats, weeks, 0), weeks))

    assert abs(found.r - 0.8) < 3 * maximum.standard_errors[0]
    assert abs(found.alpha - 9) < 3 * maximum.standard_errors[1]


def test_customers_who_are_all_alike_determine_no_rates() -> None:
    with pytest.raises(InputError, match="NBD: the fit did not converge"):
        Nbd.at_maximum(PurchaseHistories.of([3] * 5, [9] * 5, [12] * 5))


def test_the_example_in_its_docstring_holds() -> None:
    assert doctest.testmod(nbd).failed == 0
