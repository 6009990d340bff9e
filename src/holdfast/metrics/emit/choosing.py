"""The value of another column in the row where a key is least: engines have many names for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Node = exp.Expr


def value_at_least(value: Node, key: Node, dialect: str) -> Node:
    """Aggregate: the value in the row of the group with the least key; any of them where several have it."""
    return _AT_LEAST[dialect](value, key)


def _called(name: str) -> Callable[[Node, Node], Node]:
    return lambda value, key: exp.Anonymous(this=name, expressions=[value, key])


def _postgres(value: Node, key: Node) -> Node:
    rising = exp.Order(this=value, expressions=[exp.Ordered(this=key, nulls_first=False)])
    return exp.Bracket(this=nodes.paren(exp.ArrayAgg(this=rising)), expressions=[nodes.whole(1)], offset=1)


def _bigquery(value: Node, key: Node) -> Node:
    rising = exp.Order(this=value, expressions=[exp.Ordered(this=key, nulls_first=True)])
    first = exp.ArrayAgg(this=exp.Limit(this=rising, expression=nodes.whole(1)))
    return exp.Bracket(this=first, expressions=[exp.Anonymous(this="OFFSET", expressions=[nodes.whole(0)])])


_AT_LEAST: Mapping[str, Callable[[Node, Node], Node]] = {
    "duckdb": _called("ARG_MIN"),
    "spark": _called("MIN_BY"),
    "clickhouse": _called("argMin"),
    "snowflake": _called("MIN_BY"),
    "trino": _called("MIN_BY"),
    "postgres": _postgres,
    "bigquery": _bigquery,
}
