"""Reads of holdouts: their plans and logs from the workspace, what jobs said of them from the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.service.holdouts.listing import list_holdouts
from holdfast.values import dataclass
from holdfast.web.holdouts.models import Holdout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.records.holdout import Assignment
    from holdfast.service.holdouts.listing import HoldoutStanding


MOST_UNPLANNED = 5


@dataclass(frozen=True, slots=True)
class HoldoutLine:
    """One holdout.

    Attributes:
        standing: Its plan, arms and state.
        row: What jobs last did with it.
    """

    standing: HoldoutStanding
    row: Holdout

    @property
    def is_assigned_from_here(self) -> bool:
        """Customers can be assigned today."""
        return self.standing.state in {"not begun", "assigning"}


def holdout_lines(today: date) -> tuple[HoldoutLine, ...]:
    """Every holdout of the workspace, by the day on which it is settled; one query.

    Raises:
        InputError: A file of a plan or log cannot be read as one.
        SourceError: The disk failed.
    """
    rows = {row.name: row for row in Holdout.objects.all()}
    found = list_holdouts(settings.DEPLOYMENT.workspace, today=today)
    return tuple(HoldoutLine(one, rows.get(one.plan.id) or Holdout(name=one.plan.id)) for one in found)


def unplanned(lines: Sequence[HoldoutLine]) -> tuple[Holdout, ...]:
    """Holdouts that somebody asked to plan and that no plan is of yet, the newest first; one query."""
    planned = [one.standing.plan.id for one in lines]
    asked = Holdout.objects.filter(planning_at__isnull=False).exclude(name__in=planned)
    return tuple(asked.order_by("-planning_at")[:MOST_UNPLANNED])


def holdout_line(name: str, today: date) -> HoldoutLine:
    """One holdout.

    Raises:
        Http404: There is none of that name.
    """
    for line in holdout_lines(today):
        if line.standing.plan.id == name:
            return line
    raise Http404


def assignments_of(name: str, *, customer: str = "") -> tuple[Assignment, ...]:
    """Assignments in the order in which they were drawn, of everybody or of one customer."""
    log = FileHoldouts(settings.DEPLOYMENT.workspace).log(name)
    return tuple(one for one in log if not customer or one.customer_id == customer)
