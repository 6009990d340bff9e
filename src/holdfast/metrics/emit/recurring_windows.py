"""Counts for recurring money in windows that overlap, such as the twelve months before each month's end.

Each end of a span changes a customer's money at the start of all windows that begin there or later, and at
the end of all windows that end there or later. So one ledger with both columns and a running sum over the
windows give both amounts in every window, however windows overlap; only where one of them changes is there a
row, and it takes the customer out of one state and puts it into another. Python adds these up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.trailing import windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan

_COLUMNS = ("change_before", "change_after", "begun")


def query(plan: Plan, form: Recurring, dialect: str) -> exp.Query:
    """Customers whose state changes from the window before, the number of which is the period."""
    compared = windows(plan)
    last = len(compared)
    begins, until = sql.column(form.population.at), sql.column(form.until)
    columns = []
    for side, days in (("before", [w.start for w in compared]), ("after", [w.end for w in compared])):
        moments = [plan.instant(day) for day in days]
        ends = recurring_rows.known_end(plan, form, cut_number(until, moments), last)
        columns += [cut_number(begins, moments).as_(f"begins_{side}"), ends.as_(f"ends_{side}")]
    steps = (
        members.with_members(exp.Select(), plan)
        .with_("spans", as_=recurring_rows.spans(plan, form, columns), copy=False)
        .with_("ledger", as_=_ledger(last), copy=False)
        .with_("changes", as_=_changes(), copy=False)
        .with_("levels", as_=_levels(), copy=False)
        .with_("states", as_=_states(), copy=False)
        .with_("moved", as_=_moved(plan, dialect), copy=False)
    )
    return recurring_rows.answer(steps, plan, dialect)


def _ledger(last: int) -> exp.Query:
    money, nothing = sql.column("money"), sql.whole(0)
    taken = exp.Neg(this=money)
    entries = {
        "begins_before": (money, nothing, sql.whole(1)),
        "ends_before": (taken, nothing, nothing),
        "begins_after": (nothing, money, nothing),
        "ends_after": (nothing, taken, nothing),
    }
    selects = [
        exp.select(
            members.CUSTOMER,
            sql.column(number).as_("number"),
            *(value.copy().as_(name) for name, value in zip(_COLUMNS, values, strict=True)),
        )
        .from_("spans")
        .where(exp.LT(this=sql.column(number), expression=sql.whole(last)))
        for number, values in entries.items()
    ]
    return exp.union(*selects, distinct=False, copy=False)


def _changes() -> exp.Select:
    sums = [exp.cast(exp.Sum(this=sql.column(name)), exp.DataType.Type.BIGINT).as_(name) for name in _COLUMNS]
    return exp.select(members.CUSTOMER, "number", *sums).from_("ledger").group_by(members.CUSTOMER, "number")


def _levels() -> exp.Select:
    levels = [_running(name).as_(f"all_{name}") for name in _COLUMNS]
    return exp.select(members.CUSTOMER, "number", *_COLUMNS, *levels).from_("changes")


def _running(name: str) -> exp.Expr:
    window = exp.Window(
        this=exp.Sum(this=sql.column(name)),
        partition_by=[sql.column(members.CUSTOMER)],
        order=exp.Order(expressions=[exp.Ordered(this=sql.column("number"), nulls_first=False)]),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"),
    )
    return exp.cast(window, exp.DataType.Type.BIGINT)


def _states() -> exp.Query:
    """The state that begins with a row, and the one that ends with it."""
    now = {name: sql.column(f"all_{name}") for name in _COLUMNS}
    earlier = {
        name: exp.paren(exp.Sub(this=sql.column(f"all_{name}"), expression=sql.column(name)))
        for name in _COLUMNS
    }
    return exp.union(_state(now, 1), _state(earlier, -1), distinct=False, copy=False)


def _state(values: Mapping[str, exp.Expr], sign: int) -> exp.Select:
    names = ("money_at_start", "money_at_end", "begun_before")
    columns = [value.as_(name) for name, value in zip(names, values.values(), strict=True)]
    return exp.select(members.CUSTOMER, "number", *columns, sql.whole(sign).as_("sign")).from_("levels")


def _moved(plan: Plan, dialect: str) -> exp.Select:
    before, after = sql.column("money_at_start", "states"), sql.column("money_at_end", "states")
    is_first = exp.EQ(this=sql.column("begun_before", "states"), expression=sql.whole(0))
    movement = recurring_rows.movement(before, after, is_first)
    found = exp.select(
        sql.column("number", "states").as_("number"),
        *members.member_columns(plan),
        movement.as_("movement"),
        *recurring_rows.sums_of(before, after, dialect, sign=sql.column("sign", "states")),
    ).from_("states")
    joined = members.join_members(found, plan, "states").where(sql.known(exp.paren(movement.copy())))
    return members.grouped(joined, plan, keys=2)
