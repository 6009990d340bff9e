"""What keeping customers is worth to a company, in its own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records.lifetime_value import ModelFit, Segment
    from holdfast.units import Interval

POINT = 0.01


@dataclass(frozen=True, slots=True)
class Renewing:
    """Customers with contracts of one length, and how far their model can be trusted.

    Attributes:
        interval_months: Months of a contract.
        customers: There on the as-of date.
        leavers: How many of them leave within a year, if things carry on.
        fit: The fit on all data.
        predicted: Renewals that a fit on the time before the last year predicted for it; None where nothing
            could be checked.
        actual: Renewals that were made in it.
    """

    interval_months: int
    customers: int
    leavers: float
    fit: ModelFit
    predicted: float | None
    actual: int


@dataclass(frozen=True, slots=True)
class Leavers:
    """Those of a segment who leave within a year if things carry on, and what keeping one would bring.

    Attributes:
        segment: Empty for everybody.
        customers: There on the as-of date.
        leavers: To expect within a year.
        yearly_minor: What one of them pays for twelve months; None where nobody is expected to leave.
        worth_minor: What keeping one brings over the horizon, if it stays as likely to leave as leavers are.
        stayer_minor: The same, if it is from then on like those who renewed by themselves.
        has_own_model: The segment has customers enough for a model of its own; else everybody's is used.
    """

    segment: Segment
    customers: int
    leavers: float
    yearly_minor: float | None
    worth_minor: float | None
    stayer_minor: float | None
    has_own_model: bool = True

    @property
    def point_customers(self) -> float:
        """One in a hundred of the customers who are there."""
        return POINT * self.customers

    @property
    def point_minor(self) -> float | None:
        """What one point of yearly retention is worth, minor units."""
        return None if self.worth_minor is None else self.point_customers * self.worth_minor

    @property
    def share(self) -> float:
        """Part of the customers, 0..1, who leave within a year."""
        return self.leavers / self.customers if self.customers else 0.0


@dataclass(frozen=True, slots=True)
class Winning:
    """What a new customer is worth, beside what winning one costs.

    Attributes:
        customers: Won in the last twelve months.
        monthly_minor: What those of them who are there pay for a month.
        worth_minor: What one brings over the horizon, from the first payment on.
        costs_minor: Spent on acquisition in the same months; None where no costs are known.
        payback_months: Months until what one brings has paid for it; None where it never does within the
            horizon, or costs are not known.
    """

    customers: int
    monthly_minor: float
    worth_minor: float
    costs_minor: int | None
    payback_months: int | None

    @property
    def cost_minor(self) -> float | None:
        """What winning one costs."""
        return None if self.costs_minor is None else self.costs_minor / self.customers


@dataclass(frozen=True, slots=True)
class ExitCost:
    """Customers who left in the last twelve months for one reason.

    Attributes:
        reason: As written down; None where nobody knows.
        customers: How many.
        yearly_minor: What they paid for twelve months.
        worth_minor: What keeping them would have brought over the horizon, as for other leavers.
    """

    reason: str | None
    customers: int
    yearly_minor: float
    worth_minor: float


@dataclass(frozen=True, slots=True)
class Effort:
    """What an effort must keep to pay for itself.

    Attributes:
        cost_minor: Of the effort.
        reach: Customers it reaches.
        leavers: How many of these leave within a year, if things carry on.
        break_even: How many of them it must keep.
        kept: How many it kept, where that is known from a holdout or claimed.
    """

    cost_minor: int
    reach: int
    leavers: float
    break_even: float
    kept: float | None

    @property
    def can_pay(self) -> bool:
        """There are as many leavers to keep."""
        return self.break_even <= self.leavers

    @property
    def cost_per_kept_minor(self) -> float | None:
        """What each that it kept has cost."""
        return self.cost_minor / self.kept if self.kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one point of retention is worth, whom it would keep, and what that may cost.

    Attributes:
        as_of: Local date before whose start the data are complete; values count from there.
        currency: ISO 4217 code of the money.
        months: Length of the horizon.
        discount_rate: A year, 0.1 is 10 %.
        margin: Share of prices that counts as value.
        renewing: By length of contract.
        segments: Everybody first, then each segment in order.
        point_range: Of what one point is worth to everybody, minor units; it holds the truth 95 times in 100
            where the model is right.
        winning: None where nobody was won in the last twelve months.
        exits: By reason, the dearest first.
        effort: None where none was asked for.
        notes: What a reader must know before using the values.
    """

    as_of: date
    currency: str
    months: int
    discount_rate: float
    margin: float
    renewing: tuple[Renewing, ...]
    segments: tuple[Leavers, ...]
    point_range: Interval | None
    winning: Winning | None
    exits: tuple[ExitCost, ...]
    effort: Effort | None
    notes: tuple[str, ...]
