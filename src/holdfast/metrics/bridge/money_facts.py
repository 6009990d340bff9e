"""The queries of a bridge between rates of recurring money: what each customer adds, summed or listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.bridge.moments import after, until
from holdfast.metrics.bridge.whole_units import MoneyFacts
from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.emit.spells import NEVER
from holdfast.metrics.forms.recurring import REACTIVATION, Recurring
from holdfast.metrics.trailing import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from holdfast.metrics.bridge.model import Plans
    from holdfast.metrics.plan import Plan


_MONEY = MoneyFacts._fields[1:]
_CHANGED = ("begun_at", "ended_at")


def counting(plans: Plans, dialect: str) -> str:
    """The text of the query for the customers who differ, by movement: how many, and four sums."""
    sums = [sql.named(exp.Sum(this=sql.wide(sql.column(name), dialect)), name) for name in _MONEY]
    number = sql.named(exp.Count(this=exp.Star()), "customers")
    query = _differing(plans).select("movement", number, *sums).from_("parts")
    return text_of(query.where(_is_other()).group_by("movement"), dialect)


def listing(plans: Plans, dialect: str) -> str:
    """The text of the query for the customers who differ, one by one.

    Customer, movement, four parts, and the last instants of the window at which a span began, and ended.
    """
    query = _differing(plans).select(members.CUSTOMER, "movement", *_MONEY, *_CHANGED).from_("parts")
    return text_of(query.where(_is_other()), dialect)


def _differing(plans: Plans) -> sql.Query:
    return (
        members.with_members(sql.select(), plans[0])
        .with_("spans", as_=_spans(plans[0]))
        .with_("amounts", as_=_amounts(plans[0]))
        .with_("moved", as_=_moved(plans[0]))
        .with_("parts", as_=_parts(plans))
    )


def _is_other() -> exp.Expr:
    """Numerator or denominator is another on the other side."""
    first, second, first_base, second_base = (sql.column(name) for name in _MONEY)
    return sql.any_of(
        exp.NEQ(this=first, expression=second), exp.NEQ(this=first_base, expression=second_base)
    )


def _form(plan: Plan) -> Recurring:
    assert isinstance(plan.metric.form, Recurring)  # noqa: S101 - the caller chose this module by the form
    return plan.metric.form


def _spans(plan: Plan) -> sql.Query:
    form = _form(plan)
    begins, until = sql.column(form.population.at), sql.column(form.until)
    never = sql.cast(sql.text(NEVER), exp.DType.TIMESTAMPNTZ)
    ends = sql.case((sql.before(until, plan.as_of), until.copy()), default=never)
    return recurring_rows.spans(plan, form, (sql.named(begins, "begins"), sql.named(ends, "ends")))


def _amounts(plan: Plan) -> sql.Query:
    """One row per customer: money at both ends of the window, and what happened between them."""
    [window] = windows(plan)
    start, end = plan.instant(window.start), plan.instant(window.end)
    begins, ends = sql.column("begins"), sql.column("ends")
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(_paid(start), "money_before"),
            sql.named(_paid(end), "money_after"),
            sql.named(exp.Min(this=begins), "first_at"),
            *(
                sql.named(exp.Max(this=sql.case((_within(moment, start, end), moment.copy()))), name)
                for moment, name in ((begins, "begun_at"), (ends, "ended_at"))
            ),
        )
        .from_("spans")
        .where(until(begins, end))
        .group_by(members.CUSTOMER)
    )


def _paid(moment: datetime) -> exp.Expr:
    lasts = sql.all_of(until(sql.column("begins"), moment), after(sql.column("ends"), moment))
    money = sql.case((lasts, sql.column("money")), default=sql.whole(0))
    return sql.cast(exp.Sum(this=money), exp.DType.BIGINT)


def _moved(plan: Plan) -> sql.Query:
    [window] = windows(plan)
    paid, pays = sql.column("money_before", "amounts"), sql.column("money_after", "amounts")
    is_first = after(sql.column("first_at", "amounts"), plan.instant(window.start))
    found = sql.select(
        sql.column(members.CUSTOMER, "amounts"),
        sql.named(recurring_rows.movement(paid, pays, is_first), "movement"),
        paid.copy(),
        pays.copy(),
        *(sql.column(name, "amounts") for name in _CHANGED),
    ).from_("amounts")
    return members.join_members(found, plan, "amounts")


def _parts(plans: Plans) -> sql.Query:
    before = sql.column("money_before")
    numerators = [_NUMERATORS[_form(plan).figure](before, sql.column("money_after")) for plan in plans]
    values = (*numerators, before, before)
    return sql.select(
        members.CUSTOMER,
        "movement",
        *_CHANGED,
        *(sql.named(value.copy(), name) for name, value in zip(_MONEY, values, strict=True)),
    ).from_("moved")


def _kept(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    is_less = exp.LT(this=after, expression=before)
    return sql.case((is_less.copy(), after.copy()), default=before.copy())


def _paid_now(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    return sql.case((_paid_before(before), after.copy()), default=sql.whole(0))


def _paid_now_or_again(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    return sql.case((_is_known(before), after.copy()), default=sql.whole(0))


def _lost(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    return exp.Sub(this=before.copy(), expression=sql.paren(_kept(before, after)))


def _net_lost(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    return sql.case(
        (_is_known(before), exp.Sub(this=before.copy(), expression=after.copy())), default=sql.whole(0)
    )


def _net_of_expansion(before: exp.Expr, after: exp.Expr) -> exp.Expr:
    difference = exp.Sub(this=before.copy(), expression=after.copy())
    return sql.case((_paid_before(before), difference), default=sql.whole(0))


def _paid_before(before: exp.Expr) -> exp.Expr:
    return exp.GT(this=before.copy(), expression=sql.whole(0))


def _is_known(before: exp.Expr) -> exp.Expr:
    """Paid at the start, or came back."""
    is_back = exp.EQ(this=sql.column("movement"), expression=sql.whole(REACTIVATION))
    return sql.any_of(_paid_before(before), is_back)


_NUMERATORS: Mapping[str, Callable[[exp.Expr, exp.Expr], exp.Expr]] = {
    "grr": _kept,
    "nrr": _paid_now,
    "nrr_with_reactivation": _paid_now_or_again,
    "gross_churn": _lost,
    "net_churn": _net_lost,
    "net_of_expansion": _net_of_expansion,
}
"""A customer's part of the numerator, of money at the start and at the end."""


def _within(moment: exp.Expr, start: datetime, end: datetime) -> exp.Expr:
    return sql.all_of(after(moment, start), until(moment, end))
