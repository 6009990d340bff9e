"""What may be asked about the worth of keeping customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = 12
_MOST_MONTHS = 120


class Question(TypedDict, total=False):
    """What may be asked; everything may be left out.

    Attributes:
        months: Horizon, from 12 to 120; 36.
        discount_rate: A year, 0.1.
        margin: Share of prices that counts as value, 1.
        by: Segment columns.
        filters: Segment column to the values let through.
        effort_minor: What an effort to keep customers costs, minor units.
        reach: How many customers it reaches; all where left out.
        kept: How many it kept, where that is known.
    """

    months: int
    discount_rate: float
    margin: float
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]
    effort_minor: int | None
    reach: int | None
    kept: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its defaults; fields as in `Question`.

    Raises:
        InputError: A value is out of range.
    """

    months: int = 36
    discount_rate: float = 0.1
    margin: float = 1.0
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effort_minor: int | None = None
    reach: int | None = None
    kept: float | None = None

    def __post_init__(self) -> None:
        if not YEAR <= self.months <= _MOST_MONTHS:
            raise InputError("months", f"{self.months} was given", f"a number from {YEAR} to {_MOST_MONTHS}")
        if not 0 <= self.discount_rate <= 1 or not 0 < self.margin <= 1:
            raise InputError(
                "discount_rate and margin",
                f"{self.discount_rate} and {self.margin} were given",
                "a rate from 0 to 1 a year and a margin above 0 and up to 1",
                "Write 10 % as 0.1",
            )
        self._refuse_half_an_effort()

    def _refuse_half_an_effort(self) -> None:
        if self.effort_minor is None:
            if self.reach is not None or self.kept is not None:
                raise InputError("effort", "only its reach or what it kept was given", "what it costs, too")
            return
        if self.effort_minor <= 0:
            raise InputError("effort", f"{self.effort_minor} was given", "an amount above 0")
        if self.reach is not None and self.reach < 1:
            raise InputError("reach", f"{self.reach} was given", "at least one customer")
        if self.kept is not None and self.kept < 0:
            raise InputError("kept", f"{self.kept} was given", "a number of customers from 0")

    def rate(self, interval_months: int) -> float:
        """The discount rate of an interval."""
        return float((1 + self.discount_rate) ** (interval_months / YEAR) - 1)
