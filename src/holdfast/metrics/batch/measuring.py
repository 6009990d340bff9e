"""Measures many requests: one query for each group of them that can share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError, InputError
from holdfast.metrics.batch.cells import Cells, keys_of
from holdfast.metrics.batch.engine import Remembering
from holdfast.metrics.batch.folding import by_cell, by_metric, counts_of, uncollected
from holdfast.metrics.batch.sharing import (
    MOST_CELLS,
    calendar_of,
    cells_of,
    common_plan,
    counted,
    groups,
    scans,
)
from holdfast.metrics.emit.rendering import render, render_keys
from holdfast.metrics.emit.together import render_together, scan_of
from holdfast.metrics.measuring import resolve, series_of
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_many_values, refuse_unmeasurable
from holdfast.metrics.series import measurements

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date

    from holdfast.metrics.batch.cells import Key
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request
    from holdfast.records import Measurement

    Tell = Callable[[int, int], object]
    _Found = tuple[tuple[Measurement, ...], HoldfastError | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request.

    Attributes:
        request: As it was put.
        series: As `measure` returns it; empty where nothing could be measured.
        error: Why it could not be measured; None where it was.
    """

    request: Request
    series: tuple[Measurement, ...] = ()
    error: HoldfastError | None = None


def measure_all(
    engine: Engine, requests: Sequence[Request], *, tell: Tell | None = None
) -> tuple[Answer, ...]:
    """An answer for each request, in their order, equal to what `measure` gives for each alone.

    Requests of one form, parameters, zone and as-of date are counted by one query, however their segments,
    filters and (where counts of short periods add up to long ones) periods differ; metrics of events share
    one scan of them. A request that cannot be measured has its error as answer and does not stop the others.

    Args:
        engine: The database.
        requests: Any.
        tell: Called before each query with how many requests are answered, and of how many. What it
            raises ends the work; nothing is kept.
    """
    remembering = Remembering(engine)
    answers: list[Answer | None] = [None] * len(requests)
    plans: dict[int, Plan] = {}
    starts: dict[Hashable, date | None] = {}
    for number, request in enumerate(requests):
        try:
            refuse_unmeasurable(remembering, request)
            refuse_many_values(remembering, request)
            plans[number] = _plan(remembering, request, starts)
        except HoldfastError as error:
            answers[number] = Answer(request, error=error)
        else:
            answers[number] = None if plans[number].slots else Answer(request)
    open_numbers = [number for number in plans if answers[number] is None]
    grouped = [
        [open_numbers[at] for at in group] for group in groups([plans[number] for number in open_numbers])
    ]
    for scan in scans([plans[group[0]] for group in grouped]):
        if tell:
            tell(sum(answer is not None for answer in answers), len(requests))
        shared = [grouped[position] for position in scan]
        for group, found in zip(
            shared, _answers(engine, [[plans[n] for n in g] for g in shared]), strict=True
        ):
            for number, answer in zip(group, found, strict=True):
                answers[number] = Answer(requests[number], *answer)
    return tuple(answer for answer in answers if answer is not None)


def _plan(engine: Engine, request: Request, starts: dict[Hashable, date | None]) -> Plan:
    """The plan of a request; where the data begin is looked up once for all that count the same."""
    if request.start or request.data_start:
        return plan_of(request.declared, request)
    key = counted(plan_of(request.declared, request))
    if key not in starts:
        starts[key] = resolve(engine, request).data_start
    return plan_of(request.declared, replace(request, data_start=starts[key]))


def _answers(engine: Engine, groups_of: Sequence[Sequence[Plan]]) -> Iterator[Sequence[_Found]]:
    """The answers of each group; groups that one scan can count share it, unless one of them fails."""
    if len(groups_of) > 1:
        try:
            yield from ([(series, None) for series in found] for found in series_of_scan(engine, groups_of))
        except HoldfastError:
            pass  # which of them it is shows when each is asked alone
        else:
            return
    for plans in groups_of:
        try:
            yield [(series, None) for series in series_of_group(engine, plans)]
        except InputError as error:
            # What one of them asks for, such as money of two currencies, is no fault of the others.
            yield (
                [((), error)]
                if len(plans) == 1
                else [found for plan in plans for [found] in _answers(engine, [[plan]])]
            )
        except HoldfastError as error:
            yield [((), error) for _ in plans]


def series_of_scan(
    engine: Engine, groups_of: Sequence[Sequence[Plan]], *, known: Cells | None = None
) -> list[list[tuple[Measurement, ...]]]:
    """The series of groups of event metrics by one query over one scan.

    Args:
        engine: The database.
        groups_of: Of plans.
        known: Cells that hold all cuts of the plans; None looks for them.

    Raises:
        InputError: A plan asks for what its metric does not have.
        SourceError: The database refused or failed.
    """
    every = [plan for plans in groups_of for plan in plans]
    cells, is_too_many = (known, False) if known else _cells(engine, every)
    if is_too_many:
        return [series_of_group(engine, plans) for plans in groups_of]
    shared = [common_plan(plans, cells) for plans in groups_of]
    rows = by_metric(engine.rows(render_together(shared, engine.dialect)))
    found = []
    for number, (plans, common) in enumerate(zip(groups_of, shared, strict=True)):
        found.append(_each(plans, common, rows.get(number, ())))
    return found


def series_of_groups(
    engine: Engine, groups_of: Sequence[Sequence[Plan]], *, known: Cells | None = None
) -> list[list[tuple[Measurement, ...]]]:
    """The series of groups of plans, by one query where one scan can count them all.

    Args:
        engine: The database.
        groups_of: Of plans.
        known: Cells that hold all cuts of the plans; None looks for them.

    Raises:
        InputError: A plan asks for what its metric does not have.
        SourceError: The database refused or failed.
    """
    shared = {scan_of(plans[0]) for plans in groups_of}
    if len(groups_of) > 1 and len(shared) == 1 and None not in shared:
        try:
            return series_of_scan(engine, groups_of, known=known)
        except InputError:
            pass  # such as a minimum of events by two lists of cuts
    return [series_of_group(engine, plans, known=known) for plans in groups_of]


def series_of_group(
    engine: Engine, plans: Sequence[Plan], *, known: Cells | None = None
) -> list[tuple[Measurement, ...]]:
    """The series of plans of one group; each by its own query where together they need too many cells.

    Args:
        engine: The database.
        plans: Of the group.
        known: Cells that hold all cuts of the plans; None looks for them.

    Raises:
        SourceError: The database refused or failed.
    """
    if len(plans) == 1:
        return [series_of(engine, plans[0])]
    cells, is_too_many = (known, False) if known else _cells(engine, plans)
    if is_too_many:
        return [series_of(engine, plan) for plan in plans]
    shared = common_plan(plans, cells)
    return _each(plans, shared, engine.rows(render(shared, engine.dialect)))


def _each(
    plans: Sequence[Plan], shared: Plan, rows: Sequence[tuple[Cell, ...]]
) -> list[tuple[Measurement, ...]]:
    """The series of each plan; what two targets ask of one population is finished once."""
    finished: dict[Hashable, tuple[Measurement, ...]] = {}
    found = []
    with uncollected():
        counts = by_cell(rows, has_cells=shared.cells is not None)
        for plan in plans:
            asked = (plan.request.metric, plan.version, plan.request.by, calendar_of(plan))
            if asked not in finished:
                finished[asked] = measurements(plan, counts_of(plan, shared, counts))
            found.append(finished[asked])
    return found


def _cells(engine: Engine, plans: Sequence[Plan]) -> tuple[Cells | None, bool]:
    """The cells that plans need, none where nothing is cut; and whether there would be too many."""
    if not any(plan.needs_customers for plan in plans):
        return None, False
    zone = plans[0].request.time_zone
    cells = cells_of(plans, lambda keys, most: _distinct(engine, keys, most, zone))
    return cells, cells is None


def cells_by_value(engine: Engine, request: Request) -> Cells | None:
    """The cells of all combinations of values that the request cuts by, or None where there are too many."""
    keys = keys_of([request], filters_by_value=True)
    values = _distinct(engine, keys, MOST_CELLS + 1, request.time_zone)
    return Cells(keys, tuple(sorted(values))) if len(values) <= MOST_CELLS else None


def _distinct(engine: Engine, keys: Sequence[Key], most: int, time_zone: str) -> list[tuple[str, ...]]:
    rows = engine.rows(render_keys(keys, most, engine.dialect, time_zone=time_zone))
    return [tuple(str(value) for value in row) for row in rows]
