"""Counts for a renewal: contracts by the day on which they are due, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.forms.renewal import LAPSED, PARTS, PENDING, RENEWED

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.renewal import Renewal
    from holdfast.metrics.plan import Plan

_SPAN = "spans"
_LASTING = "lasting"


def query(plan: Plan, form: Renewal, dialect: str) -> sql.Query:
    """For each sum a row: part its name, x what became of the contracts, n the sum; and currencies.

    See `recurring_rows.currencies` for the latter.
    """
    steps = (
        with_dues(members.with_members(sql.select(), plan), plan, form, dialect)
        .with_("daily", as_=_daily(plan, dialect))
        .with_("periods", as_=calendar_table.by_date(plan))
        .with_("sums", as_=sql.table_of("names", ("part",), [(sql.text(p),) for p in PARTS]))
    )
    found = _by_period(steps, plan, dialect)
    return sql.union_all(found, recurring_rows.currencies(plan, dialect))


def with_dues(query: sql.Query, plan: Plan, form: Renewal, dialect: str) -> sql.Query:
    """Adds ``dues`` (customer_id, ends_on, goes_on, money, due_on), a row per contract and day it is due."""
    known = _known(plan, form, dialect)
    if plan.number("least_months") > 1:
        # What follows a span costs a sort, and most contracts are by the month.
        query = query.with_(_LASTING, as_=_lasting(plan, form))
        lasts = exp.EQ(this=sql.column("lasting_id", _LASTING), expression=sql.column(members.CUSTOMER))
        known = known.join(_LASTING, on=lasts)
    return (
        query.with_("known", as_=known)
        .with_(_SPAN, as_=_spans(plan))
        .with_("due_months", as_=_months(plan))
        .with_("dues", as_=_dues(dialect))
    )


def state(plan: Plan, dialect: str) -> exp.Expr:
    """What became of a row of ``dues``: renewed where the contract lasts on after the days of grace."""
    return _state(plan, sql.column("due_on", "dues"), sql.column("ends_on", "dues"), dialect)


def is_due(plan: Plan) -> list[exp.Expr]:
    """The conditions of ``dues`` that are in the periods, and whose contract lasts until then."""
    due, ends = sql.column("due_on", "dues"), sql.column("ends_on", "dues")
    reaches = sql.any_of(
        exp.Is(this=ends, expression=exp.Null()), exp.GTE(this=ends.copy(), expression=due.copy())
    )
    return [
        exp.GTE(this=due, expression=sql.day(plan.slots[0].period.start)),
        exp.LT(this=due.copy(), expression=sql.day(plan.slots[-1].period.end)),
        sql.paren(reaches),
    ]


def _known(plan: Plan, form: Renewal, dialect: str) -> sql.Query:
    """Spans by local dates, with the date on which the same contract goes on in another span."""
    begins, until = sql.column(form.population.at), sql.column(form.until)
    known_until = sql.case((sql.before(until, plan.as_of), until.copy()))
    following = exp.Window(
        this=exp.Lead(this=begins),
        partition_by=[sql.column(members.CUSTOMER), sql.column(form.contract)],
        order=exp.Order(expressions=[exp.Ordered(this=begins.copy(), nulls_first=False)]),
    )
    never_began = exp.LTE(this=until.copy(), expression=begins.copy())
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(sql.column(form.currency), "currency"),
            sql.named(sql.column(form.interval), "months"),
            sql.named(local_day(plan, begins.copy(), dialect), "begins_on"),
            sql.named(local_day(plan, known_until, dialect), "ends_on"),
            sql.named(local_day(plan, following, dialect), "goes_on"),
            sql.named(recurring_rows.monthly(form.amount, form.interval), "money"),
        )
        .from_(form.population.table)
        .where(
            sql.before(begins.copy(), plan.as_of),
            sql.known(sql.column(members.CUSTOMER)),
            exp.EQ(this=sql.case((never_began, sql.whole(1)), default=sql.whole(0)), expression=sql.whole(0)),
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
    )


def _lasting(plan: Plan, form: Renewal) -> sql.Query:
    """Customers with a span whose terms are long enough and can end in the periods asked for."""
    until = sql.column(form.until)
    is_there = sql.any_of(
        exp.Is(this=until, expression=exp.Null()),
        sql.not_before(until.copy(), plan.instant(plan.slots[0].period.start)),
    )
    found = sql.select(sql.named(sql.column(members.CUSTOMER), "lasting_id")).from_(form.population.table)
    is_long = exp.GTE(this=sql.column(form.interval), expression=sql.whole(int(plan.number("least_months"))))
    return found.where(is_long, sql.paren(is_there)).distinct()


def _month_of(day: exp.Expr) -> exp.Expr:
    year, month = (
        sql.cast(exp.Extract(this=exp.var(unit), expression=day.copy()), exp.DType.INT)
        for unit in ("YEAR", "MONTH")
    )
    return exp.Add(this=exp.Mul(this=year, expression=sql.whole(12)), expression=month)


def _spans(plan: Plan) -> sql.Query:
    """Spans whose terms are long enough and can end in the periods asked for."""
    is_long = exp.GTE(this=sql.column("months"), expression=sql.whole(int(plan.number("least_months"))))
    is_there = sql.any_of(
        exp.Is(this=sql.column("ends_on"), expression=exp.Null()),
        exp.GTE(this=sql.column("ends_on"), expression=sql.day(plan.slots[0].period.start)),
    )
    # Of the date that is there, which takes a query's text long to find.
    begun = sql.named(_month_of(sql.column("begins_on")), "begun_month")
    return sql.select(sql.every_column(), begun).from_("known").where(is_long, sql.paren(is_there))


def _months(plan: Plan) -> sql.Query:
    """The months in which a contract can be due, counted from the year 0."""
    first = _month_number(plan.slots[0].period.start)
    last = _month_number(plan.slots[-1].period.end - timedelta(days=1))
    rows = [(sql.whole(number),) for number in range(first, last + 1)]
    return sql.table_of("numbers", ("due_month",), rows)


def _month_number(day: date) -> int:
    return 12 * day.year + day.month


def _dues(dialect: str) -> sql.Query:
    """Contracts by the months that are whole terms after their span began, which a remainder tells."""
    passed = exp.Sub(this=sql.column("due_month", "due_months"), expression=sql.column("begun_month", _SPAN))
    columns = (members.CUSTOMER, "begins_on", "ends_on", "goes_on", "money")
    is_term = sql.all_of(
        exp.GT(this=passed.copy(), expression=sql.whole(0)),
        exp.EQ(
            this=exp.Mod(this=sql.paren(passed.copy()), expression=sql.column("months", _SPAN)),
            expression=sql.whole(0),
        ),
    )
    terms = (
        sql.select(*(sql.column(name, _SPAN) for name in columns), sql.named(passed.copy(), "passed"))
        .from_(_SPAN)
        .join("due_months", on=is_term)
    )
    due = sql.months_later(sql.column("begins_on"), sql.column("passed"), dialect)
    kept = (members.CUSTOMER, "ends_on", "goes_on", "money")
    return sql.select(*kept, sql.named(due, "due_on")).from_(terms.subquery("terms"))


def _daily(plan: Plan, dialect: str) -> sql.Query:
    """Contracts that reach their due day, by it: so the calendar joins days and not contracts."""
    money = sql.column("money", "dues")
    wide = sql.wide(money, dialect)
    found = sql.select(
        sql.named(sql.column("due_on", "dues"), "due_on"),
        *members.member_columns(plan),
        sql.named(state(plan, dialect), "state"),
        sql.named(exp.Count(this=exp.Star()), "contracts"),
        sql.named(exp.Sum(this=money.copy()), "money"),
        sql.named(exp.Sum(this=exp.Mul(this=wide, expression=wide.copy())), "squared"),
    ).from_("dues")
    return members.grouped(members.join_members(found, plan, "dues").where(*is_due(plan)), plan, keys=2)


def _state(plan: Plan, due: exp.Expr, ends: exp.Expr, dialect: str) -> exp.Expr:
    """Renewed where the span, or the next one of the contract, lasts on after the days of grace."""
    grace = int(plan.number("within_days"))
    days = sql.days_between(due.copy(), ends.copy(), dialect)
    lasts = sql.any_of(
        exp.Is(this=ends.copy(), expression=exp.Null()),
        exp.GT(this=days, expression=sql.whole(0)),
    )
    next_days = sql.days_between(due.copy(), sql.column("goes_on", "dues"), dialect)
    goes_on = exp.LTE(this=next_days, expression=sql.whole(grace))
    decided = exp.LT(this=due.copy(), expression=sql.day(_last_decided(plan, grace)))
    return sql.case(
        (exp.Not(this=sql.paren(decided)), sql.whole(PENDING)),
        (sql.paren(lasts), sql.whole(RENEWED)),
        (goes_on, sql.whole(RENEWED)),
        default=sql.whole(LAPSED),
    )


def _last_decided(plan: Plan, grace: int) -> date:
    """The day after the last due day whose days of grace are over by the as-of date."""
    return plan.request.as_of - timedelta(days=grace)


def _by_period(steps: sql.Query, plan: Plan, dialect: str) -> sql.Query:
    picked = [
        (
            exp.EQ(this=sql.column("part", "sums"), expression=sql.text(part)),
            sql.wide(sql.column(part, "daily"), dialect),
        )
        for part in PARTS
    ]
    found = (
        steps.select(
            sql.named(sql.column("part", "sums"), "part"),
            sql.named(sql.column("period", "periods"), "period"),
            *(sql.column(name, "daily") for name in members.segment_names(plan)),
            sql.named(sql.column("state", "daily"), "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(sql.wide(exp.Sum(this=sql.case(*picked)), dialect), "n"),
        )
        .from_("daily")
        .join(
            "periods",
            on=calendar_table.within(sql.column("due_on", "daily"), "starts_on", "ends_on"),
        )
        .join("sums", join_type="CROSS")
    )
    return members.grouped(found, plan, keys=4)
