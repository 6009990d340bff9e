"""When a period's figures rest: after all that they count has happened, and late rows have come."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from holdfast.metrics.business_hours import TEXT, business_hours
from holdfast.metrics.finish.event_retention import distances
from holdfast.metrics.forms.event_retention import WINDOWS, EventRetention
from holdfast.metrics.periods import next_start, period_start
from holdfast.metrics.trailing import GRACE

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.model import Window
    from holdfast.metrics.plan import Plan
    from holdfast.units import Period

_HOURS = 24


def window_days(plan: Plan) -> int:
    """Days after an anchor on which rows still count for it, rounded up; 0 where a metric has no window."""
    window: Window | None = getattr(plan.metric.form, "window", None)
    if window is None:
        return 0
    if getattr(plan.metric.form, "in_business_hours", False):
        return business_hours(dict(plan.texts)[TEXT]).days_for(plan.number(window.parameter))
    limit = plan.number(window.parameter) / (_HOURS if window.unit == "hours" else 1)
    # One day more: a local day may have 25 hours.
    return ceil(limit) + 1


def last_counted(plan: Plan, period: Period) -> date:
    """Local date from whose start on nothing that happens counts for a period."""
    form = plan.metric.form
    if not isinstance(form, EventRetention):
        grace = int(plan.number(GRACE)) if GRACE in dict(plan.numbers) else 0
        return period.end + timedelta(days=window_days(plan) + grace)
    _, end = distances(plan)
    if plan.variant == WINDOWS:
        return period.end + timedelta(days=end + 1)
    day = period_start(period.start, plan.request)
    for _ in range(end):
        day = next_start(day, plan.request)
    return max(day, period.end)
