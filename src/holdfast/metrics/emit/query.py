"""Queries in the making: clauses in order, made into one tree when they are complete.

A query is a value: a method returns another one, and leaves the one it was called on as it was. Nodes are
taken over, as in `nodes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit.nodes import all_of, column, every_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Node = exp.Expr


@dataclass(frozen=True, slots=True)
class Query:
    """A select, or several one below the other.

    Attributes:
        clauses: What SQLGlot calls the part of a select, and a node of it, in the order in which they came.
        sides: Queries whose rows come one below the other, in place of clauses.
    """

    clauses: tuple[tuple[str, Node], ...] = ()
    sides: tuple[Query, ...] = ()

    @property
    def columns(self) -> list[Node]:
        """What is selected so far."""
        return [node for clause, node in self.clauses if clause == "expressions"]

    def select(self, *columns: Node | str) -> Query:
        """More columns, a text being the name of one."""
        return self._more("expressions", map(_column, columns))

    def from_(self, source: Node | str) -> Query:
        """The table, the step of that name, or the query in brackets that is read."""
        return self._more("from_", [_source(source)])

    def join(self, source: Node | str, *, on: Node | None = None, join_type: str = "") -> Query:
        """Another table or step beside it; types are ``LEFT``, ``FULL``, ``INNER`` and ``CROSS``."""
        args: dict[str, Node | str] = {"this": _source(source)}
        if join_type:
            args["side" if join_type in {"LEFT", "FULL"} else "kind"] = join_type
        if on is not None:
            args["on"] = on
        return self._more("joins", [exp.Join(**args)])

    def where(self, *conditions: Node) -> Query:
        """Conditions that hold too."""
        return self._more("where", conditions)

    def group_by(self, *keys: Node | str) -> Query:
        """Columns by which rows are grouped."""
        return self._more("group", map(_column, keys))

    def having(self, *conditions: Node) -> Query:
        """Conditions of groups that hold too."""
        return self._more("having", conditions)

    def distinct(self) -> Query:
        """Equal rows once."""
        return self._more("distinct", [exp.Distinct()])

    def order_by(self, *keys: Node) -> Query:
        """Keys by which rows are sorted."""
        return self._more("order", keys)

    def limit(self, most: int) -> Query:
        """At most so many rows."""
        return self._more("limit", [exp.Limit(expression=exp.Literal.number(most))])

    def with_(self, name: str, *, as_: Query, materialized: bool = False) -> Query:
        """A step before, under a name; materialized where engines shall make it once and keep it."""
        alias = exp.TableAlias(this=exp.to_identifier(name))
        kept = {"materialized": True} if materialized else {}
        return self._more("with_", [exp.CTE(this=as_.tree(), alias=alias, **kept)])

    def subquery(self, name: str) -> exp.Subquery:
        """The whole in brackets, under a name."""
        return exp.Subquery(this=self.tree(), alias=exp.TableAlias(this=exp.to_identifier(name)))

    def tree(self) -> exp.Query:
        """The syntax tree, of which the nodes become a part: made once of each query."""
        if self.sides:
            trees = [side.tree() for side in self.sides]
            return reduce(lambda one, other: exp.Union(this=one, expression=other, distinct=False), trees)
        parts: dict[str, list[Node]] = {}
        for clause, node in self.clauses:
            parts.setdefault(clause, []).append(node)
        return exp.Select(**{clause: _PARTS[clause](nodes) for clause, nodes in parts.items()})

    def _more(self, clause: str, nodes: Iterable[Node]) -> Query:
        return Query((*self.clauses, *((clause, node) for node in nodes)))


def select(*columns: Node | str) -> Query:
    """A query of columns, a text being the name of one; without any, one that steps can be put before."""
    return Query().select(*columns)


def union_all(*queries: Query) -> Query:
    """The rows of several queries one below the other; steps before the first are steps of all."""
    return Query(sides=queries)


def table_of(name: str, columns: Sequence[str], rows: Iterable[Sequence[Node]]) -> Query:
    """A small table of values, such as the calendar."""
    tuples = [exp.Tuple(expressions=list(row)) for row in rows]
    alias = exp.TableAlias(
        this=exp.to_identifier(name), columns=[exp.to_identifier(column_name) for column_name in columns]
    )
    return select(every_column()).from_(exp.Values(expressions=tuples, alias=alias))


def _column(given: Node | str) -> Node:
    return column(given) if isinstance(given, str) else given


def _source(given: Node | str) -> Node:
    return exp.Table(this=exp.to_identifier(given)) if isinstance(given, str) else given


_PARTS: Mapping[str, Callable[[Sequence[Node]], object]] = {
    "expressions": list,
    "from_": lambda nodes: exp.From(this=nodes[0]),
    "joins": list,
    "where": lambda nodes: exp.Where(this=all_of(*nodes)),
    "group": lambda nodes: exp.Group(expressions=list(nodes)),
    "having": lambda nodes: exp.Having(this=all_of(*nodes)),
    "distinct": lambda nodes: nodes[0],
    "order": lambda nodes: exp.Order(expressions=list(nodes)),
    "limit": lambda nodes: nodes[0],
    "with_": lambda nodes: exp.With(expressions=list(nodes)),
}
