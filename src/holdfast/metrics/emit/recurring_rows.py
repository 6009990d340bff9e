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


def spans(plan: Plan, form: Recurring | AtRisk, columns: Sequence[exp.Expr]) -> sql.Query:
    """Paid spans that take time, with money per month in parts of a minor unit; null where not whole."""
    begins, until = sql.column(form.population.at), sql.column(form.until)
    takes_time = sql.any_of(
        exp.Is(this=until, expression=exp.Null()), exp.GT(this=until.copy(), expression=begins)
    )
    found = sql.select(
        members.CUSTOMER,
        *columns,
        sql.named(monthly(form.amount, form.interval), "money"),
        sql.named(sql.column(form.currency), "currency"),
    ).from_(form.population.table)
    return found.where(
        sql.before(begins.copy(), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        sql.paren(takes_time),
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
        (sql.all_of(*nothing), exp.Null()),
        (sql.all_of(nothing[0].copy(), is_first), sql.whole(NEW)),
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
    sums: dict[str, exp.Expr] = {name: exp.Sum(this=term.copy()) for name, term in terms.items()}
    # ClickHouse sums ones without a sign, and puts these below no sum with one.
    sums["customers"] = sql.cast(sums["customers"], exp.DType.BIGINT)
    return [sql.named(total, name) for name, total in sums.items()]


def answer(steps: sql.Query, plan: Plan, dialect: str) -> sql.Query:
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
        steps.with_("sums", as_=names)
        .select(
            sql.named(sql.column("part", "sums"), "part"),
            sql.named(sql.column("number", "moved"), "period"),
            *(sql.column(name, "moved") for name in members.segment_names(plan)),
            sql.named(sql.column("movement", "moved"), "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(sql.case(*picked), "n"),
        )
        .from_("moved")
        .join("sums", join_type="CROSS")
    )
    return sql.union_all(sums, currencies(plan, dialect))


def currencies(plan: Plan, dialect: str) -> sql.Query:
    """For each currency of ``spans`` a row: part its name, x 0, y spans whose money is not whole, n spans."""
    found = sql.select(
        currency_name(),
        sql.whole(0),
        *members.member_columns(plan),
        sql.whole(CHECK),
        sql.cast(uneven(), exp.DType.INT),
        sql.wide(exp.Count(this=exp.Star()), dialect),
    ).from_("spans")
    return members.grouped(members.join_members(found, plan, "spans"), plan, keys=2)


def currency_name() -> exp.Expr:
    """The currency of ``spans``, or that there is none."""
    return exp.Coalesce(this=sql.column("currency", "spans"), expressions=[sql.text("(none)")])


def uneven() -> exp.Expr:
    """How many of ``spans`` have money that is not whole."""
    is_uneven = exp.Is(this=sql.column("money", "spans"), expression=exp.Null())
    return exp.Sum(this=sql.case((is_uneven, sql.whole(1)), default=sql.whole(0)))


def monthly(amount_column: str, interval_column: str) -> exp.Expr:
    """What a span costs by the month, in parts of a minor unit; null where these are not whole."""
    interval = sql.column(interval_column)
    parts = sql.case(
        *(
            (exp.EQ(this=interval.copy(), expression=sql.whole(months)), sql.whole(UNITS // months))
            for months in _INTERVALS
        )
    )
    return exp.Mul(this=sql.column(amount_column), expression=parts)
