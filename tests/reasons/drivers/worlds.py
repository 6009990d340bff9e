"""Companies at landmarks whose drivers are known, drawn without tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.drivers.candidates import Candidate
from holdfast.stats.ridge import expit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]

LANDMARKS = 4
_BASE = -3.0
_MOOD_LEAVES, _MOOD_HAS = 0.5, 0.6


def world(
    seed: int, customers: int, effects: Sequence[float]
) -> tuple[tuple[Candidate, ...], Reals, Reals, Integers, Reals]:
    """Candidates, who left, what is known, groups, and the true difference of each candidate.

    A known mood makes customers leave and have experiences alike; each customer keeps a lot of its own for
    each experience, so rows of one are alike. Who has left is on no later landmark.

    Args:
        seed: Of the draws.
        customers: On the first landmark.
        effects: Log odds that each experience adds to leaving.
    """
    generator = np.random.default_rng(seed)
    rows = np.repeat(np.arange(customers), LANDMARKS)
    mood = generator.normal(size=customers)[rows]
    own = generator.normal(size=(customers, len(effects)))[rows]
    drawn = generator.normal(size=(len(rows), len(effects)))
    had = (_MOOD_HAS * mood[:, None] + 0.7 * own + 0.7 * drawn) > 0.8
    log_odds = _BASE + _MOOD_LEAVES * mood + had @ np.asarray(effects)
    left = (generator.random(len(rows)) < expit(log_odds)).astype(np.float64)
    there = _still_there(left)
    truth = np.array(
        [
            float((expit(log_odds + e * ~had[:, n]) - expit(log_odds - e * had[:, n]))[there].mean())
            for n, e in enumerate(effects)
        ]
    )
    everybody = np.ones(int(there.sum()), dtype=np.bool_)
    found = tuple(Candidate(f"experience {n}", had[there, n], everybody) for n in range(len(effects)))
    known = np.column_stack([np.ones(int(there.sum())), mood[there]])
    return found, left[there], known, rows[there], truth


def _still_there(left: Reals) -> NDArray[np.bool_]:
    gone_before = np.cumsum(left.reshape(-1, LANDMARKS), axis=1) - left.reshape(-1, LANDMARKS)
    there: NDArray[np.bool_] = gone_before.ravel() == 0
    return there
