"""Nodes that SQLGlot writes wrongly for a dialect, put right before the text is made.

So an emitter may use the plain node, and each difference still stands in one place.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Node = exp.Expr


def adapted(query: exp.Query, dialect: str) -> exp.Query:
    """The same query in nodes whose text means the same there; the tree that is given is changed."""
    rules = _RULES.get(dialect)
    if rules is not None:
        _adapt_within(query, rules)
    return query


def _adapt_within(node: Node, rules: Mapping[type[Node], Callable[[Node], Node]]) -> None:
    """What lies within comes first: a rule takes over its node's parts as they are."""
    for name, value in list(node.args.items()):
        if isinstance(value, exp.Expr):
            node.set(name, _adapted_node(value, rules))
        elif isinstance(value, list):
            node.set(name, [_adapted_node(one, rules) for one in value])


def _adapted_node(given: object, rules: Mapping[type[Node], Callable[[Node], Node]]) -> object:
    if not isinstance(given, exp.Expr):
        return given
    _adapt_within(given, rules)
    rule = rules.get(type(given))
    return given if rule is None else rule(given)


def _called(name: str) -> Callable[[Node], Node]:
    def write(node: Node) -> Node:
        sides = [side.unnest() for side in (node.this, node.args.get("expression")) if side is not None]
        return exp.Anonymous(this=name, expressions=sides)

    return write


def _shifted(name: str) -> Callable[[Node], Node]:
    """ClickHouse may shift in a branch that CASE does not choose, and fails where the number is negative."""

    def write(node: Node) -> Node:
        by = exp.Abs(this=node.args["expression"].unnest())
        return exp.Anonymous(this=name, expressions=[node.this.unnest(), by])

    return write


def _without_nulls(node: Node) -> Node:
    """Least and greatest skip nulls with us, as SQL's MIN does; there one null makes the whole null."""
    name = node.key.upper()
    sides: list[Node] = [node.this, *node.expressions]
    return reduce(lambda one, other: _of_two(name, one, other), sides)


def _of_two(name: str, one: Node, other: Node) -> Node:
    both = exp.Anonymous(this=name, expressions=[one, other])
    return exp.Coalesce(this=both, expressions=[one.copy(), other.copy()])


def _clickhouse_type(node: Node) -> Node:
    """Microseconds and all years, where SQLGlot's DateTime has seconds and ends in 2106."""
    instant = "DateTime64(6, 'UTC')"
    names = {exp.DType.TIMESTAMPNTZ: instant, exp.DType.TIMESTAMP: instant, exp.DType.DATE: "Date32"}
    wanted = names.get(node.this)
    return exp.DataType.build(f"Nullable({wanted})", dialect="clickhouse") if wanted else node


def _postgres_bit_count(node: Node) -> Node:
    return exp.Anonymous(this="BIT_COUNT", expressions=[nodes.cast_in(node.this, "BIT(64)", "postgres")])


def _trino_bit_count(node: Node) -> Node:
    return exp.Anonymous(this="BIT_COUNT", expressions=[node.this, nodes.whole(64)])


def _of_bytes(node: Node) -> Node:
    """Trino hashes bytes and not text."""
    return exp.MD5(this=exp.Anonymous(this="TO_UTF8", expressions=[node.this]))


def _nulls_by_a_key(node: Node) -> Node:
    """BigQuery knows no order of nulls within a frame: whether the key is null becomes a key before it."""
    order = node.args.get("order")
    if order is not None:
        order.set("expressions", [key for given in order.expressions for key in _keys(given)])
    return node


def _keys(given: Node) -> list[Node]:
    value, falls = given.this, bool(given.args.get("desc"))
    first = bool(given.args.get("nulls_first"))
    plain = exp.Ordered(this=value, desc=falls, nulls_first=not falls)
    if first != falls:  # its own order: nulls come first in a rising one
        return [plain]
    is_null = exp.Is(this=value.copy(), expression=exp.Null())
    number = nodes.case((is_null, nodes.whole(0 if first else 1)), default=nodes.whole(1 if first else 0))
    return [exp.Ordered(this=number, nulls_first=True), plain]


def _capturing(node: Node) -> Node:
    """Snowflake's patterns have no group without capture; the one asked for is the first, and stays it."""
    pattern = node.args["expression"]
    if isinstance(pattern, exp.Literal):
        node.set("expression", exp.Literal.string(pattern.name.replace("(?:", "(")))
    return node


_RULES: Mapping[str, Mapping[type[Node], Callable[[Node], Node]]] = {
    "postgres": {exp.BitwiseCount: _postgres_bit_count},
    "clickhouse": {
        exp.DataType: _clickhouse_type,
        exp.BitwiseAnd: _called("bitAnd"),
        exp.BitwiseOr: _called("bitOr"),
        exp.BitwiseLeftShift: _shifted("bitShiftLeft"),
        exp.BitwiseRightShift: _shifted("bitShiftRight"),
        exp.BitwiseCount: _called("bitCount"),
    },
    "snowflake": {exp.BitwiseCount: _called("BITCOUNT"), exp.RegexpExtract: _capturing},
    "bigquery": {
        exp.Least: _without_nulls,
        exp.Greatest: _without_nulls,
        exp.Window: _nulls_by_a_key,
    },
    "trino": {
        exp.Least: _without_nulls,
        exp.Greatest: _without_nulls,
        exp.BitwiseCount: _trino_bit_count,
        exp.MD5: _of_bytes,
    },
}
