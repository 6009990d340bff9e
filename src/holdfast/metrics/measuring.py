"""Measures: checks the request, runs one query, finishes its counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown
from holdfast.metrics.discovery import metric
from holdfast.metrics.plan import Plan, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.metrics.finish.cells import Counts, Finished
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request
    from holdfast.records import Measurement

_NOT_SEGMENTS = frozenset({"customer_id", "parent_id", "signed_at", "free_since"})


def measure(engine: Engine, request: Request) -> tuple[Measurement, ...]:
    """One measurement per period and segment, in order of period, then of segment values.

    Every segment that occurs in any period has a row in each. Empty where the request has no start and the
    data hold no entity before the as-of date. One query, and one more for the start where none is given.

    Raises:
        InputError: Metric, parameter, column, table, zone or dates cannot be used.
        SourceError: The database refused or failed.
    """
    _refuse_unmeasurable(engine, request)
    plan = _plan(resolve(engine, request))
    if not plan.slots:
        return ()
    from holdfast.metrics.emit.rendering import render  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.finish.cells import by_segment  # noqa: PLC0415 - nor is anything that cards do not need

    rows = engine.rows(render(plan, engine.dialect))
    series = [
        _measurements(plan, segment, finished=_finish(plan, counts))
        for segment, counts in by_segment(rows, len(request.by)).items()
    ]
    return tuple(found for period in zip(*series, strict=True) for found in period)


def resolve(engine: Engine, request: Request) -> Request:
    """The same request with the local date of the earliest entity, where it has no start.

    Left as it is where the data hold no entity before the as-of date.

    Raises:
        InputError: As for `measure`.
        SourceError: The database refused or failed.
    """
    if request.start or request.data_start:
        return request
    _refuse_unmeasurable(engine, request)
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
        _refuse_unmeasurable(engine, request)
        request = resolve(engine, request)
    plan = _plan(request)
    if not plan.slots:
        raise InputError(
            "start", "none was given", "the first local date", "Resolve the request against the data"
        )
    from holdfast.metrics.emit.rendering import render  # noqa: PLC0415 - as above

    return render(plan, dialect or (engine.dialect if engine else "duckdb"))


def _plan(request: Request) -> Plan:
    return plan_of(metric(request.metric), request)


def _finish(plan: Plan, counts: Counts) -> Iterator[Finished]:
    form = plan.metric.form
    module = import_module(f"holdfast.metrics.finish.{form.kind}")
    finished: Iterator[Finished] = module.finish(plan, form, counts)
    return finished


def _measurements(plan: Plan, segment: tuple[str, ...], *, finished: Iterable[Finished]) -> list[Measurement]:
    from holdfast.records import Measurement  # noqa: PLC0415 - only the type is needed above

    request, version = plan.request, plan.version
    pairs = tuple(zip(request.by, segment, strict=True))
    return [
        Measurement(
            metric=request.metric,
            variant=plan.variant,
            version=version,
            period=slot.period,
            segment=pairs,
            unit=plan.metric.card.unit,
            value=one.value,
            numerator=one.numerator,
            denominator=one.denominator,
            interval=one.interval,
            pending=one.pending,
            is_mature=slot.is_whole
            and slot.period.end <= request.as_of
            and not (one.pending or one.can_change),
            as_of=request.as_of,
            details=one.details,
        )
        for slot, one in zip(plan.slots, finished, strict=True)
    ]


def _refuse_unmeasurable(engine: Engine, request: Request) -> None:
    card = metric(request.metric).card
    wanted = (*request.by, *request.filters)
    for table in card.tables:
        if not engine.columns(table):
            raise _missing(request.metric, table)
    for table, column in metric(request.metric).form.columns_read():
        if column not in engine.columns(table):
            raise InputError(
                request.metric,
                f"table {table!r} has no column {column!r}",
                "the columns that the metric reads",
                f"Map {table}.{column} in holdfast.toml",
            )
    columns = engine.columns("customers") if wanted else {}
    if wanted and not columns:
        raise _missing(f"{request.metric} by {', '.join(wanted)}", "customers")
    _refuse_columns(wanted, columns)
    for column, values in request.filters.items():
        if not values:
            raise InputError(f"filter {column}", "no value was given", "at least one", "Leave the filter out")


def _refuse_columns(wanted: Iterable[str], columns: Mapping[str, str]) -> None:
    for column in wanted:
        if column not in columns or column in _NOT_SEGMENTS:
            raise unknown("segment column of customers", column, set(columns) - _NOT_SEGMENTS)


def _missing(what: str, table: str) -> InputError:
    return InputError(
        what, f"there is no table {table!r}", f"the canonical table {table}", f"Map {table} in holdfast.toml"
    )
