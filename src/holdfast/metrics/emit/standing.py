"""Counts for a standing: at which cut-off instants customers begin and cease to stand.

The cuts are the starts of the periods and the end of the last. Each span becomes the range of cuts that it
covers, ranges of one customer that meet are merged, and only the ends of the merged ranges are counted. A
running sum in Python gives who stood at each cut. Joining spans with cuts instead takes five times the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

BEGIN, CEASE = "begin", "cease"
_LONGEST_LIST = 40


def query(plan: Plan, form: Standing, dialect: str) -> exp.Query:
    """Part ``begin`` or ``cease``; the period is the number of the cut; x and y are 0; n is customers."""
    del dialect  # nothing here differs
    first = (
        members.with_members(_ends(plan, BEGIN, "from_cut"), plan)
        .with_("spans", as_=_spans(plan, form), copy=False)
        .with_("seen", as_=_seen(), copy=False)
        .with_("numbered", as_=_numbered(), copy=False)
        .with_("standings", as_=_standings(plan), copy=False)
    )
    return exp.union(first, _ends(plan, CEASE, "to_cut"), distinct=False, copy=False)


def cuts(plan: Plan) -> list[datetime]:
    """The instants at which standing is looked at: one more than periods, none after the as-of instant."""
    starts = [plan.instant(slot.period.start) for slot in plan.slots]
    return [*starts, min(plan.instant(plan.slots[-1].period.end), plan.as_of)]


def _spans(plan: Plan, form: Standing) -> exp.Select:
    """The cuts that each span covers: from the first, up to and without the second."""
    moments = cuts(plan)
    start, until = sql.column(form.population.at), sql.column(form.until)
    # An end that is not known yet at the as-of instant is no end.
    is_over = sql.before(until, plan.as_of)
    to_cut = sql.case((is_over, _cut_number(until, moments)), default=sql.whole(len(moments)))
    found = exp.select(
        members.CUSTOMER, _cut_number(start, moments).as_("from_cut"), to_cut.as_("to_cut")
    ).from_(form.population.table)
    return found.where(
        sql.before(start.copy(), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        *(sql.holds(condition, plan) for condition in form.population.where),
    )


def _cut_number(moment: exp.Expr, moments: Sequence[datetime], first: int = 0) -> exp.Expr:
    """How many cuts lie before a moment: a list while it is short, halves of it beyond."""
    if len(moments) > _LONGEST_LIST:
        middle = len(moments) // 2
        is_early = exp.LTE(this=moment.copy(), expression=sql.instant(moments[middle - 1]))
        early = _cut_number(moment, moments[: middle - 1], first)
        return sql.case((is_early, early), default=_cut_number(moment, moments[middle:], first + middle))
    branches = [
        (exp.LTE(this=moment.copy(), expression=sql.instant(cut)), sql.whole(first + number))
        for number, cut in enumerate(moments)
    ]
    return sql.case(*branches, default=sql.whole(first + len(moments)))


def _seen() -> exp.Select:
    """Spans that cover a cut, with the furthest that the customer's spans before them reach."""
    covers = exp.LT(this=sql.column("from_cut"), expression=sql.column("to_cut"))
    furthest = _over_customer(exp.Max(this=sql.column("to_cut")), end="PRECEDING", end_value=1)
    return (
        exp.select(members.CUSTOMER, "from_cut", "to_cut", furthest.as_("reached"))
        .from_("spans")
        .where(covers)
    )


def _numbered() -> exp.Select:
    """Spans with the number of the gaps before them."""
    has_gap = exp.GT(this=sql.column("from_cut"), expression=sql.column("reached"))
    gaps = exp.Sum(this=sql.case((has_gap, sql.whole(1)), default=sql.whole(0)))
    number = _over_customer(gaps, end="CURRENT ROW")
    return exp.select(members.CUSTOMER, "from_cut", "to_cut", number.as_("gaps")).from_("seen")


def _standings(plan: Plan) -> exp.Select:
    """Merged ranges with the customer's segments."""
    table = "numbered"
    merged = exp.select(
        *members.member_columns(plan),
        exp.Min(this=sql.column("from_cut", table)).as_("from_cut"),
        exp.Max(this=sql.column("to_cut", table)).as_("to_cut"),
    ).from_(table)
    joined = members.join_members(merged, plan, table)
    return joined.group_by(
        sql.column(members.CUSTOMER, table), sql.column("gaps", table), *members.member_columns(plan)
    )


def _ends(plan: Plan, part: str, cut: str) -> exp.Select:
    columns = [sql.column(name) for name in members.segment_names(plan)]
    zeros = (sql.whole(0).as_("x"), sql.whole(0).as_("y"))
    counted = exp.select(
        sql.text(part).as_("part"),
        sql.column(cut).as_("period"),
        *columns,
        *zeros,
        exp.Count(this=exp.Star()).as_("n"),
    ).from_("standings")
    return counted.group_by(sql.column(cut), *(column.copy() for column in columns))


def _over_customer(value: exp.Expr, *, end: str, end_value: int | None = None) -> exp.Window:
    order = [exp.Ordered(this=sql.column(name), nulls_first=False) for name in ("from_cut", "to_cut")]
    side = {"end": sql.whole(end_value), "end_side": end} if end_value else {"end": end}
    return exp.Window(
        this=value,
        partition_by=[sql.column(members.CUSTOMER)],
        order=exp.Order(expressions=order),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", **side),
    )
