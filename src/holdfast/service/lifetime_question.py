"""What may be asked about lifetime value, and whether there are data enough to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypedDict, get_args

from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.stats.customer_base import CustomerBase

Model = Literal["mbg_nbd", "bg_nbd", "pareto_nbd", "nbd"]

# Below these a fit says more about chance than about customers.
_LEAST_CUSTOMERS, _LEAST_REPEATERS, _LEAST_CALIBRATION, _LEAST_HELD_OUT = 200, 50, 60, 28
_MOST_HELD_OUT = 365
_MOST_MONTHS = 120


class Question(TypedDict, total=False):
    """What may be asked; everything may be left out.

    Attributes:
        model: ``mbg_nbd`` where left out.
        calibration_end: Local date from which on purchases are held out; where left out, the last third of
            the data is, at most a year.
        months: Horizon, 12.
        discount_rate: A year, 0.1.
        margin: Share of sales that counts as value, 1.
        by: Segment columns.
        filters: Segment column to the values let through.
        first_from: Local date from which on a first purchase counts.
        first_until: Local date before which it must lie.
        least_amount_minor: A sale of less is no purchase, 1.
    """

    model: Model
    calibration_end: date | None
    months: int
    discount_rate: float
    margin: float
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]
    first_from: date | None
    first_until: date | None
    least_amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its defaults; fields as in `Question`.

    Raises:
        InputError: A value is out of range.
    """

    model: Model = "mbg_nbd"
    calibration_end: date | None = None
    months: int = 12
    discount_rate: float = 0.1
    margin: float = 1.0
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_from: date | None = None
    first_until: date | None = None
    least_amount_minor: int = 1

    def __post_init__(self) -> None:
        if self.model not in get_args(Model):
            raise unknown("model", self.model, get_args(Model))
        if not 1 <= self.months <= _MOST_MONTHS:
            raise InputError("months", f"{self.months} was given", f"a number from 1 to {_MOST_MONTHS}")
        if not 0 <= self.discount_rate <= 1 or not 0 < self.margin <= 1:
            raise InputError(
                "discount_rate and margin",
                f"{self.discount_rate} and {self.margin} were given",
                "a rate from 0 to 1 a year and a margin above 0 and up to 1",
                "Write 10 % as 0.1",
            )

    def end_of_calibration(self, start: date, as_of: date) -> date:
        """The date given, or the one that holds out the last third of the data, at most a year.

        Args:
            start: Local date of the first purchase.
            as_of: Local date before whose start the data are complete.
        """
        held_out = min(max((as_of - start).days // 3, _LEAST_HELD_OUT), _MOST_HELD_OUT)
        return self.calibration_end or as_of - timedelta(days=held_out)


def refuse_little(base: CustomerBase, start: date, end: date, as_of: date) -> None:
    """Nothing, where there are customers, repeats and days enough for a fit and its check.

    Args:
        base: Customers of the calibration.
        start: Local date of the first purchase of all.
        end: Local date after the calibration.
        as_of: Local date before whose start the data are complete.

    Raises:
        InputError: There are too few; the message says what it would need.
    """
    needs = (
        ("customers who bought", base.total, _LEAST_CUSTOMERS),
        ("customers who bought on a second day", base.repeaters, _LEAST_REPEATERS),
        ("days of calibration", (end - start).days, _LEAST_CALIBRATION),
        ("days held out to check it on", (as_of - end).days, _LEAST_HELD_OUT),
    )
    missing = [f"{found} {what} instead of {least}" for what, found, least in needs if found < least]
    if missing:
        raise InputError(
            "lifetime value",
            "there are too few data for a model that can be checked: " + ", ".join(missing),
            ", ".join(f"{least} {what}" for what, _, least in needs),
            "Wait for more, widen the filters, or measure historic_value, which needs no model",
        )
