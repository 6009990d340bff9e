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


def query(plan: Plan, form: Recurring, dialect: str) -> sql.Query:
    """Movements at each cut, the number of which is the period; those at cut 0 are what there was before."""
    moments = [plan.instant(day) for day in cut_days(plan)]
    last = len(moments)
    cuts = (
        sql.named(cut_number(sql.column(form.population.at), moments), "from_cut"),
        sql.named(
            recurring_rows.known_end(plan, form, cut_number(sql.column(form.until), moments), last), "to_cut"
        ),
    )
    steps = (
        members.with_members(sql.select(), plan)
        .with_("spans", as_=recurring_rows.spans(plan, form, cuts))
        .with_("ledger", as_=_ledger(last))
        .with_("changes", as_=_changes())
        .with_("levels", as_=_levels())
        .with_("moved", as_=_moved(plan, dialect))
    )
    return recurring_rows.answer(steps, plan, dialect)


def _ledger(last: int) -> sql.Query:
    money, limit = sql.column("money"), sql.whole(last)
    begun = sql.select(
        members.CUSTOMER, sql.named(sql.column("from_cut"), "number"), sql.named(money, "change")
    )
    ended = sql.select(
        members.CUSTOMER,
        sql.named(sql.column("to_cut"), "number"),
        sql.named(exp.Neg(this=money.copy()), "change"),
    )
    return sql.union_all(
        begun.from_("spans").where(exp.LT(this=sql.column("from_cut"), expression=limit)),
        ended.from_("spans").where(exp.LT(this=sql.column("to_cut"), expression=limit.copy())),
    )


def _changes() -> sql.Query:
    change = sql.cast(exp.Sum(this=sql.column("change")), exp.DType.BIGINT)
    return (
        sql.select(members.CUSTOMER, "number", sql.named(change, "change"))
        .from_("ledger")
        .group_by(members.CUSTOMER, "number")
    )


def _levels() -> sql.Query:
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
    return sql.select(
        members.CUSTOMER,
        "number",
        "change",
        sql.named(sql.cast(level, exp.DType.BIGINT), "after_cut"),
        sql.named(position, "position"),
    ).from_("changes")


def _moved(plan: Plan, dialect: str) -> sql.Query:
    change, after = sql.column("change", "levels"), sql.column("after_cut", "levels")
    before = sql.paren(exp.Sub(this=after, expression=change))
    is_first = exp.EQ(this=sql.column("position", "levels"), expression=sql.whole(1))
    found = sql.select(
        sql.named(sql.column("number", "levels"), "number"),
        *members.member_columns(plan),
        sql.named(recurring_rows.movement(before, after, is_first), "movement"),
        *recurring_rows.sums_of(before, after, dialect),
    ).from_("levels")
    moves = exp.NEQ(this=change.copy(), expression=sql.whole(0))
    return members.grouped(members.join_members(found, plan, "levels").where(moves), plan, keys=2)
