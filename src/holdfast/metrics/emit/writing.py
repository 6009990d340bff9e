"""Writes a tree as text: SQLGlot's own generators, with short ways for what a query holds by the hundred."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlglot import Dialect, ErrorLevel, Generator, exp

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[Generator, Any], str]

_KEPT = 2048


def written(query: exp.Query, dialect: str) -> str:
    """The text of a query, whose tree may be changed by it.

    Raises:
        UnsupportedError: The dialect has no words for a part of it.
    """
    generator = _generator(dialect)(dialect=dialect, pretty=True, unsupported_level=ErrorLevel.RAISE)
    return generator.generate(query, copy=False)


@cache
def _generator(dialect: str) -> type[Generator]:
    """The dialect's generator; what is not written the short way is written as it writes it."""
    own: type[Generator] = Dialect.get_or_raise(dialect).generator_class
    ways: dict[type[exp.Expr], Write] = {exp.DataType: _type_once(own), exp.Cast: _literal_once(own)}
    if own.column_parts is Generator.column_parts and own.column_sql is Generator.column_sql:
        ways[exp.Column] = _column
    return type(own.__name__, (own,), {"TRANSFORMS": {**own.TRANSFORMS, **ways}})


def _type_once(own: type[Generator]) -> Write:
    """The name of a type without parts, which SQLGlot finds anew each time with a dozen nodes."""
    names: dict[exp.DType, str] = {}

    def write(generator: Generator, node: exp.DataType) -> str:
        kind = node.args["this"]
        if len(node.args) > 1:
            return own.datatype_sql(generator, node)
        if kind not in names:
            names[kind] = own.datatype_sql(generator, node)
        return names[kind]

    return write


def _literal_once(own: type[Generator]) -> Write:
    """An instant or a date that is written out: the same in all queries over the same periods."""
    plain: Write = own.TRANSFORMS.get(exp.Cast) or own.cast_sql
    texts: dict[tuple[str, bool, exp.DType], str] = {}

    def write(generator: Generator, node: exp.Cast) -> str:
        value, kind = node.args["this"], node.args["to"]
        if type(value) is not exp.Literal or len(kind.args) > 1 or node.args.keys() != {"this", "to"}:
            return plain(generator, node)
        key = (value.args["this"], value.args["is_string"], kind.args["this"])
        if key not in texts:
            if len(texts) >= _KEPT:
                texts.clear()
            texts[key] = plain(generator, node)
        return texts[key]

    return write


def _column(generator: Generator, node: exp.Column) -> str:
    args = node.args
    if args.keys() == {"this", "table"}:
        return f"{generator.sql(args['table'])}.{generator.sql(args['this'])}"
    return generator.sql(args["this"]) if len(args) == 1 else Generator.column_sql(generator, node)
