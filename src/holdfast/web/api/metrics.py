"""Metrics: the list, one of them, its series with ranges and segments, and measuring it now."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from holdfast.web import clock
from holdfast.web.api import answering
from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.metrics import (
    Asked,
    CohortAnswer,
    CohortCellAnswer,
    FindingAnswer,
    MetricAnswer,
    MetricBrief,
    QuestionAnswer,
    QuestionStated,
    SegmentedAnswer,
    SeriesAnswer,
    SeriesStated,
    SettingAnswer,
    TableAnswer,
)
from holdfast.web.api.schemas.plain import Id, Name
from holdfast.web.drafts.binding import ask_for_series
from holdfast.web.metrics.access import chosen_question, known_metric
from holdfast.web.metrics.actions import ask_for_look, ask_for_measuring, know_catalogue
from holdfast.web.metrics.asking import ask, wanted_of
from holdfast.web.metrics.page import metric_page, uses_of
from holdfast.web.metrics.queries import metric_list
from holdfast.web.metrics.series import current_values

if TYPE_CHECKING:
    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series
    from holdfast.web.metrics.cohorts import HeatTable
    from holdfast.web.metrics.queries import MetricLine

router = Router(tags=["metrics"])
READ = Bearer("read")
MetricName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
_A_MINUTE = timedelta(minutes=1)
_PLAIN = (
    "name",
    "title",
    "family",
    "population",
    "outcome",
    "window_days",
    "unit",
    "better",
    "tables",
    "is_own",
    "is_measurable",
    "reason",
)
_PLAIN_SERIES = (
    "metric",
    "title",
    "unit",
    "better",
    "window_days",
    "parameters",
    "filters",
    "grain",
    "measured_at",
    "tried_at",
    "error",
    "removed_at",
    "data_through",
)


class MetricsAsked(Schema):
    """Which metrics; each may be left out."""

    words: Name = ""
    show: Literal["", "measurable", "missing", "used", "own"] = ""


class ValuesAsked(Schema):
    """Which values: of the usual question unless a series is named, of everybody unless a column is."""

    series: Id | None = None
    by: Name = ""
    since: date | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 5_000


@router.get("/metrics", auth=READ, response={200: list[MetricBrief], **PROBLEMS})
def list_metrics(request: HttpRequest, asked: Query[MetricsAsked]) -> list[MetricBrief]:
    """The metrics of the workspace, with what is missing for those that cannot be measured."""
    know_catalogue()
    found = metric_list(caller(request), words=asked.words, shown=asked.show, today=today(request))
    return [_brief(line) for _, lines in found.families for line in lines]


@router.get("/metrics/{name}", auth=READ, response={200: MetricAnswer, **PROBLEMS})
def read_metric(request: HttpRequest, name: MetricName) -> MetricAnswer:
    """One metric: its definition, settings, sources, cohorts, and what it measures."""
    row, uses = known_metric(name), uses_of(caller(request), name)
    page = metric_page(row, chosen_question(row, uses, ""), uses, by="", today=today(request))
    return MetricAnswer(
        name=row.name,
        title=row.title,
        words=row.words,
        settings=[SettingAnswer(name=one, value=value, allowed=said) for one, value, said in row.settings],
        tables=[TableAnswer(name=one.name, rows=one.rows, latest=one.last) for one in page.tables],
        findings=[FindingAnswer(**one) for one in page.findings],
        looked_at=page.look.looked_at,
        questions=[_question(one) for one in page.questions],
        key_results=[one.pk for one in uses.key_results],
        objectives=[one.pk for one in uses.objectives],
        cohorts=_cohorts(page.heat),
    )


@router.get("/metrics/{name}/series", auth=READ, response={200: SeriesAnswer, **PROBLEMS})
def read_series(request: HttpRequest, name: MetricName, asked: Query[ValuesAsked]) -> SeriesAnswer:
    """The values of a metric with ranges, by segment where a column is named; 404 until it was measured."""
    row = known_metric(name)
    wanted = "" if asked.series is None else str(asked.series)
    series = chosen_question(row, uses_of(caller(request), name), wanted)
    if series is None:
        raise Http404
    plain = {field: getattr(series, field) for field in _PLAIN_SERIES}
    values = current_values(series, by=asked.by, since=asked.since)[-asked.limit :]
    return SeriesAnswer(series=series.pk, **plain, values=[_value(one) for one in values])


@router.post("/metrics/{name}/questions", auth=Bearer("write"), response={202: QuestionAnswer, **PROBLEMS})
def ask_question(request: HttpRequest, name: MetricName, sent: QuestionStated) -> Status[QuestionAnswer]:  # noqa: ARG001
    """Ask a metric for another window, variant or grain; its values are read as a series once measured."""
    row = known_metric(name)
    days = "" if sent.within_days is None else str(sent.within_days)
    wanted = wanted_of(row, {"grain": sent.grain, "within_days": days, "variant": sent.variant})
    return Status(HTTPStatus.ACCEPTED.value, _question(ask(row, wanted, at=clock.now())))


@router.post("/metrics/{name}/measure", auth=Bearer("write"), response={202: Asked, **PROBLEMS})
def measure_now(request: HttpRequest, name: MetricName) -> Status[Asked]:  # noqa: ARG001 - ninja's signature
    """Have a job measure a metric now, at most once a minute."""
    is_new = ask_for_measuring(known_metric(name), clock.now(), wait=_A_MINUTE)
    return Status(HTTPStatus.ACCEPTED.value, Asked(is_new=is_new))


@router.post("/metrics/{name}/series", auth=Bearer("write"), response={202: QuestionAnswer, **PROBLEMS})
def bind_series(request: HttpRequest, name: MetricName, sent: SeriesStated) -> Status[QuestionAnswer]:
    """The series by which key results are measured: name its id as their `series`. A job measures it."""
    row = known_metric(name)
    segment = (sent.column, sent.value)
    made = ask_for_series(actor(request), row.name, within_days=sent.within_days, segment=segment)
    return Status(HTTPStatus.ACCEPTED.value, _question(made))


@router.post("/look-at-data", auth=Bearer("write"), response={202: Asked, **PROBLEMS})
def look_again(request: HttpRequest) -> Status[Asked]:  # noqa: ARG001 - ninja's signature
    """Have a job look at what the data allow to measure, at most once a minute."""
    return Status(HTTPStatus.ACCEPTED.value, Asked(is_new=ask_for_look(clock.now(), wait=_A_MINUTE)))


def _brief(line: MetricLine) -> MetricBrief:
    row = line.row
    return MetricBrief(
        **{field: getattr(row, field) for field in _PLAIN},
        is_gone=row.gone_at is not None,
        key_results=line.uses,
        series=row.series_id,
        measured_at=row.series.measured_at if row.series else None,
        error=(row.series.error if row.series else "") or row.error,
        last=answering.measurement(line.last) if line.last else None,
    )


def _question(row: Series) -> QuestionAnswer:
    return QuestionAnswer(series=row.pk, parameters=row.parameters, filters=row.filters, grain=row.grain)


def _value(one: Measurement) -> SegmentedAnswer:
    plain = answering.measurement(one).dict()
    return SegmentedAnswer(**plain, segment=dict(one.segment), pending=one.pending, version=one.version)


def _cohorts(table: HeatTable | None) -> list[CohortAnswer]:
    return [
        CohortAnswer(
            start=row.period.start,
            end=row.period.end,
            size=row.size,
            is_whole=row.is_whole,
            cells=[
                CohortCellAnswer(
                    distance=distance,
                    retained=cell.retained,
                    counted=cell.counted,
                    share=cell.share,
                    is_final=cell.is_final,
                )
                for distance, cell in zip(table.columns if table else (), row.cells, strict=True)
                if cell is not None
            ],
        )
        for row in (table.rows if table else ())
    ]
