"""How many rows of a population there are in each currency; a query with columns of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Population
    from holdfast.metrics.plan import Plan


def query(plan: Plan, population: Population, currency: str) -> sql.Query:
    """Rows of ``currency, n``, of customers whom the filters let through."""
    table = population.table
    found = sql.select(sql.column(currency, table), sql.named(exp.Count(this=exp.Star()), "n")).from_(table)
    found = members.with_members(found, plan)
    found = members.join_members(found, plan, table).where(
        sql.before(sql.column(population.at, table), plan.as_of),
        sql.known(sql.column(members.CUSTOMER, table)),
        *(sql.holds(condition, plan, table) for condition in population.where),
    )
    return found.group_by(sql.column(currency, table))
