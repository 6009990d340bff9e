"""Spans with their monthly money, and the rows of counts that queries of recurring money return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.forms.recurring import (
    CHECK,
    CHURN,
    CONTRACTION,
    EXPANSION,
    NEW,
    REACTIVATION,
    SAME,
    SUMS,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.forms.at_risk import AtRisk
    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan

# The common ones first: a list is searched in order.
_COMMON = (1, 12, 3, 6, 24, 36)
_INTERVALS = (*_COMMON, *(n for n in range(2, UNITS + 1) if UNITS % n == 0 and n not in _COMMON))


def spans(plan: Plan, form: Recurring | AtRisk, columns: Sequence[exp.Expr]) -> exp.Select:
    """Paid spans that take time, with money per month in parts of a minor unit; null where not whole."""
    begins, until = sql.column(form.population.at), sql.column(form.until)
    takes_time = exp.or_(
        exp.Is(this=until, expression=exp.null()), exp.GT(this=until.copy(), expression=begins)
    )
    found = exp.select(
        members.CUSTOMER,
        *columns,
        monthly(form.amount, form.interval).as_("money"),
        sql.column(form.currency).as_("currency"),
    ).from_(form.population.table)
    return found.where(
        sql.before(begins.copy(), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        exp.paren(takes_time),
        *(sql.holds(condition, plan) for condition in form.population.where),
    )


def known_end(plan: Plan, form: Recurring, number: exp.Expr, never: int) -> exp.Expr:
    """The number of a span's end; one that is not known yet at the as-of instant is no end."""
    is_over = sql.before(sql.column(form.until), plan.as_of)
    return sql.case((is_over, number), default=sql.whole(never))


def movement(before: exp.Expr, after: exp.Expr, is_first: exp.Expr) -> exp.Expr:
    """The number of the movement; null where there is no money at either end."""
    nothing = [exp.EQ(this=side.copy(), expression=sql.whole(0)) for side in (before, after)]
    return sql.case(
        (exp.and_(*nothing), exp.null()),
        (exp.and_(nothing[0].copy(), is_first), sql.whole(NEW)),
        (nothing[0].copy(), sql.whole(REACTIVATION)),
        (nothing[1].copy(), sql.whole(CHURN)),
        (exp.GT(this=after.copy(), expression=before.copy()), sql.whole(EXPANSION)),
        (exp.LT(this=after.copy(), expression=before.copy()), sql.whole(CONTRACTION)),
        default=sql.whole(SAME),
    )


def sums_of(before: exp.Expr, after: exp.Expr, dialect: str) -> list[exp.Expr]:
    """The sums over customers, under their names."""
    one, other = sql.wide(before, dialect), sql.wide(after, dialect)
    terms = {
        "customers": sql.whole(1),
        "money_before": before,
        "money_after": after,
        "before_squared": exp.Mul(this=one, expression=one.copy()),
        "after_squared": exp.Mul(this=other, expression=other.copy()),
        "before_by_after": exp.Mul(this=one.copy(), expression=other.copy()),
    }
    return [exp.Sum(this=term.copy()).as_(name) for name, term in terms.items()]


def answer(steps: exp.Select, plan: Plan, dialect: str) -> exp.Query:
    """The rows of counts, from steps that hold ``moved`` (number, movement, segments, sums) and ``spans``.

    For each sum a row: part its name, x the movement, n the sum. And for each currency a row: part its name,
    x 0, y spans whose money is not whole, n spans.
    """
    names = sql.table_of("sum_names", ("part",), [(sql.text(name),) for name in SUMS])
    picked = [
        (
            exp.EQ(this=sql.column("part", "sums"), expression=sql.text(name)),
            sql.wide(sql.column(name, "moved"), dialect),
        )
        for name in SUMS
    ]
    sums = (
        steps.with_("sums", as_=names, copy=False)
        .select(
            sql.column("part", "sums").as_("part"),
            sql.column("number", "moved").as_("period"),
            *(sql.column(name, "moved") for name in members.segment_names(plan)),
            sql.column("movement", "moved").as_("x"),
            sql.whole(0).as_("y"),
            sql.case(*picked).as_("n"),
            copy=False,
        )
        .from_("moved", copy=False)
        .join("sums", join_type="CROSS", copy=False)
    )
    return exp.union(sums, currencies(plan, dialect), distinct=False, copy=False)


def currencies(plan: Plan, dialect: str) -> exp.Select:
    """For each currency of ``spans`` a row: part its name, x 0, y spans whose money is not whole, n spans."""
    name = exp.Coalesce(this=sql.column("currency", "spans"), expressions=[sql.text("(none)")])
    is_uneven = exp.Is(this=sql.column("money", "spans"), expression=exp.null())
    uneven = exp.Sum(this=sql.case((is_uneven, sql.whole(1)), default=sql.whole(0)))
    found = exp.select(
        name,
        sql.whole(0),
        *members.member_columns(plan),
        sql.whole(CHECK),
        exp.cast(uneven, exp.DataType.Type.INT),
        sql.wide(exp.Count(this=exp.Star()), dialect),
    ).from_("spans")
    return members.grouped(members.join_members(found, plan, "spans"), plan, keys=2)


def monthly(amount_column: str, interval_column: str) -> exp.Expr:
    """What a span costs by the month, in parts of a minor unit; null where these are not whole."""
    amount, interval = sql.column(amount_column), sql.column(interval_column)
    branches = [
        (
            exp.EQ(this=interval.copy(), expression=sql.whole(months)),
            exp.Mul(this=amount.copy(), expression=sql.whole(UNITS // months)),
        )
        for months in _INTERVALS
    ]
    return sql.case(*branches)
