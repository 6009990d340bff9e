"""Simulated companies whose customers write about thirty themes, one of which may make them leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.ranking.model import REMEMBERED_DAYS, SPELL_DAYS, Lives, Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Days = NDArray[np.int64]
    Reals = NDArray[np.float64]

CUSTOMERS, DAYS, THEMES = 2000, 730, 30
HAZARD = 0.02
"""Of leaving in 30 days."""


def company(seed: int, *, unhappy: float, effect: float) -> tuple[Lives, Said]:
    """Customers who write about thirty themes; the first adds to their leaving, or none does.

    Args:
        seed: Of all that is random.
        unhappy: How much a standard deviation of unhappiness multiplies the log number of texts; where it is
            above 0, it multiplies the log hazard of leaving by 0.6.
        effect: What the first theme adds to the hazard.
    """
    rng = np.random.default_rng(seed)
    began = rng.integers(0, DAYS - 60, CUSTOMERS)
    mood = rng.normal(0, 1, CUSTOMERS)
    talk = np.exp(unhappy * mood + rng.normal(0, 0.4, CUSTOMERS))
    count = rng.poisson(5.0 * talk * (DAYS - began) / 365)
    who = np.repeat(np.arange(CUSTOMERS), count)
    day = began[who] + (rng.random(len(who)) * (DAYS - began)[who]).astype(np.int64)
    shares = rng.dirichlet(np.full(THEMES, 2.0))
    if effect:
        shares = np.concatenate([[0.08], 0.92 * shares[1:] / shares[1:].sum()])
    theme = rng.choice(THEMES, len(who), p=shares)
    hazard = HAZARD * (np.exp(0.6 * mood - 0.18) if unhappy else np.ones(CUSTOMERS))
    left = _leave(rng, began, hazard, who[theme == 0], day[theme == 0], effect)
    kept = ~(day >= left[who])
    lives = Lives(began, left, np.ones(CUSTOMERS), {}, DAYS)
    return lives, Said(who[kept], theme[kept], day[kept], np.arange(len(who))[kept])


def _leave(  # noqa: PLR0913, PLR0917 - what leaving follows from
    rng: np.random.Generator, began: Days, hazard: Reals, who: Days, day: Days, effect: float
) -> Reals:
    """The day on which each customer leaves, spell by spell; nan for those who do not."""
    left = np.full(len(began), np.nan)
    for spell in range(DAYS // SPELL_DAYS):
        start = began + spell * SPELL_DAYS
        told = np.zeros(len(began), dtype=np.bool_)
        told[who[(day < start[who]) & (day >= start[who] - REMEMBERED_DAYS)]] = True
        gone = np.isnan(left) & (rng.random(len(began)) < hazard + effect * told)
        left[gone] = start[gone] + rng.integers(0, SPELL_DAYS, int(gone.sum()))
    return left
