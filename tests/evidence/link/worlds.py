"""Customers whose truth is known, for tests of the link."""

from __future__ import annotations

import numpy as np

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor


def share(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def compared(  # noqa: PLR0913 - each is one thing that a world may have
    seed: int,
    count: int,
    *,
    effect: float = 0.0,
    motive: float = 0.0,
    together: float = 0.0,
    apart: float = 0.5,
    randomised: bool = False,
) -> Comparison:
    """Customers of three sizes and regions; large ones are onboarded and stay more often.

    Args:
        seed: Of everything.
        count: How many.
        effect: Of the experience on staying, a share.
        motive: A hidden one behind experience, staying and the check.
        together: Size and region act as neither does alone.
        apart: How much size matters for all.
        randomised: The lot decides the experience.
    """
    generator = np.random.default_rng([seed, count])
    size, region = generator.integers(0, 3, count), generator.integers(0, 3, count)
    hidden = generator.standard_normal(count)
    known = apart * (size - 1.0) + 0.3 * (region == 2)
    rule = together * np.where((size == 2) == (region == 2), 1.0, -1.0)
    chance = np.full(count, 0.5) if randomised else share(0.2 + known + motive * hidden + rule)
    exposed = generator.random(count) < chance
    stays = np.clip(
        share(1.5 + 0.6 * min(1.0, 0.5 / apart) * known + motive * hidden + rule) + effect * exposed, 0, 1
    )
    failed = generator.random(count) < share(-1.5 - 0.3 * known - motive * hidden)
    return Comparison(
        experience="were onboarded within 10 days",
        wish="stayed 90 days",
        outcome=(generator.random(count) < stays).astype(float),
        exposed=exposed,
        factors=(
            Factor("size", np.array(["small", "medium", "large"])[size]),
            Factor("region", np.array(["eu", "us", "ap"])[region]),
        ),
        controls=(ControlOutcome("first invoice failed", failed.astype(float)),),
        is_randomised=randomised,
    )
