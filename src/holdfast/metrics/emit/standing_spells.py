"""Counts for a standing whose windows overlap, or that asks what happened within them.

A customer's spans that meet are merged to spells. Each end of a spell changes what holds of the customer in
all windows from one on: from the first that ends at it or later, and from the first that begins there. So a
ledger of four rows per spell and a running sum give the state in every window, however windows overlap, and
only changes of state are counted. Python adds them up over the windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.emit.spells import over_customer, with_spells
from holdfast.metrics.trailing import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

STAND, MOVE = "stand", "move"
_MARKS = ("starts_a", "ends_a", "starts_b", "ends_b")


def query(plan: Plan, form: Standing, dialect: str) -> sql.Query:
    """Changes from the window before, the number of which is the period.

    Part ``stand``: x stand at the start, y at the end, n at both. Part ``move``: x customers left in the
    window and do not stand at its end, y times that these left, n joinings.
    """
    del dialect  # nothing here differs
    steps = (
        with_spells(members.with_members(sql.select(), plan), plan, form)
        .with_("ledger", as_=_ledger(plan))
        .with_("moves", as_=_moves())
        .with_("sums", as_=_sums())
        .with_("states", as_=_states())
        .with_("changes", as_=_changes(plan))
    )
    stand = _part(steps, plan, STAND, ("at_start", "at_end", "at_both"))
    move = _part(sql.select(), plan, MOVE, ("gone", "leavings", "joinings"))
    return sql.union_all(stand, move)


def _ledger(plan: Plan) -> sql.Query:
    """Each end of a spell, at the first window that begins there or later, and at the first that ends so."""
    compared = windows(plan)
    sides = ([plan.instant(w.start) for w in compared], [plan.instant(w.end) for w in compared])
    entries = [
        _entry(mark, end, moments)
        for mark, end, moments in (
            ("starts_a", "begins", sides[0]),
            ("ends_a", "ends", sides[0]),
            ("starts_b", "begins", sides[1]),
            ("ends_b", "ends", sides[1]),
        )
    ]
    return sql.union_all(*entries)


def _entry(mark: str, end: str, moments: list[datetime]) -> sql.Query:
    marks = [sql.named(sql.whole(int(name == mark)), name) for name in _MARKS]
    number = cut_number(sql.column(end), moments)
    in_time = exp.LTE(this=sql.column(end), expression=sql.instant(moments[-1]))
    return sql.select(members.CUSTOMER, sql.named(number, "number"), *marks).from_("spells").where(in_time)


def _moves() -> sql.Query:
    sums = [sql.named(exp.Sum(this=sql.column(mark)), mark) for mark in _MARKS]
    return sql.select(members.CUSTOMER, "number", *sums).from_("ledger").group_by(members.CUSTOMER, "number")


def _sums() -> sql.Query:
    running = [
        sql.named(over_customer(exp.Sum(this=sql.column(mark)), ("number",)), f"all_{mark}")
        for mark in _MARKS
    ]
    return sql.select(members.CUSTOMER, "number", *_MARKS, *running).from_("moves")


def _states() -> sql.Query:
    """What holds in the window, and what held in the one before (``was_``)."""
    columns = [
        column
        for name, plus, minus in (
            ("on_a", "starts_a", "ends_a"),
            ("on_b", "starts_b", "ends_b"),
            ("joins", "starts_b", "starts_a"),
            ("leaves", "ends_b", "ends_a"),
        )
        for column in _now_and_before(name, plus, minus)
    ]
    return sql.select(members.CUSTOMER, "number", *columns).from_("sums")


def _now_and_before(name: str, plus: str, minus: str) -> tuple[exp.Expr, exp.Expr]:
    now = exp.Sub(this=sql.column(f"all_{plus}"), expression=sql.column(f"all_{minus}"))
    change = exp.Sub(this=sql.column(plus), expression=sql.column(minus))
    before = exp.Sub(this=now.copy(), expression=sql.paren(change))
    return sql.named(now, name), sql.named(before, f"was_{name}")


def _at_both(was: str) -> exp.Expr:
    return exp.Mul(this=sql.column(f"{was}on_a"), expression=sql.column(f"{was}on_b"))


def _gone(was: str) -> exp.Expr:
    has_left = exp.GT(this=sql.column(f"{was}leaves"), expression=sql.whole(0))
    is_off = exp.EQ(this=sql.column(f"{was}on_b"), expression=sql.whole(0))
    return sql.case((sql.all_of(has_left, is_off), sql.whole(1)), default=sql.whole(0))


def _leavings(was: str) -> exp.Expr:
    is_off = exp.EQ(this=sql.column(f"{was}on_b"), expression=sql.whole(0))
    return sql.case((is_off, sql.column(f"{was}leaves")), default=sql.whole(0))


_COUNTED: Mapping[str, Callable[[str], exp.Expr]] = {
    "at_start": lambda was: sql.column(f"{was}on_a"),
    "at_end": lambda was: sql.column(f"{was}on_b"),
    "at_both": _at_both,
    "gone": _gone,
    "leavings": _leavings,
    "joinings": lambda was: sql.column(f"{was}joins"),
}
"""What is counted of a state, as an expression over its columns with a prefix."""


def _changes(plan: Plan) -> sql.Query:
    found = sql.select(
        sql.column("number", "states"),
        *members.member_columns(plan),
        *(sql.named(_difference(counted_of), name) for name, counted_of in _COUNTED.items()),
    ).from_("states")
    return members.grouped(members.join_members(found, plan, "states"), plan, keys=1)


def _difference(counted_of: Callable[[str], exp.Expr]) -> exp.Expr:
    total = exp.Sum(this=exp.Sub(this=counted_of(""), expression=counted_of("was_")))
    return sql.cast(total, exp.DType.BIGINT)


def _part(steps: sql.Query, plan: Plan, part: str, names: tuple[str, str, str]) -> sql.Query:
    columns = [sql.named(sql.column(name), short) for name, short in zip(names, ("x", "y", "n"), strict=True)]
    segments = [sql.column(name) for name in members.segment_names(plan)]
    return steps.select(
        sql.named(sql.text(part), "part"), sql.named(sql.column("number"), "period"), *segments, *columns
    ).from_("changes")
