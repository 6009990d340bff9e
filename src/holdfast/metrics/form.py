"""The form of a metric: a population, an outcome and a window, as frozen values without any SQL.

A form says what is counted. `holdfast.metrics.emit` turns it into a query that returns counts, and
`holdfast.metrics.finish` turns the counts into the value with its range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_CUSTOMER = "customer_id"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a row of one table.

    Attributes:
        column: Column of that table.
        operator: ``in`` one of the values, ``above`` the one value, ``between`` two values (both included),
            ``known`` (not null, no values), ``null or after`` the instant in another column of the row, or
            ``reaches`` the number of a parameter.
        values: Text or whole numbers, as many as the operator takes; or the name of the column or parameter.
    """

    column: str
    operator: Literal["in", "above", "between", "known", "null or after", "reaches"]
    values: tuple[int | str, ...] = ()


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
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may happen to an entity: the earliest instant of matching rows; never, where there is none."""

    table: str
    at: str
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The time limit, counted from the anchor.

    Attributes:
        parameter: Name of the parameter that sets it.
        unit: ``days`` are differences of local dates (day 0 is the anchor's); ``hours`` are elapsed.
    """

    parameter: str
    unit: Literal["days", "hours"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """Share of anchored customers whom the outcome reaches within the window."""

    population: Population
    outcome: Outcome
    window: Window


@dataclass(frozen=True, slots=True)
class Repeat:
    """Share of customers with a second occurrence within the window of their first.

    Attributes:
        population: Rows that count as occurrences; the customer's first is the anchor.
        identity: Column that tells two occurrences of one day apart.
        window: Days from the first.
    """

    population: Population
    identity: str
    window: Window


@dataclass(frozen=True, slots=True)
class Standing:
    """Share of the customers who stand at the start of a period and no longer do at its end.

    Attributes:
        population: Spans; a customer stands while any of them covers the instant.
        until: Column of the end of a span; null while it is open.
    """

    population: Population
    until: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A score from the latest answer of each person in the period.

    Attributes:
        population: Answers, anchored at the answer.
        score: Column of the score.
        sent: Column of the instant at which the question was sent, for the response rate.
        kind: Condition that picks the survey, answered or not.
    """

    population: Population
    score: str
    sent: str
    kind: Condition


@dataclass(frozen=True, slots=True)
class Wait:
    """Time from the anchor to an instant in the same row; still waiting where it is null.

    Attributes:
        population: What waits.
        until: Column of the instant that ends the wait.
        window: The limit for the share within it.
    """

    population: Population
    until: str
    window: Window


Form = Conversion | Repeat | Standing | Opinion | Wait


def columns_read(form: Form) -> tuple[tuple[str, str], ...]:
    """Pairs of table and column that a form reads, segments aside."""
    population = form.population
    rows = [(population.table, column) for column in (population.at, *_named(population.where))]
    own: tuple[str, ...] = ()
    match form:
        case Conversion(outcome=outcome):
            rows += [(outcome.table, column) for column in (_CUSTOMER, outcome.at, *_named(outcome.where))]
        case Repeat(identity=identity):
            own = (identity,)
        case Standing(until=until) | Wait(until=until):
            own = (until,)
        case Opinion(score=score, sent=sent, kind=kind):
            own = (score, sent, kind.column, "person_id")
    return (*rows, *((population.table, column) for column in (_CUSTOMER, *own)))


def _named(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(condition.column for condition in conditions)
