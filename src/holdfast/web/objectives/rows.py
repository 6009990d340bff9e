"""Reading key results with all that they stand by, in a fixed number of queries and few objects.

A quarter has hundreds of key results and thousands of values and check-ins, and its page is the one that is
opened most: what is looked at as a number is read as one, and what rows share is made once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, OuterRef, QuerySet, Subquery

from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Series, Value
from holdfast.web.measurements.values import VALUE_FIELDS
from holdfast.web.objectives.models import KeyResult, Objective, Step
from holdfast.web.people.models import Person
from holdfast.web.prepared import Among, Given, Prepared, PreparedRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.prepared import Row

_LONG = ("sql", "definition")
"""Of a series: a query of many lines is read for the page that shows it."""


_RESULTS = PreparedRows(
    lambda: KeyResult.objects.filter(Among("objective_id", "objectives"), dropped_at=None)
)
_PEOPLE = PreparedRows(lambda: Person.objects.filter(Among("pk", "people")).order_by())
_SERIES = PreparedRows(lambda: Series.objects.filter(Among("pk", "series")), left_out=_LONG)
_VALUES = Prepared(
    lambda: (
        Value.objects.filter(
            Among("series_id", "series"),
            segment="",
            is_current=True,
            period_start__gte=Given("starts_on", DateField()),
            period_start__lt=Given("ends_on", DateField()),
        )
        .order_by("period_start")
        .values_list("series_id", *VALUE_FIELDS)
    )
)
_TYPED = Prepared(
    lambda: (
        CheckIn.objects.filter(Among("key_result_id", "results"), value__isnull=False)
        .order_by("on", "at", "pk")
        .values_list("key_result_id", "on", "value")
    )
)
_LATEST = PreparedRows(
    lambda: CheckIn.objects.filter(
        pk__in=KeyResult.objects.filter(Among("pk", "results")).order_by().values_list(Subquery(_last_of()))
    ).order_by()
)
_STEPS = Prepared(
    lambda: (
        Step.objects.filter(Among("key_result_id", "results"))
        .order_by("position", "pk")
        .values_list("key_result_id", "text", "weight", "is_done")
    )
)


def key_results_of(
    objectives: Iterable[int], known: Mapping[int, Objective] | None = None
) -> list[KeyResult]:
    """The key results of some objectives that were not given up; both with their people and series.

    Three queries, and one more where the objectives are not known.

    Args:
        objectives: Their ids.
        known: By id, where they were read already.
    """
    rows = _RESULTS(objectives=objectives)
    known = Objective.objects.in_bulk(objectives) if known is None else known
    both: list[KeyResult | Objective] = [*rows, *known.values()]
    checkers = (row.checker_id for row in rows)
    named = {pk for pk in (*(one.owner_id for one in both), *checkers) if pk}
    people = {one.pk: one for one in _PEOPLE(people=named)} if named else {}
    measured_by = {one.series_id for one in both if one.series_id}
    series = {one.pk: one for one in _SERIES(series=measured_by)} if measured_by else {}
    join(rows, "objective", known)
    join(rows, "checker", people)
    join(both, "owner", people)
    join(both, "series", series)
    return rows


def join(rows: Iterable[Model], name: str, known: Mapping[int, Model]) -> None:
    """Let each row refer to what was read already, where it refers to anything."""
    for row in rows:
        field: Any = row._meta.get_field(name)  # noqa: SLF001 - public
        if (pk := getattr(row, field.attname)) is not None:
            field.set_cached_value(row, known[pk])


def values_of(results: Iterable[KeyResult], cycle: Cycle) -> dict[int, tuple[Row, ...]]:
    """The current values of a cycle for everybody as `measured` takes them, by series, in order of time.

    One query at most.
    """
    series = {row.series_id for row in results if row.series_id}
    if not series:
        return {}
    return _by_first(_VALUES(series=series, starts_on=cycle.starts_on, ends_on=cycle.ends_on))


def typed_in(results: Iterable[KeyResult]) -> dict[int, tuple[Row, ...]]:
    """Days and values that owners typed in, by key result, in order of time.

    Of what nothing measures they are the series. One query at most.
    """
    typed = [row.pk for row in results if row.series_id is None]
    return _by_first(_TYPED(results=typed)) if typed else {}


def last_said(results: Iterable[KeyResult]) -> dict[int, CheckIn]:
    """The latest check-in by key result; those before it are not read. One query at most."""
    asked = [row.pk for row in results]
    if not asked:
        return {}
    return {row.key_result_id: row for row in _LATEST(results=asked)}


def steps_of(results: Iterable[KeyResult]) -> dict[int, tuple[Row, ...]]:
    """Text, weight and state of the steps of milestone key results, in order. One query at most."""
    stepped = [row.pk for row in results if row.kind == "milestone"]
    return _by_first(_STEPS(results=stepped)) if stepped else {}


def _by_first(rows: Iterable[Row]) -> dict[int, tuple[Row, ...]]:
    """Rows by their first column, without it."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return {pk: tuple(some) for pk, some in found.items()}


def _last_of() -> QuerySet[CheckIn, tuple[int]]:
    """The latest check-in of a key result, which the index leads to."""
    said = CheckIn.objects.filter(key_result=OuterRef("pk"))
    return said.order_by("-on", "-at", "-pk").values_list("pk")[:1]
