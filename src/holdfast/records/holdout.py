"""A holdout: who is left alone, by lot, so that what was done for the others can be told from chance."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.records import Direction

Arm = Literal["treated", "holdout"]
Unit = Literal["customer", "week"]
Who = Literal["paying", "new"]
Counted = Literal["stay", "metric", "count"]

ARMS: tuple[Arm, Arm] = ("treated", "holdout")


@dataclass(frozen=True, slots=True)
class HoldoutOutcome:
    """What is compared.

    Attributes:
        counted: ``stay`` (still paying so many days after the lot), ``metric`` (a share of the catalogue) or
            ``count`` (rows of a table within so many days after the lot).
        name: The metric's or table's; empty for ``stay``.
        days: Days after the lot, or the metric's window.
        better: The direction that is good.
        parameters: Of the metric, such as ``("within_days", 10)``.
    """

    counted: Counted
    name: str = ""
    days: int = 90
    better: Direction = "up"
    parameters: tuple[tuple[str, str | int | float], ...] = ()

    @property
    def wish(self) -> str:
        """What is compared, after "of the treated" or, of a count, after "had more"."""
        if self.counted == "stay":
            return f"stayed {self.days} days"
        return f"had “{self.name}”" if self.counted == "metric" else f"{self.name} in {self.days} days"


@dataclass(frozen=True, slots=True)
class HoldoutPlan:
    """What was decided before the first lot was drawn.

    Attributes:
        id: Short name, also the play's in the table `assignments`.
        title: What the treated get, in words.
        outcome: What is compared.
        starts: First local date of assigning.
        until: Local date after the last.
        share: Part that is held out, above 0 and below 1.
        unit: What the lot draws: each customer, or all who sign in one week.
        who: All paying customers, or those who sign from the start on.
        strata: Segment columns within which both arms are balanced.
        known: Strata that there were, such as ``size=large``; empty where there are no columns.
        filters: Segment columns and the values let through.
        before: Table whose rows from before the lot adjust the outcome; empty for none.
        before_days: Days before the lot in which they are counted.
        matters: Smallest difference that would matter, in the outcome's unit; a share is 0..1.
        planned: Customers in both arms together at the end.
        seed: Of the lot.
        planned_at: When, aware UTC.
    """

    id: str
    title: str
    outcome: HoldoutOutcome
    starts: date
    until: date
    share: float = 0.5
    unit: Unit = "customer"
    who: Who = "paying"
    strata: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: str = ""
    before_days: int = 90
    matters: float = 0.02
    planned: int = 0
    seed: int = 0
    planned_at: datetime | None = None

    @property
    def settles_on(self) -> date:
        """First as-of date by which the outcomes of all are known."""
        return self.until + timedelta(days=self.outcome.days)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One customer in one arm, for good.

    Attributes:
        customer_id: The account.
        arm: What the lot gave it.
        stratum: Within which the lot was drawn; ``week of 2026-03-02`` where a week was.
        assigned_at: From when on it counts, aware UTC.
        recorded_at: When it was written down, aware UTC.
        plan: Id of the plan.
        seed: Of the lot.
    """

    customer_id: str
    arm: Arm
    stratum: str
    assigned_at: datetime
    recorded_at: datetime
    plan: str
    seed: int
