"""Figures of one table for customers on given days: no row counts before it was known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.plan import Plan
    from holdfast.records.snapshot import Known

Placed = tuple[int, "Known"]
"""A figure and its place among all that are asked for."""


def edges(plan: Plan, snapshots: Sequence[date], group: Sequence[Placed]) -> sql.Query:
    """Rows of ``number`` of a day and the instants ``back_<days>`` so many days before what is known then."""
    lag = group[0][1].lag_days
    ages = sorted({age for _, one in group for age in one.days} | {0})
    rows = [
        (sql.whole(number), *(sql.instant(plan.instant(day - timedelta(days=age + lag))) for age in ages))
        for number, day in enumerate(snapshots)
    ]
    return sql.table_of("edges", ("number", *(f"back_{age}" for age in ages)), rows)


def figures(group: Sequence[Placed], step: str, dialect: str) -> sql.Query:
    """Rows of customer, ``number`` and ``figure_<place>``, of customers in ``standing``.

    Args:
        group: Figures of one table and lag.
        step: Name of the step that holds their `edges`.
        dialect: SQLGlot's name of it.
    """
    table = group[0][1].table
    keys = (sql.column(members.CUSTOMER, "standing"), sql.column("number", "standing"))
    same = exp.EQ(this=sql.column(members.CUSTOMER, table), expression=keys[0].copy())
    on_day = exp.EQ(this=sql.column("number", step), expression=keys[1].copy())
    widest = max(one.days[0] for _, one in group)
    within = sql.any_of(
        *(_between(at, table, step, (widest, 0)) for at in sorted({one.at for _, one in group}))
    )
    taken = [sql.named(_taken(one, step, dialect), f"figure_{place}") for place, one in group]
    found = sql.select(*keys, *taken).from_(table).join("standing", on=same).join(step, on=on_day)
    return found.where(sql.paren(within)).group_by(*(key.copy() for key in keys))


def _between(at: str, table: str, step: str, days: tuple[int, int]) -> exp.Expr:
    moment = sql.column(at, table)
    return sql.all_of(
        exp.GTE(this=moment, expression=sql.column(f"back_{days[0]}", step)),
        exp.LT(this=moment.copy(), expression=sql.column(f"back_{days[1]}", step)),
    )


def _taken(one: Known, step: str, dialect: str) -> exp.Expr:
    """The aggregate of one figure; null where no row counts."""
    at, now = sql.column(one.at, one.table), sql.column("back_0", step)
    of = sql.column(one.of, one.table) if one.of else sql.whole(1)
    counts = [_between(one.at, one.table, step, one.days), *_let_through(one)]
    match one.figure:
        case "since":
            newest = exp.Max(this=sql.case((sql.all_of(*counts), at)))
            return sql.microseconds_between(newest, exp.Min(this=now), dialect)
        case "open":
            is_later = exp.GTE(this=of.copy(), expression=now)
            counts.append(sql.paren(sql.any_of(exp.Is(this=of, expression=exp.Null()), is_later)))
            value: exp.Expr = sql.whole(1)
        case "wait":
            counts.append(exp.LT(this=of, expression=now))
            value = sql.microseconds_between(at, of.copy(), dialect)
        case "known":
            counts.append(sql.known(of))
            value = sql.whole(1)
        case _:
            value = of
    return exp.Sum(this=sql.case((sql.all_of(*counts), value)))


def _let_through(one: Known) -> list[exp.Expr]:
    return [
        sql.one_of(sql.column(column, one.table), [sql.text(value) for value in values])
        for column, values in one.where
    ]
