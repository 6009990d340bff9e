"""What customers who left paid, by the reason that they gave: counts and money, never a row for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.panel import first_digits
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request

YEAR = 12


@dataclass(frozen=True, slots=True)
class Exits:
    """Customers who left for one reason.

    Attributes:
        reason: As it was written down; None where nobody knows.
        customers: How many.
        amounts: Months of an interval to minor units that they paid for one at the last.
    """

    reason: str | None
    customers: int
    amounts: Mapping[int, int]

    @property
    def yearly_minor(self) -> float:
        """What they paid for twelve months, minor units."""
        return sum(amount * YEAR / interval for interval, amount in self.amounts.items() if interval)


def exits(engine: Engine, request: Request, *, start: date) -> tuple[Exits, ...]:
    """Customers who left from a day on and have not come back, by reason, the dearest first.

    A reason is the last that was written down since that day; without the table of reasons none is known.

    Args:
        engine: The database.
        request: Of logo churn, by which customers count as paying; its filters apply, its periods do not.
        start: Local date from which on they left.

    Raises:
        InputError: Subscriptions are not mapped, or have no amount or interval.
        SourceError: The database refused or failed.
    """
    plan, form = _planned(engine, request)
    from holdfast.metrics.emit.exits import render_exits  # noqa: PLC0415 - SQLGlot, as for measuring

    has_reasons = "reason" in engine.columns("churn_reasons")
    text = render_exits(plan, form, engine.dialect, start=start, has_reasons=has_reasons)
    people: defaultdict[str | None, int] = defaultdict(int)
    money: defaultdict[str | None, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for reason, interval, first, amount, n in engine.rows(text):
        key = None if reason is None else str(reason)
        people[key] += int(n or 0) * int(first or 0)
        money[key][int(interval or 0)] += int(amount or 0)
    found = (Exits(reason, count, dict(money[reason])) for reason, count in people.items())
    return tuple(sorted(found, key=lambda one: (-one.yearly_minor, one.reason or "")))


def last_paid(engine: Engine, *requests: Request, sampled_share: float = 1.0) -> Mapping[str, float]:
    """What everybody who left paid a month at the last, in minor units; one query for each request.

    Subscriptions that ended at one instant count together, as for `exits`; those before them do not.

    Args:
        engine: The database.
        requests: Of logo churn, as for `departures`; an amount is by the first by which a customer left.
            By ends before notices: a contract may have a notice and its add-on none, and they end together.
        sampled_share: Of a panel: the same customers are drawn.

    Raises:
        InputError: Subscriptions are not mapped, or have no amount or interval.
        SourceError: The database refused or failed.
    """
    from holdfast.metrics.emit.exits import render_last_paid  # noqa: PLC0415 - as above

    found: dict[str, float] = {}
    for request in requests:
        plan, form = _planned(engine, request)
        text = render_last_paid(plan, form, engine.dialect, below=first_digits(sampled_share))
        paid: defaultdict[str, float] = defaultdict(float)
        for customer, interval, amount in engine.rows(text):
            paid[str(customer)] += int(amount or 0) / max(int(interval or 1), 1)
        found = {**paid, **found}
    return found


def _planned(engine: Engine, request: Request) -> tuple[Plan, Standing]:
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise TypeError(f"{request.metric} has no spans that are paid for")
    return plan, form
