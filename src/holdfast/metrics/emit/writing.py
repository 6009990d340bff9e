"""Writes a tree as text: SQLGlot's own generators, with short ways for what a query holds by the hundred."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlglot import Dialect, ErrorLevel, Generator, exp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    Write = Callable[[Generator, Any], str]

_KEPT = 2048
_SIDES = 2
_SIGNS: Mapping[type[exp.Binary], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


def written(query: exp.Query, dialect: str) -> str:
    """The text of a query, whose tree may be changed by it.

    Raises:
        UnsupportedError: The dialect has no words for a part of it.
    """
    generator = _generator(dialect)(
        dialect=dialect, pretty=True, unsupported_level=ErrorLevel.RAISE, comments=False
    )
    return generator.generate(query, copy=False)


@cache
def _generator(dialect: str) -> type[Generator]:
    """The dialect's generator; what is not written the short way is written as it writes it."""
    own: type[Generator] = Dialect.get_or_raise(dialect).generator_class
    ways: dict[type[exp.Expr], Write] = {exp.DataType: _type_once(own), exp.Cast: _literal_once(own)}
    if own.column_parts is Generator.column_parts and own.column_sql is Generator.column_sql:
        ways[exp.Column] = _column_once()
    if exp.Literal not in own.TRANSFORMS:
        ways[exp.Literal] = _leaf_once(own)
    if own.identifier_sql is Generator.identifier_sql:
        ways[exp.Identifier] = _name_once(own)
    if own.binary is Generator.binary:
        ways |= {
            kind: _comparing(sign) for kind, sign in _SIGNS.items() if _is_plain(own, kind, f"{kind.key}_sql")
        }
    ways = {**own.TRANSFORMS, **ways}
    held: dict[str, object] = {"TRANSFORMS": ways}
    if own.indent is Generator.indent:
        held["indent"] = _indented
    if own.expressions is Generator.expressions:
        held["expressions"] = _listed
    if own.sql is Generator.sql:
        held["sql"] = _part_by_kind(own, ways)
    return type(own.__name__, (own,), held)


def _part_by_kind(own: type[Generator], ways: Mapping[type[Any], Write]) -> Callable[..., str]:
    """The text of a node or of one of its parts, as SQLGlot finds it where nodes have no comments."""
    known: dict[type[Any], Write] = {}

    def sql(
        self: Generator,
        expression: str | exp.Expr | None,
        key: str | None = None,
        comment: bool = True,  # noqa: FBT001, FBT002 - as SQLGlot's own
    ) -> str:
        part = expression.args.get(key) if key and isinstance(expression, exp.Expr) else expression
        if isinstance(part, str):
            return part
        kind = type(part)
        way = known.get(kind)
        if way is None:
            way = ways.get(kind) or getattr(own, f"{getattr(kind, 'key', '')}_sql", None)
            if way is None:  # nothing, or a function without words of its own
                return Generator.sql(self, part, comment=comment)
            known[kind] = way
        return way(self, part)

    return sql


def _indented(  # noqa: PLR0913, PLR0917 - as SQLGlot's own
    self: Generator,
    sql: str,
    level: int = 0,
    pad: int | None = None,
    skip_first: bool = False,  # noqa: FBT001, FBT002 - as SQLGlot's own
    skip_last: bool = False,  # noqa: FBT001, FBT002 - as above
) -> str:
    """The lines of a text moved to the right, all at once: each is moved as often as it is nested."""
    if not self.pretty or not sql:
        return sql
    blank = " " * (level * self._indent + (self.pad if pad is None else pad))
    moved = sql.replace("\n", f"\n{blank}")
    if skip_last:
        start, end, last = moved.rpartition(f"\n{blank}")
        if not end:
            return sql
        moved = f"{start}\n{last}"
    return moved if skip_first else f"{blank}{moved}"


def _listed(  # noqa: PLR0913, PLR0917 - as SQLGlot's own
    self: Generator,
    expression: exp.Expr | None = None,
    key: str | None = None,
    sqls: Collection[str | exp.Expr] | None = None,
    flat: bool = False,  # noqa: FBT001, FBT002 - as SQLGlot's own
    indent: bool = True,  # noqa: FBT001, FBT002
    skip_first: bool = False,  # noqa: FBT001, FBT002
    skip_last: bool = False,  # noqa: FBT001, FBT002
    sep: str = ", ",
    prefix: str = "",
    dynamic: bool = False,  # noqa: FBT001, FBT002
    new_line: bool = False,  # noqa: FBT001, FBT002
) -> str:
    """The texts of a list's nodes, as SQLGlot puts them together where nodes have no comments."""
    found = expression.args.get(key or "expressions") if expression else sqls
    if not found:
        return ""
    texts = [self.sql(one) for one in found]
    if flat:
        return sep.join(filter(None, texts))
    if not all(texts) or not self.pretty or self.leading_comma:
        return Generator.expressions(
            self, expression, key, sqls, flat, indent, skip_first, skip_last, sep, prefix, dynamic, new_line
        )
    lines = [f"{prefix}{text}{sep}" for text in texts]
    lines[-1] = f"{prefix}{texts[-1]}"
    if dynamic and not self.too_wide(lines):
        whole = "".join(lines)
    else:
        ends = ("",) if new_line else ()
        whole = "\n".join((*ends, *(line.rstrip() for line in lines), *ends))
    return self.indent(whole, skip_first=skip_first, skip_last=skip_last) if indent else whole


def _is_plain(own: type[Generator], kind: type[exp.Expr], method: str) -> bool:
    """Whether a dialect writes a node as SQLGlot does where no dialect is given."""
    return kind not in own.TRANSFORMS and getattr(own, method) is getattr(Generator, method)


def _comparing(sign: str) -> Write:
    """Two sides that differ in kind from the comparison, which SQLGlot unfolds as if there were more."""

    def write(generator: Generator, node: exp.Binary) -> str:
        if len(node.args) > _SIDES:
            return generator.binary(node, sign)
        left, right = node.args["this"], node.args["expression"]
        return f"{generator.sql(left)} {sign} {generator.sql(right)}"

    return write


def _name_once(own: type[Generator]) -> Write:
    """A name, in quotes where it needs them: the same wherever it stands."""
    texts: dict[tuple[str, bool], str] = {}

    def write(generator: Generator, node: exp.Identifier) -> str:
        key = (node.args["this"], bool(node.args.get("quoted")))
        if key not in texts:
            if len(texts) >= _KEPT:
                texts.clear()
            texts[key] = own.identifier_sql(generator, node)
        return texts[key]

    return write


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


def _column_once() -> Write:
    """A column of a name, or of two: the same wherever it stands."""
    texts: dict[tuple[object, ...], str] = {}

    def write(generator: Generator, node: exp.Column) -> str:
        args = node.args
        table, own = args.get("table"), args["this"]
        if type(own) is not exp.Identifier or len(args) != 1 + (table is not None):
            return Generator.column_sql(generator, node)
        key = (own.args["this"], own.args.get("quoted"), *(table.args.values() if table else ()))
        if key not in texts:
            if len(texts) >= _KEPT:
                texts.clear()
            name = generator.sql(own)
            texts[key] = f"{generator.sql(table)}.{name}" if table else name
        return texts[key]

    return write


def _leaf_once(own: type[Generator]) -> Write:
    """A number or a text: the same wherever it stands."""
    texts: dict[tuple[str, bool], str] = {}

    def write(generator: Generator, node: exp.Literal) -> str:
        key = (node.args["this"], node.args["is_string"])
        if key not in texts:
            if len(texts) >= _KEPT:
                texts.clear()
            texts[key] = own.literal_sql(generator, node)
        return texts[key]

    return write
