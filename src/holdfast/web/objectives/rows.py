"""Reading key results with all that they stand by, in a fixed number of queries and few objects.

A quarter has hundreds of key results and thousands of values and check-ins, and its page is the one that is
opened most: what is looked at as a number is read as one, and what rows share is made once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.okr.model import Milestone
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Series, Value
from holdfast.web.measurements.values import VALUE_FIELDS, measured, typed_measurement
from holdfast.web.objectives.models import KeyResult, Objective, Step
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.records import Measurement
    from holdfast.web.cycles.models import Cycle

_LONG = ("sql", "definition")
"""Of a series: a query of many lines is read for the page that shows it."""


def key_results_of(
    objectives: Iterable[int], known: Mapping[int, Objective] | None = None
) -> list[KeyResult]:
    """The key results of some objectives that were not given up; both with their people and series.

    Three queries, and one more where the objectives are not known.

    Args:
        objectives: Their ids.
        known: By id, where they were read already.
    """
    rows = list(KeyResult.objects.filter(objective_id__in=objectives, dropped_at=None))
    known = Objective.objects.in_bulk(objectives) if known is None else known
    both: list[KeyResult | Objective] = [*rows, *known.values()]
    checkers = (row.checker_id for row in rows)
    people = Person.objects.in_bulk({pk for pk in (*(one.owner_id for one in both), *checkers) if pk})
    measured_by = {one.series_id for one in both if one.series_id}
    series = Series.objects.defer(*_LONG).in_bulk(measured_by)
    for row in rows:
        row.objective = known[row.objective_id]
        if row.checker_id:
            row.checker = people[row.checker_id]
    for one in both:
        if one.owner_id:
            one.owner = people[one.owner_id]
        if one.series_id:
            one.series = series[one.series_id]
    return rows


def values_of(results: Iterable[KeyResult], cycle: Cycle) -> dict[int, list[Measurement]]:
    """The current values of a cycle for everybody, by series, in order of time. One query at most."""
    series = {row.series_id: row.series for row in results if row.series_id and row.series}
    found: dict[int, list[Measurement]] = defaultdict(list)
    if not series:
        return found
    rows = Value.objects.filter(
        series_id__in=list(series),
        segment="",
        is_current=True,
        period_start__gte=cycle.starts_on,
        period_start__lt=cycle.ends_on,
    )
    for pk, *facts in rows.order_by("period_start").values_list("series_id", *VALUE_FIELDS):
        found[pk].append(measured(series[pk], *facts))
    return found


def typed_in(results: Iterable[KeyResult]) -> dict[int, list[Measurement]]:
    """What owners typed in, by key result, in order of time: of what nothing measures it is the series."""
    units = {row.pk: row.unit for row in results if row.series_id is None}
    found: dict[int, list[Measurement]] = defaultdict(list)
    if not units:
        return found
    rows = CheckIn.objects.filter(key_result_id__in=list(units))
    for pk, on, value in rows.order_by("on", "at", "pk").values_list("key_result_id", "on", "value"):
        if value is not None:
            found[pk].append(typed_measurement(on, value, units[pk]))
    return found


_LATEST = """
SELECT * FROM (
  SELECT said.*, ROW_NUMBER() OVER (PARTITION BY key_result_id ORDER BY "on" DESC, at DESC, id DESC) AS place
  FROM checkins_checkin AS said WHERE key_result_id IN ({})
) AS ranked WHERE place = 1
"""
"""Written out: every page of a quarter asks it, and putting it together took longer than its answer."""


def last_said(results: Iterable[KeyResult]) -> dict[int, CheckIn]:
    """The latest check-in by key result; those before it are not read. One query at most."""
    asked = [row.pk for row in results]
    if not asked:
        return {}
    rows = CheckIn.objects.raw(_LATEST.format(", ".join(["%s"] * len(asked))), asked)
    return {row.key_result_id: row for row in rows}


def steps_of(results: Iterable[KeyResult]) -> dict[int, tuple[Milestone, ...]]:
    """The steps of milestone key results, in order. One query at most."""
    found: dict[int, list[Milestone]] = defaultdict(list)
    stepped = [row.pk for row in results if row.kind == "milestone"]
    if not stepped:
        return {}
    rows = Step.objects.filter(key_result_id__in=stepped)
    for pk, text, weight, is_done in rows.order_by("position", "pk").values_list(
        "key_result_id", "text", "weight", "is_done"
    ):
        found[pk].append(Milestone(text, weight, is_done))
    return {pk: tuple(steps) for pk, steps in found.items()}
