"""Nodes of a syntax tree, put together without parsing and without copying what is given.

SQLGlot's own builders read strings as SQL and copy each node they are given, which cost four fifths of the
time that a query took to compile. Here a name is a name, and a node that is given is taken over: what stands
in two places of a query is copied once by whoever puts it there, with ``.copy()``. Names and literals have no
parts and are never changed, so that one is made of each and stands wherever it is asked for.
"""

from __future__ import annotations

from functools import cache, lru_cache, reduce
from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

Node = exp.Expr
_KEPT = 4096
"""How many names, texts and numbers are kept: a node without parts may stand in many places at once."""


def column(name: str, table: str | None = None) -> exp.Column:
    """A column of the canonical tables or of a step before."""
    if table is None:
        return exp.Column(this=_name(name))
    return exp.Column(this=_name(name), table=_name(table))


def quoted(name: str, table: str | None = None) -> exp.Column:
    """A column by the name that a user gave, in quotes whatever it looks like."""
    own = exp.Identifier(this=name, quoted=True)
    return exp.Column(this=own, table=exp.to_identifier(table)) if table else exp.Column(this=own)


@lru_cache(maxsize=_KEPT)
def _name(name: str) -> exp.Identifier:
    return exp.to_identifier(name)


@lru_cache(maxsize=_KEPT)
def _digits(number: int) -> exp.Literal:
    return exp.Literal(this=str(number), is_string=False)


def every_column(table: str | None = None) -> Node:
    """All columns, or all of one table."""
    return exp.Column(this=exp.Star(), table=exp.to_identifier(table)) if table else exp.Star()


def named(value: Node, name: str) -> exp.Alias:
    """A value under a name."""
    return exp.Alias(this=value, alias=_name(name))


def whole(number: int) -> Node:
    """A whole number."""
    digits = _digits(abs(number))
    return exp.Neg(this=digits) if number < 0 else digits


@lru_cache(maxsize=_KEPT)
def text(value: str) -> Node:
    """A text, with its quotes escaped by the dialect."""
    return exp.Literal(this=value, is_string=True)


def instant(moment: datetime) -> Node:
    """An instant without zone, which is UTC by contract."""
    return cast(text(moment.isoformat(sep=" ")), exp.DType.TIMESTAMPNTZ)


def day(local: date) -> Node:
    """A local date."""
    return cast(text(local.isoformat()), exp.DType.DATE)


def cast(value: Node, kind: exp.DType) -> exp.Cast:
    """A value as one of another type; the value itself where it is cast to that type already."""
    return _cast(value, exp.DataType(this=kind))


def cast_in(value: Node, kind: str, dialect: str) -> exp.Cast:
    """A value as a type that is written in a dialect's own words."""
    return _cast(value, _type(kind, dialect).copy())


def _cast(value: Node, kind: exp.DataType) -> exp.Cast:
    if isinstance(value, exp.Cast) and value.to == kind:
        return value
    return exp.Cast(this=value, to=kind)


@cache
def _type(kind: str, dialect: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect=dialect)


def copied(node: Node) -> Node:
    """What ``.copy()`` gives of a node without comments, in a third of the time."""
    if type(node) in _WITHOUT_PARTS:
        return node
    parts = {
        name: [_copied(one) for one in part] if type(part) is list else _copied(part)
        for name, part in node.args.items()
    }
    return type(node)(**parts)


def _copied(part: object) -> object:
    return copied(part) if isinstance(part, exp.Expr) else part


def paren(value: Node) -> exp.Paren:
    """A value in brackets."""
    return exp.Paren(this=value)


def all_of(*conditions: Node) -> Node:
    """Every condition holds, of one at least."""
    return _joined(exp.And, conditions)


def any_of(*conditions: Node) -> Node:
    """One condition holds, of one at least."""
    return _joined(exp.Or, conditions)


def _joined(kind: type[exp.Connector], conditions: Sequence[Node]) -> Node:
    if len(conditions) == 1:
        return conditions[0]
    parts = [paren(one) if isinstance(one, exp.Connector) else one for one in conditions]
    return reduce(lambda left, right: kind(this=left, expression=right), parts)


def case(*branches: tuple[Node, Node], default: Node | None = None) -> exp.Case:
    """The value of the first branch that holds."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs) if default is None else exp.Case(ifs=ifs, default=default)


def one_of(subject: Node, values: Sequence[Node]) -> Node:
    """Equality with one value, or membership of several."""
    if len(values) == 1:
        return exp.EQ(this=subject, expression=values[0])
    return exp.In(this=subject, expressions=list(values))


def known(subject: Node) -> Node:
    """The value is not null."""
    return exp.Not(this=exp.Is(this=subject, expression=exp.Null()))


def every_node(tree: Node) -> list[Node]:
    """The nodes of a tree, a node before its parts."""
    found = [tree]
    for node in found:  # which grows as it is read
        if type(node) in _WITHOUT_PARTS:  # two thirds of all
            continue
        for part in node.args.values():
            if type(part) is list:
                found += [one for one in part if isinstance(one, exp.Expr)]
            elif isinstance(part, exp.Expr):
                found.append(part)
    return found


_WITHOUT_PARTS = frozenset({exp.Identifier, exp.Literal})
