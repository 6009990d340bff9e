"""Differences in differences with units that begin at different times."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.rollout import NEVER, Rollout, rollout_effect


def rollout(  # noqa: PLR0913 - what a world may be
    seed: int,
    *,
    units: int = 16,
    periods: int = 20,
    begin: int = 8,
    effect: float = 0.0,
    trend: float = 0.0,
    noise: float = 1.0,
) -> Rollout:
    """Units with levels of their own and a common course; lasting noise; those that begin may rise before."""
    generator = np.random.default_rng([seed, units])
    values = generator.normal(0, 3, (units, 1)) + np.cumsum(generator.normal(0, 1, periods))
    lasting = generator.normal(0, noise, (units, periods))
    for period in range(1, periods):
        lasting[:, period] += 0.5 * lasting[:, period - 1]
    starts = np.full(units, NEVER, dtype=np.int64)
    starts[:begin] = generator.integers(7, periods - 3, begin)
    for unit in range(begin):
        values[unit, starts[unit] :] += effect
        values[unit] += trend * np.arange(periods)
    return Rollout(values + lasting, starts)


def test_without_noise_the_effect_is_exact() -> None:
    found = rollout_effect(rollout(1, effect=2.0, noise=0.0))

    assert found.effect.estimate == pytest.approx(2)
    assert found.effect.error == pytest.approx(0, abs=1e-9)
    assert found.trend.estimate == pytest.approx(0, abs=1e-9)
    assert (found.began, found.beside) == (8, 15)


def test_effects_that_grow_are_not_turned_around() -> None:
    """All begin, early ones grow most: units that had begun must not stand beside the later ones.

    A regression on unit, period and treatment says less than nothing here (Goodman-Bacon 2021).
    """
    units, periods = 12, 16
    starts = np.repeat([4, 9, 14], 4).astype(np.int64)
    since = np.arange(periods)[None, :] - starts[:, None]
    values = np.where(since >= 0, since + 1.0, 0.0)

    found = rollout_effect(Rollout(values, starts)).effect.estimate

    begun = [(unit, period) for unit in range(units) for period in range(starts[unit], 14)]
    assert found == pytest.approx(np.mean([values[unit, period] for unit, period in begun]))
    dummies = np.column_stack(
        [
            np.kron(np.eye(units), np.ones((periods, 1))),
            np.kron(np.ones((units, 1)), np.eye(periods)),
            (since >= 0).ravel(),
        ]
    )
    by_regression = np.linalg.lstsq(dummies.astype(float), values.ravel(), rcond=None)[0][-1]
    assert by_regression < found / 2


def test_nothing_is_found_in_19_of_20_worlds_without_an_effect() -> None:
    """Of 100: 5 are asked; 12 and more would come in one of two hundred runs."""
    alarms = sum(
        0 not in rollout_effect(rollout(seed, units=12, begin=6)).effect.range(0.95) for seed in range(100)
    )

    assert alarms <= 11


def test_an_effect_is_found_where_it_is() -> None:
    found = [rollout_effect(rollout(seed, units=24, begin=12, effect=1.5)).effect for seed in range(20)]

    assert sum(one.range(0.95).low > 0 for one in found) >= 15
    assert np.mean([one.estimate for one in found]) == pytest.approx(1.5, abs=0.25)


def test_units_that_rose_before_are_found_out() -> None:
    rising = [0 not in rollout_effect(rollout(seed, trend=0.3)).trend.range(0.975) for seed in range(20)]
    level = [0 not in rollout_effect(rollout(seed)).trend.range(0.975) for seed in range(20)]

    assert sum(rising) >= 16
    assert sum(level) <= 3


@pytest.mark.parametrize(("units", "begin"), [(12, 3), (4, 3)])
def test_few_units_are_refused(units: int, begin: int) -> None:
    with pytest.raises(InputError, match="at least 4 of each"):
        rollout_effect(rollout(1, units=units, begin=begin))
