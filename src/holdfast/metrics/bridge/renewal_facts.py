"""The queries of a bridge between renewals by count and by money: what each customer's contracts come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.emit.renewal import is_due, state, with_dues
from holdfast.metrics.forms.renewal import LAPSED, PENDING, RENEWED, Renewal

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan

_SUMS = ("contracts", "renewed", "money", "renewed_money")
_WHOLE = ("all_contracts", "all_money")
_IN_PART = 0


def counting(plan: Plan, dialect: str) -> str:
    """The text of the query for the customers who differ, by outcome and weight.

    Outcome, 0 where some of several contracts are renewed; weight, -1 where they cost less than as many mean
    ones and 1 where more; customers, four sums, and the contracts and money of everybody.
    """
    sums = [sql.named(exp.Sum(this=sql.wide(sql.column(name), dialect)), name) for name in _SUMS]
    query = _weighed(plan, dialect).select(
        "outcome",
        "weight",
        sql.named(exp.Count(this=exp.Star()), "customers"),
        *sums,
        *(sql.named(exp.Max(this=sql.column(name)), name) for name in _WHOLE),
    )
    found = query.from_("weighed").where(_is_other(dialect)).group_by("outcome", "weight")
    return text_of(found, dialect)


def listing(plan: Plan, dialect: str) -> str:
    """The text of the query for them one by one: customer, outcome, weight, four sums, the last due day."""
    query = _weighed(plan, dialect).select(members.CUSTOMER, "outcome", "weight", *_SUMS, "due_on")
    return text_of(query.from_("weighed").where(_is_other(dialect)), dialect)


def _weighed(plan: Plan, dialect: str) -> sql.Query:
    form = plan.metric.form
    assert isinstance(form, Renewal)  # noqa: S101 - the caller chose this module by the form
    return (
        with_dues(members.with_members(sql.select(), plan), plan, form, dialect)
        .with_("decided", as_=_decided(plan, dialect))
        .with_("customers_due", as_=_by_customer(dialect))
        .with_("everybody", as_=_everybody(dialect))
        .with_("weighed", as_=_with_weight(dialect))
    )


def _decided(plan: Plan, dialect: str) -> sql.Query:
    columns = [sql.column(name, "dues") for name in (members.CUSTOMER, "due_on", "money")]
    found = sql.select(*columns, sql.named(state(plan, dialect), "state")).from_("dues")
    return members.join_members(found, plan, "dues").where(*is_due(plan))


def _by_customer(dialect: str) -> sql.Query:
    """One row per customer with a contract that is decided."""
    is_kept = exp.EQ(this=sql.column("state"), expression=sql.whole(RENEWED))
    one, money = sql.whole(1), sql.column("money")
    kept = {
        "contracts": one,
        "renewed": sql.case((is_kept, one.copy()), default=sql.whole(0)),
        "money": money,
        "renewed_money": sql.case((is_kept.copy(), money.copy()), default=sql.whole(0)),
    }
    return (
        sql.select(
            members.CUSTOMER,
            *(sql.named(exp.Sum(this=sql.wide(value, dialect)), name) for name, value in kept.items()),
            sql.named(exp.Max(this=sql.column("due_on")), "due_on"),
        )
        .from_("decided")
        .where(exp.NEQ(this=sql.column("state"), expression=sql.whole(PENDING)))
        .group_by(members.CUSTOMER)
    )


def _everybody(dialect: str) -> sql.Query:
    sums = {"all_contracts": "contracts", "all_money": "money"}
    return sql.select(
        *(sql.named(sql.wide(exp.Sum(this=sql.column(of)), dialect), name) for name, of in sums.items())
    ).from_("customers_due")


def _with_weight(dialect: str) -> sql.Query:
    columns = (members.CUSTOMER, *_SUMS, "due_on")
    contracts, renewed = (sql.column(name, "customers_due") for name in ("contracts", "renewed"))
    outcome = sql.case(
        (exp.EQ(this=renewed, expression=contracts), sql.whole(RENEWED)),
        (exp.EQ(this=renewed.copy(), expression=sql.whole(0)), sql.whole(LAPSED)),
        default=sql.whole(_IN_PART),
    )
    money, mean = _products("money", "contracts", dialect)
    weight = sql.case(
        (exp.GT(this=money, expression=mean), sql.whole(1)),
        (exp.LT(this=money.copy(), expression=mean.copy()), sql.whole(-1)),
        default=sql.whole(0),
    )
    return (
        sql.select(
            *(sql.column(name, "customers_due") for name in columns),
            *(sql.column(name, "everybody") for name in _WHOLE),
            sql.named(outcome, "outcome"),
            sql.named(weight, "weight"),
        )
        .from_("customers_due")
        .join("everybody", join_type="CROSS")
    )


def _products(money: str, contracts: str, dialect: str) -> tuple[exp.Expr, exp.Expr]:
    """What contracts cost, and what as many mean ones would, both times the number of all contracts."""
    one, other, all_money, all_contracts = (
        sql.wide(sql.column(name), dialect) for name in (money, contracts, "all_money", "all_contracts")
    )
    return exp.Mul(this=one, expression=all_contracts), exp.Mul(this=other, expression=all_money)


def _is_other(dialect: str) -> exp.Expr:
    """Contracts, or those renewed, cost more or less than as many mean ones."""
    pairs = (_products("money", "contracts", dialect), _products("renewed_money", "renewed", dialect))
    return sql.any_of(*(exp.NEQ(this=one, expression=other) for one, other in pairs))
