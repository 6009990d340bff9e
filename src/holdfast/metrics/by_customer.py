"""Facts customer by customer, for experiments: signing, assignment, and how often something happened when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.refusing import refuse_unknown_segments
from holdfast.metrics.request import NONE
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request


@dataclass(frozen=True, slots=True)
class Signing:
    """One customer.

    Attributes:
        customer_id: The account.
        signed_on: Local date.
        segment: Values of the request's segments, ``(none)`` for null.
    """

    customer_id: str
    signed_on: date
    segment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """One row of the table `assignments`: arm, local date and seed as they stand there."""

    customer_id: str
    arm: str
    assigned_on: date
    seed: str


def signings(engine: Engine, request: Request) -> tuple[Signing, ...]:
    """Every customer that signed before the as-of date and that the filters let through, by id; one query.

    Args:
        engine: The database.
        request: Its segments, filters, zone and as-of date apply; its metric and periods do not matter.

    Raises:
        InputError: There is no table of customers, or no such segment.
        SourceError: The database refused or failed.
    """
    _refuse_missing(engine, "customers", ("customer_id", "signed_at"))
    refuse_unknown_segments(engine, request)
    from holdfast.metrics.emit.by_customer import render_signings  # noqa: PLC0415 - SQLGlot, as for measuring

    rows = engine.rows(render_signings(request, engine.dialect))
    found = [
        Signing(str(customer), _date(day), tuple(NONE if one is None else str(one) for one in segment))
        for customer, day, *segment in rows
    ]
    return tuple(sorted(found, key=lambda one: one.customer_id))


def assignments(engine: Engine, request: Request, play: str) -> tuple[AssignedRow, ...]:
    """Rows of one play in the table `assignments`, by date and customer; none where there is no such table.

    Raises:
        SourceError: The database refused or failed.
    """
    if not engine.columns("assignments"):
        return ()
    from holdfast.metrics.emit.by_customer import render_assignments  # noqa: PLC0415 - as above

    rows = engine.rows(render_assignments(request, play, engine.dialect))
    found = [AssignedRow(str(who), str(arm), _date(day), str(seed)) for who, arm, day, seed in rows]
    return tuple(sorted(found, key=lambda one: (one.assigned_on, one.customer_id, one.arm)))


def plays(engine: Engine) -> Mapping[str, int]:
    """Plays of the table `assignments` and how many customers each has; empty where there is no such table.

    Raises:
        SourceError: The database refused or failed.
    """
    if not engine.columns("assignments"):
        return {}
    from holdfast.metrics.emit.by_customer import render_plays  # noqa: PLC0415 - as above

    return {str(play): int(count or 0) for play, count in sorted(engine.rows(render_plays(engine.dialect)))}


def days_of(
    engine: Engine, request: Request, table: str, at: str, *, start: date
) -> Sequence[tuple[str, date, int]]:
    """Customer, local date and rows of a table on it, from a date to the as-of date; one query.

    Raises:
        InputError: There is no such table, or it names no customer.
        SourceError: The database refused or failed.
    """
    _refuse_missing(engine, table, ("customer_id", at))
    from holdfast.metrics.emit.by_customer import render_days  # noqa: PLC0415 - as above

    rows = engine.rows(render_days(request, table, at, start=start, dialect=engine.dialect))
    return [(str(customer), _date(day), int(count or 0)) for customer, day, count in rows]


def answers_of(
    engine: Engine, request: Request, kind: str, *, start: date
) -> Sequence[tuple[str, date, int]]:
    """Customer, local date and score of each answer to surveys of one kind, from a date on, in that order.

    Args:
        engine: The database.
        request: Its zone and as-of date apply; its segments and filters do not.
        kind: Of the survey (``nps``).
        start: First local date.

    Raises:
        InputError: There is no table of surveys, or it names no customer.
        SourceError: The database refused or failed.
    """
    _refuse_missing(engine, "surveys", ("customer_id", "answered_at"))
    from holdfast.metrics.emit.by_customer import render_answers  # noqa: PLC0415 - as above

    rows = engine.rows(render_answers(request, kind, start=start, dialect=engine.dialect))
    return sorted((str(customer), _date(day), int(score or 0)) for customer, day, score in rows)


def _refuse_missing(engine: Engine, table: str, wanted: tuple[str, ...]) -> None:
    columns = engine.columns(table)
    missing = [name for name in wanted if name not in columns]
    if missing:
        found = f"it has no column {missing[0]!r}" if columns else "there is no such table"
        raise InputError(
            table, found, f"a table with {' and '.join(wanted)}", f"Map {table} in holdfast.toml"
        )


def _date(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
