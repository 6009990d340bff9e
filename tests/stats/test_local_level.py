"""The local level against dense matrices, its properties, and its coverage on series whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.level_filter import Readings
from holdfast.stats.local_level import (
    SLOPE_SPREAD,
    WANDERS,
    WOBBLES,
    LocalLevel,
    fit_local_level,
)


def readings(values: np.ndarray, variance: float = 0.01) -> Readings:
    count = len(values)
    return Readings(
        np.arange(float(count)), values, np.full(count, variance), np.arange(count, dtype=np.int64) % 12
    )


def dense(one: Readings, wander: float, wobble: float, months: float) -> tuple[float, float]:
    """Mean and variance of the level ahead, by conditioning one big normal distribution; begins anywhere."""
    count = len(one.values)
    times = np.append(one.months, one.months[-1] + months)
    common = np.minimum.outer(times, times) * wander**2 + np.outer(times, times) * SLOPE_SPREAD**2 + 1e6
    seen = common[:count, :count] + np.diag(one.variances + wobble**2)
    lever = np.linalg.solve(seen, common[:count, count])
    return float(lever @ one.values), float(common[count, count] - lever @ common[:count, count])


def test_every_row_is_the_normal_distribution_given_the_readings() -> None:
    one = readings(np.array([0.2, 0.1, 0.35, 0.3, 0.5, 0.4, 0.45]))

    ahead = fit_local_level(one).ahead(3.0, 9, with_wobble=False)

    for row in (0, 17, 43, 87):
        mean, variance = dense(one, WANDERS[row // len(WOBBLES)], WOBBLES[row % len(WOBBLES)], 3.0)
        assert ahead.means[row] == pytest.approx(mean, abs=1e-4)
        assert ahead.variances[row] == pytest.approx(variance, abs=1e-4)


def test_a_gap_between_readings_counts_as_the_months_that_it_is() -> None:
    gap = Readings(
        np.array([0.0, 1.0, 2.0, 6.0, 7.0]),
        np.array([0.2, 0.1, 0.3, 0.5, 0.4]),
        np.full(5, 0.01),
        np.array([0, 1, 2, 6, 7]),
    )

    ahead = fit_local_level(gap).ahead(2.0, 9, with_wobble=False)

    mean, variance = dense(gap, WANDERS[5], WOBBLES[2], 2.0)
    assert ahead.means[5 * len(WOBBLES) + 2] == pytest.approx(mean, abs=1e-4)
    assert ahead.variances[5 * len(WOBBLES) + 2] == pytest.approx(variance, abs=1e-4)


def test_weights_add_up_and_prefer_what_happened() -> None:
    generator = np.random.default_rng(1)
    steady = fit_local_level(readings(0.1 * generator.standard_normal(36)))
    restless = fit_local_level(readings(np.cumsum(0.3 * generator.standard_normal(36))))

    assert steady.weights.sum() == pytest.approx(1)
    assert steady.wander < 0.05
    assert restless.wander > 0.15


def test_moving_all_values_moves_the_forecast_and_nothing_else() -> None:
    values = np.array([0.2, 0.1, 0.35, 0.3, 0.5, 0.4, 0.45, 0.6])

    here, there = (fit_local_level(readings(values + shift)).ahead(3.0, 10) for shift in (0.0, 5.0))

    assert there.mean == pytest.approx(here.mean + 5.0)
    assert there.variance == pytest.approx(here.variance)


def seasonal(generator: np.random.Generator, years: int) -> tuple[np.ndarray, np.ndarray]:
    season = 0.4 * np.cos(2 * np.pi * np.arange(12) / 12)
    months = np.arange(12 * years + 12)
    return season[months % 12] + 0.05 * generator.standard_normal(len(months)), season


def test_a_season_is_foretold_where_two_years_show_it() -> None:
    values, season = seasonal(np.random.default_rng(2), years=3)

    level = fit_local_level(readings(values[:36], variance=0.002))

    found = [level.ahead(months, (35 + months) % 12).mean for months in range(1, 13)]
    assert found == pytest.approx(season, abs=0.15)


def test_a_season_that_is_none_does_not_widen_the_forecast_by_much() -> None:
    values = 0.05 * np.random.default_rng(3).standard_normal(24)

    with_season = fit_local_level(readings(values, variance=0.0025))
    shorter = fit_local_level(readings(values[:-1], variance=0.0025))

    assert _width(with_season) < 1.5 * _width(shorter)


def _width(level: LocalLevel) -> float:
    return float(np.sqrt(level.ahead(3.0, 2).variance)) * level.widening


def simulated(generator: np.random.Generator, count: int, ahead: int) -> tuple[np.ndarray, float]:
    """A series whose wander, wobble and slope differ from draw to draw, and its value so far ahead."""
    wander, wobble = np.minimum(0.09 * np.abs(generator.standard_t(3, 2)), 0.4)
    level = np.cumsum(generator.normal(generator.normal(0, 0.02), wander, count + ahead))
    seen = level + np.sqrt(wobble**2 + 0.01) * generator.standard_normal(count + ahead)
    return seen[:count], float(seen[-1])


@pytest.mark.slow
@pytest.mark.parametrize("count", [6, 12, 23])
def test_four_in_five_values_lie_in_the_80_percent_range(count: int) -> None:
    """500 series: the standard error of the coverage is 1.8 points, so that 74 to 86 is three and more."""
    generator = np.random.default_rng(4)
    inside = 0
    for _ in range(500):
        seen, later = simulated(generator, count, 3)
        level = fit_local_level(readings(seen))
        draws = level.ahead(3.0, 2).draw(1000, generator, widened=level.widening)
        draws += 0.1 * generator.standard_normal(1000)
        inside += bool(np.quantile(draws, 0.1) <= later <= np.quantile(draws, 0.9))

    assert 0.74 <= inside / 500 <= 0.86


def test_forecasts_that_were_too_narrow_in_the_past_become_wider() -> None:
    calm = np.zeros(30)
    shaken = calm.copy()
    shaken[15:] = 3.0

    assert fit_local_level(readings(calm)).widening < 1 < fit_local_level(readings(shaken)).widening


def test_a_jump_is_a_surprise_where_it_happens() -> None:
    values = 0.05 * np.random.default_rng(5).standard_normal(16)
    values[12:] += 2.0

    surprises = fit_local_level(readings(values, variance=0.0025)).surprises

    assert len(surprises) == 12
    assert int(np.abs(surprises).argmax()) == 12 - 4
    assert np.abs(surprises).max() > 4


@pytest.mark.parametrize(
    ("months", "values", "variances"),
    [
        ([0.0], [1.0], [1.0]),
        ([0.0, 1.0], [1.0, np.nan], [1.0, 1.0]),
        ([0.0, 1.0], [1.0, 1.0], [1.0, 0.0]),
        ([1.0, 1.0], [1.0, 1.0], [1.0, 1.0]),
    ],
)
def test_readings_that_say_nothing_are_refused(
    months: list[float], values: list[float], variances: list[float]
) -> None:
    with pytest.raises(InputError):
        fit_local_level(
            Readings(
                np.array(months), np.array(values), np.array(variances), np.zeros(len(months), dtype=np.int64)
            )
        )
