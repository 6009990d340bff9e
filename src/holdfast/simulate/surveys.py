"""Cause: who is asked, who answers, and how the answer follows satisfaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Asking:
    """Surveys: how many are asked, and the bias of those who answer.

    Attributes:
        yearly_nps: NPS questions sent a year, for each paying account aimed at on the end date.
        answer: Log odds of answering at average satisfaction.
        answer_by_mood: How much a standard deviation of satisfaction raises them: the unhappy answer less.
        score: Mean score of an average customer, 0 to 10.
        score_by_mood: Points of the score for a standard deviation of satisfaction.
        score_noise: Standard deviation of the score for the same satisfaction.
        csat: Share of solved tickets followed by a CSAT question.
        ces: Share of solved tickets followed by a CES question.
        promoters_only: Only those likely to promote are asked; the share of the others that is left out.
    """

    yearly_nps: float = 0.78
    answer: float = -1.0
    answer_by_mood: float = 0.55
    score: float = 7.7
    score_by_mood: float = 1.35
    score_noise: float = 1.35
    csat: float = 0.25
    ces: float = 0.08
    promoters_only: float = 0.0


def answers(asking: Asking, mood: Floats, rng: np.random.Generator) -> Bools:
    """Who answers, by satisfaction."""
    chance = 1 / (1 + np.exp(-(asking.answer + asking.answer_by_mood * mood)))
    return rng.random(len(mood)) < chance


def nps_scores(asking: Asking, mood: Floats, rng: np.random.Generator) -> Ints:
    """The score, 0 to 10, that each would give, asked or not."""
    level = asking.score + asking.score_by_mood * mood + rng.normal(0.0, asking.score_noise, len(mood))
    return np.clip(np.rint(level), 0, 10).astype(np.int64)
