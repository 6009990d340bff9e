"""Noise: whether a change of this size can be told from the metric's normal wobble.

A value of few customers jumps although nothing happened (sampling); one of many customers wanders although
nobody did anything (drift), and then a test that knows sampling alone finds changes everywhere.
"""

from __future__ import annotations

from math import ceil, inf, sqrt
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.evidence.challenge import Challenge
    from holdfast.evidence.history import History

Verdict = Literal[
    "smaller than your normal wobble",
    "visible if it lasts two quarters",
    "visible this quarter",
    "cannot say yet",
]

SEEN_80 = 2.8
"""Standard errors of a difference that is told from 0 in 80 of 100 cases at a 95 % range: 1.96 + 0.84."""

DAYS_OF_A_WEEK = 7
FEW = 20
"""Below so many customers a share is a list of names."""


@dataclass(frozen=True, slots=True)
class Wobble:
    """What a metric does although nothing happened, for so many customers a period.

    Attributes:
        entities: Customers, answers or cases in a period.
        variance: Of one of them, in the metric's unit squared.
        drift: Standard deviation of the change from one period to the next that is no sampling, in the unit.
    """

    entities: int
    variance: float
    drift: float = 0.0

    @property
    def alone(self) -> float:
        """Half the 95 % range of one value, by sampling alone."""
        return two_sided_z(0.95) * sqrt(self.variance / self.entities)

    @property
    def change(self) -> float:
        """How far apart two periods lie in 95 of 100 cases although nothing happened, drift included."""
        return two_sided_z(0.95) * self.deviation

    @property
    def deviation(self) -> float:
        """Standard deviation of the difference of two periods, drift included."""
        return sqrt(2 * self.variance / self.entities + self.drift**2)

    @property
    def detectable(self) -> float:
        """The change that would be seen in 80 of 100 cases, by sampling alone."""
        return SEEN_80 * sqrt(2 * self.variance / self.entities)

    def over_two(self) -> float:
        """As ``change`` where two periods on each side are put together."""
        return self.change / sqrt(2)


@dataclass(frozen=True, slots=True)
class Noise:
    """Whether the way to a target can be seen.

    Attributes:
        verdict: See `Verdict`.
        change: From now to the target, in the metric's unit; above 0 whatever its direction.
        wobble: What happens without any change; None where the spread of single customers is not known.
        needed: Customers a period with which 80 of 100 cases would show it, drift left out; None likewise.
        weeks: Weeks until that many have come at the present pace, or None likewise.
        one_customer: How far one customer alone moves the value, in the unit; None where there is no bound.
    """

    verdict: Verdict
    change: float
    wobble: Wobble | None
    needed: int | None
    weeks: int | None
    one_customer: float | None


def noise_of(
    history: History, target: float, *, found: Challenge, days: int, correlation: float = 0.0
) -> Noise:
    """Hold the way to a target against what the metric does by itself.

    Args:
        history: At least one final value.
        target: In the metric's unit.
        found: The challenge of the same history and target: expected customers, and what drifts.
        days: Length of the period that is measured.
        correlation: Between the same customers' outcomes in both periods, 0..1; 0 where they are others.

    Raises:
        InputError: There is no value, or the correlation is out of range.

    Source:
        Two independent shares at 95 % and 80 %: Fleiss, Levin & Paik 2003, Statistical methods for rates and
        proportions, chapter 4; paired ones by the variance of a difference.
    """
    if history.now is None:
        raise InputError(history.metric, "it has no final value", "at least one", "Wait for the first")
    if not 0 <= correlation < 1:
        raise InputError("correlation", f"{correlation} was given", "at least 0 and below 1")
    change, variance = abs(target - history.now), _variance(history)
    one = _one_customer(history, found.entities)
    if variance is None:
        return Noise("cannot say yet", change, None, None, None, one)
    wobble = Wobble(found.entities, variance * (1 - correlation), _drift(history, found, days))
    needed = _needed(wobble.variance, change)
    weeks = None if needed is None else ceil(needed * days / DAYS_OF_A_WEEK / found.entities)
    return Noise(visible(change, wobble), change, wobble, needed, weeks, one)


def visible(change: float, wobble: Wobble) -> Verdict:
    """Whether a change can be told from the wobble at once, over two periods, or not."""
    if change >= SEEN_80 * wobble.deviation:
        return "visible this quarter"
    if change >= wobble.over_two():
        return "visible if it lasts two quarters"
    return "smaller than your normal wobble"


def _variance(history: History) -> float | None:
    """Of one customer's outcome in the unit squared, or None where no value tells it."""
    now = history.values[-1]
    if history.kind == "share":
        share = (now.numerator + 1) / (now.denominator + 2)  # 0 of 5 is not certain
        return share * (1 - share)
    if history.kind == "count":
        return max(now.value, 1.0) * now.denominator
    known = [one.error**2 * one.denominator for one in history.values if one.error is not None]
    return sum(known) / len(known) if known else None


def _drift(history: History, found: Challenge, days: int) -> float:
    """What level and wobble do from one period to the next, in the unit at today's value."""
    if found.wander is None or found.wobble is None or history.now is None:
        return 0.0
    months = days / 30.4375
    step = sqrt(found.wander**2 * months + 2 * found.wobble**2)
    return step * abs(_slope(history, history.now))


def _slope(history: History, now: float) -> float:
    """Units of the metric for one unit of the scale without bounds, at today's value."""
    if history.kind == "share":
        return now * (1 - now)
    if history.kind == "points" and history.low is not None and history.high is not None:
        width = history.high - history.low
        share = (now - history.low) / width
        return width * share * (1 - share)
    if history.kind == "number":
        from holdfast.evidence.scales import NumberScale  # noqa: PLC0415 - typed numbers need no NumPy

        return NumberScale.of(history).width
    return now


def _needed(variance: float, change: float) -> int | None:
    entities = 2 * variance * (SEEN_80 / change) ** 2 if change else inf
    return ceil(entities) if entities < 1e12 else None  # noqa: PLR2004 - nobody has a million million customers


def _one_customer(history: History, entities: int) -> float | None:
    if history.kind == "share":
        return 1 / entities
    if history.kind == "points" and history.low is not None and history.high is not None:
        return (history.high - history.low) / entities
    return None
