"""What new customers are worth beside what winning them costs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.metrics import Request
from holdfast.metrics.declaration import Metric
from holdfast.metrics.discovery import Catalogue
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.total import Total
from holdfast.records import MetricCard
from holdfast.records.worth import Winning
from holdfast.service.withholding import measured
from holdfast.service.worth_question import YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.renewals import Row
    from holdfast.service.workspace import Workspace
    from holdfast.service.worth_models import Model
    from holdfast.service.worth_question import Asked

_CARD = MetricCard(
    name="acquisition_costs",
    title="Acquisition costs",
    reading_metric=None,
    unit="money",
    low=0.0,
    high=None,
    better="down",
    population="costs of winning customers",
    outcome="their amounts",
    window_days=None,
    tables=("costs",),
)


def winning(
    workspace: Workspace, asked: Asked, rows: Sequence[Row], models: Mapping[int, Model]
) -> Winning | None:
    """What a customer won in the last twelve months is worth and costs; None where nobody was won.

    Args:
        workspace: Open.
        asked: The question.
        rows: Of all customers it lets through.
        models: By length of contract.

    Raises:
        SourceError: The engine failed.
    """
    new = [row for row in rows if row[0] in models and row[2] < YEAR]
    customers = sum(row[-1] for row in new)
    if not customers:
        return None
    costs = _costs(workspace, asked)
    payments = _payments(asked, new, models)
    return Winning(
        customers=customers,
        monthly_minor=sum(_price(new, interval) * part / interval for interval, part in _parts(new).items()),
        worth_minor=sum(payments),
        costs_minor=costs,
        payback_months=None if costs is None else _payback(payments, costs / customers),
    )


def _parts(rows: Sequence[Row]) -> dict[int, float]:
    """Share of the customers by length of contract."""
    total = sum(row[-1] for row in rows)
    return {
        interval: sum(row[-1] for row in rows if row[0] == interval) / total
        for interval in sorted({row[0] for row in rows})
    }


def _price(rows: Sequence[Row], interval: int) -> float:
    """What those who are there pay for an interval, on average; 0 where none of them is."""
    there = [row for row in rows if row[0] == interval and row[3] < 0]
    customers = sum(row[-1] for row in there)
    return sum(row[-2] for row in there) / customers if customers else 0.0


def _payments(asked: Asked, rows: Sequence[Row], models: Mapping[int, Model]) -> list[float]:
    """What a new customer is to be expected to pay in each month from the first, discounted, minor units."""
    months = [0.0] * asked.months
    for interval, part in _parts(rows).items():
        price = _price(rows, interval) * part * asked.margin
        kept = models[interval].model.survivals((asked.months - 1) // interval)
        for number, share in enumerate(kept):
            months[number * interval] += price * float(share) / (1 + asked.rate(interval)) ** number
    return months


def _payback(payments: Sequence[float], cost: float) -> int | None:
    """Months until the payments have paid for the cost; 0 where the first does."""
    brought = 0.0
    for month, payment in enumerate(payments):
        brought += payment
        if brought >= cost:
            return month
    return None


def _costs(workspace: Workspace, asked: Asked) -> int | None:
    """Spent on acquisition in twelve months, in the company's currency; None where nothing is known."""
    if not {"kind", "amount_minor", "currency"} <= set(workspace.engine.columns("costs")) or asked.filters:
        return None
    currency = Condition("currency", "in", (workspace.company.currency,))
    form = Total(
        Population("costs", "at", (Condition("kind", "in", ("acquisition",)), currency)), value="amount_minor"
    )
    request = Request(
        metric=_CARD.name,
        as_of=workspace.as_of,
        grain="day",
        start=workspace.as_of - timedelta(days=365),
        end=workspace.as_of,
        time_zone=workspace.time_zone,
        catalogue=Catalogue({_CARD.name: Metric(_CARD, form)}),
    )
    days = measured(workspace.engine, request)
    return (
        sum(day.numerator for day in days) if any(day.denominator or day.numerator for day in days) else None
    )
