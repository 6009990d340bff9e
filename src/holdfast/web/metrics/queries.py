"""The list of metrics: what can be measured, what is missing for the others, and who uses which."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from holdfast.values import dataclass
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.trouble import trouble_of
from holdfast.web.measurements.values import as_measurement
from holdfast.web.metrics.families import FAMILIES
from holdfast.web.metrics.models import DataLook, KnownMetric
from holdfast.web.objectives.access import visible_key_results

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.measurements.trouble import Trouble
    from holdfast.web.people.models import Person

SHOWN = ("", "measurable", "missing", "used", "own")
"""Which metrics a list may be asked for; the first is all of them."""
_YEAR = timedelta(days=366)
_COURSE = 13


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric as the list shows it.

    Attributes:
        row: As it was last seen.
        last: Its latest final value of its usual question, or None.
        course: Values of the last year for everybody, in order of time.
        uses: Key results that the reader may see and that it measures.
        trouble: What is wrong with its usual series, or None.
    """

    row: KnownMetric
    last: Measurement | None
    course: tuple[float | None, ...]
    uses: int
    trouble: Trouble | None


@dataclass(frozen=True, slots=True)
class MetricList:
    """All metrics that fit, by family.

    Attributes:
        families: Names with their lines, those without any left out.
        look: The last look at the data.
        can: How many can be measured, of those that are there, whatever is asked for.
        known: How many there are, those that are gone left out.
    """

    families: tuple[tuple[str, tuple[MetricLine, ...]], ...]
    look: DataLook
    can: int
    known: int

    @property
    def number(self) -> int:
        """Of lines."""
        return sum(len(lines) for _, lines in self.families)


def metric_list(person: Person, *, words: str = "", shown: str = "", today: date) -> MetricList:
    """The metrics that fit; four queries, however many there are.

    Args:
        person: Who reads: of key results only those are counted that they may see.
        words: All of them must occur in name, title or definition.
        shown: One of `SHOWN`.
        today: Local date.
    """
    rows = list(KnownMetric.objects.select_related("series"))
    uses = uses_by_metric(person)
    # A metric that is gone is of interest to those alone who use it, or have its past.
    there = [one for one in rows if one.gone_at is None or uses.get(one.name) or one.series_id]
    fitting = [one for one in there if _fits(one, words) and _is_shown(one, shown, uses)]
    courses = _courses(fitting, since=(today - _YEAR).replace(day=1))
    families: dict[str, list[MetricLine]] = defaultdict(list)
    for one in fitting:
        course = courses.get(one.series_id or 0, ())
        families[one.family].append(_line(one, course, uses.get(one.name, 0), today))
    return MetricList(
        families=tuple((name, tuple(families[name])) for name in FAMILIES if name in families),
        look=DataLook.objects.filter(pk=1).first() or DataLook(),
        can=sum(one.is_measurable is True and one.gone_at is None for one in rows),
        known=sum(one.gone_at is None for one in rows),
    )


def uses_by_metric(person: Person) -> dict[str, int]:
    """How many key results each metric measures, of those that a person may see. One query."""
    rows = visible_key_results(person).filter(series__isnull=False, dropped_at=None)
    rows = rows.exclude(objective__state="archived").exclude(series__metric="")
    found = rows.order_by().values("series__metric").annotate(number=Count("pk", distinct=True))
    return {one["series__metric"]: one["number"] for one in found}


def last_final(past: Iterable[Measurement]) -> Measurement | None:
    """The latest value that will not change any more."""
    return max(
        (one for one in past if one.is_mature and one.value is not None),
        key=lambda one: one.period.start,
        default=None,
    )


def _line(row: KnownMetric, course: Sequence[Measurement], uses: int, today: date) -> MetricLine:
    values = tuple(one.value for one in course[-_COURSE:])
    return MetricLine(row, last_final(course), values, uses, trouble_of(row.series, today=today))


def _courses(rows: Sequence[KnownMetric], *, since: date) -> dict[int, tuple[Measurement, ...]]:
    """The current values for everybody of the usual series, by series, in order of time. One query."""
    series = {one.series.pk: one.series for one in rows if one.series is not None}
    values = Value.objects.filter(
        series_id__in=list(series), segment="", is_current=True, period_start__gte=since
    )
    found: dict[int, list[Measurement]] = defaultdict(list)
    for one in values.order_by("period_start"):
        found[one.series_id].append(as_measurement(one, series[one.series_id]))
    return {pk: tuple(some) for pk, some in found.items()}


def _fits(row: KnownMetric, words: str) -> bool:
    text = f"{row.name} {row.title} {row.population} {row.outcome} {row.family}".lower()
    return all(word in text for word in words.lower().split())


def _is_shown(row: KnownMetric, shown: str, uses: dict[str, int]) -> bool:
    match shown:
        case "measurable":
            return row.is_measurable is True and row.gone_at is None
        case "missing":
            return row.is_measurable is False or row.gone_at is not None
        case "used":
            return bool(uses.get(row.name))
        case "own":
            return row.is_own
        case _:
            return True
