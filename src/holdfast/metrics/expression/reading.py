"""The tree of an expression to frozen values: what is not on the list of what is allowed is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.expression import calls, comparing
from holdfast.metrics.expression.ground import IN_WORDS, Ground, Typed
from holdfast.metrics.expression.model import Asked, Choice, Constant, Expression, Joined, Named, Negated
from holdfast.metrics.expression.parsing import ALLOWED, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.metrics.expression.model import Type
    from holdfast.metrics.expression.scope import Scope

_MOST_DIGITS = 18
"""So that every whole number fits 64 bits."""

CONDITION: tuple[Type, ...] = ("bool",)
SEGMENT: tuple[Type, ...] = ("text", "int", "bool", "date")


def read_expression(
    text: str, scope: Scope, *, where: str, wanted: tuple[Type, ...] = CONDITION
) -> Expression:
    """The expression that a text holds.

    Args:
        text: As the user wrote it.
        scope: The columns of its table.
        where: Place of the text, for messages.
        wanted: Types that its value may have.

    Raises:
        InputError: Anything in it is not allowed, not known or of the wrong type; the message names
            the column of the text at which it stands, what is allowed, and what was probably meant.
    """
    ground = Ground(text, scope, where)
    try:
        found = _read(tree_of(ground), ground)
    except RecursionError:
        raise ground.refuse_at(0, "the expression is nested too deeply", "fewer brackets") from None
    if found.type not in wanted:
        raise _unwanted(ground, found, wanted)
    expression = Expression(found.node, found.type, text)
    if not expression.columns:
        raise _without_column(ground, scope)
    return expression


def _read(tree: exp.Expr, ground: Ground) -> Typed:
    reader = _READERS.get(type(tree))
    if reader is None:
        return calls.read(tree, ground, _read)
    read, keys = reader
    extra = {key for key, value in tree.args.items() if value} - keys
    if extra:
        raise _half_understood(tree, ground)
    return read(tree, ground)


def _column(tree: exp.Expr, ground: Ground) -> Typed:
    identifier = tree.this
    if not isinstance(identifier, exp.Identifier):
        raise ground.refuse(tree, f"{ground.shown(tree)} is no column", ALLOWED)
    name = ground.scope.column(str(identifier.this))
    if name is None:
        raise ground.unknown_column(identifier)
    return Typed(Named(name), ground.scope.types[name], tree, is_free=name in ground.scope.free)


def _literal(tree: exp.Expr, ground: Ground) -> Typed:
    written = str(tree.this)
    if tree.args.get("is_string"):
        return Typed(Constant(written), "text", tree)
    if not (written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS):
        raise ground.refuse(
            tree,
            f"{written} is no whole number of at most {_MOST_DIGITS} digits",
            "a whole number",
            "Write amounts in minor units: 1250 for 12.50",
        )
    return Typed(Constant(int(written)), "int", tree)


def _boolean(tree: exp.Expr, _: Ground) -> Typed:
    return Typed(Constant(bool(tree.this)), "bool", tree)


def _asked(tree: exp.Expr, ground: Ground) -> Typed:
    name = str(tree.this or "")
    if not name:
        offset = max(ground.text.find("?"), 0)
        raise ground.refuse_at(offset, "a value is left open", "a value", "Write the value itself")
    if name not in ground.scope.parameters:
        offset = max(ground.text.find(f":{name}"), 0)
        known = ", ".join(sorted(ground.scope.parameters)) or "a number or a column"
        raise ground.refuse_at(
            offset,
            f"there is no parameter {name!r}",
            known,
            f"Write parameters = {{ {name} = 5 }} in the definition",
        )
    return Typed(Asked(name), "int", tree)


def _null(tree: exp.Expr, _: Ground) -> Typed:
    return Typed(Constant(None), "null", tree)


def _bracket(tree: exp.Expr, ground: Ground) -> Typed:
    return _read(tree.this, ground)._replace(tree=tree)


def _date(tree: exp.Expr, ground: Ground) -> Typed:
    """``date '2024-01-31'``, which SQLGlot takes for a cast of a text."""
    written, wanted = tree.this, tree.args["to"]
    if not (
        isinstance(written, exp.Literal) and written.is_string and wanted.is_type(exp.DataType.Type.DATE)
    ):
        raise ground.refuse(
            tree,
            f"{ground.shown(tree)} turns one type into another",
            "date '2024-01-31'",
            "Leave the cast out",
        )
    return calls.day_of(written, ground)


def _joined(tree: exp.Expr, ground: Ground) -> Typed:
    operator = "and" if isinstance(tree, exp.And) else "or"
    parts: list[Typed] = []
    rest: exp.Expr = tree
    while type(rest) is type(tree):  # a long list of conditions is a deep tree to the left
        parts.append(_condition(rest.expression, ground))
        rest = rest.this
    parts.append(_condition(rest, ground))
    return Typed(Joined(operator, tuple(part.node for part in reversed(parts))), "bool", tree)  # type: ignore[arg-type]


def _negated(tree: exp.Expr, ground: Ground) -> Typed:
    return Typed(Negated(_condition(tree.this, ground).node), "bool", tree)


def _condition(tree: exp.Expr, ground: Ground) -> Typed:
    found = _read(tree, ground)
    if found.type != "bool":
        raise ground.refuse(
            tree,
            f"{ground.shown(tree)} is {IN_WORDS[found.type]}",
            "a condition, which is true or false",
            f"Compare it: {ground.shown(tree)} = …",
        )
    return found


def _case(tree: exp.Expr, ground: Ground) -> Typed:
    subject = tree.args.get("this")
    whens = tree.args["ifs"]
    if subject is None:
        conditions = [_condition(when.this, ground) for when in whens]
    else:
        asked = _read(subject, ground)
        conditions = [comparing.compared("=", asked, _read(when.this, ground), ground) for when in whens]
    values = [_read(when.args["true"], ground) for when in whens]
    default = tree.args.get("default")
    values.append(Typed(Constant(None), "null", tree) if default is None else _read(default, ground))
    agreed, kind = comparing.agreed(values, ground)
    branches = tuple((one.node, value) for one, value in zip(conditions, agreed[:-1], strict=True))
    return Typed(Choice(branches, agreed[-1]), kind, tree)


def _compared(tree: exp.Expr, ground: Ground) -> Typed:
    left, right = _read(tree.this, ground), _read(tree.expression, ground)
    return comparing.compared(comparing.SIGNS[type(tree)], left, right, ground)._replace(tree=tree)


def _between(tree: exp.Expr, ground: Ground) -> Typed:
    subject = _read(tree.this, ground)
    low = comparing.compared(">=", subject, _read(tree.args["low"], ground), ground)
    high = comparing.compared("<=", subject, _read(tree.args["high"], ground), ground)
    return Typed(Joined("and", (low.node, high.node)), "bool", tree)


def _member(tree: exp.Expr, ground: Ground) -> Typed:
    values = [_read(one, ground) for one in tree.expressions]
    return comparing.member(_read(tree.this, ground), values, tree, ground)


def _is(tree: exp.Expr, ground: Ground) -> Typed:
    return comparing.certain(_read(tree.this, ground), tree, ground)


def _like(tree: exp.Expr, ground: Ground) -> Typed:
    return comparing.like(_read(tree.this, ground), tree, ground)


def _computed(tree: exp.Expr, ground: Ground) -> Typed:
    return calls.computed(tree, ground, _read)


def _half_understood(tree: exp.Expr, ground: Ground) -> Exception:
    if isinstance(tree, exp.In):
        return ground.refuse(tree, "no list of values stands after in", "in ('a', 'b')", "Write the values")
    if isinstance(tree, exp.Column):
        return ground.refuse(tree, f"{ground.shown(tree)} has a dot", "a column", f"Write {tree.name} alone")
    return ground.refuse(tree, f"{ground.shown(tree)} is not understood", ALLOWED)


def _unwanted(ground: Ground, found: Typed, wanted: tuple[Type, ...]) -> Exception:
    expected = " or ".join(IN_WORDS[one] for one in wanted)
    remedy = "Compare it, for example by = or is not null" if wanted == CONDITION else ""
    if found.type == "ts":
        remedy = "Write date(…) around it for its local date"
    return ground.refuse_at(0, f"the expression is {IN_WORDS[found.type]}", expected, remedy)


def _without_column(ground: Ground, scope: Scope) -> Exception:
    remedy = "Write column names without quotes, and text in single quotes"
    return ground.refuse_at(
        0, "the expression names no column", "at least one of " + ", ".join(sorted(scope.types)), remedy
    )


_TWO = frozenset({"this", "expression"})
_ONE = frozenset({"this"})
_READERS: dict[type[exp.Expr], tuple[Callable[[exp.Expr, Ground], Typed], frozenset[str]]] = {
    exp.Column: (_column, _ONE),
    exp.Literal: (_literal, frozenset({"this", "is_string"})),
    exp.Boolean: (_boolean, _ONE),
    exp.Null: (_null, frozenset()),
    exp.Placeholder: (_asked, _ONE),
    exp.Paren: (_bracket, _ONE),
    exp.Cast: (_date, frozenset({"this", "to"})),
    exp.And: (_joined, _TWO),
    exp.Or: (_joined, _TWO),
    exp.Not: (_negated, _ONE),
    exp.Case: (_case, frozenset({"this", "ifs", "default"})),
    exp.Between: (_between, frozenset({"this", "low", "high"})),
    exp.In: (_member, frozenset({"this", "expressions"})),
    exp.Is: (_is, _TWO),
    exp.Like: (_like, frozenset({"this", "expression", "negate"})),
    exp.Neg: (_computed, _ONE),
    exp.Add: (_computed, _TWO),
    exp.Sub: (_computed, _TWO),
    exp.Mul: (_computed, _TWO),
    **dict.fromkeys(comparing.SIGNS, (_compared, _TWO)),
}
"""Each kind of tree that is allowed, how it is read, and which of its parts are understood."""
