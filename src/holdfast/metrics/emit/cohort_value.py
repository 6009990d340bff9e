"""Counts for the value of cohorts: sums and squares of what customers brought until they were n days old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.moments import PARTS
from holdfast.metrics.emit.unfolding import unfold

if TYPE_CHECKING:
    from holdfast.metrics.forms.cohort_value import CohortValue
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: CohortValue, dialect: str) -> sql.Query:
    """The parts of a ratio, where x is money and y is 1 of customers of the age, and both 0 of younger ones.

    Beside them, with 1 in x, each currency by its own name: n is customers who used it. Sums are by currency
    too, since several are refused: so no customer has to be put together from them.
    """
    steps = (
        members.with_members(sql.select(), plan)
        .with_("firsts", as_=first_days(plan, form, dialect))
        .with_("brought", as_=_brought(plan, form, dialect))
        .with_("periods", as_=calendar_table.by_date(plan))
        .with_("sums", as_=_sums(plan, form, dialect))
    )
    known = unfold(steps, plan, "sums", PARTS, dialect, is_wide=True)
    return sql.union_all(known, _currencies(plan, dialect))


def first_days(plan: Plan, form: CohortValue, dialect: str) -> sql.Query:
    """Rows of customer_id and anchored_on, the local date of the first purchase."""
    at = sql.column(form.population.at)
    first = local_day(plan, exp.Min(this=at), dialect)
    return (
        sql.select(members.CUSTOMER, sql.named(first, "anchored_on"))
        .from_(form.population.table)
        .where(*complete(plan, form), *(sql.holds(condition, plan) for condition in form.population.where))
        .group_by(members.CUSTOMER)
    )


def complete(plan: Plan, form: CohortValue, table: str | None = None) -> list[exp.Expr]:
    """The conditions of rows that are known at the as-of instant, and whose customer is."""
    customer = sql.column(members.CUSTOMER, table)
    return [sql.before(sql.column(form.population.at, table), plan.as_of), sql.known(customer)]


def _brought(plan: Plan, form: CohortValue, dialect: str) -> sql.Query:
    """Money of each customer and currency within the window, refunds taken off."""
    table = form.population.table
    amount, customer = sql.column(form.amount, table), sql.column(members.CUSTOMER, table)
    is_sale = sql.all_of(*(sql.holds(condition, plan, table) for condition in form.population.where))
    ways: list[exp.Expr] = [is_sale]
    branches: list[tuple[exp.Expr, exp.Expr]] = [(is_sale.copy(), amount)]
    if form.refunds:
        is_refund = sql.all_of(*(sql.holds(condition, plan, table) for condition in form.refunds))
        ways.append(is_refund)
        # A refund is written with either sign.
        branches.append((is_refund.copy(), exp.Neg(this=exp.Abs(this=amount.copy()))))
    anchored = sql.column("anchored_on", "firsts")
    same = exp.EQ(this=sql.column(members.CUSTOMER, "firsts"), expression=customer)
    return (
        sql.select(
            customer.copy(),
            anchored.copy(),
            sql.named(
                exp.Coalesce(this=sql.column(form.currency, table), expressions=[sql.text("")]), "currency"
            ),
            sql.named(sql.exact_sum(sql.case(*branches), dialect), "money"),
        )
        .from_(table)
        .join("firsts", on=same)
        .where(
            *complete(plan, form, table),
            sql.any_of(*ways),
            within_window(plan, form, dialect),
        )
        .group_by(sql.whole(1), sql.whole(2), sql.whole(3))
    )


def within_window(plan: Plan, form: CohortValue, dialect: str) -> exp.Expr:
    """The row lies on a day from the first purchase, which ``firsts`` tells, to the last of the window."""
    day = local_day(plan, sql.column(form.population.at, form.population.table), dialect)
    age = sql.days_between(sql.column("anchored_on", "firsts"), day, dialect)
    return exp.Between(this=age, low=sql.whole(0), high=sql.whole(int(plan.number(form.window.parameter))))


def is_of_age(plan: Plan, form: CohortValue, anchored: exp.Expr) -> exp.Expr:
    """The window of whoever first bought on a day has passed."""
    window = timedelta(days=int(plan.number(form.window.parameter)))
    return exp.LTE(this=anchored, expression=sql.day(plan.request.as_of - timedelta(days=1) - window))


def _sums(plan: Plan, form: CohortValue, dialect: str) -> sql.Query:
    anchored = sql.column("anchored_on", "brought")
    is_old = is_of_age(plan, form, anchored)
    money = sql.case((is_old, sql.column("money", "brought")), default=sql.whole(0))
    one = sql.case((is_old.copy(), sql.whole(1)), default=sql.whole(0))
    square = exp.Mul(this=sql.wide(money, dialect), expression=sql.wide(money.copy(), dialect))
    # Whoever is of the age has 1 below the line: products with it, and its square, are what they are without.
    columns = {"x": money, "y": one, "xx": square, "xy": money, "yy": one}
    found = sql.select(
        sql.column("period", "periods"),
        *members.member_columns(plan),
        sql.column("currency", "brought"),
        sql.named(exp.Count(this=exp.Star()), "customers"),
        *(sql.named(exp.Sum(this=sql.wide(value.copy(), dialect)), name) for name, value in columns.items()),
    ).from_("brought")
    found = found.join("periods", on=calendar_table.within(anchored.copy(), "starts_on", "ends_on"))
    return members.grouped(members.join_members(found, plan, "brought"), plan, keys=2)


def _currencies(plan: Plan, dialect: str) -> sql.Query:
    return sql.select(
        sql.named(sql.column("currency", "sums"), "part"),
        sql.column("period", "sums"),
        *(sql.column(name, "sums") for name in members.segment_names(plan)),
        sql.named(sql.whole(1), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(sql.wide(sql.column("customers", "sums"), dialect), "n"),
    ).from_("sums")
