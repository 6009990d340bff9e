"""What customers who left paid at the last, by reason and interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, paid_spans
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.panel import drawn_below
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

_INTERVAL, _AMOUNT = "interval_months", "amount_minor"


def render_exits(plan: Plan, form: Standing, dialect: str, *, start: date, has_reasons: bool) -> str:
    """The text of a query for rows of reason, interval, whether it is the customer's first, amount, n.

    A customer may have had several intervals at the last: it is counted by the shortest.
    """
    lives, paid = "lives", "paid"
    reason = sql.column("reason", "reasons") if has_reasons else exp.Null()
    keys = (
        sql.named(sql.cast(reason, exp.DType.VARCHAR), "reason"),
        sql.column(_INTERVAL, paid),
        sql.named(_is_first(), "is_first"),
    )
    query = members.with_members(sql.select(), plan)
    query = query.with_(lives, as_=_lives(plan, form, start)).with_(paid, as_=_paid(plan, form))
    query = query.select(*keys, sql.named(_whole_sum(sql.column("amount", paid)), "amount"), _count()).from_(
        paid
    )
    query = query.join("firsts", on=_same("firsts", paid))
    query = query.with_("firsts", as_=_firsts())
    if has_reasons:
        query = query.with_("reasons", as_=_reasons(plan, start))
        query = query.join("reasons", on=_same("reasons", paid), join_type="LEFT")
    if plan.needs_customers:
        query = query.join(
            "members", on=_same("members", paid), join_type="LEFT" if plan.counts_rest else "INNER"
        )
    return text_of(query.group_by(*(sql.whole(number) for number in range(1, len(keys) + 1))), dialect)


def render_last_paid(plan: Plan, form: Standing, dialect: str, *, below: str | None) -> str:
    """The text of a query for rows of customer, interval, amount of everybody who left; of a sample maybe."""
    query = (
        sql.select(members.CUSTOMER, sql.column(_INTERVAL), sql.column("amount"))
        .with_("lives", as_=_lives(plan, form, None))
        .with_("paid", as_=_paid(plan, form))
        .from_("paid")
        .where(*([] if below is None else [drawn_below(below)]))
    )
    return text_of(query, dialect)


def _lives(plan: Plan, form: Standing, start: date | None) -> sql.Query:
    """Customers with no paid span that goes on, and the instant at which the last one ended."""
    until = paid_spans.span_end(plan, form)
    over = exp.Count(this=sql.case((sql.before(until, plan.as_of), sql.whole(1))))
    last = exp.Max(this=until.copy())
    return (
        sql.select(members.CUSTOMER, sql.named(last, "left_at"))
        .from_(form.population.table)
        .where(*paid_spans.counted(plan, form))
        .group_by(members.CUSTOMER)
        .having(
            sql.all_of(
                exp.EQ(this=exp.Count(this=exp.Star()), expression=over),
                *([] if start is None else [sql.not_before(last.copy(), plan.instant(start))]),
            )
        )
    )


def _paid(plan: Plan, form: Standing) -> sql.Query:
    """What each of them paid for an interval in the spans that ended last."""
    spans = (
        sql.select(
            members.CUSTOMER,
            sql.named(paid_spans.span_end(plan, form), "span_end"),
            sql.column(_INTERVAL),
            sql.column(_AMOUNT),
        )
        .from_(form.population.table)
        .where(*paid_spans.counted(plan, form))
        .subquery("spans")
    )
    ends = exp.EQ(this=sql.column("span_end", "spans"), expression=sql.column("left_at", "lives"))
    keys = (sql.column(members.CUSTOMER, "spans"), sql.column(_INTERVAL, "spans"))
    return (
        sql.select(*keys, sql.named(_whole_sum(sql.column(_AMOUNT, "spans")), "amount"))
        .from_(spans)
        .join("lives", on=sql.all_of(_same("lives", "spans"), ends))
        .group_by(sql.whole(1), sql.whole(2))
    )


def _firsts() -> sql.Query:
    shortest = exp.Min(this=sql.column(_INTERVAL))
    return sql.select(members.CUSTOMER, sql.named(shortest, "first")).from_("paid").group_by(members.CUSTOMER)


def _reasons(plan: Plan, start: date) -> sql.Query:
    """The last reason of each customer since the start; of two at one instant the first by name."""
    at = sql.column("left_at")
    known = (sql.before(at, plan.as_of), sql.not_before(at.copy(), plan.instant(start)))
    last = (
        sql.select(members.CUSTOMER, sql.named(exp.Max(this=at.copy()), "last_at"))
        .from_("churn_reasons")
        .where(*known)
        .group_by(members.CUSTOMER)
        .subquery("last")
    )
    is_last = exp.EQ(this=sql.column("left_at", "churn_reasons"), expression=sql.column("last_at", "last"))
    return (
        sql.select(
            sql.column(members.CUSTOMER, "churn_reasons"),
            sql.named(exp.Min(this=sql.column("reason", "churn_reasons")), "reason"),
        )
        .from_("churn_reasons")
        .join(last, on=sql.all_of(_same("last", "churn_reasons"), is_last))
        .group_by(sql.whole(1))
    )


def _is_first() -> exp.Expr:
    same = exp.EQ(this=sql.column(_INTERVAL, "paid"), expression=sql.column("first", "firsts"))
    return sql.case((same, sql.whole(1)), default=sql.whole(0))


def _same(table: str, other: str) -> exp.Expr:
    return exp.EQ(this=sql.column(members.CUSTOMER, table), expression=sql.column(members.CUSTOMER, other))


def _whole_sum(value: exp.Expr) -> exp.Expr:
    return sql.cast(exp.Sum(this=value), exp.DType.BIGINT)


def _count() -> exp.Expr:
    return sql.named(exp.Count(this=exp.Star()), "n")
