"""The queries of a bridge: facts per customer by the spans of two variants, counted or listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.bridge.model import Facts
from holdfast.metrics.bridge.moments import after, until
from holdfast.metrics.bridge.standing_parts import standing_of
from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.emit.spells import with_spells
from holdfast.metrics.forms.standing import DAILY
from holdfast.metrics.trailing import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan

SIDES = ("first", "second")
Pair = tuple[Facts, Facts]


def counting(plans: tuple[Plan, Plan], dialect: str) -> str:
    """The text of the query for how many customers have the same facts: twelve facts and a count."""
    query = _joined(plans, dialect).with_("pairs", as_=_pairs(plans[0]))
    names = _fact_names()
    counted = query.select(*(sql.column(name) for name in names), sql.named(exp.Count(this=exp.Star()), "n"))
    return text_of(counted.from_("pairs").group_by(*(sql.column(name) for name in names)), dialect)


def listing(plans: tuple[Plan, Plan], pairs: Sequence[Pair], dialect: str) -> str:
    """The text of the query for the customers with one of the pairs of facts.

    Customer, twelve facts, and per variant the last leaving in the window and the end of the last spell;
    an end in the year 9999 is none.
    """
    names = _fact_names()
    wanted = [[sql.whole(number) for facts in pair for number in facts] for pair in pairs]
    same = [exp.EQ(this=sql.column(n, "pairs"), expression=sql.column(n, "wanted")) for n in names]
    ends = [f"{end}_{side}" for side in SIDES for end in ("left_at", "until_at")]
    query = (
        _joined(plans, dialect)
        .with_("pairs", as_=_pairs(plans[0]))
        .with_("wanted", as_=sql.table_of("asked", names, wanted))
        .select(*(sql.column(name, "pairs") for name in (members.CUSTOMER, *names, *ends)))
        .from_("pairs")
        .join("wanted", on=sql.all_of(*same))
    )
    return text_of(query, dialect)


def _fact_names() -> list[str]:
    return [f"{fact}_{side}" for side in SIDES for fact in Facts._fields]


def _joined(plans: tuple[Plan, Plan], dialect: str) -> sql.Query:
    del dialect  # nothing here differs
    counts_days = any(plan.variant == DAILY for plan in plans)
    query = members.with_members(sql.select(), plans[0])
    for side, plan in zip(SIDES, plans, strict=True):
        # Names of steps differ by side: Spark takes no two of one name, not even within each other.
        suffix = f"_{side}"
        query = with_spells(query, plan, standing_of(plan), suffix=suffix)
        followed = _followed(plan, f"spells{suffix}", counts_days=counts_days)
        query = query.with_(f"followed{suffix}", as_=followed)
        query = query.with_(side, as_=_side(plan, f"followed{suffix}"))
    return query


def _pairs(plan: Plan) -> sql.Query:
    """One row per customer of either side, nothing where the other side knows nothing of the customer."""
    customer = exp.Coalesce(
        this=sql.column(members.CUSTOMER, "first"), expressions=[sql.column(members.CUSTOMER, "second")]
    )
    facts = [
        sql.named(exp.Coalesce(this=sql.column(fact, side), expressions=[sql.whole(0)]), f"{fact}_{side}")
        for side in SIDES
        for fact in Facts._fields
    ]
    ends = [
        sql.named(sql.column(end, side), f"{end}_{side}") for side in SIDES for end in ("left_at", "until_at")
    ]
    same = exp.EQ(
        this=sql.column(members.CUSTOMER, "first"), expression=sql.column(members.CUSTOMER, "second")
    )
    both = (
        sql.select(sql.named(customer, members.CUSTOMER), *facts, *ends)
        .from_("first")
        .join("second", on=same, join_type="FULL")
    )
    if not plan.request.filters:
        return both
    found = sql.select(sql.every_column("either")).from_(both.subquery("either"))
    return members.join_members(found, plan, "either")


def _side(plan: Plan, step: str) -> sql.Query:
    """One row per customer with a spell that touches the window."""
    [window] = windows(plan)
    start, end = plan.instant(window.start), plan.instant(window.end)
    begins, ends = sql.column("begins"), sql.column("ends")
    tests = {
        "at_start": (until(begins, start), after(ends, start)),
        "at_end": (until(begins, end), after(ends, end)),
        "joinings": (after(begins, start), until(begins, end)),
        "leavings": (after(ends, start), until(ends, end)),
    }
    facts = [sql.named(_count(sql.all_of(*both)), name) for name, both in tests.items()]
    left_at = exp.Max(this=sql.case((sql.all_of(*(t.copy() for t in tests["leavings"])), ends.copy())))
    return (
        sql.select(
            members.CUSTOMER,
            *facts,
            *(
                sql.named(sql.cast(exp.Sum(this=sql.column(n)), exp.DType.BIGINT), n)
                for n in ("days", "lost_days")
            ),
            sql.named(left_at, "left_at"),
            sql.named(exp.Max(this=ends.copy()), "until_at"),
        )
        .from_(step)
        .where(after(ends.copy(), start), until(begins.copy(), end))
        .group_by(members.CUSTOMER)
    )


def _followed(plan: Plan, step: str, *, counts_days: bool) -> sql.Query:
    """Spells with the days of the window at whose start they last, and whether a day loses the customer."""
    if not counts_days:
        nothing = [sql.named(sql.whole(0), name) for name in ("days", "lost_days")]
        return sql.select(members.CUSTOMER, "begins", "ends", *nothing).from_(step)
    [window] = windows(plan)
    length = (window.end - window.start).days
    moments = [plan.instant(window.start + timedelta(days=number)) for number in range(length + 1)]
    following = exp.Window(
        this=exp.Lead(this=sql.column("begins")),
        partition_by=[sql.column(members.CUSTOMER)],
        order=exp.Order(expressions=[exp.Ordered(this=sql.column("begins"), nulls_first=False)]),
    )
    numbers = {
        "from_day": cut_number(sql.column("begins"), moments),
        "to_day": cut_number(sql.column("ends"), moments),
        "next_day": cut_number(following, moments),
    }
    numbered = sql.select(
        members.CUSTOMER, "begins", "ends", *(sql.named(number, name) for name, number in numbers.items())
    ).from_(step)
    return sql.select(members.CUSTOMER, "begins", "ends", *_days(length)).from_(numbered.subquery("numbers"))


def _days(length: int) -> tuple[exp.Expr, exp.Expr]:
    last = sql.whole(length)
    begun, over = (
        exp.Least(this=sql.column(name), expressions=[last.copy()], ignore_nulls=True)
        for name in ("from_day", "to_day")
    )
    is_lost = sql.all_of(
        exp.LT(this=sql.column("from_day"), expression=sql.column("to_day")),
        exp.LTE(this=sql.column("to_day"), expression=last.copy()),
        exp.GT(this=sql.column("next_day"), expression=sql.column("to_day")),
    )
    lost = sql.case((is_lost, sql.whole(1)), default=sql.whole(0))
    return sql.named(exp.Sub(this=over, expression=begun), "days"), sql.named(lost, "lost_days")


def _count(condition: exp.Expr) -> exp.Expr:
    total = exp.Sum(this=sql.case((condition, sql.whole(1)), default=sql.whole(0)))
    return sql.cast(total, exp.DType.BIGINT)
