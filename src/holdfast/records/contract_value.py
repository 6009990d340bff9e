"""What customers with a contract are expected to renew, with the check that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records.lifetime_value import ModelFit, Segment
    from holdfast.units import Period


@dataclass(frozen=True, slots=True)
class RenewalCheck:
    """One renewal in the time held out, over all customers who came to it.

    Attributes:
        renewal: Its number, from 1.
        due: Customers of the calibration who were there at its end and could have made it since.
        predicted: How many of them would make it, by the fit on the calibration.
        actual: How many did.
    """

    renewal: int
    due: int
    predicted: float
    actual: int


@dataclass(frozen=True, slots=True)
class RenewalRate:
    """How many of those who come to a renewal make it.

    Attributes:
        renewal: Its number, from 1.
        due: Customers who came to it, in all data.
        renewed: Those of them who made it.
        modelled: Share that the fit on all data gives, 0..1.
    """

    renewal: int
    due: int
    renewed: int
    modelled: float


@dataclass(frozen=True, slots=True)
class ContractOutlook:
    """What the customers of a segment who are there are expected to renew.

    Attributes:
        segment: Empty for everybody.
        customers: There on the as-of date.
        renewals: To expect of them over the horizon.
        value_minor: Their discounted money, minor units; what is paid already is no part of it.
        predicted: Renewals predicted for the time held out.
        actual: Renewals made in it.
    """

    segment: Segment
    customers: int
    renewals: float
    value_minor: float
    predicted: float
    actual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractValue:
    """Value to come from customers with a contract; never without the check on renewals held out.

    Attributes:
        calibration_end: Local date before whose start renewals made up the checked fit.
        held_out: Local dates after it, on which it was checked.
        as_of: Local date before whose start the data are complete; values count from there.
        interval_months: Months of a contract; customers of another are left out.
        checked: The fit on the calibration.
        fit: The fit on all data, which the values rest on.
        check: By renewal.
        rates: By renewal.
        months: Length of the horizon.
        discount_rate: A year, 0.1 is 10 %.
        margin: Share of prices that counts as value.
        currency: ISO 4217 code of the money.
        segments: Everybody first, then each segment in order.
        notes: What a reader must know before using the values.
    """

    calibration_end: date
    held_out: Period
    as_of: date
    interval_months: int
    checked: ModelFit
    fit: ModelFit
    check: tuple[RenewalCheck, ...]
    rates: tuple[RenewalRate, ...]
    months: int
    discount_rate: float
    margin: float
    currency: str
    segments: tuple[ContractOutlook, ...]
    notes: tuple[str, ...]

    @property
    def bias(self) -> float:
        """Renewals predicted beyond those made in the time held out, as a share of these."""
        actual = sum(one.actual for one in self.check)
        return sum(one.predicted for one in self.check) / actual - 1 if actual else float("inf")
