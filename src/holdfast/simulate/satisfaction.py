"""Cause: satisfaction, which follows what happened to a customer; survey answers follow it with noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER
from holdfast.simulate.leaving import THEME_WITHIN_DAYS

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Floats, Ints
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.leaving import Exposures, Fates


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Weights of satisfaction, in standard deviations of the fit; only answers follow from satisfaction.

    Attributes:
        fit: Weight of the hidden fit, which also decides over leaving: why scores go together with staying.
        fast: Gain from fast onboarding.
        sync: Loss while the connector fails.
        open_issue: Loss while an issue is open.
        lift: Gain of everybody from `lift_on` on, for which nobody stays.
        lift_on: Local day of the history.
    """

    fit: float = 0.75
    fast: float = 0.35
    sync: float = 0.9
    open_issue: float = 0.5
    lift: float = 0.0
    lift_on: float = NEVER


def satisfaction(causes: Causes, fates: Fates, exposures: Exposures, *, who: Ints, days: Floats) -> Floats:
    """How satisfied each customer is at an instant, about standard normal.

    Args:
        causes: The company's causes.
        fates: The customers of a cell.
        exposures: What happened to them.
        who: Positions of the customers within the cell, one per row.
        days: Local days, one per row.
    """
    weights, trouble = causes.satisfaction, fates.trouble
    failing = exposures.sync[who] & (days >= trouble.sync_first[who])
    failing &= days < trouble.sync_first[who] + causes.troubles.sync_days + THEME_WITHIN_DAYS
    is_open = (days >= trouble.issue_raised[who]) & (days < trouble.issue_resolved[who])
    level: Floats = (
        weights.fit * fates.accounts.fit[who]
        + weights.fast * (exposures.fast[who] - 0.5)
        - weights.sync * failing
        - weights.open_issue * is_open
        + 0.15
        + np.where(days >= weights.lift_on, weights.lift, 0.0)
    )
    return level
