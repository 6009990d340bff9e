"""Existing customers whose truth is known: looked at on several landmarks, with a motive that lasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor


@dataclass(frozen=True, slots=True)
class Lives:
    """What customers are like.

    Attributes:
        customers: How many.
        effect: Of the experience on staying the next quarter, a share.
        motive: A hidden one behind experience, staying and earlier use.
    """

    customers: int
    effect: float = 0.0
    motive: float = 0.0


def looked_at(seed: int, lives: Lives, *, landmarks: int) -> Comparison:
    """The same customers on each landmark, those who left gone; size matters for all."""
    generator = np.random.default_rng([seed, lives.customers])
    size, hidden = generator.integers(0, 3, lives.customers), generator.standard_normal(lives.customers)
    habit = generator.standard_normal(lives.customers)
    who, parts = np.arange(lives.customers), []
    for _ in range(landmarks):
        known = 0.5 * (size[who] - 1.0)
        pull = lives.motive * hidden[who]
        exposed = generator.random(len(who)) < _share(0.8 * habit[who] + known + pull)
        chance = np.clip(_share(2.2 + 0.6 * known + pull) + lives.effect * exposed, 0, 1)
        stays = generator.random(len(who)) < chance
        used = generator.random(len(who)) < _share(0.2 + 0.3 * known + pull)
        parts.append((who, exposed, stays, used))
        who = who[stays]
    accounts, had, stayed, use = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Comparison(
        experience="had a review call",
        wish="stayed the next 90 days",
        outcome=stayed.astype(float),
        exposed=had,
        factors=(Factor("size", np.array(["small", "medium", "large"])[size[accounts]]),),
        controls=(ControlOutcome("use earlier", use.astype(float)),),
        accounts=accounts,
    )


def _share(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
