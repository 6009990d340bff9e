"""Measures: checks the request, runs one query, finishes its counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.plan import Plan, plan_of
from holdfast.metrics.refusing import refuse_many_values, refuse_unmeasurable

if TYPE_CHECKING:
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request
    from holdfast.records import Measurement


def measure(engine: Engine, request: Request) -> tuple[Measurement, ...]:
    """One measurement per period and segment, in order of period, then of segment values.

    Every segment that occurs in any period has a row in each. Empty where the request has no start and the
    data hold no entity before the as-of date. One query, a small one before it where there are segments, and
    one for the start where none is given.

    Raises:
        InputError: Metric, parameter, column, table, zone or dates cannot be used, or a segment has more than
            1,000 values.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    refuse_many_values(engine, request)
    plan = _plan(resolve(engine, request))
    return series_of(engine, plan) if plan.slots else ()


def series_of(engine: Engine, plan: Plan) -> tuple[Measurement, ...]:
    """The measurements of a plan with at least one period, by one query.

    Raises:
        SourceError: The database refused or failed.
    """
    from holdfast.metrics.emit.rendering import render  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.finish.cells import by_segment  # noqa: PLC0415 - nor is anything that cards do not need
    from holdfast.metrics.series import measurements  # noqa: PLC0415 - as above

    rows = engine.rows(render(plan, engine.dialect))
    return measurements(plan, by_segment(rows, len(plan.request.by)))


def resolve(engine: Engine, request: Request) -> Request:
    """The same request with the local date of the earliest entity, where it has no start.

    Left as it is where the data hold no entity before the as-of date.

    Raises:
        InputError: As for `measure`.
        SourceError: The database refused or failed.
    """
    if request.start or request.data_start:
        return request
    refuse_unmeasurable(engine, request)
    from holdfast.metrics.emit.rendering import render_start  # noqa: PLC0415 - as above

    [[found]] = engine.rows(render_start(_plan(request), engine.dialect))
    return request if found is None else replace(request, data_start=date.fromisoformat(str(found)))


def compile_sql(request: Request, *, engine: Engine | None = None, dialect: str | None = None) -> str:
    """The text that `measure` runs for a request, to the letter.

    Args:
        request: With a start, or resolved, where no engine is given.
        engine: Checks the request and finds its start in the data; None compiles without a database.
        dialect: ``duckdb``, ``postgres`` or ``spark``; None takes the engine's.

    Raises:
        InputError: The request has no start, or cannot be used, or the dialect is not one of these.
        SourceError: The engine's database refused or failed.
    """
    if engine is not None:
        refuse_unmeasurable(engine, request)
        request = resolve(engine, request)
    plan = _plan(request)
    if not plan.slots:
        raise InputError(
            "start", "none was given", "the first local date", "Resolve the request against the data"
        )
    from holdfast.metrics.emit.rendering import render  # noqa: PLC0415 - as above

    return render(plan, dialect or (engine.dialect if engine else "duckdb"))


def _plan(request: Request) -> Plan:
    return plan_of(request.declared, request)
