"""A meeting that the demo company held, by the actions that people use."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.actions import StatedDecision, decide, join, note
from holdfast.web.meetings.beginning import PLANNED, StatedMeeting, begin_meeting
from holdfast.web.meetings.ending import end_weekly
from holdfast.web.objectives.models import KeyResult
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.web.people.models import Person

_BEGAN = time(10, 30)


def hold(told: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """Begin a weekly meeting, say and decide in it what is told, and end it.

    Args:
        told: One of the ``meetings`` of the demo's file.
        people: By first name.
    """
    cycle, team = Cycle.objects.get(name=told["cycle"]), Team.objects.get(name=told["team"])
    day = cycle.starts_on + timedelta(days=told["day"])
    began = datetime.combine(day, _BEGAN, ZoneInfo(company().time_zone))
    leader = Actor(people[told["led_by"]], "page", began)
    meeting = begin_meeting(leader, StatedMeeting("weekly", cycle.pk, team.pk, PLANNED["weekly"]))
    for name in told["present"]:
        join(Actor(people[name], "page", began), meeting.pk)
    for one in told["decisions"]:
        row = KeyResult.objects.filter(text=one.get("key_result", ""), objective__cycle=cycle).first()
        stated = StatedDecision(one["text"], people[one["owner"]].pk, one["due_on"])
        decide(leader, meeting.pk, row, stated)
    note(leader, meeting.pk, told["notes"], revision=1)
    ended = Actor(leader.person, "page", began + timedelta(minutes=told["minutes"]))
    end_weekly(ended, meeting.pk, today=day)
