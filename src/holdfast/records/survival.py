"""How long customers last, and where in their life they leave."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Lasted(NamedTuple):
    """Customers alike.

    Attributes:
        month: Of the first payment, in months since the year 0.
        interval_months: The longest that they paid by.
        days: From the first payment to leaving, or to the as-of date.
        left: Whether they left.
        segment: Values of the segments.
        customers: How many.
    """

    month: int
    interval_months: int
    days: int
    left: bool
    segment: tuple[str, ...]
    customers: int


@dataclass(frozen=True, slots=True)
class AgePoint:
    """Share still there at an age, 0..1, with its 95 % range; None where nobody is that old yet."""

    days: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one segment or cohort.

    Attributes:
        name: Value of the segment, or the quarter.
        customers: How many.
        left: Of them.
        median_days: Days after which half have left; None where that is not seen yet.
        points: Share still there at each age.
        course: The same each month of 30 days, as far as the oldest customer is, for at most three years.
    """

    name: str
    customers: int
    left: int
    median_days: int | None
    points: tuple[AgePoint, ...]
    course: tuple[AgePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of life.

    Attributes:
        start_days: First day.
        end_days: Day after the last; None is open.
        left: Customers that left in it.
        customer_months: Months that customers spent in it, of 30 days.
        monthly: Share that leaves in a month of it, 0..1.
        low: Lower end of its 95 % range.
        high: Upper end.
    """

    start_days: int
    end_days: int | None
    left: int
    customer_months: float
    monthly: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RenewalPoint:
    """A renewal of contracts of one length.

    Attributes:
        interval_months: Length.
        number: 1 is the first renewal.
        due: Customers that came to it.
        left: Of them, those that left at it.
        share: Of them, 0..1.
        low: Lower end of the 95 % range.
        high: Upper end.
    """

    interval_months: int
    number: int
    due: int
    left: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EqualAge:
    """A comparison of groups at equal age.

    Attributes:
        what: In words (``size``, ``cohorts``).
        groups: Names.
        age_days: Up to which all were compared.
        chance: Of such differences or greater ones where all last equally long, 0..1.
        differ: They differ beyond luck.
        sentence: In words.
    """

    what: str
    groups: tuple[str, ...]
    age_days: int
    chance: float
    differ: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class SurvivalReport:
    """How long customers last.

    Attributes:
        as_of: Day up to whose start data were used.
        by: Segment column; None without.
        everybody: All customers.
        segments: By segment value, the largest first.
        cohorts: By quarter of the first payment, in order.
        phases: Parts of life.
        renewals: Of contracts of three months and longer.
        compared: At equal age.
        sentences: Where in the life customers leave, in words.
        notes: What a reader must know besides.
    """

    as_of: date
    by: str | None
    everybody: Group
    segments: tuple[Group, ...]
    cohorts: tuple[Group, ...]
    phases: tuple[Phase, ...]
    renewals: tuple[RenewalPoint, ...]
    compared: tuple[EqualAge, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: dates in ISO 8601."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}
