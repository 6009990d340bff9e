"""Measure a metric in a workspace: what `holdfast measure` and the API answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from holdfast.metrics import Request, cohort_table, resolve
from holdfast.service.filter_notes import filter_notes
from holdfast.service.withholding import measured, measured_all, measured_mix, withheld_note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from holdfast.metrics import Answer
    from holdfast.metrics.declaration import Setting
    from holdfast.metrics.request import Grain
    from holdfast.records import CohortTable, FixedMix, Measurement, MetricCard
    from holdfast.service.workspace import Workspace

    Tell = Callable[[int, int], object]

WEEK_STARTS = {"monday": 0, "sunday": 6}


class Question(TypedDict, total=False):
    """What may be asked of a metric; everything may be left out.

    Attributes:
        parameters: Such as ``{"within_days": 5}``; else the workspace's, else the metric's defaults.
        grain: Length of a period; a month.
        start: First local date; None begins with the data.
        end: Local date after the last; None ends with the data.
        by: Segment columns; one series for each combination of their values.
        filters: Segment column to the values let through.
    """

    parameters: Mapping[str, Setting]
    grain: Grain
    start: date | None
    end: date | None
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]


def request_for(workspace: Workspace, metric: str, **question: Unpack[Question]) -> Request:
    """The question put to the engine, with the workspace's as-of date, calendar and parameters.

    Raises:
        InputError: A name is not known, or a value is out of range.
    """
    given = dict(question.get("parameters", {}))
    rest = {key: value for key, value in question.items() if key != "parameters"}
    return Request(
        metric=metric,
        as_of=workspace.as_of,
        parameters={**workspace.metric_parameters(metric), **given},
        time_zone=workspace.time_zone,
        week_start=WEEK_STARTS[workspace.company.week_start],
        fiscal_start_month=workspace.company.fiscal_year_start,
        expressions=workspace.own.expressions,
        catalogue=workspace.catalogue,
        **rest,  # type: ignore[arg-type]  # the keys of a TypedDict less one are not expressible
    )


def notes_on(workspace: Workspace, request: Request, series: Sequence[Measurement]) -> tuple[str, ...]:
    """What a reader must know of a series: what is not shown, a filter nobody passes, too long a window.

    Args:
        workspace: Open.
        request: What was measured.
        series: What came of it.

    Raises:
        SourceError: The engine failed.
    """
    if note := withheld_note(series):
        return (note,)
    if any(one.denominator for one in series):
        return ()
    if not any(one.pending for one in series):
        return filter_notes(workspace, request)
    days = card_as_asked(workspace, request.metric, request.parameters).window_days
    first = resolve(workspace.engine, replace(request, start=None, end=None, data_start=None)).data_start
    if days is None or first is None or (request.as_of - first).days > days:
        return ()
    span = (request.as_of - first).days
    longer = f"The window of {days} days is longer than the data, which span {span} days from {first} on"
    return (f"{longer}: nobody is old enough yet, and there is no value. Measure with a shorter window.",)


def card_as_asked(workspace: Workspace, metric: str, parameters: Mapping[str, Setting]) -> MetricCard:
    """The metric's card with the window that is measured, in its title too ("within 30 days").

    Args:
        workspace: Open; its parameters hold where none is given.
        metric: Catalogue name.
        parameters: As given with the question.

    Raises:
        InputError: There is no such metric, or it cannot be asked so.
    """
    settings = {**workspace.metric_parameters(metric), **parameters}
    card = workspace.catalogue.metric(metric).as_asked(settings).card
    if card.window_days is None:
        return card
    days = int(settings.get("within_days", card.window_days))
    return replace(card, window_days=days, title=card.title.replace("within n days", f"within {days} days"))


def measure_metrics(
    workspace: Workspace,
    metrics: Sequence[str] = (),
    *,
    tell: Tell | None = None,
    **question: Unpack[Question],
) -> tuple[Answer, ...]:
    """The series of many metrics, those that read the same rows by one query; equal to each alone.

    Args:
        workspace: Open.
        metrics: Names; the whole catalogue unless given.
        tell: Called before each query with how many metrics are measured, and of how many. What it raises
            ends the work.
        **question: See `Question`; put to each of them.

    Returns:
        One answer for each metric, in their order: a series, or the error that says why there is none.

    Raises:
        InputError: A name is not known, or a value is out of range.
    """
    names = metrics or list(workspace.catalogue.metrics)
    requests = [request_for(workspace, name, **question) for name in names]
    with workspace.engine.snapshot():
        return measured_all(workspace.engine, requests, tell=tell)


def table_of_cohorts(workspace: Workspace, metric: str, **question: Unpack[Question]) -> CohortTable:
    """A metric's cohorts at every distance; one query.

    Args:
        workspace: Open.
        metric: Catalogue name of a metric with cohorts (``event_retention``).
        **question: See `Question`; without segments.

    Raises:
        InputError: The metric has no cohorts, a name is not known, a value is out of range.
        SourceError: The engine failed.
    """
    return cohort_table(workspace.engine, request_for(workspace, metric, **question))


def with_fixed_mix(
    workspace: Workspace, metric: str, column: str, *, base: date | None = None, **question: Unpack[Question]
) -> FixedMix:
    """A share's series with the mix of segments held fixed, beside the raw one; two queries.

    Args:
        workspace: Open.
        metric: Catalogue name of a share.
        column: Segment column.
        base: Start of the period whose mix is taken; None pools all final periods.
        **question: See `Question`; without segments.

    Raises:
        InputError: The metric is no share, the base is no final period, or too much of it would be left out.
        SourceError: The engine failed.
    """
    return measured_mix(workspace.engine, request_for(workspace, metric, **question), column, base=base)


def measure_metric(
    workspace: Workspace, metric: str, **question: Unpack[Question]
) -> tuple[Measurement, ...]:
    """A metric's series in a workspace, by period and then by segment; one query.

    Of segments in which fewer than five persons answered a survey there is no value; see `measured`.

    Args:
        workspace: Open.
        metric: Catalogue name (``nps``).
        **question: See `Question`.

    Raises:
        InputError: A name is not known, a value is out of range, or a table is missing.
        SourceError: The engine failed.
    """
    request = request_for(workspace, metric, **question)
    with workspace.engine.snapshot():
        return measured(workspace.engine, request)
