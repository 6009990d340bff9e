"""What queries are built of: names, values, conditions, and the expressions that engines disagree on.

Names and values of the user only ever enter as identifier and literal nodes, so the dialect escapes them.
What engines disagree on stands in `times`, `wholes` and `adapting`, each once with all its forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit.nodes import (
    all_of,
    any_of,
    case,
    cast,
    column,
    copied,
    day,
    every_column,
    instant,
    known,
    named,
    one_of,
    paren,
    quoted,
    text,
    whole,
)
from holdfast.metrics.emit.query import Query, select, table_of, union_all
from holdfast.metrics.emit.times import (
    days_between,
    days_later,
    earliest_of,
    local_day,
    microseconds_between,
    month_number,
    months_later,
)
from holdfast.metrics.emit.wholes import (
    bit,
    bit_count,
    bits_of,
    both,
    either,
    exact_sum,
    half_of,
    has_wide_masks,
    less,
    lowest_bit,
    shifted_down,
    shifted_up,
    steps_of,
    wide,
    wide_bit,
)
from holdfast.metrics.expression.model import Expression

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.metrics.forms.model import Condition
    from holdfast.metrics.plan import Plan

Node = exp.Expr

__all__ = [
    "Query",
    "all_of",
    "any_of",
    "before",
    "bit",
    "bit_count",
    "bits_of",
    "both",
    "case",
    "cast",
    "column",
    "copied",
    "day",
    "days_between",
    "days_later",
    "earliest_of",
    "either",
    "every_column",
    "exact_sum",
    "half_of",
    "has_wide_masks",
    "holds",
    "instant",
    "known",
    "less",
    "local_day",
    "lowest_bit",
    "microseconds_between",
    "month_number",
    "months_later",
    "named",
    "not_before",
    "one_of",
    "paren",
    "quoted",
    "select",
    "shifted_down",
    "shifted_up",
    "steps_of",
    "table_of",
    "text",
    "union_all",
    "whole",
    "wide",
    "wide_bit",
]


def holds(condition: Condition | Expression, plan: Plan, table: str | None = None) -> Node:
    """A declared condition, or an expression of the user, with the plan's parameters."""
    if isinstance(condition, Expression):
        from holdfast.metrics.emit.expressions import style_of, tree_of  # noqa: PLC0415 - made of what is here

        return tree_of(condition.root, style_of(plan), table)
    return _declared(condition, plan, table)


def _declared(condition: Condition, plan: Plan, table: str | None) -> Node:
    subject = column(condition.column, table)
    if condition.operator in {"reaches", "named"}:
        return _as_asked(condition, plan, subject)
    values = [exp.convert(value) for value in condition.values]
    match condition.operator:
        case "known":
            return exp.Not(this=exp.Is(this=subject, expression=exp.Null()))
        case "above":
            return exp.GT(this=subject, expression=values[0])
        case "between":
            return exp.Between(this=subject, low=values[0], high=values[1])
        case "null or other than":
            other = exp.NEQ(this=subject, expression=column(str(condition.values[0]), table))
            return exp.Paren(
                this=exp.Or(this=exp.Is(this=subject.copy(), expression=exp.Null()), expression=other)
            )
        case _:
            return one_of(subject, values)


def _as_asked(condition: Condition, plan: Plan, subject: Node) -> Node:
    """A condition that a parameter of the request sets."""
    parameter = str(condition.values[0])
    if condition.operator == "reaches":
        return exp.GTE(this=subject, expression=whole(int(plan.number(parameter))))
    names = plan.names(parameter)
    return one_of(subject, [text(name) for name in names]) if names else exp.Boolean(this=True)


def before(subject: Node, moment: datetime) -> Node:
    """Strictly before an instant; null, hence not true, where the subject is null."""
    return exp.LT(this=subject, expression=instant(moment))


def not_before(subject: Node, moment: datetime) -> Node:
    """At an instant or after it."""
    return exp.GTE(this=subject, expression=instant(moment))
