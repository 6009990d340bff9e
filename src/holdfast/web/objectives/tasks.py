"""Jobs of key results: their charts."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.company import company
from holdfast.web.measurements.drawing import draw
from holdfast.web.objectives.key_result_page import key_result_page
from holdfast.web.objectives.models import KeyResult
from holdfast.web.objectives.watching import tell_changes

_RELATED = ("objective__cycle", "owner", "series")


@task()
def draw_key_result(pk: int) -> None:
    """Draw the chart of a key result, where it shows something that was not drawn yet."""
    row = KeyResult.objects.select_related(*_RELATED).filter(pk=pk).first()
    if row is not None:
        _draw(row)


@task()
def draw_open_key_results(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Draw the charts of all key results of open cycles, so that they are there before somebody looks."""
    rows = KeyResult.objects.select_related(*_RELATED)
    for row in rows.filter(objective__cycle__state__in=("active", "closing"), dropped_at=None):
        _draw(row)


@task()
def tell_status_changes(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Tell of every status that changed since it was told last. Run twice, it tells nothing twice."""
    tell_changes(today=clock.today(company().time_zone), at=clock.now())


def _draw(row: KeyResult) -> None:
    draw(key_result_page(row, today=clock.today(company().time_zone)).chart, clock.now())
