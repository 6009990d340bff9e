"""What an expression says, as frozen values: of the text only names of columns and literals are left."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Type = Literal["text", "int", "bool", "ts", "date", "null"]
"""``int`` has 64 bits, ``ts`` is an instant, ``date`` a local date, ``null`` fits every type."""

Comparator = Literal["=", "<>", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*"]
Function = Literal["lower", "upper", "trim", "length", "abs", "coalesce", "date", "days_between", "whole"]


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a column of the row."""

    column: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value as written; None is null."""

    value: str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The number of a parameter of the metric, which a question may change."""

    parameter: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two values of one type; null where either is null.

    Attributes:
        operator: Texts are only equal or not: their order differs between databases.
        left: Value.
        right: Value.
    """

    operator: Comparator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class OnDay:
    """An instant compared with a local date: the day it falls on in the workspace's time zone.

    Attributes:
        operator: As for `Compared`.
        instant: An instant.
        day: The date.
    """

    operator: Comparator
    instant: Node
    day: date


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions of which all (``and``) or at least one (``or``) must hold; unknown is not false."""

    operator: Literal["and", "or"]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """The opposite of a condition; unknown stays unknown."""

    part: Node


@dataclass(frozen=True, slots=True)
class Member:
    """Equality with one of several constants, none of them null."""

    subject: Node
    values: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The value is null; itself never unknown."""

    subject: Node


@dataclass(frozen=True, slots=True)
class Certain:
    """The condition is known to be true (or false); itself never unknown."""

    subject: Node
    is_true: bool


@dataclass(frozen=True, slots=True)
class Like:
    """The text fits a pattern in which % is any text and _ one character, with regard to case."""

    subject: Node
    pattern: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The value of the first condition that holds; unknown does not hold.

    Attributes:
        branches: Pairs of condition and value.
        default: The value where none holds.
    """

    branches: tuple[tuple[Node, Node], ...]
    default: Node


@dataclass(frozen=True, slots=True)
class Computed:
    """Arithmetic on whole numbers; null where either is null. There is no division."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Called:
    """One of the few functions, on values."""

    function: Function
    arguments: tuple[Node, ...]


Node = (
    Named
    | Constant
    | Asked
    | Compared
    | OnDay
    | Joined
    | Negated
    | Member
    | Missing
    | Certain
    | Like
    | Choice
    | Computed
    | Called
)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression over the rows of one table.

    Attributes:
        root: What it says.
        type: Type of its value.
        text: As the user wrote it; two texts of one meaning are equal.
    """

    root: Node
    type: Type
    text: str = field(default="", repr=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that it reads, each once, in the order they are met."""
        return tuple(dict.fromkeys(_columns(self.root)))

    @property
    def parameters(self) -> frozenset[str]:
        """Parameters that it names."""
        return frozenset(_parameters(self.root))

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns of which it is never asked whether they are null, so that it says nothing without them."""
        asked = set(_asked_to_be_null(self.root))
        return tuple(column for column in self.columns if column not in asked)


def _columns(part: object) -> Iterator[str]:
    if isinstance(part, Named):
        yield part.column
    else:
        for one in _inner(part):
            yield from _columns(one)


def _parameters(part: object) -> Iterator[str]:
    if isinstance(part, Asked):
        yield part.parameter
    for one in _inner(part):
        yield from _parameters(one)


def _asked_to_be_null(part: object) -> Iterator[str]:
    if isinstance(part, Missing | Certain) or (isinstance(part, Called) and part.function == "coalesce"):
        yield from _columns(part)
    for one in _inner(part):
        yield from _asked_to_be_null(one)


def _inner(part: object) -> tuple[object, ...]:
    if isinstance(part, tuple):
        return part
    return tuple(getattr(part, child.name) for child in fields(part)) if is_dataclass(part) else ()
