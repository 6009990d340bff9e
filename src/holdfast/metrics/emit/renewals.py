"""Customers with a contract by the months they stayed and could have; a query with columns of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.renewals import Renewals
    from holdfast.metrics.plan import Plan

KEYS = ("interval_months", "months_then", "months_now", "months_stayed", "has_rest")


def query(plan: Plan, form: Renewals, dialect: str) -> sql.Query:
    """Rows of ``segment_1 …``, the keys, ``amount`` and ``n``.

    Months are whole ones from the first day paid for: to the last day of the calibration (-1 for who came
    later), to the last day of the data, and to the end (-1 for who is there); a rest of days is 1. The
    interval is 0 where a customer has several. Amount is what all n customers pay for an interval now.
    """
    started, ended = (sql.column(name, "contracts") for name in ("started_on", "ended_on"))
    is_there, zero = exp.Is(this=ended.copy(), expression=exp.Null()), sql.whole(0)
    before = exp.LT(this=started.copy(), expression=sql.day(form.calibration_end))
    keys = (
        sql.column("interval_months", "contracts"),
        sql.case((before, _months(started, _last(form.calibration_end))), default=sql.whole(-1)),
        _months(started, _last(plan.request.as_of)),
        sql.case((is_there, sql.whole(-1)), default=_months(started, ended)),
        sql.case((is_there.copy(), zero), (_has_rest(started, ended), sql.whole(1)), default=zero.copy()),
    )
    answer = (
        members.with_members(sql.select(), plan)
        .with_("contracts", as_=_contracts(plan, form, dialect))
        .select(
            *members.member_columns(plan),
            *(sql.named(key, name) for key, name in zip(keys, KEYS, strict=True)),
            sql.named(sql.cast(exp.Sum(this=sql.column("amount", "contracts")), exp.DType.BIGINT), "amount"),
            sql.named(exp.Count(this=exp.Star()), "n"),
        )
        .from_("contracts")
    )
    return members.grouped(members.join_members(answer, plan, "contracts"), plan, keys=len(KEYS))


def _contracts(plan: Plan, form: Renewals, dialect: str) -> sql.Query:
    """One row per customer: from the first start to the last end, which is null where a span goes on."""
    until = sql.column(form.until)
    goes_on = sql.any_of(
        exp.Is(this=until.copy(), expression=exp.Null()), sql.not_before(until.copy(), plan.as_of)
    )
    open_spans = exp.Sum(this=sql.case((goes_on, sql.whole(1)), default=sql.whole(0)))
    over = exp.EQ(this=open_spans, expression=sql.whole(0))
    interval = sql.column(form.interval)
    amount = sql.case((goes_on.copy(), sql.column(form.amount)), default=sql.whole(0))
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(local_day(plan, exp.Min(this=sql.column(form.population.at)), dialect), "started_on"),
            sql.named(sql.case((over, local_day(plan, exp.Max(this=until), dialect))), "ended_on"),
            sql.named(
                sql.case((_is_one(interval), exp.Min(this=interval.copy())), default=sql.whole(0)),
                form.interval,
            ),
            sql.named(sql.cast(exp.Sum(this=amount), exp.DType.BIGINT), "amount"),
        )
        .from_(form.population.table)
        .where(
            sql.before(sql.column(form.population.at), plan.as_of),
            sql.known(sql.column(members.CUSTOMER)),
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
        .group_by(members.CUSTOMER)
    )


def _is_one(value: exp.Expr) -> exp.Expr:
    return exp.EQ(this=exp.Min(this=value.copy()), expression=exp.Max(this=value.copy()))


def _last(end: date) -> exp.Expr:
    return sql.day(end - timedelta(days=1))


def _months(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Whole months, by calendar: one is over on the same day of the next month."""
    years = exp.Sub(this=_part("YEAR", end), expression=_part("YEAR", start))
    months = exp.Sub(this=_part("MONTH", end), expression=_part("MONTH", start))
    is_short = exp.LT(this=_part("DAY", end), expression=_part("DAY", start))
    short = sql.case((is_short, sql.whole(1)), default=sql.whole(0))
    whole = exp.Add(
        this=exp.Mul(this=sql.paren(years), expression=sql.whole(12)), expression=sql.paren(months)
    )
    return sql.paren(exp.Sub(this=whole, expression=short))


def _has_rest(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    return exp.NEQ(this=_part("DAY", end), expression=_part("DAY", start))


def _part(unit: str, day: exp.Expr) -> exp.Expr:
    return sql.cast(exp.Extract(this=exp.var(unit), expression=day.copy()), exp.DType.BIGINT)
