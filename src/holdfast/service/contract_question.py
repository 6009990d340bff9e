"""What may be asked about the value of contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_MOST_MONTHS = 120


class Question(TypedDict, total=False):
    """What may be asked; everything may be left out.

    Attributes:
        interval_months: Months of a contract; the commonest where left out.
        calibration_end: Local date from which on renewals are held out; a year before the as-of date where
            left out.
        months: Horizon, 12.
        discount_rate: A year, 0.1.
        margin: Share of prices that counts as value, 1.
        by: Segment columns.
        filters: Segment column to the values let through.
    """

    interval_months: int | None
    calibration_end: date | None
    months: int
    discount_rate: float
    margin: float
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its defaults; fields as in `Question`.

    Raises:
        InputError: A value is out of range.
    """

    interval_months: int | None = None
    calibration_end: date | None = None
    months: int = 12
    discount_rate: float = 0.1
    margin: float = 1.0
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_out_days: int = 365

    def __post_init__(self) -> None:
        if not 1 <= self.months <= _MOST_MONTHS:
            raise InputError("months", f"{self.months} was given", f"a number from 1 to {_MOST_MONTHS}")
        if self.interval_months is not None and self.interval_months < 1:
            raise InputError("interval_months", f"{self.interval_months} was given", "months from 1")
        if not 0 <= self.discount_rate <= 1 or not 0 < self.margin <= 1:
            raise InputError(
                "discount_rate and margin",
                f"{self.discount_rate} and {self.margin} were given",
                "a rate from 0 to 1 a year and a margin above 0 and up to 1",
                "Write 10 % as 0.1",
            )
