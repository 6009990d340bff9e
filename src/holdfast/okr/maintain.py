"""Maintain key results: a bound to stay inside, period by period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least, at most, or both: a band. Inclusive, in the metric's unit.

    Raises:
        InputError: Neither bound is given, one is not a number, or the lower is above the upper.
    """

    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        given = [bound for bound in (self.at_least, self.at_most) if bound is not None]
        if not given or any(math.isnan(bound) for bound in given):
            raise InputError("bound", "none", "'at least', 'at most' or both", "State the bound to keep")
        if given != sorted(given):
            found = f"at least {self.at_least:g} and at most {self.at_most:g}"
            raise InputError("bound", found, "a lower bound below the upper", "Swap or correct the two")

    def __contains__(self, value: float) -> bool:
        is_high_enough = self.at_least is None or value >= self.at_least
        return is_high_enough and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        if self.at_least is None:
            return f"at or below {self.at_most:g}"
        if self.at_most is None:
            return f"at or above {self.at_least:g}"
        return f"from {self.at_least:g} to {self.at_most:g}, both included"


@dataclass(frozen=True, slots=True)
class MaintainScore:
    """Mature periods inside the bound, and the state now.

    Attributes:
        inside: Count of mature periods with data inside the bound.
        periods: Count of mature periods with data.
        without_data: Count of mature periods without data; they are neither success nor failure.
        is_inside_now: Whether the latest value known, mature or not, is inside; None without data.
    """

    inside: int
    periods: int
    without_data: int
    is_inside_now: bool | None

    @property
    def score(self) -> float | None:
        """Share of periods inside, 0..1; None where no mature period has data."""
        return self.inside / self.periods if self.periods else None


def maintain_score(bounds: Bounds, mature: Sequence[float | None], *, current: float | None) -> MaintainScore:
    """The score of a maintain key result.

    Args:
        bounds: Inclusive.
        mature: One value per mature period in the metric's unit; None where a period has no data.
        current: The latest value, mature or not; None where there is none.

    Returns:
        Counts, with a score of None for an empty series.
    """
    values = [value for value in mature if value is not None]
    inside = sum(1 for value in values if value in bounds)
    return MaintainScore(
        inside, len(values), len(mature) - len(values), None if current is None else current in bounds
    )
