"""One part of a definition as it was written: values are asked for by key, and refused with their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn, cast

from holdfast.errors import InputError
from holdfast.metrics.own.keys import PARTS
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.expression.scope import Scope
    from holdfast.metrics.own.keys import Key

    Place = Callable[[tuple[str, ...]], str]
    Scopes = Callable[[str], Scope]
    Named = Callable[[str, "Part", str], Metric]

_TYPES: dict[str, type] = {
    "text": str,
    "condition": str,
    "column": str,
    "whole": int,
    "flag": bool,
    "span": list,
    "part": dict,
}
_IN_WORDS = {
    "text": "text in quotes",
    "condition": "an expression in quotes",
    "column": "the name of a column in quotes",
    "whole": "a whole number",
    "flag": "true or false",
    "span": "two whole numbers in brackets, the lower first",
    "part": "a table: { … }",
}
_LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Part:
    """A definition, or its population, outcome or window.

    Attributes:
        path: Where it stands: ``("metrics", "pro_activation", "population")``.
        given: Its keys and values; every key is known and fits the form.
        form: Of the definition.
        place: Makes the place of a key as messages show it.
        scopes: The columns of a table.
        named: The metric of a name that stands under a key of a part.
    """

    path: tuple[str, ...]
    given: Mapping[str, object]
    form: str
    place: Place
    scopes: Scopes
    named: Named

    def refuse(self, key: str, found: str, expected: str = "", remedy: str = "") -> NoReturn:
        """Raise the error for a key of this part, or for the part itself where the key is empty.

        Raises:
            InputError: Always.
        """
        raise InputError(self.place((*self.path, key) if key else self.path), found, expected, remedy)

    def inner(self, name: str) -> Part:
        """A part of this one, its keys checked.

        Raises:
            InputError: A key is unknown, of the wrong type, or missing.
        """
        given = self.given[name]
        if not isinstance(given, dict):
            self.refuse(name, f"{name} is {given!r}", _IN_WORDS["part"])
        return checked(replace(self, path=(*self.path, name), given=given), PARTS[name])

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.given

    def text(self, key: str, default: str = "") -> str:
        """The text of a key."""
        return str(self.given.get(key, default))

    def whole(self, key: str, default: int, *, low: int, high: int = _LARGEST) -> int:
        """The whole number of a key.

        Raises:
            InputError: It is out of range.
        """
        number = cast("int", self.given.get(key, default))
        if not low <= number <= high:
            self.refuse(key, f"{key} is {number}", f"a whole number from {low} to {high}")
        return number

    def span(self, key: str) -> tuple[int, int]:
        """The lower and the higher whole number of a key.

        Raises:
            InputError: It is no pair of whole numbers, the lower first.
        """
        given = cast("list[object]", self.given[key])
        numbers = [one for one in given if isinstance(one, int)]
        if numbers != given or len(numbers) != len(("low", "high")) or numbers[0] >= numbers[1]:
            self.refuse(key, f"{key} is {given!r}", _IN_WORDS["span"], f"Write {key} = [1, 5]")
        return numbers[0], numbers[1]

    def table(self, default: str = "") -> str:
        """The canonical table that is named.

        Raises:
            InputError: There is no such table.
        """
        name = self.text("table", default)
        if name not in TABLES:
            near = get_close_matches(name, TABLES, n=1)
            remedy = f"Did you mean {near[0]}" if near else ""
            self.refuse("table", f"there is no table {name!r}", f"one of {', '.join(TABLES)}", remedy)
        return name

    def column(self, key: str, table: str, *types: str) -> str:
        """The column of a table that a key names.

        Raises:
            InputError: The table has no such column, or it is of another type.
        """
        name, scope = self.text(key), self.scopes(table)
        fitting = sorted(column for column, kind in scope.types.items() if kind in types)
        if name not in scope.types:
            near = get_close_matches(name, scope.types, n=1)
            remedy = f"Did you mean {near[0]}" if near else ""
            self.refuse(key, f"{table} has no column {name!r}", f"one of {', '.join(fitting)}", remedy)
        if scope.types[name] not in types:
            found = f"{name} of {table} is {_COLUMN_TYPES[scope.types[name]]}"
            self.refuse(
                key, found, f"one of {', '.join(fitting)}" if fitting else "a column of another table"
            )
        return name

    def condition(self, key: str, table: str) -> tuple[Expression, ...]:
        """The condition of a key on rows of a table; none where the key is not given.

        Raises:
            InputError: The expression cannot be read; the message points into it.
        """
        if key not in self.given:
            return ()
        # SQLGlot reads expressions, and a workspace without any does not wait for it.
        from holdfast.metrics.expression.reading import read_expression  # noqa: PLC0415

        return (read_expression(self.text(key), self.scopes(table), where=self.place((*self.path, key))),)


_COLUMN_TYPES = {
    "text": "text",
    "int": "a whole number",
    "bool": "true or false",
    "ts": "an instant",
    "date": "a date",
}


def checked(part: Part, keys: tuple[Key, ...]) -> Part:
    """The same part, all of whose keys are known, fit its form and hold what they should.

    Raises:
        InputError: They do not; the message names the key, what stands there and what is allowed.
    """
    allowed = {key.name: key for key in keys if part.form in key.forms}
    for name, value in part.given.items():
        if name not in allowed:
            _refuse_key(part, name, keys, tuple(allowed))
        _check_value(part, allowed[name], value)
    for key in allowed.values():
        if part.form in key.needed_by and key.name not in part.given:
            part.refuse(
                "",
                f"{key.name} is missing",
                f"{key.name}: {key.meaning}",
                f"Write {key.name} = {_sample(key)}",
            )
    return part


def _refuse_key(part: Part, name: str, keys: tuple[Key, ...], allowed: tuple[str, ...]) -> NoReturn:
    expected = f"one of {', '.join(allowed)}"
    if any(key.name == name for key in keys):
        part.refuse(name, f'{name} does nothing with form = "{part.form}"', expected, "Take it out")
    near = get_close_matches(name, allowed, n=1)
    part.refuse(
        name, f"there is no key {name!r}", expected, f"Did you mean {near[0]}" if near else "Take it out"
    )


def _check_value(part: Part, key: Key, value: object) -> None:
    fits = isinstance(value, _TYPES[key.kind]) and (key.kind != "whole" or not isinstance(value, bool))
    if key.kind == "part" and isinstance(value, str):
        fits = key.name in {"numerator", "denominator"}
    if not fits:
        part.refuse(
            key.name, f"{key.name} is {value!r}", _IN_WORDS[key.kind], f"Write {key.name} = {_sample(key)}"
        )
    if key.values and value not in key.values:
        near = get_close_matches(str(value), key.values, n=1)
        remedy = f"Did you mean {near[0]}" if near else ""
        part.refuse(key.name, f"{key.name} is {value!r}", f"one of {', '.join(key.values)}", remedy)


def _sample(key: Key) -> str:
    if key.values:
        return f'"{key.values[0]}"'
    return {
        "whole": "14",
        "flag": "true",
        "part": "{ … }",
        "span": "[1, 5]",
        "condition": "\"plan = 'pro'\"",
    }.get(key.kind, '"…"')
