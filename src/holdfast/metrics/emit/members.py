"""Segments and filters: columns of customers, as of now, joined to whatever a form counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.batch.cells import LET_THROUGH
from holdfast.metrics.emit import expressions
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.request import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.batch.cells import Cells, Key
    from holdfast.metrics.emit.expressions import Style
    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.request import Request

CUSTOMER = "customer_id"
CELL = "segment_1"
MEMBERS = "members"
"""The step of customers with their segments; a refresh has it as a relation that all its metrics read."""


def segment_names(plan: Plan) -> list[str]:
    """Names under which the segment columns travel: ``segment_1`` and so on; a cell travels as the first."""
    if plan.cells:
        return [CELL]
    return [f"segment_{position}" for position, _ in enumerate(plan.request.by, start=1)]


def segments(plan: Plan) -> list[exp.Expr]:
    """The segment columns of customers as text, under their travelling names."""
    columns = zip(plan.request.by, segment_names(plan), strict=True)
    return [sql.named(_segment(plan, column), name) for column, name in columns]


def filters(plan: Plan) -> list[exp.Expr]:
    """The conditions that the request's filters put on customers."""
    return [_lets_through(_segment(plan, column), values) for column, values in plan.request.filters.items()]


def conditions(request: Request, style: Style) -> list[exp.Expr]:
    """The same for a request of which no plan is made."""
    return [
        _lets_through(segment_text(request, name, style), values) for name, values in request.filters.items()
    ]


def with_members(query: sql.Query, plan: Plan) -> sql.Query:
    """Adds the step ``members`` where segments or filters are asked for: one row per customer let through."""
    if not plan.needs_customers:
        return query
    if plan.cells:
        return query if MEMBERS in dict(plan.instead) else _with_cells(query, plan, plan.cells)
    members = sql.select(CUSTOMER, *segments(plan)).from_("customers").where(*filters(plan))
    return query.with_("members", as_=members)


def everybody(plan: Plan, cells: Cells) -> sql.Query:
    """Every customer with its cell, as the step ``members`` has them."""
    return _with_cells(sql.select(sql.every_column()), plan, cells).from_(MEMBERS)


def read_instead(plan: Plan) -> dict[str, str]:
    """The relations that a plan reads, by the names in whose place they are; members only those in cells."""
    return {name: relation for name, relation in plan.instead if plan.cells or name != MEMBERS}


def with_own_members(query: sql.Query, plan: Plan) -> sql.Query:
    """Adds ``cells`` where a query counts customers themselves; all else of the cuts stands beside them."""
    return query.with_("cells", as_=_cell_table(plan.cells)) if plan.cells else query


def of_customers(query: sql.Query, plan: Plan) -> sql.Query:
    """Gives a query on ``customers`` itself its segments and filters: read in place, or joined for cells.

    The cells themselves take the place of ``members``: joining customers with customers would cost as much
    as the rest.
    """
    if plan.cells:
        keys = _keys(plan.cells, expressions.style_of(plan))
        same = [exp.EQ(this=sql.column(name, "members"), expression=_own(key)) for name, key in keys.items()]
        cells = exp.alias_(exp.to_table("cells"), "members", table=True)
        return query.select(*member_columns(plan)).join(
            cells,
            on=sql.all_of(*same),
            join_type="LEFT" if plan.counts_rest else "INNER",
        )
    return query.select(*segments(plan)).where(*filters(plan))


def join_members(query: sql.Query, plan: Plan, table: str) -> sql.Query:
    """Joins ``members`` to a step that has a customer.

    Without filters, who is not among customers stays and falls into the segment of null, so that segments
    add up to the total. Where several requests share a query, one of them without filters is enough.
    """
    if not plan.needs_customers:
        return query
    same = exp.EQ(this=sql.column(CUSTOMER, "members"), expression=sql.column(CUSTOMER, table))
    return query.join("members", on=same, join_type="LEFT" if plan.counts_rest else "INNER")


def member_columns(plan: Plan) -> list[exp.Expr]:
    """The segment columns as they come out of ``members``."""
    return [sql.column(name, "members") for name in segment_names(plan)]


def grouped(query: sql.Query, plan: Plan, *, keys: int) -> sql.Query:
    """Groups by the first columns of a query: its own keys and the segments between them."""
    return query.group_by(*(sql.whole(number) for number in range(1, keys + len(segment_names(plan)) + 1)))


def key_column(key: Key, style: Style) -> exp.Expr:
    """What tells customers of different cells apart: a column's value, or whether a filter lets through."""
    segment = _as_text(key.column, key.expression, style)
    if not key.values:
        return exp.Coalesce(this=segment, expressions=[sql.text(NONE)])
    is_in = _lets_through(segment, key.values)
    return sql.case((is_in, sql.text(LET_THROUGH)), default=sql.text(""))


def _with_cells(query: sql.Query, plan: Plan, cells: Cells) -> sql.Query:
    query = query.with_("cells", as_=_cell_table(cells))
    return query.with_(MEMBERS, as_=_in_cells(cells, expressions.style_of(plan)))


def _cell_table(cells: Cells) -> sql.Query:
    rows = [
        (sql.whole(number), *(sql.text(value) for value in values)) for number, values in cells.numbered()
    ]
    # No table is without rows; where nobody is asked for, no answer looks at what falls into this one.
    nobody = (sql.whole(0), *(sql.text("") for _ in cells.keys))
    return sql.table_of("cells", (CELL, *_key_names(cells)), rows or [nobody])


def _in_cells(cells: Cells, style: Style) -> sql.Query:
    """Every customer with its cell. Keys are never null, so that the join can be by hash everywhere."""
    keys = _keys(cells, style)
    columns = [sql.named(key, name) for name, key in keys.items()]
    keyed = sql.select(CUSTOMER, *columns).from_("customers").subquery("keyed")
    same = [exp.EQ(this=sql.column(n, "cells"), expression=sql.column(n, "keyed")) for n in keys]
    return (
        sql.select(sql.column(CUSTOMER, "keyed"), sql.column(CELL, "cells"))
        .from_(keyed)
        .join("cells", on=sql.all_of(*same))
    )


def _keys(cells: Cells, style: Style) -> dict[str, exp.Expr]:
    return {name: key_column(key, style) for name, key in zip(_key_names(cells), cells.keys, strict=True)}


def _own(value: exp.Expr) -> exp.Expr:
    """The same, with its columns named as those of customers: another table may have one of that name."""
    for column in value.find_all(exp.Column):
        column.set("table", exp.to_identifier("customers"))
    return value


def _key_names(cells: Cells) -> list[str]:
    return [f"key_{position}" for position, _ in enumerate(cells.keys, start=1)]


def segment_text(request: Request, name: str, style: Style) -> exp.Expr:
    """The text of a segment for a row of customers: a column's value, or that of an expression."""
    return _as_text(name, request.expressions.get(name), style)


def _segment(plan: Plan, name: str) -> exp.Expr:
    return segment_text(plan.request, name, expressions.style_of(plan))


def _as_text(column: str, expression: Expression | None, style: Style) -> exp.Expr:
    """A column of customers as text, or the expression that a name stands for."""
    if expression is not None:
        return expressions.as_text(expression, style)
    return sql.cast(sql.quoted(column), exp.DType.TEXT)


def _lets_through(segment: exp.Expr, values: Sequence[str]) -> exp.Expr:
    named = [sql.text(value) for value in values if value != NONE]
    ways = [sql.one_of(segment, named)] if named else []
    if NONE in values:
        ways.append(exp.Is(this=segment.copy(), expression=exp.Null()))
    return sql.any_of(*ways)
