"""Counts for recurring money in windows that tile: a ledger of changes and a running sum per customer.

Each span adds its money at the first cut at which it is seen and takes it away at the first at which it no
longer is. Per customer and cut the changes are summed, and a running sum tells what there was before and
after. Who does not change is in no row: Python knows them from the totals. Joining months with spans instead
takes more than twice the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.trailing import cut_days

if TYPE_CHECKING:
    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Recurring, dialect: str) -> exp.Query:
    """Movements at each cut, the number of which is the period; those at cut 0 are what there was before."""
    moments = [plan.instant(day) for day in cut_days(plan)]
    last = len(moments)
    cuts = (
        cut_number(sql.column(form.population.at), moments).as_("from_cut"),
        recurring_rows.known_end(plan, form, cut_number(sql.column(form.until), moments), last).as_("to_cut"),
    )
    steps = (
        members.with_members(exp.Select(), plan)
        .with_("spans", as_=recurring_rows.spans(plan, form, cuts), copy=False)
        .with_("ledger", as_=_ledger(last), copy=False)
        .with_("changes", as_=_changes(), copy=False)
        .with_("levels", as_=_levels(), copy=False)
        .with_("moved", as_=_moved(plan, dialect), copy=False)
    )
    return recurring_rows.answer(steps, plan, dialect)


def _ledger(last: int) -> exp.Query:
    money, limit = sql.column("money"), sql.whole(last)
    begun = exp.select(members.CUSTOMER, sql.column("from_cut").as_("number"), money.as_("change"))
    ended = exp.select(
        members.CUSTOMER, sql.column("to_cut").as_("number"), exp.Neg(this=money.copy()).as_("change")
    )
    return exp.union(
        begun.from_("spans").where(exp.LT(this=sql.column("from_cut"), expression=limit)),
        ended.from_("spans").where(exp.LT(this=sql.column("to_cut"), expression=limit.copy())),
        distinct=False,
        copy=False,
    )


def _changes() -> exp.Select:
    change = exp.cast(exp.Sum(this=sql.column("change")), exp.DataType.Type.BIGINT)
    return (
        exp.select(members.CUSTOMER, "number", change.as_("change"))
        .from_("ledger")
        .group_by(members.CUSTOMER, "number")
    )


def _levels() -> exp.Select:
    """What each customer pays from a cut on, and whether nothing was ever paid before it."""
    order = exp.Order(expressions=[exp.Ordered(this=sql.column("number"), nulls_first=False)])
    customer = sql.column(members.CUSTOMER)
    level = exp.Window(
        this=exp.Sum(this=sql.column("change")),
        partition_by=[customer],
        order=order,
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"),
    )
    position = exp.Window(this=exp.RowNumber(), partition_by=[customer.copy()], order=order.copy())
    return exp.select(
        members.CUSTOMER,
        "number",
        "change",
        exp.cast(level, exp.DataType.Type.BIGINT).as_("after_cut"),
        position.as_("position"),
    ).from_("changes")


def _moved(plan: Plan, dialect: str) -> exp.Select:
    change, after = sql.column("change", "levels"), sql.column("after_cut", "levels")
    before = exp.paren(exp.Sub(this=after, expression=change))
    is_first = exp.EQ(this=sql.column("position", "levels"), expression=sql.whole(1))
    found = exp.select(
        sql.column("number", "levels").as_("number"),
        *members.member_columns(plan),
        recurring_rows.movement(before, after, is_first).as_("movement"),
        *recurring_rows.sums_of(before, after, dialect),
    ).from_("levels")
    moves = exp.NEQ(this=change.copy(), expression=sql.whole(0))
    return members.grouped(members.join_members(found, plan, "levels").where(moves), plan, keys=2)
