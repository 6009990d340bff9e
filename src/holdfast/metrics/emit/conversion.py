"""Counts for a conversion: customers by the days from their anchor to the outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, windowed
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day

if TYPE_CHECKING:
    from holdfast.metrics.forms.conversion import Conversion
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Conversion, dialect: str) -> sql.Query:
    """Part ``mature`` or ``young``; x is 1 where the outcome came within the window; y is days."""
    window = int(plan.number(form.window.parameter))
    last_day = plan.request.as_of - timedelta(days=1)
    steps = entities(plan, form, dialect)
    return windowed.histogram(
        steps, plan, dialect, window=window, mature_until=last_day - timedelta(days=window)
    )


def entities(plan: Plan, form: Conversion, dialect: str) -> sql.Query:
    """Steps up to ``gaps`` (customer_id, anchored_on, gap, followed, segments): one row per entity."""
    return (
        members.with_own_members(sql.select(), plan)
        .with_("anchors", as_=_anchors(plan, form, dialect))
        .with_("outcomes", as_=_outcomes(plan, form))
        .with_("gaps", as_=_gaps(plan, dialect))
    )


def _anchors(plan: Plan, form: Conversion, dialect: str) -> sql.Query:
    population, at = form.population, sql.column(form.population.at)
    first, last = plan.slots[0].period.start, min(plan.slots[-1].period.end, plan.request.as_of)
    anchors = (
        sql.select(
            sql.column(members.CUSTOMER, population.table),
            sql.named(local_day(plan, at, dialect), "anchored_on"),
        )
        .from_(population.table)
        .where(
            sql.not_before(at.copy(), plan.instant(first)),
            sql.before(at.copy(), plan.instant(last)),
            *(sql.holds(condition, plan) for condition in population.where),
        )
    )
    return members.of_customers(anchors, plan)


def _outcomes(plan: Plan, form: Conversion) -> sql.Query:
    outcome, at = form.outcome, sql.column(form.outcome.at)
    return (
        sql.select(members.CUSTOMER, sql.named(exp.Min(this=at), "reached_at"))
        .from_(outcome.table)
        .where(
            sql.before(at.copy(), plan.as_of), *(sql.holds(condition, plan) for condition in outcome.where)
        )
        .group_by(members.CUSTOMER)
    )


def _gaps(plan: Plan, dialect: str) -> sql.Query:
    anchored = sql.column("anchored_on", "anchors")
    reached = local_day(plan, sql.column("reached_at", "outcomes"), dialect)
    last_day = sql.day(plan.request.as_of - timedelta(days=1))
    same = exp.EQ(
        this=sql.column(members.CUSTOMER, "outcomes"), expression=sql.column(members.CUSTOMER, "anchors")
    )
    return (
        sql.select(
            sql.column(members.CUSTOMER, "anchors"),
            anchored,
            *(sql.column(name, "anchors") for name in members.segment_names(plan)),
            sql.named(sql.days_between(anchored.copy(), reached, dialect), "gap"),
            sql.named(sql.days_between(anchored.copy(), last_day, dialect), "followed"),
        )
        .from_("anchors")
        .join("outcomes", on=same, join_type="LEFT")
    )
