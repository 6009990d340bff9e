"""When each paying customer left, and the spans it paid for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, paid_spans
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.panel import drawn_below
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan


def render_spans(plan: Plan, form: Standing, dialect: str, *, below: str | None = None) -> str:
    """The text of a query for rows of customer and the local dates on which a paid span begins and ends.

    The end is null where it is not over by the as-of instant. Of a sample, as the panel draws it, unless all
    are asked for.
    """
    until = paid_spans.span_end(plan, form)
    ended = sql.case((sql.before(until, plan.as_of), local_day(plan, until.copy(), dialect)))
    started = local_day(plan, sql.column(form.population.at), dialect)
    query = (
        sql.select(members.CUSTOMER, sql.named(started, "started_on"), sql.named(ended, "ended_on"))
        .from_(form.population.table)
        .where(*paid_spans.counted(plan, form), *([] if below is None else [drawn_below(below)]))
    )
    return text_of(query, dialect)


def render_departures(plan: Plan, form: Standing, dialect: str, *, below: str | None) -> str:
    """The text of a query for rows of customer and local date on which it left; null while it pays.

    Args:
        plan: Of a metric with spans that are paid for.
        form: The metric's form.
        dialect: SQLGlot's name of it.
        below: Of a sample, as the panel draws it; None takes all.
    """
    until = paid_spans.span_end(plan, form)
    is_over = sql.before(until, plan.as_of)
    over = exp.Count(this=sql.case((is_over, sql.whole(1))))
    all_over = exp.EQ(this=exp.Count(this=exp.Star()), expression=over)
    last = exp.Max(this=sql.case((is_over.copy(), until.copy())))
    left = sql.case((all_over, local_day(plan, last, dialect)))
    query = (
        sql.select(members.CUSTOMER, sql.named(left, "left_on"))
        .from_(form.population.table)
        .where(*paid_spans.counted(plan, form), *([] if below is None else [drawn_below(below)]))
        .group_by(members.CUSTOMER)
    )
    return text_of(query, dialect)
