"""Functions and arithmetic that every database computes alike; all else is refused, with a way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.expression import comparing
from holdfast.metrics.expression.ground import IN_WORDS, Ground, Typed
from holdfast.metrics.expression.model import Called, Computed, Constant
from holdfast.metrics.expression.parsing import ALLOWED, CALLS
from holdfast.metrics.expression.parsing import SIGNS as ALLOWED_SIGNS

if TYPE_CHECKING:
    from holdfast.errors import InputError
    from holdfast.metrics.expression.model import Operator, Type

Read = Callable[[exp.Expr, Ground], Typed]

FUNCTIONS = ("lower", "upper", "trim", "length", "abs", "coalesce", "date", "days_between", "whole")
_SIGNS: dict[type[exp.Expr], Operator] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_BUILT_IN: dict[type[exp.Expr], str] = {
    exp.Lower: "lower",
    exp.Upper: "upper",
    exp.Trim: "trim",
    exp.Length: "length",
    exp.Abs: "abs",
    exp.Coalesce: "coalesce",
    exp.Date: "date",
}
_TAKES: dict[str, tuple[tuple[Type, ...], Type]] = {
    "lower": (("text",), "text"),
    "upper": (("text",), "text"),
    "trim": (("text",), "text"),
    "length": (("text",), "int"),
    "abs": (("int",), "int"),
    "date": (("ts", "date"), "date"),
    "whole": (("text", "int"), "int"),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_TODAY = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime)
_TODAY_NAMES = frozenset({"now", "today", "current_date", "getdate"})


def read(tree: exp.Expr, ground: Ground, inner: Read) -> Typed:
    """A call of one of the functions.

    Raises:
        InputError: It is anything else; the message says what to write instead.
    """
    name = _name(tree)
    if name not in FUNCTIONS:
        raise _refused(tree, name, ground)
    arguments = [inner(one, ground) for one in _arguments(tree, ground)]
    if name == "date" and isinstance(tree.this, exp.Literal) and tree.this.is_string:
        return day_of(tree.this, ground)
    if name == "coalesce":
        nodes, kind = comparing.agreed(arguments, ground)
        return Typed(Called("coalesce", tuple(nodes)), kind, tree)
    if name == "days_between":
        return _days_between(tree, arguments, ground)
    return _of_one(name, tree, arguments, ground)


def computed(tree: exp.Expr, ground: Ground, inner: Read) -> Typed:
    """A sum, difference, product or opposite of whole numbers.

    Raises:
        InputError: A part is no whole number.
    """
    parts = [tree.this] if isinstance(tree, exp.Neg) else [tree.this, tree.expression]
    values = [_number(inner(part, ground), ground) for part in parts]
    if not isinstance(tree, exp.Neg):
        return Typed(Computed(_SIGNS[type(tree)], values[0].node, values[1].node), "int", tree)
    value = values[0].node
    if isinstance(value, Constant) and isinstance(value.value, int):
        return Typed(Constant(-value.value), "int", tree)
    return Typed(Computed("-", Constant(0), value), "int", tree)


def day_of(written: exp.Literal, ground: Ground) -> Typed:
    """The date that a text holds.

    Raises:
        InputError: It is no day of the calendar, or of a year that is surely mistyped.
    """
    text = str(written.this)
    with suppress(ValueError):
        if _DAY.fullmatch(text) and _FIRST_DAY <= (day := date.fromisoformat(text)) <= _LAST_DAY:
            return Typed(Constant(day), "date", written)
    raise ground.refuse(written, f"{text!r} is no date", "a date such as 2024-01-31, from 1900 to 2199")


def _number(value: Typed, ground: Ground) -> Typed:
    found = comparing.as_whole(value)
    if found.type != "int":
        remedy = (
            "Use days_between(…) for the days from one to the other" if found.type in {"ts", "date"} else ""
        )
        raise ground.refuse(
            value.tree,
            f"{ground.shown(value.tree)} is {IN_WORDS[found.type]}",
            "a whole number beside + - *",
            remedy,
        )
    return found


def _of_one(name: str, tree: exp.Expr, arguments: list[Typed], ground: Ground) -> Typed:
    takes, gives = _TAKES[name]
    if len(arguments) != 1:
        raise ground.refuse(tree, f"{name} is given {len(arguments)} values", "one value")
    value = comparing.as_whole(arguments[0]) if takes == ("int",) else arguments[0]
    if value.type not in takes:
        raise ground.refuse(
            tree,
            f"{name} is given {ground.shown(value.tree)}, which is {IN_WORDS[value.type]}",
            " or ".join(IN_WORDS[kind] for kind in takes),
        )
    if value.type == gives and name in {"whole", "date"}:
        return value._replace(tree=tree)
    return Typed(Called(name, (value.node,)), gives, tree)  # type: ignore[arg-type]  # one of FUNCTIONS


def _days_between(tree: exp.Expr, arguments: list[Typed], ground: Ground) -> Typed:
    if len(arguments) != len(("from", "to")):
        raise ground.refuse(
            tree, f"days_between is given {len(arguments)} values", "two: days_between(earlier, later)"
        )
    for value in arguments:
        if value.type not in {"ts", "date"}:
            raise ground.refuse(
                value.tree, f"{ground.shown(value.tree)} is {IN_WORDS[value.type]}", "an instant or a date"
            )
    return Typed(Called("days_between", tuple(comparing.as_date(value) for value in arguments)), "int", tree)


def _name(tree: exp.Expr) -> str:
    if isinstance(tree, exp.Anonymous):
        return str(tree.this).lower()
    return _BUILT_IN.get(type(tree), "")


def _arguments(tree: exp.Expr, ground: Ground) -> list[exp.Expr]:
    if isinstance(tree, exp.Anonymous):
        return list(tree.expressions)
    keys = {"this", "expressions"} if isinstance(tree, exp.Coalesce) else {"this"}
    given = {key for key, value in tree.args.items() if value}
    if given - keys or "this" not in given:
        raise ground.refuse(tree, f"{ground.shown(tree)} is not understood", ALLOWED)
    return [tree.this, *tree.expressions]


def _refused(tree: exp.Expr, name: str, ground: Ground) -> InputError:
    if isinstance(tree, exp.Binary) and not isinstance(tree, exp.Func):
        offset, sign = ground.sign(tree)
        return ground.refuse_at(
            offset, f"{sign!r} is not allowed", ALLOWED_SIGNS, _INSTEAD.get(type(tree), "")
        )
    if isinstance(tree, _TODAY) or name in _TODAY_NAMES:
        remedy = "Leave today to the as-of date and the window, or name a date: date '2024-01-31'"
        return ground.refuse(tree, "a definition knows no today", "a date", remedy)
    if isinstance(tree, exp.AggFunc | exp.Window):
        remedy = "An expression is about one row; what is counted or summed is said by the outcome"
        return ground.refuse(tree, f"{_word(tree, ground)} looks at many rows", CALLS, remedy)
    if isinstance(tree, exp.Query | exp.Subquery | exp.Exists):
        return ground.refuse(
            tree, "a query stands in the expression", "columns and values", "Name columns of the table itself"
        )
    word = _word(tree, ground)
    near = get_close_matches(name or word.lower(), FUNCTIONS, n=1)
    remedy = _INSTEAD.get(type(tree), f"Did you mean {near[0]}" if near else "")
    return ground.refuse(tree, f"{word!r} is not allowed", ALLOWED, remedy)


def _word(tree: exp.Expr, ground: Ground) -> str:
    """The function's name as it was written, else the beginning of the part."""
    start, end = tree.meta.get("start"), tree.meta.get("end")
    if start is not None and end is not None:
        return ground.text[start : end + 1]
    return ground.shown(tree) if any("start" in part.meta for part in tree.walk()) else tree.key


_INSTEAD: dict[type[exp.Expr], str] = {
    exp.Div: "Nothing is divided in a condition: multiply the other side, since 2 * a >= b says a >= b / 2",
    exp.IntDiv: "Multiply the other side instead",
    exp.Mod: "Compare with a list of values by in",
    exp.DPipe: "Cut by several columns instead: --by plan --by region",
    exp.ILike: "Write lower(…) like '…'",
    exp.RegexpLike: "Write like with %",
    exp.If: "Write case when … then … else … end",
    exp.NullSafeEQ: "Write coalesce(a, '') = coalesce(b, '')",
    exp.NullSafeNEQ: "Write coalesce(a, '') <> coalesce(b, '')",
    exp.Interval: "Write days_between(earlier, later) <= 7",
    exp.Parameter: "Write the value itself",
    exp.Dot: "Write the column alone",
}
