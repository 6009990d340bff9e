"""Cohorts of those who pay: what changes at each distance from the period in which they first paid.

A customer's cohort follows from the first span alone, so a change needs to know nothing else of its customer,
and changes are added up by cohort and distance. Python takes running sums of these few rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.emit.spells import with_spells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

COHORT, CHANGE = "cohort", "change"


def of_money(plan: Plan, form: Recurring, reach: int, dialect: str) -> exp.Query:
    """Rows as `_answer` has them, in parts of a minor unit, and those of `recurring_rows.currencies`."""
    moments = _moments(plan, reach)
    columns = (
        cut_number(sql.column(form.population.at), moments).as_("from_cut"),
        recurring_rows.known_end(plan, form, cut_number(sql.column(form.until), moments), len(moments)).as_(
            "to_cut"
        ),
    )
    steps = members.with_members(exp.Select(), plan).with_(
        "spans", as_=recurring_rows.spans(plan, form, columns), copy=False
    )
    found = _answer(steps, plan, reach, dialect, last=len(moments))
    return exp.union(found, recurring_rows.currencies(plan, dialect), distinct=False, copy=False)


def of_customers(plan: Plan, form: Standing, reach: int, dialect: str) -> exp.Query:
    """Rows as `_answer` has them, in customers: spans that meet are one."""
    moments = _moments(plan, reach)
    begins, ends = sql.column("begins"), sql.column("ends")
    spans = exp.select(
        members.CUSTOMER,
        cut_number(begins, moments).as_("from_cut"),
        cut_number(ends, moments).as_("to_cut"),
        sql.whole(1).as_("money"),
    ).from_("spells_of_customers")
    steps = members.with_members(exp.Select(), plan)
    steps = with_spells(steps, plan, form, suffix="_of_customers").with_("spans", as_=spans, copy=False)
    return _answer(steps, plan, reach, dialect, last=len(moments))


def _moments(plan: Plan, reach: int) -> Sequence[datetime]:
    """Starts of the cohorts' periods, and ends of all periods; the last may be the as-of instant."""
    return [plan.instant(min(day, plan.request.as_of)) for day in boundaries(plan, after=reach + 1)]


def _answer(steps: exp.Select, plan: Plan, reach: int, dialect: str, *, last: int) -> exp.Query:
    """Rows of counts, in which period 1 is the plan's first; 0 were there before.

    Part ``cohort``: n customers. Part ``change``: x the distance, n what is added at the end of that period.
    """
    steps = (
        steps.with_("firsts", as_=_firsts(), copy=False)
        .with_("placed", as_=_placed(plan), copy=False)
        .with_("ledger", as_=_ledger(), copy=False)
    )
    cohort = sql.column("cohort", "ledger")
    distance = exp.Sub(this=sql.column("number", "ledger"), expression=cohort)
    changes = (
        steps.select(
            sql.text(CHANGE).as_("part"),
            cohort.copy().as_("period"),
            distance.as_("x"),
            sql.whole(0).as_("y"),
            sql.wide(exp.Sum(this=sql.column("change", "ledger")), dialect).as_("n"),
            copy=False,
        )
        .from_("ledger", copy=False)
        .where(
            *_within(plan, cohort),
            exp.LT(this=sql.column("number", "ledger"), expression=sql.whole(last)),
            exp.LTE(this=exp.paren(distance.copy()), expression=sql.whole(reach)),
            copy=False,
        )
        .group_by(sql.whole(2), sql.whole(3), copy=False)
    )
    return exp.union(changes, _sizes(plan, dialect), distinct=False, copy=False)


def _firsts() -> exp.Select:
    first = exp.Min(this=sql.column("from_cut")).as_("cohort")
    return exp.select(members.CUSTOMER, first).from_("spans").group_by(members.CUSTOMER)


def _placed(plan: Plan) -> exp.Select:
    same = exp.EQ(
        this=sql.column(members.CUSTOMER, "spans"), expression=sql.column(members.CUSTOMER, "firsts")
    )
    found = (
        exp.select(
            sql.column("cohort", "firsts"),
            *(sql.column(name, "spans") for name in ("from_cut", "to_cut", "money")),
        )
        .from_("spans")
        .join("firsts", on=same)
    )
    return members.join_members(found, plan, "spans")


def _ledger() -> exp.Query:
    money = sql.column("money")
    begun, ended = (
        exp.select("cohort", sql.column(cut).as_("number"), change.as_("change")).from_("placed")
        for cut, change in (("from_cut", money), ("to_cut", exp.Neg(this=money.copy())))
    )
    return exp.union(begun, ended, distinct=False, copy=False)


def _sizes(plan: Plan, dialect: str) -> exp.Select:
    cohort = sql.column("cohort", "firsts")
    found = exp.select(
        sql.text(COHORT), cohort, sql.whole(0), sql.whole(0), sql.wide(exp.Count(this=exp.Star()), dialect)
    ).from_("firsts")
    found = members.join_members(found, plan, "firsts").where(*_within(plan, cohort))
    return found.group_by(cohort.copy())


def _within(plan: Plan, cohort: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    return (
        exp.GTE(this=cohort.copy(), expression=sql.whole(1)),
        exp.LTE(this=cohort.copy(), expression=sql.whole(len(plan.slots))),
    )
