"""Counts for a repeat: customers by the days from their first occurrence to their second."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, windowed
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.finish.cells import GUEST

if TYPE_CHECKING:
    from holdfast.metrics.forms.repeat import Repeat
    from holdfast.metrics.plan import Plan

BY_OCCURRENCE = "by_order"
"""The variant in which two occurrences of one day count as two."""


def query(plan: Plan, form: Repeat, dialect: str) -> sql.Query:
    """Parts as for a conversion, and ``guest``: occurrences without a customer, in x the distinct ones.

    Guests are counted for the whole only: who they are, and hence their segment, is not known.
    """
    window = int(plan.number(form.window.parameter))
    last_day = plan.request.as_of - timedelta(days=1)
    steps = entities(plan, form, dialect)
    known = windowed.histogram(
        steps, plan, dialect, window=window, mature_until=last_day - timedelta(days=window)
    )
    if plan.needs_customers and not (plan.cells and plan.cells.has_rest):
        return known
    return sql.union_all(known, _guests(plan, form))


def entities(plan: Plan, form: Repeat, dialect: str) -> sql.Query:
    """Steps up to ``gaps`` (customer_id, anchored_on, gap, followed, segments): one row per entity."""
    return (
        members.with_members(sql.select(), plan)
        .with_("occurrences", as_=_occurrences(plan, form, dialect))
        .with_("firsts", as_=_firsts())
        .with_("seconds", as_=_seconds(plan))
        .with_("gaps", as_=_gaps(plan, dialect))
    )


def _occurrences(plan: Plan, form: Repeat, dialect: str) -> sql.Query:
    """Each occurrence with its local date: all of history, since a first must be the first ever."""
    at, identity = sql.column(form.population.at), sql.column(form.identity)
    found = sql.select(members.CUSTOMER, sql.named(local_day(plan, at, dialect), "occurred_on"))
    if plan.variant == BY_OCCURRENCE:
        found = found.select(sql.named(identity, "occurrence"))
    return found.from_(form.population.table).where(
        sql.before(at.copy(), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        *(sql.holds(condition, plan) for condition in form.population.where),
    )


def _firsts() -> sql.Query:
    first = sql.named(exp.Min(this=sql.column("occurred_on")), "anchored_on")
    return sql.select(members.CUSTOMER, first).from_("occurrences").group_by(members.CUSTOMER)


def _seconds(plan: Plan) -> sql.Query:
    """The second distinct day of each customer, or the day of the second occurrence."""
    day, first = sql.column("occurred_on", "occurrences"), sql.column("anchored_on", "firsts")
    customer = sql.column(members.CUSTOMER, "firsts")
    later = exp.GT(this=day, expression=first)
    second: exp.Expr = exp.Min(this=day)
    if plan.variant == BY_OCCURRENCE:
        second = _second_occurrence(day, first, later)
    joined = (
        sql.select(customer, sql.named(second, "reached_on"))
        .from_("firsts")
        .join("occurrences", on=_same("occurrences"))
        .group_by(customer.copy())
    )
    return joined if plan.variant == BY_OCCURRENCE else joined.where(later.copy())


def _second_occurrence(day: exp.Expr, first: exp.Expr, later: exp.Expr) -> exp.Expr:
    is_first_day = exp.EQ(this=day.copy(), expression=first.copy())
    on_first_day = exp.Distinct(
        expressions=[sql.case((is_first_day, sql.column("occurrence", "occurrences")))]
    )
    has_two = exp.GT(this=exp.Count(this=on_first_day), expression=sql.whole(1))
    next_day = exp.Min(this=sql.case((later.copy(), day.copy())))
    return sql.case((has_two, exp.Min(this=first.copy())), default=next_day)


def _gaps(plan: Plan, dialect: str) -> sql.Query:
    anchored = sql.column("anchored_on", "firsts")
    last_day = sql.day(plan.request.as_of - timedelta(days=1))
    joined = (
        sql.select(
            # Named, since ClickHouse calls it by its table too where a joined step has one of that name.
            sql.named(sql.column(members.CUSTOMER, "firsts"), members.CUSTOMER),
            anchored,
            *members.member_columns(plan),
            sql.named(sql.days_between(anchored.copy(), sql.column("reached_on", "seconds"), dialect), "gap"),
            sql.named(sql.days_between(anchored.copy(), last_day, dialect), "followed"),
        )
        .from_("firsts")
        .join("seconds", on=_same("seconds"), join_type="LEFT")
    )
    return members.join_members(joined, plan, "firsts")


def _same(table: str) -> exp.Expr:
    return exp.EQ(this=sql.column(members.CUSTOMER, table), expression=sql.column(members.CUSTOMER, "firsts"))


def _guests(plan: Plan, form: Repeat) -> sql.Query:
    table = form.population.table
    at = sql.column(form.population.at, table)
    unknown = exp.Is(this=sql.column(members.CUSTOMER, table), expression=exp.Null())
    distinct = exp.Count(this=exp.Distinct(expressions=[sql.column(form.identity, table)]))
    guests = sql.select(
        sql.text(GUEST),
        sql.column("period", "guest_periods"),
        *([exp.Null()] if plan.cells else []),
        distinct,
        sql.whole(0),
        exp.Count(this=exp.Star()),
    )
    return (
        guests.from_(table)
        .join(
            calendar_table.by_instant(plan).subquery("guest_periods"),
            on=calendar_table.within(at, "starts_at", "ends_at", periods="guest_periods"),
        )
        .where(unknown, *(sql.holds(condition, plan, table) for condition in form.population.where))
        .group_by(sql.column("period", "guest_periods"))
    )
