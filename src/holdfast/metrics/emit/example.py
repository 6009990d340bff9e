"""The rows of one customer that a metric reads: for an explanation, not for a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan


def render_customers(plan: Plan, dialect: str, *, most: int) -> str:
    """The text of the query for customers of the population, those anchored latest whose window has passed.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    plan = replace(plan, dialect=known(dialect))
    population = plan.metric.form.population
    at, customer = sql.column(population.at), sql.column(members.CUSTOMER)
    last = plan.instant(plan.request.as_of - timedelta(days=(plan.metric.card.window_days or 0)))
    query = (
        sql.select(customer, sql.named(exp.Max(this=at), "latest"))
        .from_(population.table)
        .where(
            sql.before(at.copy(), last),
            sql.known(customer.copy()),
            *(sql.holds(condition, plan) for condition in population.where),
        )
        .group_by(customer.copy())
        .order_by(exp.Ordered(this=sql.column("latest"), desc=True, nulls_first=False), customer.copy())
        .limit(most)
    )
    return text_of(query, dialect)


def render_rows(table: str, columns: Sequence[str], customer: str, dialect: str, *, most: int) -> str:
    """The text of the query for rows of one customer, in the order of their first column.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    quoted = [sql.quoted(column) for column in columns]
    query = (
        sql.select(*quoted)
        .from_(table)
        .where(exp.EQ(this=sql.column(members.CUSTOMER), expression=sql.text(customer)))
        .order_by(exp.Ordered(this=quoted[0].copy(), nulls_first=False))
        .limit(most)
    )
    return text_of(query, known(dialect))
