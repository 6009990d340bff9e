"""Writes of metrics: what a look found, and asking for a look or for a page to be measured."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from holdfast.metrics import catalogue, has_cohorts
from holdfast.web.measurements.models import Series
from holdfast.web.metrics.families import family_of, title_of
from holdfast.web.metrics.models import DataLook, KnownMetric

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.records import MetricCard

ASK_AGAIN = timedelta(minutes=10)
"""After which a question that got no answer is put again: its job may have been lost."""
_DAY = timedelta(days=1)
_LONGEST_TITLE = 200
_DESCRIBED = (
    "title",
    "population",
    "outcome",
    "unit",
    "better",
    "window_days",
    "tables",
    "family",
    "words",
    "settings",
    "is_own",
    "is_measurable",
    "reason",
    "has_cohorts",
    "gone_at",
)


def unsaved(card: MetricCard) -> KnownMetric:
    """A metric as its card describes it; whether it can be measured is not known yet."""
    return KnownMetric(
        name=card.name,
        title=title_of(card)[:_LONGEST_TITLE],
        population=card.population,
        outcome=card.outcome,
        unit=card.unit,
        better=card.better,
        window_days=card.window_days,
        tables=list(card.tables),
        family=family_of(card),
    )


def know_catalogue() -> bool:
    """Add what every workspace has, where nobody has looked yet. True where something was added."""
    if KnownMetric.objects.exists():
        return False
    rows = []
    for one in catalogue().metrics.values():
        row = unsaved(one.card)
        row.has_cohorts = has_cohorts(one.form)
        rows.append(row)
    KnownMetric.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def record_look(found: Sequence[KnownMetric], look: DataLook, *, at: datetime) -> None:
    """Keep what a look found. A metric that is there no more stays, so that who used it is told.

    Args:
        found: Unsaved, every metric of the workspace.
        look: Unsaved, with its tables and findings.
        at: The instant of the look.
    """
    names = [one.name for one in found]
    with transaction.atomic():
        KnownMetric.objects.bulk_create(
            found, update_conflicts=True, unique_fields=["name"], update_fields=_DESCRIBED
        )
        KnownMetric.objects.exclude(name__in=names).filter(gone_at=None).update(gone_at=at)
        kept = {"tables": look.tables, "findings": look.findings, "error": ""}
        DataLook.objects.update_or_create(pk=1, defaults={**kept, "looked_at": at, "tried_at": at})


def record_failed_look(error: str, *, at: datetime) -> None:
    """Keep why nobody could look; what was found before stays."""
    DataLook.objects.update_or_create(pk=1, defaults={"error": error, "tried_at": at})


def ask_for_look(now: datetime, *, wait: timedelta = ASK_AGAIN) -> bool:
    """Have a job look at the data, unless one was asked for within `wait`; True where one was enqueued."""
    from holdfast.web.metrics.tasks import look_now  # noqa: PLC0415 - the task calls this module

    with transaction.atomic():
        row, _ = DataLook.objects.select_for_update().get_or_create(pk=1)
        if row.asked_at is not None and now - row.asked_at < wait:
            return False
        DataLook.objects.filter(pk=1).update(asked_at=now)
        look_now.enqueue()
    return True


def ask_for_measuring(row: KnownMetric, now: datetime, *, wait: timedelta = ASK_AGAIN) -> bool:
    """Have a job measure the page of a metric, unless that was asked for within `wait`."""
    from holdfast.web.metrics.tasks import measure_metric  # noqa: PLC0415 - as above

    free = Q(asked_at=None) | Q(asked_at__lte=now - wait)
    with transaction.atomic():
        is_asked = KnownMetric.objects.filter(free, pk=row.pk).update(asked_at=now) == 1
        if is_asked:
            row.asked_at = now
            measure_metric.enqueue(row.pk)
    return is_asked


def is_due(row: KnownMetric, now: datetime) -> bool:
    """It can be measured, as far as is known, and was not for a day."""
    is_old = row.tried_at is None or now - row.tried_at > _DAY
    return is_old and row.gone_at is None and row.is_measurable is not False


def mark_looked_at(series: Series, now: datetime) -> None:
    """Remember that somebody looked, to the day: a page that is read often is not written often."""
    if series.looked_at is None or now - series.looked_at > _DAY:
        Series.objects.filter(pk=series.pk).update(looked_at=now)
