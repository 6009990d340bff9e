"""Facts of guards that are no metric: who left soon after signing, and whom a metric leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.metrics.by_customer import signings
from holdfast.metrics.departures import departures
from holdfast.metrics.panel import panel
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.service.withholding import measured
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from holdfast.metrics import Request
    from holdfast.records import Measurement
    from holdfast.service.workspace import Workspace

EARLY_DAYS = 30
"""Who leaves within so many days of signing has left early."""

MOST_CUSTOMERS = 200_000
"""Above it a part is drawn: a share of so many is known well enough."""


def early_leavers(
    workspace: Workspace, request: Request, series: Sequence[Measurement]
) -> tuple[Measurement, ...]:
    """By period, of the customers that a metric counts, the share who left within 30 days of signing.

    Who never paid has not left; whose 30 days are not over counts as pending. Two to four queries.

    Args:
        workspace: Open.
        request: Of a share of new customers.
        series: Its answer, for the periods.

    Raises:
        InputError: Subscriptions are not mapped, or the metric is no share of customers.
        SourceError: The engine failed.
    """
    found = panel(workspace.engine, request, most_rows=MOST_CUSTOMERS)
    paying = replace(request_for(workspace, PAYING), as_of=request.as_of)
    left = departures(workspace.engine, paying, sampled_share=found.sampled_share)
    counts: Counter[tuple[date, str]] = Counter()
    for row in found.rows:
        gone = left.get(row.customer_id)
        days = None if gone is None else (gone - row.anchored_on).days
        is_over = row.anchored_on + timedelta(days=EARLY_DAYS) < request.as_of
        state = "pending" if not is_over else "left" if days is not None and days <= EARLY_DAYS else "stayed"
        counts[_period_of(row.anchored_on, series), state] += 1
    return tuple(
        _share(
            one,
            counts[one.period.start, "left"],
            counts[one.period.start, "stayed"],
            pending=counts[one.period.start, "pending"],
        )
        for one in series
    )


def left_out(
    workspace: Workspace, request: Request, series: Sequence[Measurement]
) -> tuple[Measurement, ...]:
    """Of the customers who signed the share that a metric does not count, by period; by week of a bet.

    Args:
        workspace: Open.
        request: Of a metric that is anchored at signing; with a start, its weeks from then on are told, and
            the days left over at the end of it; without, the periods of its series.
        series: Its answer.

    Raises:
        InputError: There is no table of customers.
        SourceError: The engine failed.
    """
    days = Counter(one.signed_on for one in signings(workspace.engine, request))
    if request.start is None or request.end is None:
        return tuple(_left_out(one, _within(days, one.period), one.entities) for one in series)
    counted = Counter(
        {one.period.start: one.entities for one in measured(workspace.engine, replace(request, grain="day"))}
    )
    [first, *_] = series
    spans = _weeks(request.start, min(request.end, request.as_of), request.end)
    return tuple(
        _left_out(replace(first, period=span), _within(days, span), _within(counted, span)) for span in spans
    )


def _weeks(start: date, until: date, end: date) -> Iterable[Period]:
    """Whole weeks up to a day, and the rest of the last one where the day is the end."""
    week = timedelta(days=7)
    while start + week <= until:
        yield Period(start, start + week)
        start += week
    if until == end and start < end:
        yield Period(start, end)


def _within(days: Counter[date], period: Period) -> int:
    return sum(count for day, count in days.items() if day in period)


def _period_of(day: date, series: Sequence[Measurement]) -> date:
    return next((one.period.start for one in series if day in one.period), day)


def _left_out(one: Measurement, signed: int, counted: int) -> Measurement:
    found = _share(one, max(0, signed - counted), min(counted, signed), pending=0)
    return replace(found, is_mature=one.period.end <= one.as_of)


def _share(one: Measurement, hits: int, others: int, *, pending: int) -> Measurement:
    count = hits + others
    return replace(
        one,
        unit="share",
        value=hits / count if count else None,
        numerator=hits,
        denominator=count,
        interval=None,
        pending=pending,
        is_mature=one.period.end <= one.as_of and not pending,
        of_money=False,
        pending_among=None,
    )
