"""Holdouts whose truth is known."""

from __future__ import annotations

from datetime import date

import numpy as np

from holdfast.evidence.holdout.settling import Experiment, Known

DUE = date(2026, 7, 1)


def experiment(  # noqa: PLR0913 - what a world may be
    seed: int,
    count: int,
    *,
    effect: float = 0.0,
    base: float = 0.8,
    share: float = 0.5,
    known: float = 0.0,
    as_of: date = DUE,
) -> Experiment:
    """Customers of whom some stay, and who used the product more or less before."""
    generator = np.random.default_rng([seed, count])
    treated = np.ones(count, dtype=bool)
    treated[generator.permutation(count)[: round(count * share)]] = False
    before = generator.standard_normal(count)
    chance = np.clip(base + known * (base * (1 - base)) ** 0.5 * before + effect * treated, 0, 1)
    return Experiment(
        treatment="a check-in call",
        wish="stayed 90 days",
        customers=np.array([f"c{one}" for one in range(count)]),
        treated=treated,
        outcome=(generator.random(count) < chance).astype(float),
        share=share,
        settles_on=DUE,
        as_of=as_of,
        planned=count,
        before=(Known("events before", before),),
        adjust=("events before",) if known else (),
    )
