"""The job that measures what people look at."""

from __future__ import annotations

from django.db.models import Q
from django_tasks import task

from holdfast.web import clock
from holdfast.web.measurements.measuring import measure_series
from holdfast.web.measurements.models import Series


@task()
def refresh(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Measure every series that an open cycle uses. Run twice, it records nothing new."""
    in_use = Q(key_results__objective__cycle__state__in=("active", "closing")) | Q(
        objectives__cycle__state__in=("active", "closing")
    )
    measure_series(list(Series.objects.filter(in_use).distinct()), at=clock.now())


@task()
def measure_one(pk: int) -> None:
    """Measure one series now: what somebody has just bound."""
    measure_series(list(Series.objects.filter(pk=pk)), at=clock.now())
