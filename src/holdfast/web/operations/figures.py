"""How much waits, runs, failed and how old it is, for the doctor, the page of operations and Prometheus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django_tasks_db.models import DBTaskResult

from holdfast.values import dataclass
from holdfast.web.communication.models import Sending
from holdfast.web.jobs.again import alive
from holdfast.web.jobs.models import Worker
from holdfast.web.measurements.models import Series
from holdfast.web.notices.models import Notice
from holdfast.web.webhooks.models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

_DAY = timedelta(days=1)
_AT_ONCE = datetime(9000, 1, 1, tzinfo=UTC)
"""The package writes that a job may run at once as the last date there is."""
_OPEN_NOTICES = ("waiting", "queued", "sending")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the records, at one instant.

    Attributes:
        jobs: ``ready``, ``later`` (an attempt after a failure, or a job for another time), ``running``, and
            ``failed`` and ``successful`` within a day.
        oldest_job: Seconds that the job has waited which is ready longest; 0 where none is.
        notices: ``waiting`` for their time, ``due``, ``failed`` within a day: the outbox of mail and chat.
        oldest_notice: Seconds that the notice is late which is due longest; 0 where none is.
        deliveries: Of webhooks: ``waiting``, and ``failed`` within a day.
        workers: Alive.
        seen_at: The last sign of life of any worker, or None.
        series: Measured from data.
        failing: Of them, those that could not be measured the last time.
        oldest_measured_at: When the series was measured that was not for the longest time, or None.
    """

    jobs: dict[str, int]
    oldest_job: float
    notices: dict[str, int]
    oldest_notice: float
    deliveries: dict[str, int]
    workers: int
    seen_at: datetime | None
    series: int
    failing: int
    oldest_measured_at: datetime | None


def figures(now: datetime, shown: datetime) -> Figures:
    """As they stand; eight queries, however many rows.

    Args:
        now: The real instant, which jobs and workers go by.
        shown: The one that pages go by, measurements and notices with them; another in a demo.
    """
    later = Q(status="READY", run_after__gt=now, run_after__lt=_AT_ONCE)
    jobs = DBTaskResult.objects.order_by().aggregate(
        ready=Count("pk", filter=Q(status="READY") & ~later),
        later=Count("pk", filter=later),
        running=Count("pk", filter=Q(status="RUNNING")),
        failed=Count("pk", filter=Q(status="FAILED", finished_at__gt=now - _DAY)),
        successful=Count("pk", filter=Q(status="SUCCESSFUL", finished_at__gt=now - _DAY)),
    )
    due = Q(state__in=_OPEN_NOTICES, due_at__lte=shown)
    notices = Notice.objects.order_by().aggregate(
        waiting=Count("pk", filter=Q(state="waiting", due_at__gt=shown)),
        due=Count("pk", filter=due),
        failed=Count("pk", filter=Q(state="failed", touched_at__gt=shown - _DAY)),
        oldest=Min("due_at", filter=due),
    )
    plans = Sending.objects.filter(state="failed", touched_at__gt=shown - _DAY).count()
    series = _measured().aggregate(
        all=Count("pk"), failing=Count("pk", filter=~Q(error="")), oldest=Min("measured_at")
    )
    deliveries = Delivery.objects.order_by().aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        failed=Count("pk", filter=Q(state="failed", tried_at__gt=now - _DAY)),
    )
    return Figures(
        jobs=jobs,
        oldest_job=_seconds(_ready_since(now), now),
        notices={**{name: notices[name] for name in ("waiting", "due")}, "failed": notices["failed"] + plans},
        oldest_notice=_seconds(notices["oldest"], shown),
        deliveries=deliveries,
        workers=alive(now).count(),
        seen_at=Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first(),
        series=series["all"],
        failing=series["failing"],
        oldest_measured_at=series["oldest"],
    )


def _measured() -> QuerySet[Series]:
    """Series that jobs measure: those from outside come when they come."""
    return Series.objects.order_by().exclude(metric="").filter(removed_at=None)


def _ready_since(now: datetime) -> datetime | None:
    """When the job could first have run that has waited longest."""
    waits = DBTaskResult.objects.filter(status="READY").order_by()
    since = waits.aggregate(
        at_once=Min("enqueued_at", filter=Q(run_after__gte=_AT_ONCE)),
        at_last=Min("run_after", filter=Q(run_after__lte=now)),
    )
    return min((at for at in since.values() if at is not None), default=None)


def _seconds(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
