"""Comparisons: the types of two sides must agree, and what databases compare differently is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.expression.ground import IN_WORDS, Ground, Typed
from holdfast.metrics.expression.model import (
    Called,
    Certain,
    Compared,
    Constant,
    Like,
    Member,
    Missing,
    Negated,
    OnDay,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.errors import InputError
    from holdfast.metrics.expression.model import Comparator, Node, Type

SIGNS: dict[type[exp.Expr], Comparator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_TURNED: dict[Comparator, Comparator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_EQUALITIES = ("=", "<>")


def compared(operator: Comparator, left: Typed, right: Typed, ground: Ground) -> Typed:
    """A comparison of two sides.

    Raises:
        InputError: One side is null, the types do not agree, or the type has no order.
    """
    for side in (left, right):
        if side.type == "null":
            raise _with_null(operator, ground, side)
    if operator not in _EQUALITIES and left.is_free and right.is_free:
        left, right = as_whole(left), as_whole(right)
    if {left.type, right.type} == {"ts", "date"}:
        return _on_day(operator, left, right)
    sides, kind = agreed((left, right), ground)
    if operator not in _EQUALITIES and kind in {"text", "bool"}:
        raise ground.refuse(
            left.tree,
            f"{ground.shown(left.tree)} is {IN_WORDS[kind]}, which has no order that all databases share",
            "= <> in or like for text",
            "Write whole(…) around text that holds whole numbers" if kind == "text" else "",
        )
    return Typed(Compared(operator, sides[0], sides[1]), "bool", left.tree)


def agreed(values: Sequence[Typed], ground: Ground) -> tuple[list[Node], Type]:
    """The values with one type; text of further columns becomes whole numbers where one of them is a number.

    Raises:
        InputError: The types do not agree.
    """
    kinds = [value.type for value in values if value.type != "null"]
    if "int" in kinds and all(value.type in {"int", "null"} or value.is_free for value in values):
        return [as_whole(value).node for value in values], "int"
    for value in values:
        if value.type not in {"null", kinds[0]}:
            raise _disagreeing(values, value, ground)
    return [value.node for value in values], kinds[0] if kinds else "null"


def as_whole(value: Typed) -> Typed:
    """Text of a further column, read as a whole number; anything else as it is."""
    if not value.is_free:
        return value
    return Typed(Called("whole", (value.node,)), "int", value.tree)


def as_date(value: Typed) -> Node:
    """An instant's local date; a date as it is."""
    return Called("date", (value.node,)) if value.type == "ts" else value.node


def member(subject: Typed, values: Sequence[Typed], tree: exp.Expr, ground: Ground) -> Typed:
    """Membership of a list of constants.

    Raises:
        InputError: The list is empty, holds more than constants, or is of another type.
    """
    if not values:
        raise ground.refuse(tree, "the list after in is empty", "at least one value")
    for value in values:
        if not isinstance(value.node, Constant):
            raise ground.refuse(
                value.tree, f"{ground.shown(value.tree)} is no constant", "constants after in"
            )
        if value.type == "null":
            raise ground.refuse(
                tree, "null stands after in, where it is equal to nothing", "values", "Write or … is null"
            )
    if subject.type == "ts":
        subject = Typed(as_date(subject), "date", subject.tree)
    nodes, _ = agreed((subject, *values), ground)
    return Typed(Member(nodes[0], tuple(n for n in nodes[1:] if isinstance(n, Constant))), "bool", tree)


def certain(subject: Typed, tree: exp.Expr, ground: Ground) -> Typed:
    """``is null``, ``is true`` and ``is false``.

    Raises:
        InputError: Anything else stands after is.
    """
    asked = tree.expression
    if isinstance(asked, exp.Null):
        return Typed(Missing(subject.node), "bool", tree)
    if isinstance(asked, exp.Boolean) and subject.type == "bool":
        return Typed(Certain(subject.node, is_true=bool(asked.this)), "bool", tree)
    raise ground.refuse(tree, f"{ground.shown(tree)} is not understood", "is null, is true or is false")


def like(subject: Typed, tree: exp.Expr, ground: Ground) -> Typed:
    """A text against a pattern that is written out.

    Raises:
        InputError: The subject is no text, or the pattern is computed or has a backslash.
    """
    pattern = tree.expression
    if subject.type != "text":
        raise ground.refuse(
            tree, f"{ground.shown(subject.tree)} is {IN_WORDS[subject.type]}", "text before like"
        )
    if not (isinstance(pattern, exp.Literal) and pattern.is_string):
        raise ground.refuse(pattern, f"{ground.shown(pattern)} is no text", "a pattern such as 'onboarding%'")
    if "\\" in str(pattern.this):
        raise ground.refuse(
            pattern, "the pattern has a backslash, which databases read differently", "% and _ alone"
        )
    found = Like(subject.node, str(pattern.this))
    return Typed(Negated(found) if tree.args.get("negate") else found, "bool", tree)


def _on_day(operator: Comparator, left: Typed, right: Typed) -> Typed:
    if left.type == "date":
        return _on_day(_TURNED[operator], right, left)
    if isinstance(right.node, Constant) and isinstance(right.node.value, date):
        return Typed(OnDay(operator, left.node, right.node.value), "bool", left.tree)
    return Typed(Compared(operator, as_date(left), right.node), "bool", left.tree)


def _with_null(operator: Comparator, ground: Ground, side: Typed) -> InputError:
    instead = "is not null" if operator == "<>" else "is null"
    return ground.refuse(
        side.tree, f"null stands beside {operator}, which is then never true", "a value", f"Write {instead}"
    )


def _disagreeing(values: Sequence[Typed], odd: Typed, ground: Ground) -> InputError:
    first = next(value for value in values if value.type not in {"null", odd.type})
    text = odd if odd.type == "text" else first
    other = first if text is odd else odd
    written = text.node.value if isinstance(text.node, Constant) else None
    remedy = "Compare values of one type"
    if other.type in {"ts", "date"} and isinstance(written, str):
        remedy = f"Write date '{written[:10]}'"
    elif other.type == "bool" and isinstance(written, str):
        remedy = "Write true or false without quotes"
    elif other.type == "int" and isinstance(written, str):
        is_number = written.removeprefix("-").isdecimal()
        remedy = "Write whole numbers without quotes" if is_number else "Write the number in quotes too"
    elif other.type == "int" and text.type == "text":
        shown = ground.shown(text.tree)
        remedy = f"Write whole({shown}) where the text holds whole numbers, else quote the number"
    return ground.refuse(
        odd.tree,
        " and ".join(f"{ground.shown(one.tree)} is {IN_WORDS[one.type]}" for one in (first, odd)),
        "values of one type",
        remedy,
    )
