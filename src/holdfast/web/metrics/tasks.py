"""Jobs of metrics: the look at the workspace, and what a page shows."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.metrics.looking import look
from holdfast.web.metrics.measuring import draw_chart, measure_page


@task()
def look_at_metrics(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """See which metrics there are, what stands in their way, and what the data check finds."""
    look(clock.now())


@task()
def look_now() -> None:
    """The same, since somebody asked."""
    look(clock.now())


@task()
def measure_metric(pk: int) -> None:
    """Measure what the page of a metric shows."""
    measure_page(pk, clock.now())


@task()
def draw_metric(pk: int, series: int) -> None:
    """Draw a series of a metric that was measured and not drawn yet."""
    draw_chart(pk, series)
