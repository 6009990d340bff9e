"""From the value of customers after refunds to that before them: to whom money went back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.bridge.model import Found
from holdfast.metrics.bridge.moments import local_day
from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cohort_value import complete, first_days, is_of_age, within_window
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.forms.cohort_value import CohortValue
from holdfast.records.bridge import BridgeGroup, BridgeLine, BridgePart

if TYPE_CHECKING:
    from holdfast.metrics.bridge.model import Lines, Plans, Values
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine

_REASONS = {
    1: "got a part of the money back",
    0: "got all of the money back",
    -1: "got more back than was paid within the window",
}


def compare(engine: Engine, plans: Plans, values: Values) -> Found:
    """Customers by how much of what they paid went back; each counts below the line on both sides."""
    del values  # money is whole: nothing has to be rounded
    groups = []
    for left, customers, refunds in engine.rows(_counting(plans, engine.dialect)):
        change = BridgePart(_sign(plans) * int(refunds or 0), 0)
        groups.append(BridgeGroup(_REASONS[int(left or 0)], int(customers or 0), change))
    by_size = tuple(sorted(groups, key=lambda group: (-group.customers, group.reason)))
    return Found(by_size, partial(_lines, engine, plans))


def _lines(engine: Engine, plans: Plans) -> Lines:
    found = []
    for customer, left, sales, refunds, last in engine.rows(_listing(plans, engine.dialect)):
        before, after = int(sales or 0), int(sales or 0) - int(refunds or 0)
        sides = (before, after) if _sign(plans) < 0 else (after, before)
        first, second = (BridgePart(money, 1) for money in sides)
        day = f"last refund {local_day(plans[0], last)}"
        found.append(BridgeLine(str(customer), _REASONS[int(left or 0)], day, first, second))
    return tuple(sorted(found, key=lambda line: line.customer_id))


def _form(plan: Plan) -> CohortValue:
    assert isinstance(plan.metric.form, CohortValue)  # noqa: S101 - the caller chose this module by the form
    return plan.metric.form


def _sign(plans: Plans) -> int:
    """1 where the second value is the one before refunds."""
    return 1 if _form(plans[0]).refunds else -1


def _counting(plans: Plans, dialect: str) -> str:
    """By what is left (its sign): customers, and the sum of refunds."""
    refunds = exp.Sum(this=sql.wide(sql.column("refunds"), dialect))
    columns = (sql.named(exp.Count(this=exp.Star()), "customers"), sql.named(refunds, "refunds"))
    return text_of(
        _refunded(plans, dialect).select("what_is_left", *columns).group_by("what_is_left"), dialect
    )


def _listing(plans: Plans, dialect: str) -> str:
    """One by one: customer, what is left (its sign), sales, refunds, and the instant of the last refund."""
    columns = (members.CUSTOMER, "what_is_left", "sales", "refunds", "refunded_at")
    return text_of(_refunded(plans, dialect).select(*columns), dialect)


def _refunded(plans: Plans, dialect: str) -> sql.Query:
    """The customers of the period who are of the age and got money back."""
    plan = plans[0] if _form(plans[0]).refunds else plans[1]
    sales, refunds = sql.column("sales"), sql.column("refunds")
    left = sql.case(
        (exp.GT(this=sales, expression=refunds), sql.whole(1)),
        (exp.LT(this=sales.copy(), expression=refunds.copy()), sql.whole(-1)),
        default=sql.whole(0),
    )
    judged = sql.select(sql.every_column(), sql.named(left, "what_is_left")).from_("paid")
    got_back = exp.NEQ(this=refunds.copy(), expression=sql.whole(0))
    return (
        members.with_members(sql.select(), plan)
        .with_("firsts", as_=first_days(plan, _form(plan), dialect))
        .with_("paid", as_=_paid(plan, _form(plan), dialect))
        .with_("judged", as_=judged.where(got_back))
        .from_("judged")
    )


def _paid(plan: Plan, form: CohortValue, dialect: str) -> sql.Query:
    """One row per customer: sales and refunds within the window, as the value counts them."""
    table = form.population.table
    is_sale = sql.all_of(*(sql.holds(condition, plan, table) for condition in form.population.where))
    is_refund = sql.all_of(*(sql.holds(condition, plan, table) for condition in form.refunds))
    amount, at = sql.column(form.amount, table), sql.column(form.population.at, table)
    sales = sql.case((is_sale, amount), default=sql.whole(0))
    refunds = sql.case((is_refund, exp.Abs(this=amount.copy())), default=sql.whole(0))
    customer, anchored = sql.column(members.CUSTOMER, table), sql.column("anchored_on", "firsts")
    period = plan.slots[0].period
    found = (
        sql.select(
            sql.named(customer, members.CUSTOMER),
            sql.named(sql.exact_sum(sales, dialect), "sales"),
            sql.named(sql.exact_sum(refunds, dialect), "refunds"),
            sql.named(exp.Max(this=sql.case((is_refund.copy(), at))), "refunded_at"),
        )
        .from_(table)
        .join("firsts", on=exp.EQ(this=sql.column(members.CUSTOMER, "firsts"), expression=customer.copy()))
        .where(
            *complete(plan, form, table),
            within_window(plan, form, dialect),
            exp.GTE(this=anchored, expression=sql.day(period.start)),
            exp.LT(this=anchored.copy(), expression=sql.day(period.end)),
            is_of_age(plan, form, anchored.copy()),
        )
        .group_by(customer.copy())
    )
    return members.join_members(found, plan, table)
