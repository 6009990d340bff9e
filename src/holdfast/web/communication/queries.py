"""The plan of an objective as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from holdfast.values import dataclass
from holdfast.web.communication.composing import Moment, message
from holdfast.web.communication.models import WHATS, PlanLine, Sending

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.communication.composing import Message
    from holdfast.web.objectives.models import Objective


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be told now of one kind; None where there is nothing to tell."""

    name: str
    title: str
    message: Message | None


def plan_of(row: Objective) -> tuple[PlanLine, ...]:
    """The lines of a plan, each with when it was sent last, and what became of that. One query.

    They are ``sent_at``, ``sent_state`` and ``sent_said``.
    """
    last = Sending.objects.filter(line=OuterRef("pk")).order_by("-made_at", "-pk")
    rows = row.plan.select_related("person", "team").annotate(
        sent_at=Subquery(last.values("made_at")[:1]),
        sent_state=Subquery(last.values("state")[:1]),
        sent_said=Subquery(last.values("said")[:1]),
    )
    return tuple(rows.order_by("pk"))


def previews(row: Objective, *, today: date, zone: str) -> tuple[Preview, ...]:
    """What would be told if it were sent now. A fixed number of queries."""
    moment = Moment(today, None, zone)
    return tuple(Preview(name, title, message(row, name, moment)) for name, title in WHATS)
