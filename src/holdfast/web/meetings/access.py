"""Which meetings and parts of them a person may see, and who takes part, leads and grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404

from holdfast.values import dataclass
from holdfast.web.meetings.models import Meeting
from holdfast.web.objectives.access import key_result_for, visible_objectives
from holdfast.web.objectives.models import Objective
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Attending:
    """Taking part in a meeting, as the subject of a right: the team's people, of any role, and owners.

    Attributes:
        team_id: Of the meeting; None for the whole company, where everybody may.
        owner_ids: Of the key result that is spoken of.
    """

    team_id: int | None
    owner_ids: frozenset[int] = frozenset()

    @property
    def is_private(self) -> bool:
        """Strangers to the team take no part."""
        return self.team_id is not None


def meeting_for(person: Person, pk: int) -> Meeting:
    """One meeting with its cycle, team and facilitator.

    Raises:
        Http404: It is not there, or this person may see no meeting.
    """
    found = Meeting.objects.select_related("cycle", "team", "facilitator").filter(pk=pk).first()
    if found is None or not can(person, "see", found):
        raise Http404
    return found


def objectives_of(meeting: Meeting) -> QuerySet[Objective]:
    """All that a meeting is about, whoever may see them: published ones of its team in its cycle."""
    rows = Objective.objects.filter(cycle_id=meeting.cycle_id, state="published")
    return rows.filter(_scope(meeting))


def seen_objectives(person: Person, meeting: Meeting) -> QuerySet[Objective]:
    """Those of them that this person may see."""
    rows = visible_objectives(person).filter(cycle_id=meeting.cycle_id, state="published")
    return rows.filter(_scope(meeting))


def spoken_of(person: Person, meeting: Meeting, pk: int) -> KeyResult:
    """A key result that this meeting is about and this person may see.

    Raises:
        Http404: It is another's, was dropped or closed meanwhile, or this person may not know of it.
    """
    row = key_result_for(person, pk)
    objective = row.objective
    is_of_team = not objective.is_private if meeting.team_id is None else objective.team_id == meeting.team_id
    is_pursued = row.dropped_at is None and (objective.state == "published" or meeting.ended_at is not None)
    if not is_of_team or objective.cycle_id != meeting.cycle_id or not is_pursued:
        raise Http404
    return row


def takes_part(person: Person, meeting: Meeting, row: KeyResult | None = None) -> bool:
    """True for whoever may join the meeting, or score this key result in it."""
    owners = row.owner_ids if row is not None else frozenset[int]()
    return can(person, "comment", Attending(meeting.team_id, owners))


def _scope(meeting: Meeting) -> Q:
    return Q(is_private=False) if meeting.team_id is None else Q(team_id=meeting.team_id)
