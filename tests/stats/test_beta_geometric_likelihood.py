"""The derivatives of BG/NBD's and MBG/NBD's likelihood against differences of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.stats.beta_geometric_likelihood import AtParameters
from holdfast.stats.purchase_histories import PurchaseHistories

ROWS = PurchaseHistories.of(
    [0, 0, 1, 5, 29], [0, 0, 0.14, 20, 36], [0, 30, 37, 38, 37], customers=[9, 100, 7, 3, 2]
)
PARAMETERS = st.tuples(st.floats(0.1, 5), st.floats(0.2, 60), st.floats(0.1, 5), st.floats(0.2, 20))


@pytest.mark.parametrize("earlier", [0, 1])
@given(given_values=PARAMETERS)
def test_its_slope_and_curvature_are_those_of_its_height(
    given_values: tuple[float, float, float, float], earlier: int
) -> None:
    values = np.array(given_values)
    height, slope = AtParameters(values, ROWS, earlier).height_and_slope()
    curvature = AtParameters(values, ROWS, earlier).curvature()

    for which, step in enumerate(np.diag(values * 1e-5)):
        above = AtParameters(values + step, ROWS, earlier).height_and_slope()
        below = AtParameters(values - step, ROWS, earlier).height_and_slope()
        size = 2 * step[which]
        near = 1e-4 * max(1.0, abs(height))
        assert slope[which] * values[which] == pytest.approx(
            (above[0] - below[0]) / size * values[which], rel=1e-4, abs=near
        )
        assert curvature[which] * values[which] * values == pytest.approx(
            (above[1] - below[1]) / size * values[which] * values, rel=1e-4, abs=near
        )


@pytest.mark.parametrize("earlier", [0, 1])
def test_its_curvature_is_symmetric(earlier: int) -> None:
    found = AtParameters(np.array([0.5, 6, 0.9, 1.6]), ROWS, earlier).curvature()

    assert found == pytest.approx(found.T)
