"""Counts for a standing: at which cut-off instants customers begin and cease to stand.

The cuts are the starts of the periods and the end of the last, or of every day. Each span becomes the range
of cuts that it covers, ranges of one customer that meet are merged, and only the ends of the merged ranges
are counted. A running sum in Python gives who stood at each cut. Joining spans with cuts instead takes five
times the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.emit.paid_spans import counted, span_end
from holdfast.metrics.trailing import cut_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

BEGIN, CEASE = "begin", "cease"


def query(plan: Plan, form: Standing) -> sql.Query:
    """Part ``begin`` or ``cease``; the period is the number of the cut; x and y are 0; n is customers."""
    first = with_standings(_ends(plan, BEGIN, "from_cut"), plan, form)
    return sql.union_all(first, _ends(plan, CEASE, "to_cut"))


def with_standings(query: sql.Query, plan: Plan, form: Standing) -> sql.Query:
    """Adds ``standings`` (customer_id, segments, from_cut, to_cut): ranges of cuts that never meet."""
    moments = [plan.instant(day) for day in cut_days(plan)]
    steps = with_ranges(members.with_members(query, plan), plan, form, moments)
    return steps.with_("standings", as_=_standings(plan))


def with_ranges(query: sql.Query, plan: Plan, form: Standing, moments: Sequence[datetime]) -> sql.Query:
    """Adds the steps up to ``numbered`` (customer_id, from_cut, to_cut, gaps).

    The rows of one customer with one number of gaps make up one range of cuts, from the least ``from_cut`` up
    to and without the greatest ``to_cut``.

    Args:
        query: To which the steps are added.
        plan: For the as-of instant and parameters.
        form: Spans, and what ends them.
        moments: The cuts, in order.
    """
    return (
        query.with_("spans", as_=_spans(plan, form, moments))
        .with_("seen", as_=_seen())
        .with_("numbered", as_=_numbered())
    )


def _spans(plan: Plan, form: Standing, moments: Sequence[datetime]) -> sql.Query:
    """The cuts that each span covers: from the first, up to and without the second."""
    until = span_end(plan, form)
    # An end that is not known yet at the as-of instant is no end.
    is_over = sql.before(until, plan.as_of)
    to_cut = sql.case((is_over, cut_number(until, moments)), default=sql.whole(len(moments)))
    from_cut = cut_number(sql.column(form.population.at), moments)
    found = sql.select(members.CUSTOMER, sql.named(from_cut, "from_cut"), sql.named(to_cut, "to_cut"))
    return found.from_(form.population.table).where(*counted(plan, form))


def _seen() -> sql.Query:
    """Spans that cover a cut, with the furthest that the customer's spans before them reach."""
    covers = exp.LT(this=sql.column("from_cut"), expression=sql.column("to_cut"))
    furthest = _over_customer(exp.Max(this=sql.column("to_cut")), end="PRECEDING", end_value=1)
    return (
        sql.select(members.CUSTOMER, "from_cut", "to_cut", sql.named(furthest, "reached"))
        .from_("spans")
        .where(covers)
    )


def _numbered() -> sql.Query:
    """Spans with the number of the gaps before them."""
    has_gap = exp.GT(this=sql.column("from_cut"), expression=sql.column("reached"))
    gaps = exp.Sum(this=sql.case((has_gap, sql.whole(1)), default=sql.whole(0)))
    number = _over_customer(gaps, end="CURRENT ROW")
    return sql.select(members.CUSTOMER, "from_cut", "to_cut", sql.named(number, "gaps")).from_("seen")


def _standings(plan: Plan) -> sql.Query:
    """Merged ranges with the customer's segments."""
    table = "numbered"
    merged = sql.select(
        sql.column(members.CUSTOMER, table),
        *members.member_columns(plan),
        sql.named(exp.Min(this=sql.column("from_cut", table)), "from_cut"),
        sql.named(exp.Max(this=sql.column("to_cut", table)), "to_cut"),
    ).from_(table)
    joined = members.join_members(merged, plan, table)
    return joined.group_by(
        sql.column(members.CUSTOMER, table), sql.column("gaps", table), *members.member_columns(plan)
    )


def _ends(plan: Plan, part: str, cut: str) -> sql.Query:
    columns = [sql.column(name) for name in members.segment_names(plan)]
    zeros = (sql.named(sql.whole(0), "x"), sql.named(sql.whole(0), "y"))
    counted = sql.select(
        sql.named(sql.text(part), "part"),
        sql.named(sql.column(cut), "period"),
        *columns,
        *zeros,
        sql.named(exp.Count(this=exp.Star()), "n"),
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
