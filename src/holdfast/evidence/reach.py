"""Reach: how much an objective can gain at most if its key results are met, before any question of causes.

A key result moves its objective through the customers it touches: their share, times how many more of them
have the experience, times what the experience does to each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

USUAL_EFFECT = 0.06
"""Spread of true effects of an experience on staying that were measured elsewhere: six points."""

UNTESTED_EFFECT = 0.02
"""Spread that is granted to an effect nobody has tested."""

BELIEVABLE = 0.975


@dataclass(frozen=True, slots=True)
class LinkEffect:
    """What the company's own customers say of one experience, like for like.

    Attributes:
        effect: Difference in the outcome between those with and without, a share.
        error: Its standard error.
        hidden: What leaving out the strongest known factor would change, a share, at least 0.
    """

    effect: float
    error: float
    hidden: float


@dataclass(frozen=True, slots=True)
class Touch:
    """What one key result can reach.

    Attributes:
        name: The key result, as people call it.
        share: Part of the objective's customers that it can touch in the cycle, 0..1.
        change: Share of those who have the experience, target less today; below 0 where fewer shall.
        link: What is known of the effect, or None where nobody has tested it.
        whom: Which customers these are; those of the same name are the same ones.
        how: How the change was taken, where that is not plain; after a comma.
    """

    name: str
    share: float
    change: float
    link: LinkEffect | None = None
    whom: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the objective gains if every key result is met; all shares.

    Attributes:
        share: Part of its customers that at least one key result touches.
        expected: Mean gain.
        at_most: The largest gain that can be believed: 97.5 in 100 lie below.
        gains: Draws of the gain.
    """

    share: float
    expected: float
    at_most: float
    gains: Reals


def reach_of(touches: Sequence[Touch], *, seed: int, draws: int = 4000) -> Reach:
    """What an objective can gain from its key results.

    Overlapping key results do not add up: customers that two of them touch are counted once, and the gain is
    that of the largest and half of the others, since nobody has tested them together.

    Args:
        touches: One for each key result; those that touch nobody may be left out.
        seed: Of the draws.
        draws: How many.

    Raises:
        InputError: A share is outside 0..1, or a change outside -1..1.
    """
    for touch in touches:
        _refuse_impossible(touch)
    generator = np.random.default_rng(seed)
    gains = np.array([touch.share * touch.change * _effects(touch, generator, draws) for touch in touches])
    together = _together(gains) if len(touches) else np.zeros(draws)
    return Reach(
        share=_touched(touches),
        expected=float(together.mean()),
        at_most=float(np.quantile(together, BELIEVABLE)),
        gains=together,
    )


def chances(reach: Reach, alone: Reals) -> tuple[float, float]:
    """Chance that the objective improves without the key results, and with all of them met.

    Args:
        reach: What they can move.
        alone: Draws of the objective's change if things carry on, as many as those of the gain.
    """
    return float(np.mean(alone > 0)), float(np.mean(alone + reach.gains > 0))


def believed(link: LinkEffect | None) -> tuple[float, float]:
    """Mean and standard deviation of an experience's effect, drawn towards 0 by how unsure it is."""
    if link is None:
        return 0.0, UNTESTED_EFFECT
    unsure = link.error**2 + (link.hidden / 2) ** 2
    kept = USUAL_EFFECT**2 / (USUAL_EFFECT**2 + unsure)
    return kept * link.effect, float(np.sqrt(kept * unsure))


def _touched(touches: Sequence[Touch]) -> float:
    """Part of the objective's customers that any of them touches; the same ones are counted once."""
    groups: dict[str, float] = {}
    for place, touch in enumerate(touches):
        whom = touch.whom or str(place)
        groups[whom] = max(groups.get(whom, 0.0), touch.share)
    return float(1 - np.prod([1 - share for share in groups.values()]))


def _effects(touch: Touch, generator: np.random.Generator, draws: int) -> Reals:
    mean, deviation = believed(touch.link)
    return mean + deviation * generator.standard_normal(draws)


def _together(gains: Reals) -> Reals:
    """The largest in size and half of the rest, draw by draw."""
    largest = np.take_along_axis(gains, np.abs(gains).argmax(axis=0)[None, :], axis=0)[0]
    together: Reals = largest + (gains.sum(axis=0) - largest) / 2
    return together


def _refuse_impossible(touch: Touch) -> None:
    if not 0 <= touch.share <= 1:
        raise InputError(touch.name, f"it touches a share of {touch.share}", "0 to 1")
    if not -1 <= touch.change <= 1:
        raise InputError(touch.name, f"it changes a share by {touch.change}", "-1 to 1")
