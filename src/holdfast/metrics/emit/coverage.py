"""Counts for a coverage: who stands at each cut, and what happened around it to those who do.

Customers to whom nothing happened are never listed: they are in the number of those who stand, which is a
running sum over the ends of the ranges that customers stand through.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, standing_ranges
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.moments import moments_of

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.metrics.forms.coverage import Coverage
    from holdfast.metrics.plan import Plan

BEGIN, CEASE = standing_ranges.BEGIN, standing_ranges.CEASE


def query(plan: Plan, form: Coverage, dialect: str) -> sql.Query:
    """The parts of a ratio, of customers with an occurrence only; ``begin`` and ``cease`` of all who stand.

    The period of the latter two is the number of the cut from which on customers stand, or no longer do.
    Where occurrences count that were reached, x has these, of those whose time for it has passed; the parts
    ``old`` and ``young`` have how many passed it, and how many did not yet.
    """
    steps = members.with_members(sql.select(), plan)
    steps = standing_ranges.with_ranges(steps, plan, form.standing, _cuts(plan, form))
    steps = steps.with_("ranges", as_=_ranges())
    if form.window is not None:
        steps = steps.with_("windows", as_=_windows(plan, form))
    steps = steps.with_("touched", as_=_touched(plan, form, dialect))
    steps = steps.with_("per_customer", as_=_per_customer(form))
    happened = moments_of(steps, plan, dialect, is_wide=False, beside=_beside(form))
    ends = [_ends(plan, part, cut) for part, cut in ((BEGIN, "from_cut"), (CEASE, "to_cut"))]
    return sql.union_all(happened, *ends)


def _cuts(plan: Plan, form: Coverage) -> list[datetime]:
    if form.window is None:
        return [plan.instant(slot.period.start) for slot in plan.slots]
    return calendar_table.period_ends(plan)


def _ranges() -> sql.Query:
    """The ranges of cuts that each customer stands through."""
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(exp.Min(this=sql.column("from_cut")), "from_cut"),
            sql.named(exp.Max(this=sql.column("to_cut")), "to_cut"),
        )
        .from_("numbered")
        .group_by(members.CUSTOMER, "gaps")
    )


def _windows(plan: Plan, form: Coverage) -> sql.Query:
    """For each period the instants between which an occurrence counts for its end."""
    days = int(plan.number(form.window.parameter)) if form.window else 0
    rows = []
    for number, slot in enumerate(plan.slots):
        end = min(slot.period.end, plan.request.as_of)
        begins = plan.instant(end - timedelta(days=days))
        rows.append((sql.whole(number), sql.instant(begins), sql.instant(plan.instant(end))))
    return sql.table_of("calendar", ("period", "starts_at", "ends_at"), rows)


def _touched(plan: Plan, form: Coverage, dialect: str) -> sql.Query:
    """Customers with an occurrence, how many, and the number of the cut that these count for."""
    table = form.occurrences.table
    at, customer = sql.column(form.occurrences.at, table), sql.column(form.customer, table)
    number = (
        calendar_table.period_number(plan, at) if form.window is None else sql.column("period", "windows")
    )
    found = sql.select(
        sql.named(customer, "customer_id"),
        sql.named(number, "period"),
        *_counted(plan, form, dialect),
    ).from_(table)
    if form.window is None:
        found = found.where(calendar_table.in_periods(plan, at))
    else:
        is_within = calendar_table.within(at, "starts_at", "ends_at", periods="windows")
        found = found.join("windows", on=is_within)
    conditions = (sql.holds(condition, plan, table) for condition in form.occurrences.where)
    return found.where(sql.known(customer.copy()), *conditions).group_by(sql.whole(1), sql.whole(2))


def _beside(form: Coverage) -> tuple[str, ...]:
    return ("old", "young") if form.reached_within else ()


def _counted(plan: Plan, form: Coverage, dialect: str) -> list[exp.Expr]:
    if form.reached is None or form.reached_within is None:
        return [sql.named(exp.Count(this=exp.Star()), "occurrences")]
    table, days = form.occurrences.table, int(plan.number(form.reached_within.parameter))
    begun, reached = (
        local_day(plan, sql.column(name, table), dialect) for name in (form.occurrences.at, form.reached)
    )
    limit = sql.day(plan.request.as_of - timedelta(days=1 + days))
    is_old = exp.LTE(this=begun, expression=limit)
    gap = sql.days_between(begun.copy(), reached, dialect)
    # Who is old enough was followed to the last day: what came later is beyond the limit.
    is_in_time = sql.all_of(is_old.copy(), exp.LTE(this=gap, expression=sql.whole(days)))
    counted = {
        "occurrences": is_in_time,
        "old": is_old,
        "young": exp.GT(this=begun.copy(), expression=limit.copy()),
    }
    return [
        sql.named(exp.Sum(this=sql.case((holds, sql.whole(1)), default=sql.whole(0))), name)
        for name, holds in counted.items()
    ]


def _per_customer(form: Coverage) -> sql.Query:
    """Of those touched, who stands at the cut: one of them below the line, and what counts above it."""
    period = sql.column("period", "touched")
    stands = sql.all_of(
        exp.EQ(this=sql.column("customer_id", "ranges"), expression=sql.column("customer_id", "touched")),
        exp.LTE(this=sql.column("from_cut", "ranges"), expression=period),
        exp.GT(this=sql.column("to_cut", "ranges"), expression=period.copy()),
    )
    counted = sql.column("occurrences", "touched") if form.counts == "occurrences" else sql.whole(1)
    return (
        sql.select(
            sql.column("customer_id", "touched"),
            period.copy(),
            sql.named(counted, "x"),
            sql.named(sql.whole(1), "y"),
            *(sql.column(name, "touched") for name in _beside(form)),
        )
        .from_("touched")
        .join("ranges", on=stands)
    )


def _ends(plan: Plan, part: str, cut: str) -> sql.Query:
    step = "ranges"
    counted = sql.select(
        sql.named(sql.text(part), "part"),
        sql.named(sql.column(cut, step), "period"),
        *members.member_columns(plan),
        sql.named(sql.whole(0), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_(step)
    return members.grouped(members.join_members(counted, plan, step), plan, keys=4)
