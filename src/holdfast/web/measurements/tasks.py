"""The job that measures what people look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django_tasks import task

from holdfast.web import clock
from holdfast.web.measurements.measuring import measure_series
from holdfast.web.measurements.models import Series

if TYPE_CHECKING:
    from datetime import datetime


LOOKED_AT_DAYS, MOST_LOOKED_AT = 30, 100
"""Beside what is in use, what people looked at within so many days is kept fresh, the latest so many."""


@task()
def refresh(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Measure every series that an open cycle uses, and what people look at.

    Run twice, it records nothing new.
    """
    now = clock.now()
    measure_series([*in_use(), *looked_at(now)], at=now)


def in_use() -> list[Series]:
    """What measures the objectives and key results of open cycles."""
    used = Q(key_results__objective__cycle__state__in=("active", "closing")) | Q(
        objectives__cycle__state__in=("active", "closing")
    )
    return list(Series.objects.filter(used).distinct())


def looked_at(now: datetime) -> list[Series]:
    """What people looked at lately and no open cycle uses, the latest first, within a bound."""
    since = now - timedelta(days=LOOKED_AT_DAYS)
    rows = Series.objects.filter(looked_at__gte=since).exclude(metric="")
    rows = rows.exclude(pk__in=[one.pk for one in in_use()])
    return list(rows.order_by("-looked_at", "-pk")[:MOST_LOOKED_AT])


@task()
def measure_one(pk: int) -> None:
    """Measure one series now: what somebody has just bound."""
    measure_series(list(Series.objects.filter(pk=pk)), at=clock.now())
