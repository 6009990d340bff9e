"""What a model says customers are still worth, with the check that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.units import Period

Segment = tuple[tuple[str, str], ...]
"""Pairs of segment column and value; empty for everybody."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A parameter as fitted, with its standard error from the observed information."""

    name: str
    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class ModelFit:
    """A model that converged; one that did not is an error.

    Attributes:
        model: ``mbg_nbd``, ``bg_nbd``, ``pareto_nbd``, ``nbd``, ``gamma_gamma`` or ``sbg``.
        unit: What parameters and the log-likelihood are in: weeks, a currency, or renewals.
        estimates: Its parameters.
        log_likelihood: At the maximum; comparable within one unit and the same customers only.
        customers: How many it rests on.
        rows: Distinct histories among them.
    """

    model: str
    unit: str
    estimates: tuple[Estimate, ...]
    log_likelihood: float
    customers: int
    rows: int


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers, the one of the highest predictions first.

    Attributes:
        customers: A tenth of all, hence not always whole.
        predicted: Mean per customer.
        actual: Mean per customer.
    """

    customers: float
    predicted: float
    actual: float


@dataclass(frozen=True, slots=True)
class HoldOutCheck:
    """Days with a purchase in the time held out: as predicted from the calibration alone, and as they came.

    Attributes:
        predicted: By the model, all customers together.
        actual: As they came.
        mean_absolute_error: Of one customer's number.
        as_before: By the rule that everybody goes on at the rate of the calibration, for comparison.
        as_before_error: Mean absolute error of that rule.
        deciles: By prediction, the highest first.
    """

    predicted: float
    actual: int
    mean_absolute_error: float
    as_before: float
    as_before_error: float
    deciles: tuple[Decile, ...]

    @property
    def bias(self) -> float:
        """Predicted beyond actual, as a share of actual; -0.12 is 12 % too few. Infinite where none came."""
        return self.predicted / self.actual - 1 if self.actual else float("inf")


@dataclass(frozen=True, slots=True)
class AliveBand:
    """Customers by their chance not to have left at the end of the calibration.

    Attributes:
        low: Least chance in the band, 0..1.
        high: The chance below which it ends (1 belongs to the last band).
        customers: In the band at the end of the calibration.
        bought: Those of them who bought in the time held out.
        customers_now: In the band on the as-of date, by the fit on all data.
    """

    low: float
    high: float
    customers: int
    bought: int
    customers_now: int


@dataclass(frozen=True, slots=True)
class SegmentOutlook:
    """What a segment is expected to do, beside what the check found for the same segment.

    Attributes:
        segment: Empty for everybody.
        customers: With a first purchase before the as-of date.
        alive: Sum of their chances not to have left.
        purchases: Days with a purchase to expect over the horizon.
        value_minor: Their discounted money, minor units.
        predicted: Days with a purchase predicted for the time held out.
        actual: Days with a purchase that came.
        predicted_minor: Money predicted for the time held out, not discounted.
        actual_minor: Money that came.
    """

    segment: Segment
    customers: int
    alive: float
    purchases: float
    value_minor: float
    predicted: float
    actual: int
    predicted_minor: float
    actual_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeValue:
    """Value to come from customers who buy without a contract; never without the check on data held out.

    Attributes:
        calibration: Local dates whose purchases the checked fit rests on.
        held_out: Local dates after it, on which it was checked.
        as_of: Local date before whose start the data are complete; values count from there.
        checked: The fit on the calibration.
        checked_spending: Gamma-Gamma on the calibration.
        check: How it did.
        fit: The same model on all data, which the values rest on.
        spending: Gamma-Gamma on all data.
        correlation: Of how often and how much, over customers with repeats; the model takes it for 0.
        months: Length of the horizon, in months of 30.4375 days.
        discount_rate: A year, 0.1 is 10 %.
        margin: Share of sales that counts as value.
        currency: ISO 4217 code of the money.
        by_month: Days with a purchase to expect of all customers, month by month.
        bands: By chance to be alive.
        segments: Everybody first, then each segment in order.
        notes: What a reader must know before using the values.
    """

    calibration: Period
    held_out: Period
    as_of: date
    checked: ModelFit
    checked_spending: ModelFit
    check: HoldOutCheck
    fit: ModelFit
    spending: ModelFit
    correlation: float
    months: int
    discount_rate: float
    margin: float
    currency: str
    by_month: tuple[float, ...]
    bands: tuple[AliveBand, ...]
    segments: tuple[SegmentOutlook, ...]
    notes: tuple[str, ...]
