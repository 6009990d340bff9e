"""How far a key result has come, in one place and stored nowhere else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.model import Milestone


def change_progress(value: float | None, *, baseline: float, target: float) -> float | None:
    """Share of the way from baseline to target: signed, not clamped; below 0 is worse than the baseline.

    The same formula serves both directions: churn from 8 % to 5 % is half way at 6.5 %.

    Args:
        value: The current value in the unit of baseline and target; None where there is no data.
        baseline: Where the cycle began.
        target: Where it should end.

    Returns:
        0 at the baseline, 1 at the target, above 1 beyond it; None without data, never 0 for it.

    Raises:
        InputError: Baseline and target are equal, or a figure is not finite.

    >>> change_progress(9, baseline=8, target=5)
    -0.3333333333333333
    """
    check_way(baseline, target)
    if value is None:
        return None
    _check_finite("value", value)
    return _finite((value - baseline) / (target - baseline))


def value_at(progress: float, *, baseline: float, target: float) -> float:
    """The value at which a change key result has come this far; the inverse of `change_progress`."""
    return baseline + progress * (target - baseline)


def check_way(baseline: float, target: float) -> None:
    """Refuse a change key result that asks for no change.

    Raises:
        InputError: Baseline and target are equal, or a figure is not finite.
    """
    _check_finite("baseline", baseline)
    _check_finite("target", target)
    if baseline == target:
        raise InputError(
            "target",
            f"{target:g}, which is the baseline",
            "a target that differs from the baseline",
            "Set another target, or make it a maintain key result with a bound",
        )


def describe_progress(progress: float | None) -> str:
    """The words beside a progress that lies outside 0..1 or is missing; empty inside."""
    if progress is None:
        return "no data"
    if progress < 0:
        return "worse than the baseline"
    return "exceeded" if progress > 1 else ""


def drawn_share(progress: float) -> float:
    """Progress held to 0..1, for drawings, grades and the mean in an objective's small print."""
    return min(1.0, max(0.0, progress))


def milestone_progress(milestones: Sequence[Milestone]) -> float | None:
    """Weight of the done steps as a share of all weight, 0..1; None for an empty list.

    Raises:
        InputError: A weight is not a finite number above 0.
    """
    for milestone in milestones:
        if not (milestone.weight > 0 and math.isfinite(milestone.weight)):
            found = f"weight {milestone.weight:g}"
            raise InputError(f"milestone '{milestone.text}'", found, "a weight above 0", "Correct the weight")
    largest = max((milestone.weight for milestone in milestones), default=0.0)
    if not largest:
        return None
    # Against the largest weight, so that huge weights do not overflow.
    weights = [milestone.weight / largest for milestone in milestones]
    done = math.fsum(
        weight for weight, milestone in zip(weights, milestones, strict=True) if milestone.is_done
    )
    return done / math.fsum(weights)


@dataclass(frozen=True, slots=True)
class RelativeTarget:
    """A target stated as a change of the baseline, with what it comes to; both are shown.

    Attributes:
        baseline: In the metric's unit.
        change: Share of the baseline's size: +0.25 asks for a quarter more.
        target: In the metric's unit.
    """

    baseline: float
    change: float
    target: float

    def __str__(self) -> str:
        return f"{self.target:g} ({self.change * 100:+g} % of {self.baseline:g})"


def relative_target(baseline: float, change: float) -> RelativeTarget:
    """The target that a relative change of the baseline comes to; "+" is up, also from a negative baseline.

    Raises:
        InputError: The baseline or the change is 0, so that nothing would change, or a figure is not finite.

    >>> str(relative_target(40, 0.25))
    '50 (+25 % of 40)'
    """
    _check_finite("baseline", baseline)
    _check_finite("change", change)
    target = _finite(baseline + abs(baseline) * change)
    check_way(baseline, target)
    return RelativeTarget(baseline, change, target)


def _check_finite(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise InputError(name, f"{value}", "a finite number", "Correct the figure")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise InputError(
            "progress", "figures too far apart to divide", "figures in one unit", "Check the units"
        )
    return value
