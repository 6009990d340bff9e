"""The user's expressions as SQL: names always quoted, values always literals, every part in its own brackets.

Only values of `holdfast.metrics.expression.model` come in, so no text of the user changes the query's form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit import texts
from holdfast.metrics.expression.model import (
    Asked,
    Called,
    Certain,
    Choice,
    Compared,
    Computed,
    Constant,
    Joined,
    Like,
    Member,
    Missing,
    Named,
    Negated,
    OnDay,
)
from holdfast.metrics.periods import day_start

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.metrics.expression.model import Expression, Node
    from holdfast.metrics.plan import Plan

_SIGNS: Mapping[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How expressions are written.

    Attributes:
        time_zone: By which local dates are told.
        dialect: Of the text.
        numbers: Parameters with their numbers.
    """

    time_zone: str
    dialect: str
    numbers: tuple[tuple[str, float], ...] = ()


def style_of(plan: Plan) -> Style:
    """The zone, the dialect and the numbers of a plan."""
    numbers = tuple((name, value) for name, value in plan.numbers if isinstance(value, int | float))
    return Style(plan.request.time_zone, plan.dialect, numbers)


def tree_of(node: Node, style: Style, table: str | None = None) -> exp.Expr:
    """The expression over the rows of a table, or of a step of that name.

    Args:
        node: What it says.
        style: The time zone and the dialect.
        table: Qualifies the columns where several relations are in sight.
    """

    def inner(part: Node) -> exp.Expr:
        return tree_of(part, style, table)

    match node:
        case Named(column=column):
            return sql.quoted(column, table)
        case Constant(value=value):
            return _constant(value)
        case Asked(parameter=parameter):
            return sql.whole(int(dict(style.numbers)[parameter]))
        case Called():
            return _called(node, style, inner)
        case OnDay():
            return sql.paren(_on_day(node, style, inner))
        case _:
            return sql.paren(_composed(node, inner))


def as_text(expression: Expression, style: Style) -> exp.Expr:
    """A segment's value as text; null stays null."""
    tree = tree_of(expression.root, style)
    if expression.type != "bool":
        return sql.cast(tree, exp.DType.TEXT)
    return sql.case((tree, sql.text("true")), (exp.Not(this=tree.copy()), sql.text("false")))


def _constant(value: str | int | date | None) -> exp.Expr:
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        return sql.whole(value)
    return sql.day(value) if isinstance(value, date) else sql.text(value)


def _composed(node: Node, inner: Callable[[Node], exp.Expr]) -> exp.Expr:
    match node:
        case Compared(operator=operator, left=left, right=right):
            return _SIGNS[operator](this=inner(left), expression=inner(right))
        case Computed(operator=operator, left=left, right=right):
            # A narrow integer would overflow on some databases and widen on others.
            wide = sql.cast(inner(left), exp.DType.BIGINT)
            return _SIGNS[operator](this=wide, expression=inner(right))
        case Joined(operator="and", parts=parts):
            return sql.all_of(*map(inner, parts))
        case Joined(parts=parts):
            return sql.any_of(*map(inner, parts))
        case Choice(branches=branches, default=default):
            found = ((inner(condition), inner(value)) for condition, value in branches)
            return sql.case(*found, default=inner(default))
        case _:
            return _asked(node, inner)


def _asked(node: Node, inner: Callable[[Node], exp.Expr]) -> exp.Expr:
    match node:
        case Negated(part=part):
            return exp.Not(this=inner(part))
        case Member(subject=subject, values=values):
            return sql.one_of(inner(subject), [inner(value) for value in values])
        case Missing(subject=subject):
            return exp.Is(this=inner(subject), expression=exp.Null())
        case Certain(subject=subject, is_true=is_true):
            unknown = exp.Boolean(this=not is_true)
            held = exp.Coalesce(this=inner(subject), expressions=[unknown])
            return held if is_true else exp.Not(this=held)
        case Like(subject=subject, pattern=pattern):
            return exp.Like(this=inner(subject), expression=sql.text(pattern))
    raise TypeError(node)


def _on_day(node: OnDay, style: Style, inner: Callable[[Node], exp.Expr]) -> exp.Expr:
    """Compared with the instants at which the local day starts and ends, so that no row is converted."""
    instant = inner(node.instant)
    starts, ends = (day_start(day, style.time_zone) for day in (node.day, node.day + timedelta(days=1)))
    match node.operator:
        case "<":
            return sql.before(instant, starts)
        case ">=":
            return sql.not_before(instant, starts)
        case "<=":
            return sql.before(instant, ends)
        case ">":
            return sql.not_before(instant, ends)
        case "=":
            return sql.all_of(sql.not_before(instant, starts), sql.before(instant.copy(), ends))
        case "<>":
            return sql.any_of(sql.before(instant, starts), sql.not_before(instant.copy(), ends))


def _called(node: Called, style: Style, inner: Callable[[Node], exp.Expr]) -> exp.Expr:
    first, *rest = map(inner, node.arguments)
    if node.function == "days_between":
        return sql.days_between(first, rest[0], style.dialect)
    if node.function == "coalesce":
        return exp.Coalesce(this=first, expressions=rest)
    return _OF_ONE[node.function](first, style)


_OF_ONE: Mapping[str, Callable[[exp.Expr, Style], exp.Expr]] = {
    "lower": lambda value, style: texts.lower(value, style.dialect),
    "upper": lambda value, style: texts.upper(value, style.dialect),
    "trim": lambda value, _: exp.Trim(this=value),
    "length": lambda value, style: texts.length(value, style.dialect),
    "abs": lambda value, _: exp.Abs(this=value),
    "date": lambda value, style: sql.local_day(value, style.time_zone, style.dialect),
    "whole": lambda value, style: texts.whole_in(value, style.dialect),
}
