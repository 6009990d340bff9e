"""A customer's spans that meet, merged to spells: the times through which somebody stands without a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.paid_spans import counted, span_end

if TYPE_CHECKING:
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

NEVER = "9999-12-31 00:00:00"
"""The end of a spell that has none yet at the as-of instant."""


def with_spells(query: sql.Query, plan: Plan, form: Standing, *, suffix: str = "") -> sql.Query:
    """Adds the step ``spells`` (customer_id, begins, ends), one row per spell that takes time.

    Args:
        query: To which it is added, with the steps before it.
        plan: For variant, as-of instant and conditions.
        form: Whose spans.
        suffix: Of the names of the steps, where one query has them twice.
    """
    return (
        query.with_(f"spans{suffix}", as_=_spans(plan, form))
        .with_(f"seen{suffix}", as_=_seen(f"spans{suffix}"))
        .with_(f"numbered{suffix}", as_=_numbered(f"seen{suffix}"))
        .with_(f"spells{suffix}", as_=_spells(f"numbered{suffix}"))
    )


def _spans(plan: Plan, form: Standing) -> sql.Query:
    begins, until = sql.column(form.population.at), span_end(plan, form)
    ends = sql.case(
        (sql.before(until, plan.as_of), until.copy()),
        default=sql.cast(sql.text(NEVER), exp.DType.TIMESTAMPNTZ),
    )
    # A span that ends where it starts was never paid for.
    is_no_time = exp.LTE(this=until.copy(), expression=begins.copy())
    is_time = sql.case((is_no_time, sql.whole(0)), default=sql.whole(1))
    found = sql.select(members.CUSTOMER, sql.named(begins, "begins"), sql.named(ends, "ends")).from_(
        form.population.table
    )
    return found.where(*counted(plan, form), exp.EQ(this=is_time, expression=sql.whole(1)))


def _seen(step: str) -> sql.Query:
    furthest = over_customer(exp.Max(this=sql.column("ends")), ("begins", "ends"), before=True)
    return sql.select(members.CUSTOMER, "begins", "ends", sql.named(furthest, "reached")).from_(step)


def _numbered(step: str) -> sql.Query:
    has_gap = exp.GT(this=sql.column("begins"), expression=sql.column("reached"))
    gaps = exp.Sum(this=sql.case((has_gap, sql.whole(1)), default=sql.whole(0)))
    number = over_customer(gaps, ("begins", "ends"))
    return sql.select(members.CUSTOMER, "begins", "ends", sql.named(number, "gaps")).from_(step)


def _spells(step: str) -> sql.Query:
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(exp.Min(this=sql.column("begins")), "begins"),
            sql.named(exp.Max(this=sql.column("ends")), "ends"),
        )
        .from_(step)
        .group_by(members.CUSTOMER, "gaps")
    )


def over_customer(value: exp.Expr, order: tuple[str, ...], *, before: bool = False) -> exp.Window:
    """An aggregate over the customer's rows up to this one, or up to the one before it."""
    keys = [exp.Ordered(this=sql.column(name), nulls_first=False) for name in order]
    last = {"end": sql.whole(1), "end_side": "PRECEDING"} if before else {"end": "CURRENT ROW"}
    return exp.Window(
        this=value,
        partition_by=[sql.column(members.CUSTOMER)],
        order=exp.Order(expressions=keys),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", **last),
    )
