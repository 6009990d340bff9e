"""Worlds whose truth is known: customers with and without an experience, made in a few lines each.

They share no code with what they test, nor with the simulator of companies, whose worlds have their own
bench.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

SIZES, CHANNELS, REGIONS = (
    ("small", "medium", "large"),
    ("web", "sales", "partner", "event"),
    ("eu", "us", "ap"),
)


@dataclass(frozen=True, slots=True)
class World:
    """One kind of world.

    Attributes:
        effect: Share of customers more that stay for having had the experience.
        motive: How much a hidden motive raises the log odds of experience, staying and check alike.
        everybody: All have the experience, or none; None leaves it to what they are.
        bump: How far experience and staying follow a rule of size and region that no sum of both can tell.
    """

    effect: float = 0.0
    motive: float = 0.0
    bump: float = 0.0
    everybody: bool | None = None


def customers(world: World, count: int, generator: np.random.Generator) -> Comparison:
    """That many customers of a world, with the check that should show nothing: a failed first invoice."""
    size, channel = generator.integers(0, 3, count), generator.integers(0, 4, count)
    region, seats = generator.integers(0, 3, count), generator.lognormal(0, 0.7, count)
    cohort, hidden = generator.integers(0, 12, count), generator.standard_normal(count)
    known = 0.5 * (size - 1) + 0.25 * (channel - 1.5) + 0.3 * (region == 2) + 0.2 * np.log(seats)
    bump = world.bump * np.where((size == 2) == (region == 2), 1.0, -1.0)
    exposed = _happens(0.2 + known + world.motive * hidden + bump, generator)
    if world.everybody is not None:
        exposed = np.full(count, world.everybody)
    stays = _share(1.5 + 0.6 * known - 0.02 * cohort + world.motive * hidden + bump)
    stays = np.clip(stays + np.where(exposed, world.effect, 0.0), 0, 1)
    failed = _happens(-1.5 - 0.3 * known - world.motive * hidden, generator)
    return Comparison(
        experience="were onboarded within 10 days",
        wish="stayed 90 days",
        outcome=(generator.random(count) < stays).astype(float),
        exposed=exposed,
        factors=(
            Factor("size", np.array(SIZES)[size]),
            Factor("channel", np.array(CHANNELS)[channel]),
            Factor("region", np.array(REGIONS)[region]),
            Factor("seats", np.log(seats)),
            Factor("cohort", np.array([f"m{n}" for n in range(12)])[cohort]),
        ),
        controls=(ControlOutcome("first invoice failed", failed.astype(float)),),
    )


def _share(log_odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _happens(log_odds: Reals, generator: np.random.Generator) -> NDArray[np.bool_]:
    return np.asarray(generator.random(len(log_odds)) < _share(log_odds))
