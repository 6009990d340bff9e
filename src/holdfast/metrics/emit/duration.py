"""Counts for a duration: entities by the days they waited, or have been waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.metrics.emit import journey, windowed

if TYPE_CHECKING:
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.duration import Duration
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Duration, dialect: str) -> Query:
    """Part ``mature`` where the limit has passed, else ``young``.

    x is 1 where the outcome came and 0 where it has not; y is the days up to it, or up to the last day.
    """
    limit = int(plan.number(form.window.parameter))
    last_day = plan.request.as_of - timedelta(days=1)
    steps = journey.gaps(plan, form.journey, dialect, window=limit)
    return windowed.histogram(
        steps, plan, dialect, window=None, mature_until=last_day - timedelta(days=limit)
    )
