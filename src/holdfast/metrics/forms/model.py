"""The parts every form is made of: conditions, populations, outcomes and windows, without any SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from holdfast.metrics.expression.model import Expression

CUSTOMER = "customer_id"
Columns = tuple[tuple[str, str], ...]
"""Pairs of table and column."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a row of one table.

    Attributes:
        column: Column of that table.
        operator: ``in`` one of the values, ``above`` the one value, ``between`` two values (both included),
            ``known`` (not null, no values), ``null or other than`` the instant in another column of the row,
            ``reaches`` the number of a parameter, or ``named`` in a text of the definition (any, if empty).
        values: Text or whole numbers, as many as the operator takes; or the name of the column or parameter.
    """

    column: str
    operator: Literal["in", "above", "between", "known", "null or other than", "reaches", "named"]
    values: tuple[int | str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that it reads."""
        return (self.column,)


Where = tuple[Condition | Expression, ...]
"""Conditions of the catalogue and expressions of the user, all of which must hold."""


@dataclass(frozen=True, slots=True)
class Population:
    """Entities, each anchored at an instant.

    Attributes:
        table: Canonical table.
        at: Column of the anchoring instant. Rows without it are no part of the population.
        where: Conditions that all must hold.
    """

    table: str
    at: str
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may happen to an entity: the earliest instant of matching rows; never, where there is none."""

    table: str
    at: str
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The time limit, counted from the anchor.

    Attributes:
        parameter: Name of the parameter that sets it.
        unit: ``days`` are differences of local dates (day 0 is the anchor's); ``hours`` are elapsed.
    """

    parameter: str
    unit: Literal["days", "hours"]


class Form(Protocol):
    """What a metric counts. `emit.<kind>` makes a query of it, and `finish.<kind>` values of its counts.

    Attributes:
        kind: Name of the modules in ``forms``, ``emit`` and ``finish`` that belong to it.
        is_additive: Each entity counts in one period only, the one of its anchor, so that the counts of
            shorter periods add up to those of a longer one.
    """

    kind: ClassVar[str]
    is_additive: ClassVar[bool]

    @property
    def population(self) -> Population:
        """What is anchored; its earliest instant is where the data begin."""

    def columns_read(self) -> Columns:
        """Tables and columns that a query of this form reads, segments aside."""


def of_rows(population: Population | Outcome, *more: str) -> Columns:
    """The anchor, the columns of the conditions and further ones of one table."""
    named = (column for condition in population.where for column in condition.columns)
    return tuple((population.table, column) for column in (population.at, *named, *more))
