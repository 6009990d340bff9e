"""What the page of a metric shows: definition, course, segments, cohorts, sources, and who uses it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.report.chart import Chart, Overlay
from holdfast.values import dataclass
from holdfast.web.cycles.models import DatedEvent
from holdfast.web.measurements.history import history, restatements
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.trouble import trouble_of
from holdfast.web.measurements.values import as_measurement
from holdfast.web.metrics.cohorts import heat_table
from holdfast.web.metrics.models import DataLook
from holdfast.web.metrics.queries import last_final
from holdfast.web.objectives.access import visible_key_results, visible_objectives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series
    from holdfast.web.measurements.trouble import Trouble
    from holdfast.web.metrics.cohorts import HeatTable
    from holdfast.web.metrics.models import KnownMetric
    from holdfast.web.objectives.models import KeyResult, Objective
    from holdfast.web.people.models import Person

MOST_SEGMENTS, MOST_USES, MOST_EVENTS = 12, 50, 30
_MOST_READ = 2_000
_TWO_YEARS = timedelta(days=731)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Uses:
    """What a metric measures, of what the reader may see; the latest cycle first."""

    key_results: tuple[KeyResult, ...]
    objectives: tuple[Objective, ...]

    @property
    def series(self) -> tuple[Series, ...]:
        """Each question that is asked of it, once."""
        some = (*(one.series for one in self.key_results), *(one.series for one in self.objectives))
        return tuple({one.pk: one for one in some if one is not None}.values())


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """One segment in the latest final period, beside everybody.

    Attributes:
        name: Value of the column.
        last: Of the same period as everybody's.
        course: Values of the last year, in order of time.
        verdict: ``higher`` or ``lower`` than everybody beyond noise, or empty.
    """

    name: str
    last: Measurement
    course: tuple[float | None, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A series by one column.

    Attributes:
        columns: All columns by which it is cut.
        column: The one that is shown.
        lines: The largest segments first.
        left_out: How many smaller ones are not shown.
    """

    columns: tuple[str, ...]
    column: str
    lines: tuple[SegmentLine, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class TableAge:
    """A table that the metric reads: its rows, None where it is not there or cannot be read, and its end."""

    name: str
    rows: int | None
    last: date | None


@dataclass(frozen=True, slots=True)
class MetricPage:
    """All of one metric.

    Attributes:
        row: As it was last seen.
        series: The question that is shown, or None where none was measured yet.
        questions: All that the reader may choose from.
        past: Values for everybody, in order of time.
        restated: How many final values were replaced later.
        cut: By segment, or None.
        heat: Cohorts, or None.
        events: On the chart.
        look: The last look at the data.
        findings: Of the data check, on the tables that it reads.
        tables: That it reads.
        trouble: What is wrong with the series, or None.
    """

    row: KnownMetric
    series: Series | None
    questions: tuple[Series, ...]
    past: tuple[Measurement, ...]
    last: Measurement | None
    restated: int
    cut: Cut | None
    heat: HeatTable | None
    chart: Chart | None
    events: tuple[DatedEvent, ...]
    look: DataLook
    findings: tuple[dict[str, Any], ...]
    tables: tuple[TableAge, ...]
    uses: Uses
    trouble: Trouble | None


def uses_of(person: Person, metric: str) -> Uses:
    """What a metric measures, of what a person may see. Two queries."""
    results = visible_key_results(person).filter(series__metric=metric, dropped_at=None)
    results = results.exclude(objective__state="archived")
    results = results.select_related("series", "objective__cycle", "owner")
    objectives = visible_objectives(person).filter(series__metric=metric).exclude(state="archived")
    objectives = objectives.select_related("series", "cycle")
    return Uses(
        tuple(results.order_by("-objective__cycle__starts_on", "pk")[:MOST_USES]),
        tuple(objectives.order_by("-cycle__starts_on", "pk")[:MOST_USES]),
    )


def questions_of(row: KnownMetric, uses: Uses) -> tuple[Series, ...]:
    """The usual question first, then those of what the reader may see, and those that were asked here."""
    usual = () if row.series is None else (row.series,)
    return tuple(
        {one.pk: one for one in (*usual, *uses.series, *(one.series for one in row.asked.all()))}.values()
    )


def metric_page(row: KnownMetric, series: Series | None, uses: Uses, *, by: str, today: date) -> MetricPage:
    """Everything the page shows; a fixed number of queries.

    Args:
        row: With its usual series.
        series: One of its questions, or None where there is none yet.
        uses: What the reader may see of its uses.
        by: Column of segments; one that is unknown gives the first.
        today: Local date.
    """
    since = first_shown(today)
    past = history(series, since=since) if series else ()
    look = DataLook.objects.filter(pk=1).first() or DataLook()
    events = _events(since, today)
    is_usual = series is not None and series.pk == row.series_id
    return MetricPage(
        row=row,
        series=series,
        questions=questions_of(row, uses),
        past=past,
        last=last_final(past),
        restated=restatements(series, since=since) if series else 0,
        cut=_cut(series, past, by, since=(today - _YEAR).replace(day=1)) if series else None,
        heat=heat_table(row.cohorts) if is_usual else None,
        chart=_chart(row, series, past, events) if series else None,
        events=events,
        look=look,
        findings=tuple(one for one in look.findings if one["table"] in row.tables),
        tables=_tables(row, look),
        uses=uses,
        trouble=trouble_of(series, today=today),
    )


def first_shown(today: date) -> date:
    """The first local date of the chart: two years back, so that a season is seen twice."""
    return (today - _TWO_YEARS).replace(day=1)


def chart_of(row: KnownMetric, series: Series, *, today: date) -> Chart:
    """The chart of a series as the page shows it. Two queries."""
    since = first_shown(today)
    return _chart(row, series, history(series, since=since), _events(since, today))


def _chart(
    row: KnownMetric, series: Series, past: tuple[Measurement, ...], events: Sequence[DatedEvent]
) -> Chart:
    overlay = Overlay(events=tuple((one.on, one.title) for one in events))
    return Chart(f"metric-{row.pk}-{series.pk}", series.title, past, None, overlay)


def _events(since: date, today: date) -> tuple[DatedEvent, ...]:
    return tuple(DatedEvent.objects.filter(on__gte=since, on__lte=today)[:MOST_EVENTS])


def _cut(series: Series, past: tuple[Measurement, ...], by: str, *, since: date) -> Cut | None:
    """The latest final period by segment. Two queries, or none."""
    everybody = last_final(past)
    if everybody is None:
        return None
    rows = Value.objects.filter(series=series, is_current=True, period_start=everybody.period.start)
    rows = rows.exclude(segment="").order_by("-denominator", "segment")[:_MOST_READ]
    found: dict[str, list[tuple[str, Measurement]]] = defaultdict(list)
    for one in rows:
        measured = as_measurement(one, series)
        found[measured.segment[0][0]].append((one.segment, measured))
    if not found:
        return None
    columns = tuple(sorted(found))
    column = by if by in found else columns[0]
    largest = found[column][:MOST_SEGMENTS]
    courses = _courses(series, [key for key, _ in largest], since)
    lines = (
        SegmentLine(one.segment[0][1], one, courses.get(key, ()), _verdict(one, everybody))
        for key, one in largest
    )
    return Cut(columns, column, tuple(lines), len(found[column]) - len(largest))


def _courses(series: Series, segments: Sequence[str], since: date) -> dict[str, tuple[float | None, ...]]:
    rows = Value.objects.filter(
        series=series, is_current=True, segment__in=segments, period_start__gte=since
    ).order_by("period_start")
    found: dict[str, list[float | None]] = defaultdict(list)
    for segment, value in rows.values_list("segment", "value"):
        found[segment].append(value)
    return {segment: tuple(values) for segment, values in found.items()}


def _verdict(one: Measurement, everybody: Measurement) -> str:
    """Beyond noise where each value lies outside of the other's range: a careful rule without a model."""
    if one.value is None or everybody.value is None or one.interval is None or everybody.interval is None:
        return ""
    if one.value in everybody.interval or everybody.value in one.interval:
        return ""
    return "higher" if one.value > everybody.value else "lower"


def _tables(row: KnownMetric, look: DataLook) -> tuple[TableAge, ...]:
    seen = {name: (rows, last) for name, rows, _, last in look.tables}
    found = [(name, *seen.get(name, (None, None))) for name in row.tables]
    return tuple(
        TableAge(name, rows, date.fromisoformat(last) if last else None) for name, rows, last in found
    )
