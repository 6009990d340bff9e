"""The plan of an objective as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery

from holdfast.values import dataclass
from holdfast.web.communication.composing import Moment, message
from holdfast.web.communication.models import WHATS, WHENS, PlanLine, Sending
from holdfast.web.notices.models import STATES
from holdfast.web.notices.queries import OPEN, SHOWN, Outbox, OutboxLine

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


def plans_outbox() -> Outbox:
    """What plans send to chats and to addresses of nobody here. Three queries.

    What they tell a person is a notice, and stands among those.
    """
    rows = Sending.objects.exclude(line__address="", line__chat="")
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    latest = rows.select_related("line__person", "line__team").order_by("-touched_at", "-pk")
    trouble = Q(state="failed") | Q(state__in=OPEN, attempts__gt=0)
    shown = (*latest.filter(trouble)[:SHOWN], *latest.filter(state__in=("sent", "dropped"))[:SHOWN])
    return Outbox(
        counts.get("failed", 0), sum(counts.get(state, 0) for state in OPEN), tuple(map(_outbox_line, shown))
    )


def _outbox_line(row: Sending) -> OutboxLine:
    line = row.line
    return OutboxLine(
        f"Plan: {dict(WHATS)[line.what]}, {dict(WHENS)[line.when][:1].lower()}{dict(WHENS)[line.when][1:]}",
        line.who,
        row.state,
        dict(STATES)[row.state].lower(),
        row.attempts,
        row.said,
        row.touched_at,
        ("retry-plan", row.pk),
    )
