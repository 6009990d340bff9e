"""Rows of one table that cannot be: counted in one pass in the engine, with three examples of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.tables import SCORE_RANGES, CheckFinding, Example
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.protocol import Engine
    from holdfast.tables import Column, Table
    from holdfast.tables.model import FindingKind, Severity

_EXAMPLES = 3
# Exports fill blanks with the first day their clock knows, and with the last.
_FIRST_DAY = "1980-01-01"
_LAST_DAY = "2038-01-01"


@dataclass(frozen=True, slots=True)
class Question:
    """A condition that no row, or few rows, should meet.

    Attributes:
        kind: Kind of the finding.
        severity: Of the finding.
        condition: SQL over the table's columns.
        shown: Columns to show in examples.
        says: What the rows are or have, after "412 of 9,000 rows".
        remedy: What to do.
    """

    kind: FindingKind
    severity: Severity
    condition: str
    shown: tuple[str, ...]
    says: str
    remedy: str


def impossible_rows(table: Table) -> tuple[Question, ...]:
    """What can be asked of a table by its contract alone."""
    return (*_orders(table), *_bounds(table), *_instants(table), *_special(table))


def later_rows(table: Table, limit: str) -> tuple[Question, ...]:
    """Instants at or after the end of the data, as the SQL of a naive UTC timestamp.

    A row after the as-of date is not wrong: it is not measured yet.
    """
    return tuple(
        Question(
            "late",
            "note",
            f'("{column.name}" >= {limit} AND "{column.name}" < TIMESTAMP \'{_LAST_DAY} 00:00:00\')',
            (column.name,),
            f"have {column.name} on or after the as-of date and are not measured yet",
            "Move the as-of date if the data are complete beyond it, else nothing",
        )
        for column in table.columns
        if column.type == "ts" and not column.may_be_future
    )


def ask(engine: Engine, table: Table, questions: Sequence[Question]) -> tuple[CheckFinding, ...]:
    """A finding per question that some row meets; one pass, and one short look per finding."""
    if not questions:
        return ()
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {question.condition})" for question in questions)
    rows, *found = (int(cell or 0) for cell in engine.rows(f"SELECT COUNT(*), {counts} FROM {table.name}")[0])
    return tuple(
        CheckFinding(
            table=table.name,
            kind=question.kind,
            severity=question.severity,
            message=f"{count:,} of {rows:,} rows {question.says}",
            remedy=question.remedy,
            count=count,
            share=count / rows,
            examples=_examples(engine, table, question),
        )
        for question, count in zip(questions, found, strict=True)
        if count
    )


def _examples(engine: Engine, table: Table, question: Question) -> tuple[Example, ...]:
    names = tuple(dict.fromkeys((*table.key, *question.shown)))
    columns = ", ".join(f'"{name}"' for name in names)
    sql = (
        f"SELECT {columns} FROM {table.name} WHERE {question.condition} ORDER BY {columns} LIMIT {_EXAMPLES}"
    )
    return tuple(
        Example(", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True)))
        for row in engine.rows(sql)
    )


def _orders(table: Table) -> tuple[Question, ...]:
    return tuple(
        Question(
            "impossible",
            "warning",
            f'("{order.later}" < "{order.earlier}")',
            (order.earlier, order.later),
            f"have {order.later} before {order.earlier}",
            "Check time zones and the columns mapped to the two, then correct the source",
        )
        for order in table.orders
    )


def _bounds(table: Table) -> tuple[Question, ...]:
    return tuple(
        Question(
            "impossible",
            "warning",
            _outside(column),
            (column.name,),
            f"have {column.name} {_bound_words(column)}",
            "Check the scale and the column mapped to it, then correct the source",
        )
        for column in table.columns
        if column.low is not None or column.high is not None
    )


def _outside(column: Column) -> str:
    parts = [f'"{column.name}" < {column.low}'] if column.low is not None else []
    parts += [f'"{column.name}" > {column.high}'] if column.high is not None else []
    return f"({' OR '.join(parts)})"


def _bound_words(column: Column) -> str:
    if column.low == 0 and column.high is None:
        return "below 0"
    return f"below {column.low}" if column.high is None else f"outside {column.low} to {column.high}"


def _instants(table: Table) -> tuple[Question, ...]:
    return tuple(
        Question(
            "impossible",
            "warning",
            f"(\"{column.name}\" < TIMESTAMP '{_FIRST_DAY} 00:00:00'"
            f" OR \"{column.name}\" >= TIMESTAMP '{_LAST_DAY} 00:00:00')",
            (column.name,),
            f"have {column.name} before 1980 or in 2038 or later, which stand for no date",
            "Leave the value empty where there is no date",
        )
        for column in table.columns
        if column.type == "ts"
    )


def _special(table: Table) -> tuple[Question, ...]:
    if table.name == "orders":
        says = "are sales of a negative amount"
        remedy = "Map them to kind refund, or correct the sign"
        condition = "(kind = 'sale' AND amount_minor < 0)"
        return (Question("impossible", "warning", condition, ("amount_minor",), says, remedy), _guests())
    if table.name == "surveys":
        return tuple(_score(kind, *bounds) for kind, bounds in SCORE_RANGES.items())
    return ()


def _guests() -> Question:
    says = "have no customer_id: orders of guests, which metrics of customers leave out"
    return Question(
        "missing", "warning", "(customer_id IS NULL)", (), says, "Map an id of guests, such as e-mail"
    )


def _score(kind: str, low: int, high: int) -> Question:
    return Question(
        "impossible",
        "warning",
        # Beyond 0 to 10 the bounds of the column speak already.
        f"(kind = '{kind}' AND score BETWEEN 0 AND 10 AND (score < {low} OR score > {high}))",
        ("kind", "score"),
        f"are of kind {kind} with a score outside {low} to {high}",
        "Check which question the score belongs to",
    )
