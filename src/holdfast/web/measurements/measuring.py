"""Measuring series from the workspace: many together, each with its own outcome."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from holdfast.errors import HoldfastError, InputError
from holdfast.metrics.measuring import compile_sql
from holdfast.service.measuring import request_for
from holdfast.service.withholding import measured_all
from holdfast.service.workspace import Workspace, open_workspace
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.measurements.actions import record_failure, record_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from holdfast.metrics import Answer, Request
    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series

HISTORY_MONTHS = 24
"""How far back a series is kept: two years, so that a season is seen twice."""
_DAYS = {"day": 92, "week": 371}
"""How far back by a short grain: a quarter of days, a year of weeks."""
MOST_SEGMENTS = 100
"""Values of one column that are kept apart."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of a refresh: counts of series, and of values that are new or changed."""

    series: int
    failed: int
    values: int


@contextmanager
def workspace(*, as_of: date | None = None) -> Iterator[Workspace]:
    """The workspace that this application serves, open.

    Args:
        as_of: Use the data before this day only; None takes all that may be seen today.

    Raises:
        InputError: It is not there, or cannot be read.
        SourceError: A source does not answer.
    """
    place = settings.DEPLOYMENT
    # The demo's data reach beyond its date: what has not happened yet must not be seen.
    until = as_of or (clock.now().date() if place.today else None)
    with open_workspace(place.workspace, as_of=until, environment=place.variables) as opened:
        yield opened


def told(error: HoldfastError) -> str:
    """What pages say of an error: files by their place in the workspace, not on this machine."""
    return str(error).replace(f"{settings.DEPLOYMENT.workspace}/", "")


def measure_series(asked: Sequence[Series], *, at: datetime) -> Measured:
    """Measure series and record their values; one that cannot be measured keeps its last ones, and says why.

    Args:
        asked: Any; figures from outside are left alone.
        at: The instant of recording.
    """
    own = [one for one in asked if one.metric]
    try:
        with workspace() as opened:
            return measure_in(opened, own, at=at)
    except HoldfastError as error:
        for one in own:
            record_failure(one, told(error), at=at)
        return Measured(len(own), len(own), 0)


def measure_in(opened: Workspace, asked: Sequence[Series], *, at: datetime, is_cut: bool = True) -> Measured:
    """Measure series in a workspace that is open; what is true of `measure_series` is true here.

    Args:
        opened: The workspace.
        asked: Measured from data, every one.
        at: The instant of recording.
        is_cut: By each segment too.
    """
    requests: dict[int, list[Request]] = {}
    failed = 0
    for one in asked:
        try:
            requests[one.pk] = _requests(opened, one, is_cut=is_cut)
        except InputError as error:
            is_gone = one.metric not in opened.catalogue.metrics
            record_failure(one, told(error), at=at, is_gone=is_gone)
            failed += 1
    flat = [request for some in requests.values() for request in some]
    answers = iter(measured_all(opened.engine, flat))
    values = 0
    for one in asked:
        if one.pk in requests:
            new = _record(opened, one, [next(answers) for _ in requests[one.pk]], at)
            failed, values = failed + (new is None), values + (new or 0)
    return Measured(len(asked), failed, values)


def _requests(opened: Workspace, one: Series, *, is_cut: bool) -> list[Request]:
    """The series for everybody, and one for each segment that the workspace names.

    Raises:
        InputError: There is no such metric any more, or it cannot be asked so.
    """
    opened.catalogue.metric(one.metric).as_asked(one.parameters)
    everybody = request_for(
        opened,
        one.metric,
        parameters=one.parameters,
        filters={column: tuple(values) for column, values in one.filters.items()},
        grain=one.grain,  # type: ignore[arg-type]  # written from a Grain
        start=first_day(opened.as_of, one.grain),
    )
    cuts = [column for column in opened.segments if is_cut and column not in one.filters]
    return [everybody, *(_by(everybody, column) for column in cuts)]


def _by(request: Request, column: str) -> Request:
    return replace(request, by=(column,))


def _record(opened: Workspace, one: Series, answers: Sequence[Answer], at: datetime) -> int | None:
    """How many values are new; None where it could not be measured. A cut that fails is left out."""
    everybody, *cuts = answers
    if everybody.error is not None:
        record_failure(one, told(everybody.error), at=at)
        return None
    by_segment = [value for cut in cuts if cut.error is None for value in _largest(cut.series)]
    return record_values(
        one, [*everybody.series, *by_segment], sql=compile_sql(everybody.request, engine=opened.engine), at=at
    )


def _largest(cut: Sequence[Measurement]) -> list[Measurement]:
    """The values of the segments that most are in: a column of ten thousand values is no segment."""
    sizes: Counter[tuple[tuple[str, str], ...]] = Counter()
    for one in cut:
        sizes[one.segment] += one.denominator
    largest = {segment for segment, _ in sizes.most_common(MOST_SEGMENTS)}
    return [one for one in cut if one.segment in largest]


def first_day(as_of: date, grain: str = "month") -> date:
    """The first local date that is measured, at the start of a month; of short periods fewer days."""
    if grain in _DAYS:
        return as_of - timedelta(days=_DAYS[grain])
    day = as_of - timedelta(days=round(HISTORY_MONTHS * 30.44))
    return day.replace(day=1)
