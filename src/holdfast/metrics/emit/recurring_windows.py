"""Counts for recurring money in windows that overlap, such as the twelve months before each month's end.

Each end of a span changes a customer's money at the start of all windows that begin there or later, and at
the end of all windows that end there or later. So one ledger with both columns and a running sum over the
windows give both amounts in every window, however windows overlap. What a customer pays holds from a row up
to the customer's next one: such stretches are counted by their first window and the one after their last,
and then put into the one state at the first and taken out of it at the other. Python adds these up. Several
rows of one customer and window need no grouping: all but the last of them hold for no window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.forms.recurring import SUMS
from holdfast.metrics.trailing import windows

if TYPE_CHECKING:
    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan

_COLUMNS = ("change_before", "change_after", "begun")


def query(plan: Plan, form: Recurring, dialect: str) -> sql.Query:
    """Customers whose state changes from the window before, the number of which is the period."""
    compared = windows(plan)
    last = len(compared)
    begins, until = sql.column(form.population.at), sql.column(form.until)
    columns = []
    for side, days in (("before", [w.start for w in compared]), ("after", [w.end for w in compared])):
        moments = [plan.instant(day) for day in days]
        ends = recurring_rows.known_end(plan, form, cut_number(until, moments), last)
        columns += [sql.named(cut_number(begins, moments), f"begins_{side}"), sql.named(ends, f"ends_{side}")]
    steps = (
        members.with_members(sql.select(), plan)
        .with_("spans", as_=recurring_rows.spans(plan, form, columns))
        .with_("ledger", as_=_ledger(last))
        .with_("levels", as_=_levels(last))
        .with_("stretches", as_=_stretches(plan, dialect))
        .with_("moved", as_=_moved(plan, last))
    )
    return recurring_rows.answer(steps, plan, dialect)


def _ledger(last: int) -> sql.Query:
    money, nothing = sql.column("money"), sql.whole(0)
    taken = exp.Neg(this=money)
    entries = {
        "begins_before": (money, nothing, sql.whole(1)),
        "ends_before": (taken, nothing, nothing),
        "begins_after": (nothing, money, nothing),
        "ends_after": (nothing, taken, nothing),
    }
    selects = [
        sql.select(
            members.CUSTOMER,
            sql.named(sql.column(number), "number"),
            *(sql.named(value.copy(), name) for name, value in zip(_COLUMNS, values, strict=True)),
        )
        .from_("spans")
        .where(exp.LT(this=sql.column(number), expression=sql.whole(last)))
        for number, values in entries.items()
    ]
    return sql.union_all(*selects)


def _levels(last: int) -> sql.Query:
    """What holds from a row up to the customer's next one, the window of which is ``until``."""
    # ClickHouse has 0 after the last row, and not null, where the column has no nulls.
    following = exp.Lead(this=sql.column("number"), offset=sql.whole(1), default=sql.whole(last))
    until = _over_customer(following)
    levels = [sql.named(_running(name), f"all_{name}") for name in _COLUMNS]
    return sql.select(members.CUSTOMER, "number", sql.named(until, "until"), *levels).from_("ledger")


def _running(name: str) -> exp.Expr:
    spec = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
    return sql.cast(_over_customer(exp.Sum(this=sql.column(name)), spec), exp.DType.BIGINT)


def _over_customer(value: exp.Expr, spec: exp.WindowSpec | None = None) -> exp.Window:
    order = exp.Order(expressions=[exp.Ordered(this=sql.column("number"), nulls_first=False)])
    return exp.Window(this=value, partition_by=[sql.column(members.CUSTOMER)], order=order, spec=spec)


def _stretches(plan: Plan, dialect: str) -> sql.Query:
    """Sums over customers, by the windows through which something holds of them."""
    step = "levels"
    before, after, begun = (sql.column(f"all_{name}", step) for name in _COLUMNS)
    is_first = exp.EQ(this=begun, expression=sql.whole(0))
    found = sql.select(
        sql.named(sql.column("number", step), "number"),
        sql.named(sql.column("until", step), "until"),
        *members.member_columns(plan),
        sql.named(recurring_rows.movement(before, after, is_first), "movement"),
        *recurring_rows.sums_of(before, after, dialect),
    ).from_(step)
    holds = exp.LT(this=sql.column("number", step), expression=sql.column("until", step))
    pays = sql.any_of(*(exp.NEQ(this=side.copy(), expression=sql.whole(0)) for side in (before, after)))
    joined = members.join_members(found, plan, step).where(holds, sql.paren(pays))
    return members.grouped(joined, plan, keys=3)


def _moved(plan: Plan, last: int) -> sql.Query:
    """What is put into each state at a window, less what is taken out of it there."""
    segments = [sql.column(name) for name in members.segment_names(plan)]
    ends_in_time = exp.LT(this=sql.column("until"), expression=sql.whole(last))
    begun = sql.select("number", *segments, "movement", *SUMS).from_("stretches")
    over = (
        sql.select(
            sql.named(sql.column("until"), "number"),
            *(segment.copy() for segment in segments),
            "movement",
            *(sql.named(exp.Neg(this=sql.column(name)), name) for name in SUMS),
        )
        .from_("stretches")
        .where(ends_in_time)
    )
    found = sql.select(
        "number",
        *(segment.copy() for segment in segments),
        "movement",
        *(sql.named(exp.Sum(this=sql.column(name)), name) for name in SUMS),
    ).from_(sql.union_all(begun, over).subquery("ends"))
    return members.grouped(found, plan, keys=2)
