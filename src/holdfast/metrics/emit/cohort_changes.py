"""Cohorts of those who pay: what changes at each distance from the period in which they first paid.

A customer's cohort follows from the first span alone, so a change needs to know nothing else of its customer
(but where growth is left out, which takes a running sum), and changes are added up by cohort and distance.
Python takes running sums of these few rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.emit.spells import over_customer, with_spells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

COHORT, CHANGE = "cohort", "change"


def of_money(plan: Plan, form: Recurring, reach: int, dialect: str) -> sql.Query:
    """Rows as `_answer` has them, in parts of a minor unit, and those of `recurring_rows.currencies`."""
    moments = _moments(plan, reach)
    columns = (
        sql.named(cut_number(sql.column(form.population.at), moments), "from_cut"),
        sql.named(
            recurring_rows.known_end(plan, form, cut_number(sql.column(form.until), moments), len(moments)),
            "to_cut",
        ),
    )
    steps = members.with_members(sql.select(), plan).with_(
        "spans", as_=recurring_rows.spans(plan, form, columns)
    )
    ledger = _capped if form.figure == "grr" else _plain
    found = _answer(ledger(steps, plan), plan, reach, dialect, last=len(moments))
    return sql.union_all(found, recurring_rows.currencies(plan, dialect))


def of_customers(plan: Plan, form: Standing, reach: int, dialect: str) -> sql.Query:
    """Rows as `_answer` has them, in customers: spans that meet are one."""
    moments = _moments(plan, reach)
    begins, ends = sql.column("begins"), sql.column("ends")
    spans = sql.select(
        members.CUSTOMER,
        sql.named(cut_number(begins, moments), "from_cut"),
        sql.named(cut_number(ends, moments), "to_cut"),
        sql.named(sql.whole(1), "money"),
    ).from_("spells_of_customers")
    steps = members.with_members(sql.select(), plan)
    steps = with_spells(steps, plan, form, suffix="_of_customers").with_("spans", as_=spans)
    return _answer(_plain(steps, plan), plan, reach, dialect, last=len(moments))


def _moments(plan: Plan, reach: int) -> Sequence[datetime]:
    """Starts of the cohorts' periods, and ends of all periods; the last may be the as-of instant."""
    return [plan.instant(min(day, plan.request.as_of)) for day in boundaries(plan, after=reach + 1)]


def _answer(steps: sql.Query, plan: Plan, reach: int, dialect: str, *, last: int) -> sql.Query:
    """Counts of ``firsts`` and ``ledger``, in which period 1 is the plan's first; 0 were there before.

    Part ``cohort``: n customers. Part ``change``: x the distance, n what is added at the end of that period.
    """
    cohort = sql.column("cohort", "ledger")
    distance = exp.Sub(this=sql.column("number", "ledger"), expression=cohort)
    changes = (
        steps.select(
            sql.named(sql.text(CHANGE), "part"),
            sql.named(cohort.copy(), "period"),
            sql.named(distance, "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(sql.wide(exp.Sum(this=sql.column("change", "ledger")), dialect), "n"),
        )
        .from_("ledger")
        .where(
            *_within(plan, cohort),
            exp.LT(this=sql.column("number", "ledger"), expression=sql.whole(last)),
            exp.LTE(this=sql.paren(distance.copy()), expression=sql.whole(reach)),
        )
        .group_by(sql.whole(2), sql.whole(3))
    )
    return sql.union_all(changes, _sizes(plan, dialect))


def _firsts() -> sql.Query:
    first = sql.named(exp.Min(this=sql.column("from_cut")), "cohort")
    return sql.select(members.CUSTOMER, first).from_("spans").group_by(members.CUSTOMER)


def _plain(steps: sql.Query, plan: Plan) -> sql.Query:
    """Adds ``firsts`` and ``ledger`` (cohort, number, change): a span counts while it lasts."""
    return (
        steps.with_("firsts", as_=_firsts()).with_("placed", as_=_placed(plan)).with_("ledger", as_=_ledger())
    )


def _capped(steps: sql.Query, plan: Plan) -> sql.Query:
    """The same, of each customer at most what was paid at the end of the cohort's period."""
    return (
        steps.with_("firsts", as_=_firsts())
        .with_("placed", as_=_placed(plan, members.CUSTOMER))
        .with_("entries", as_=_ledger(members.CUSTOMER))
        .with_("moves", as_=_moves())
        .with_("levels", as_=_levels())
        .with_("ledger", as_=_changes_of_kept())
    )


def _placed(plan: Plan, *more: str) -> sql.Query:
    same = exp.EQ(
        this=sql.column(members.CUSTOMER, "spans"), expression=sql.column(members.CUSTOMER, "firsts")
    )
    found = (
        sql.select(
            sql.column("cohort", "firsts"),
            *(sql.column(name, "spans") for name in ("from_cut", "to_cut", "money", *more)),
        )
        .from_("spans")
        .join("firsts", on=same)
    )
    return members.join_members(found, plan, "spans")


def _ledger(*more: str) -> sql.Query:
    money = sql.column("money")
    begun, ended = (
        sql.select(*more, "cohort", sql.named(sql.column(cut), "number"), sql.named(change, "change")).from_(
            "placed"
        )
        for cut, change in (("from_cut", money), ("to_cut", exp.Neg(this=money.copy())))
    )
    return sql.union_all(begun, ended)


def _moves() -> sql.Query:
    change = sql.cast(exp.Sum(this=sql.column("change")), exp.DType.BIGINT)
    keys = (members.CUSTOMER, "cohort", "number")
    return sql.select(*keys, sql.named(change, "change")).from_("entries").group_by(*keys)


def _levels() -> sql.Query:
    """What a customer pays from a cut on, and what at the end of the cohort's period."""
    level = over_customer(exp.Sum(this=sql.column("change")), ("number",))
    is_first = exp.EQ(this=sql.column("number"), expression=sql.column("cohort"))
    at_first = sql.case((is_first, sql.column("change")), default=sql.whole(0))
    base = exp.Window(this=exp.Sum(this=at_first), partition_by=[sql.column(members.CUSTOMER)])
    return sql.select(
        "cohort",
        "number",
        "change",
        sql.named(sql.cast(level, exp.DType.BIGINT), "level"),
        sql.named(sql.cast(base, exp.DType.BIGINT), "base"),
    ).from_("moves")


def _changes_of_kept() -> sql.Query:
    now, base = sql.column("level"), sql.column("base")
    before = sql.paren(exp.Sub(this=now, expression=sql.column("change")))
    kept, was_kept = (_lesser(level, base) for level in (now, before))
    change = exp.Sub(this=sql.paren(kept), expression=sql.paren(was_kept))
    return sql.select("cohort", "number", sql.named(change, "change")).from_("levels")


def _lesser(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    is_less = exp.LT(this=one.copy(), expression=other.copy())
    return sql.case((is_less, one.copy()), default=other.copy())


def _sizes(plan: Plan, dialect: str) -> sql.Query:
    cohort = sql.column("cohort", "firsts")
    found = sql.select(
        sql.text(COHORT), cohort, sql.whole(0), sql.whole(0), sql.wide(exp.Count(this=exp.Star()), dialect)
    ).from_("firsts")
    found = members.join_members(found, plan, "firsts").where(*_within(plan, cohort))
    return found.group_by(cohort.copy())


def _within(plan: Plan, cohort: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    return (
        exp.GTE(this=cohort.copy(), expression=sql.whole(1)),
        exp.LTE(this=cohort.copy(), expression=sql.whole(len(plan.slots))),
    )
