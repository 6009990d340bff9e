"""Distinct purchase histories with their customers, and what customers with repeats spent on them.

These queries have columns of their own, since what they return is no series but the data of a fit.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.choosing import value_at_least
from holdfast.metrics.emit.local_dates import local_day

if TYPE_CHECKING:
    from holdfast.metrics.forms.recency_frequency import RecencyFrequency
    from holdfast.metrics.plan import Plan

_DIGITS = 3
_LARGEST = 18


def query(plan: Plan, form: RecencyFrequency, dialect: str) -> sql.Query:
    """Rows of ``segment_1 …, repeats, recency, observed, held_out, spent, held_out_spent, n``.

    Recency and observed are days from the first purchase: to the last one of the calibration, and to the
    calibration's last day. Spent is the money of the days of repeats of all n customers together.
    """
    last_day = sql.day(form.calibration_end - timedelta(days=1))
    first = sql.column("first_on", "buyers")
    keys = [
        sql.column("repeats", "buyers"),
        sql.named(sql.days_between(first, sql.column("last_on", "buyers"), dialect), "recency"),
        sql.named(sql.days_between(first.copy(), last_day, dialect), "observed"),
        sql.column("held_out", "buyers"),
    ]
    answer = _steps(plan, form, dialect).select(
        *members.member_columns(plan),
        *keys,
        _total("spent", dialect),
        _total("held_out_spent", dialect),
        sql.named(exp.Count(this=exp.Star()), "n"),
    )
    return members.grouped(_buyers(answer, plan, form), plan, keys=len(keys))


def spending(plan: Plan, form: RecencyFrequency, dialect: str, *, is_rounded: bool) -> sql.Query:
    """Rows of ``repeats, spent, n`` of customers with a repeat and money spent on it.

    Args:
        plan: For filters, the zone and the as-of date.
        form: What is a purchase.
        dialect: Of the text.
        is_rounded: To three digits, the middle of what they stand for: so that rows stay few where customers
            are many.
    """
    spent = sql.column("spent", "buyers")
    answer = _steps(plan, form, dialect).select(
        sql.column("repeats", "buyers"),
        sql.named((_rounded(spent) if is_rounded else spent.copy()), "spent"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    )
    some = [exp.GT(this=sql.column(name, "buyers"), expression=sql.whole(0)) for name in ("repeats", "spent")]
    return _buyers(answer, plan, form).where(*some).group_by(sql.whole(1), sql.whole(2))


def _steps(plan: Plan, form: RecencyFrequency, dialect: str) -> sql.Query:
    return (
        members.with_members(sql.select(), plan)
        .with_("days", as_=_days(plan, form, dialect))
        .with_("buyers", as_=_histories(plan, form, dialect))
    )


def _days(plan: Plan, form: RecencyFrequency, dialect: str) -> sql.Query:
    """One row per customer and local date with a purchase: all of history, as a first is the first ever."""
    at = sql.column(form.population.at)
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(local_day(plan, at, dialect), "bought_on"),
            sql.named(sql.cast(exp.Sum(this=sql.column(form.amount)), exp.DType.BIGINT), "spent"),
        )
        .from_(form.population.table)
        .where(
            sql.before(at.copy(), plan.as_of),
            sql.known(sql.column(members.CUSTOMER)),
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
        .group_by(sql.whole(1), sql.whole(2))
    )


def _histories(plan: Plan, form: RecencyFrequency, dialect: str) -> sql.Query:
    day, spent = sql.column("bought_on"), sql.column("spent")
    if form.calibration_end >= plan.request.as_of:
        return _without_held_out(day, spent, dialect)
    is_history = exp.LT(this=day, expression=sql.day(form.calibration_end))
    is_later = exp.GTE(this=day.copy(), expression=sql.day(form.calibration_end))
    of_first = value_at_least(spent.copy(), day.copy(), dialect)
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(exp.Min(this=day.copy()), "first_on"),
            sql.named(exp.Max(this=sql.case((is_history, day.copy()))), "last_on"),
            sql.named(exp.Sub(this=_count(is_history), expression=sql.whole(1)), "repeats"),
            sql.named(_count(is_later), "held_out"),
            sql.named(exp.Sub(this=_sum(is_history, spent), expression=of_first), "spent"),
            sql.named(_sum(is_later, spent), "held_out_spent"),
        )
        .from_("days")
        .group_by(members.CUSTOMER)
    )


def _without_held_out(day: exp.Expr, spent: exp.Expr, dialect: str) -> sql.Query:
    """The same where nothing is held out: a third less to aggregate."""
    total = sql.cast(exp.Sum(this=spent.copy()), exp.DType.BIGINT)
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(exp.Min(this=day.copy()), "first_on"),
            sql.named(exp.Max(this=day.copy()), "last_on"),
            sql.named(exp.Sub(this=exp.Count(this=exp.Star()), expression=sql.whole(1)), "repeats"),
            sql.named(sql.whole(0), "held_out"),
            sql.named(exp.Sub(this=total, expression=value_at_least(spent, day, dialect)), "spent"),
            sql.named(sql.whole(0), "held_out_spent"),
        )
        .from_("days")
        .group_by(members.CUSTOMER)
    )


def _total(name: str, dialect: str) -> exp.Expr:
    """Money of all customers of a row. A total beyond 64 bits is refused by the engine, not cut."""
    summed = sql.exact_sum(sql.column(name, "buyers"), dialect)
    return sql.named(sql.cast(summed, exp.DType.BIGINT), name)


def _buyers(answer: sql.Query, plan: Plan, form: RecencyFrequency) -> sql.Query:
    """Those whose first purchase lies in the calibration and within the limits given."""
    first = sql.column("first_on", "buyers")
    until = min(form.first_until or form.calibration_end, form.calibration_end)
    limits: list[exp.Expr] = [exp.LT(this=first, expression=sql.day(until))]
    if form.first_from:
        limits.append(exp.GTE(this=first.copy(), expression=sql.day(form.first_from)))
    return members.join_members(answer.from_("buyers"), plan, "buyers").where(*limits)


def _count(condition: exp.Expr) -> exp.Expr:
    return exp.Count(this=sql.case((condition.copy(), sql.whole(1))))


def _sum(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    summed = exp.Sum(this=sql.case((condition.copy(), value.copy()), default=sql.whole(0)))
    return sql.cast(summed, exp.DType.BIGINT)


def _rounded(amount: exp.Expr) -> exp.Expr:
    branches = []
    for digits in range(_DIGITS + 1, _LARGEST + 1):
        unit = 10 ** (digits - _DIGITS)
        rest = exp.Mod(this=amount.copy(), expression=sql.whole(unit))
        middle = exp.Add(this=exp.Sub(this=amount.copy(), expression=rest), expression=sql.whole(unit // 2))
        branches.append((exp.LT(this=amount.copy(), expression=sql.whole(10**digits)), middle))
    exact = (exp.LT(this=amount.copy(), expression=sql.whole(10**_DIGITS)), amount.copy())
    return sql.case(exact, *branches, default=amount.copy())
