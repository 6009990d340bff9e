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

if TYPE_CHECKING:
    from holdfast.metrics.forms.recency_frequency import RecencyFrequency
    from holdfast.metrics.plan import Plan

_DIGITS = 3
_LARGEST = 18


def query(plan: Plan, form: RecencyFrequency, dialect: str) -> exp.Query:
    """Rows of ``segment_1 …, repeats, recency, observed, held_out, spent, held_out_spent, n``.

    Recency and observed are days from the first purchase: to the last one of the calibration, and to the
    calibration's last day. Spent is the money of the days of repeats of all n customers together.
    """
    last_day = sql.day(form.calibration_end - timedelta(days=1))
    first = sql.column("first_on", "buyers")
    keys = [
        sql.column("repeats", "buyers"),
        sql.days_between(first, sql.column("last_on", "buyers"), dialect).as_("recency"),
        sql.days_between(first.copy(), last_day, dialect).as_("observed"),
        sql.column("held_out", "buyers"),
    ]
    answer = _steps(plan, form, dialect).select(
        *members.member_columns(plan),
        *keys,
        _total("spent", dialect),
        _total("held_out_spent", dialect),
        exp.Count(this=exp.Star()).as_("n"),
        copy=False,
    )
    return members.grouped(_buyers(answer, plan, form), plan, keys=len(keys))


def spending(plan: Plan, form: RecencyFrequency, dialect: str, *, is_rounded: bool) -> exp.Query:
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
        (_rounded(spent) if is_rounded else spent.copy()).as_("spent"),
        exp.Count(this=exp.Star()).as_("n"),
        copy=False,
    )
    some = [exp.GT(this=sql.column(name, "buyers"), expression=sql.whole(0)) for name in ("repeats", "spent")]
    return (
        _buyers(answer, plan, form).where(*some, copy=False).group_by(sql.whole(1), sql.whole(2), copy=False)
    )


def _steps(plan: Plan, form: RecencyFrequency, dialect: str) -> exp.Select:
    return (
        members.with_members(exp.Select(), plan)
        .with_("days", as_=_days(plan, form, dialect), copy=False)
        .with_("buyers", as_=_histories(plan, form, dialect), copy=False)
    )


def _days(plan: Plan, form: RecencyFrequency, dialect: str) -> exp.Select:
    """One row per customer and local date with a purchase: all of history, as a first is the first ever."""
    at = sql.column(form.population.at)
    return (
        exp.select(
            members.CUSTOMER,
            sql.local_day(at, plan.request.time_zone, dialect).as_("bought_on"),
            exp.cast(exp.Sum(this=sql.column(form.amount)), exp.DataType.Type.BIGINT).as_("spent"),
        )
        .from_(form.population.table)
        .where(
            sql.before(at.copy(), plan.as_of),
            sql.known(sql.column(members.CUSTOMER)),
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
        .group_by(sql.whole(1), sql.whole(2))
    )


def _histories(plan: Plan, form: RecencyFrequency, dialect: str) -> exp.Select:
    day, spent = sql.column("bought_on"), sql.column("spent")
    if form.calibration_end >= plan.request.as_of:
        return _without_held_out(day, spent, dialect)
    is_history = exp.LT(this=day, expression=sql.day(form.calibration_end))
    is_later = exp.GTE(this=day.copy(), expression=sql.day(form.calibration_end))
    of_first = value_at_least(spent.copy(), day.copy(), dialect)
    return (
        exp.select(
            members.CUSTOMER,
            exp.Min(this=day.copy()).as_("first_on"),
            exp.Max(this=sql.case((is_history, day.copy()))).as_("last_on"),
            exp.Sub(this=_count(is_history), expression=sql.whole(1)).as_("repeats"),
            _count(is_later).as_("held_out"),
            exp.Sub(this=_sum(is_history, spent), expression=of_first).as_("spent"),
            _sum(is_later, spent).as_("held_out_spent"),
        )
        .from_("days")
        .group_by(members.CUSTOMER)
    )


def _without_held_out(day: exp.Expr, spent: exp.Expr, dialect: str) -> exp.Select:
    """The same where nothing is held out: a third less to aggregate."""
    total = exp.cast(exp.Sum(this=spent.copy()), exp.DataType.Type.BIGINT)
    return (
        exp.select(
            members.CUSTOMER,
            exp.Min(this=day.copy()).as_("first_on"),
            exp.Max(this=day.copy()).as_("last_on"),
            exp.Sub(this=exp.Count(this=exp.Star()), expression=sql.whole(1)).as_("repeats"),
            sql.whole(0).as_("held_out"),
            exp.Sub(this=total, expression=value_at_least(spent, day, dialect)).as_("spent"),
            sql.whole(0).as_("held_out_spent"),
        )
        .from_("days")
        .group_by(members.CUSTOMER)
    )


def _total(name: str, dialect: str) -> exp.Expr:
    """Money of all customers of a row. A total beyond 64 bits is refused by the engine, not cut."""
    summed = sql.exact_sum(sql.column(name, "buyers"), dialect)
    return exp.cast(summed, exp.DataType.Type.BIGINT).as_(name)


def _buyers(answer: exp.Select, plan: Plan, form: RecencyFrequency) -> exp.Select:
    """Those whose first purchase lies in the calibration and within the limits given."""
    first = sql.column("first_on", "buyers")
    until = min(form.first_until or form.calibration_end, form.calibration_end)
    limits: list[exp.Expr] = [exp.LT(this=first, expression=sql.day(until))]
    if form.first_from:
        limits.append(exp.GTE(this=first.copy(), expression=sql.day(form.first_from)))
    return members.join_members(answer.from_("buyers", copy=False), plan, "buyers").where(*limits, copy=False)


def _count(condition: exp.Expr) -> exp.Expr:
    return exp.Count(this=sql.case((condition.copy(), sql.whole(1))))


def _sum(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    summed = exp.Sum(this=sql.case((condition.copy(), value.copy()), default=sql.whole(0)))
    return exp.cast(summed, exp.DataType.Type.BIGINT)


def _rounded(amount: exp.Expr) -> exp.Expr:
    branches = []
    for digits in range(_DIGITS + 1, _LARGEST + 1):
        unit = 10 ** (digits - _DIGITS)
        rest = exp.Mod(this=amount.copy(), expression=sql.whole(unit))
        middle = exp.Add(this=exp.Sub(this=amount.copy(), expression=rest), expression=sql.whole(unit // 2))
        branches.append((exp.LT(this=amount.copy(), expression=sql.whole(10**digits)), middle))
    exact = (exp.LT(this=amount.copy(), expression=sql.whole(10**_DIGITS)), amount.copy())
    return sql.case(exact, *branches, default=amount.copy())
