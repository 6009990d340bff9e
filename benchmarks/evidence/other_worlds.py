"""A second kind of worlds whose truth is known, of other shapes: no method was chosen by looking at them.

Log-log chances of the experience, normal ones of staying, skewed factors of uneven shares that go together, a
hidden motive that a minority has, a check that is a number and no yes or no.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor

if TYPE_CHECKING:
    from benchmarks.evidence.worlds import World
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

INDUSTRIES = np.array(["trade", "health", "software", "schools", "public"])
SHARES = (0.42, 0.25, 0.18, 0.1, 0.05)
PULLS = np.array([-0.25, 0.1, 0.5, 0.15, -0.7])
OWNERS = np.array([f"owner {number}" for number in range(8)])
MINORITY = 0.3
"""Share of customers with the hidden motive."""

NORMAL_OF_LOGIT = 0.6
"""A step of the normal distribution is as much as 1.7 of log odds."""


def customers(world: World, count: int, generator: np.random.Generator) -> Comparison:
    """That many customers of a world; a motive of 0.5 moves chances about as much as in the first worlds."""
    industry = generator.choice(5, count, p=SHARES)
    # Software companies have more employees and come by other ways: factors go together.
    employees = generator.lognormal(2.5 + 0.4 * (industry == 2), 1.2, count)
    is_referred = generator.random(count) < 0.25 + 0.2 * (industry == 2)
    owner, months = generator.integers(0, 8, count), generator.exponential(1.0, count)
    hidden = ((generator.random(count) < MINORITY) - MINORITY) / sqrt(MINORITY * (1 - MINORITY))
    known = PULLS[industry] + 0.3 * (np.log(employees) - 2.6) + 0.25 * is_referred - 0.1 * months
    bump = world.bump * np.where(is_referred == (employees > 20), 1.0, -1.0)
    exposed = generator.random(count) < _log_log(
        -0.7 + 0.6 * (known + 0.1 * (owner % 3) + world.motive * hidden + bump)
    )
    if world.everybody is not None:
        exposed = np.full(count, world.everybody)
    stays = _normal(0.85 + NORMAL_OF_LOGIT * (0.6 * known + world.motive * hidden + bump))
    stays = np.clip(stays + np.where(exposed, world.effect, 0.0), 0, 1)
    visits = generator.gamma(4.0, 0.5, count) + 0.2 * known + world.motive * NORMAL_OF_LOGIT * hidden
    return Comparison(
        experience="were trained in the first month",
        wish="stayed 180 days",
        outcome=(generator.random(count) < stays).astype(float),
        exposed=exposed,
        factors=(
            Factor("industry", INDUSTRIES[industry]),
            Factor("employees", np.log(employees)),
            Factor("referred", np.where(is_referred, "yes", "no")),
            Factor("owner", OWNERS[owner]),
            Factor("months of talks", months),
        ),
        controls=(ControlOutcome("visits before signing", visits),),
    )


def _log_log(values: Reals) -> Reals:
    return np.asarray(1 - np.exp(-np.exp(np.clip(values, -20, 4))))


def _normal(values: Reals) -> Reals:
    """Shares of the normal distribution (the logistic with a cubic term, off by less than 0.0002).

    Source:
        Page 1977, Applied Statistics 26.
    """
    return np.asarray(1 / (1 + np.exp(-np.clip(1.5976 * values + 0.070566 * values**3, -40, 40))))
