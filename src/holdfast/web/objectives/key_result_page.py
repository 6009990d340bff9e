"""What the page of a key result shows: its number, its past, its chart, and what was said of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.report.chart import Chart, FanMark, Overlay
from holdfast.values import dataclass
from holdfast.web.cycles.models import DatedEvent
from holdfast.web.evidence.queries import evidence_of
from holdfast.web.measurements.history import history, latest_by_segment, restatements
from holdfast.web.objectives.chances import courses_of, weeks_of
from holdfast.web.objectives.documents import as_key_result
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.objectives.standing import Bet, expected_curve

if TYPE_CHECKING:
    from datetime import date

    from holdfast.evidence.fan import FanPoint
    from holdfast.records import Measurement
    from holdfast.units import Period
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.evidence.queries import Check
    from holdfast.web.objectives.chances import Courses, Week
    from holdfast.web.objectives.models import Amendment, Comment, Initiative, KeyResult, Quote
    from holdfast.web.objectives.queries import KeyResultLine

_YEAR = timedelta(days=366)
_POINTS = 12
MOST_QUOTES = 3
_WHICH = re.compile(r"^Key result \d+: ")


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    """All of one key result.

    Attributes:
        line: As the quarter shows it.
        past: Values for everybody from a year before the cycle on, in order of time.
        segments: The latest final period by segment.
        restated: How many final values were replaced later.
        chart: To be drawn.
        check_ins: The latest first.
        events: Dated events on the chart.
        evidence: What was found of its target and its link.
        weeks: Day and chance of each forecast with the owner's confidence of that day, in order of time.
        fan: Where its values will lie, month by month.
    """

    line: KeyResultLine
    past: tuple[Measurement, ...]
    segments: tuple[Measurement, ...]
    restated: int
    chart: Chart
    check_ins: tuple[CheckIn, ...]
    initiatives: tuple[Initiative, ...]
    quotes: tuple[Quote, ...]
    comments: tuple[Comment, ...]
    amendments: tuple[Amendment, ...]
    events: tuple[DatedEvent, ...]
    evidence: tuple[Check, ...]
    weeks: tuple[Week, ...]
    fan: tuple[FanPoint, ...]

    @property
    def courses(self) -> Courses | None:
        """Chance and confidence as lines; None before there are two forecasts."""
        return courses_of(self.weeks)


def key_result_page(row: KeyResult, *, today: date, names: bool = False) -> KeyResultPage:
    """Everything the page shows; a fixed number of queries.

    Args:
        row: With its objective, cycle, owner and series.
        today: Local date.
        names: The reader may see which customers are behind a change.
    """
    cycle = row.objective.cycle
    lines = key_result_lines([row.objective_id], cycle, today=today)[row.objective_id]
    line = next(one for one in lines if one.row.pk == row.pk)
    since = (cycle.starts_on - _YEAR).replace(day=1)
    past = history(row.series, since=since) if row.series else line.measured
    check_ins = tuple(row.check_ins.select_related("by").order_by("-on", "-at"))
    events = tuple(DatedEvent.objects.filter(on__gte=since, on__lt=cycle.ends_on))
    found = evidence_of(row.objective_id, names=names)
    fan = found.fans.get(row.pk, ())
    return KeyResultPage(
        line=line,
        past=past,
        segments=latest_by_segment(row.series, past) if row.series else (),
        restated=restatements(row.series, since=since) if row.series else 0,
        chart=chart_of(row, past, check_ins, events, fan),
        check_ins=check_ins,
        initiatives=tuple(row.initiatives.select_related("owner")),
        quotes=tuple(row.quotes.all()[:MOST_QUOTES]),
        comments=tuple(row.comments.select_related("author")),
        amendments=tuple(row.amendments.select_related("by")),
        events=events,
        evidence=tuple(map(_alone, found.of(row.pk))),
        weeks=weeks_of(found.course(row.pk), check_ins),
        fan=fan,
    )


def _alone(check: Check) -> Check:
    """A check on the page of its key result, where nobody asks which one it is about."""
    sentence = _WHICH.sub("", check.sentence)
    return replace(check, sentence=sentence[:1].upper() + sentence[1:])


def chart_of(
    row: KeyResult,
    past: tuple[Measurement, ...],
    check_ins: tuple[CheckIn, ...],
    events: tuple[DatedEvent, ...],
    fan: tuple[FanPoint, ...] = (),
) -> Chart:
    """The series with target, the way expected in the cycle, check-ins, events, and where it will lie."""
    overlay = Overlay(
        expected=_expected(row),
        said=_said(past, check_ins),
        events=tuple((one.on, one.title) for one in events),
        fan=_fan(past, fan),
    )
    target = row.target if row.kind == "change" else row.at_most if row.at_least is None else row.at_least
    return Chart(f"key-result-{row.pk}", row.series.title if row.series else row.text, past, target, overlay)


def _fan(past: tuple[Measurement, ...], fan: tuple[FanPoint, ...]) -> tuple[FanMark, ...]:
    """The fan, opened from the last value that is known."""
    if not fan:
        return ()
    known = (one for one in past if one.is_mature and one.period.end == fan[0].period.start)
    last = next((one for one in known if one.value is not None), None)
    root = (FanMark(last.period.start, *(last.value,) * 4),) if last and last.value is not None else ()
    marks = tuple(FanMark(one.period.start, one.low80, one.low50, one.high50, one.high80) for one in fan)
    return (*root, *marks)


def _expected(row: KeyResult) -> tuple[tuple[date, float], ...]:
    """The expected curve in the unit of the values; empty where there is no way from baseline to target."""
    if row.kind != "change" or row.baseline is None or row.target is None:
        return ()
    period: Period = row.objective.cycle.period
    window = row.series.window_days if row.series else None
    checkpoints = tuple((share, value) for share, value in row.checkpoints)
    try:
        curve = expected_curve(Bet(as_key_result(row), period, window, checkpoints))
    except InputError:
        return ()
    shares = [number / _POINTS for number in range(_POINTS + 1)]
    return tuple(
        (
            period.start + timedelta(days=round(share * period.days)),
            row.baseline + curve.at(share) * (row.target - row.baseline),
        )
        for share in shares
    )


def _said(past: tuple[Measurement, ...], check_ins: tuple[CheckIn, ...]) -> tuple[tuple[date, float], ...]:
    """Each check-in at its own value; else at the value of the period that its day lies in."""
    marks = []
    for one in check_ins:
        around = (m.value for m in past if one.on in m.period)
        value = one.value if one.value is not None else next((v for v in around if v is not None), None)
        if value is not None:
            marks.append((one.on, value))
    return tuple(marks)
