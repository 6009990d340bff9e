"""Counts for a share: entities by the days from their anchor to the outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.metrics.emit import journey, windowed

if TYPE_CHECKING:
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.share import Share
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Share, dialect: str) -> Query:
    """Part ``mature`` or ``young``; x is 1 where the outcome came within the window; y is days."""
    window = int(plan.number(form.window.parameter))
    last_day = plan.request.as_of - timedelta(days=1)
    steps = entities(plan, form, dialect)
    return windowed.histogram(
        steps, plan, dialect, window=window, mature_until=last_day - timedelta(days=window), is_counted=True
    )


def entities(plan: Plan, form: Share, dialect: str) -> Query:
    """Steps up to ``gaps`` (customer_id, anchored_on, gap, followed, segments): one row per entity."""
    return journey.gaps(plan, form.journey, dialect, window=int(plan.number(form.window.parameter)))
