"""What a plan has to tell at one time, and to a person of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.web.communication.composing import Moment, message
from holdfast.web.communication.models import Sending
from holdfast.web.company import company
from holdfast.web.notices.telling import NotNeededError, Told, link_to
from holdfast.web.objectives.access import visible_objectives

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.communication.composing import Message
    from holdfast.web.notices.models import Notice

RELATED = ("line__objective__cycle", "line__objective__owner", "line__objective__team")


def planned(row: Notice, at: datetime) -> Told:
    """What a person hears by a plan.

    Raises:
        NotNeededError: The line is gone, they may not see the objective any more, or there is nothing new.
    """
    sending = Sending.objects.select_related(*RELATED).filter(pk=row.subject_id).first()
    if sending is None:
        raise NotNeededError("the plan has changed")
    objective = sending.line.objective
    if not visible_objectives(row.person).filter(pk=objective.pk).exists():
        raise NotNeededError("the person may not see it any more")
    told = news_of(sending, at)
    return Told(told.subject, {"markdown": told.markdown}, link_to("objective", objective.pk))


def news_of(row: Sending, at: datetime) -> Message:
    """What is told.

    Raises:
        NotNeededError: There is nothing new.
    """
    zone = company().time_zone
    today = at.astimezone(ZoneInfo(zone)).date()
    told = message(row.line.objective, row.line.what, Moment(today, row.since, zone))
    if told is None:
        raise NotNeededError("there is nothing new to tell")
    return told
