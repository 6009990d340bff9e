"""The begin of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import once, record
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.actions import add_participant
from holdfast.web.meetings.models import KINDS, Meeting
from holdfast.web.objectives.actions import Meant, allow
from holdfast.web.objectives.models import Objective
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor

LONGEST_MEETING = 480
PLANNED = {"review": 60, "weekly": 15}
"""Minutes that a meeting takes unless somebody says otherwise."""

_STATES = {"review": ("closing",), "weekly": ("active", "closing")}


@dataclass(frozen=True, slots=True)
class StatedMeeting:
    """A meeting as somebody begins it.

    Attributes:
        kind: ``review`` or ``weekly``.
        cycle: Id.
        team: Id; None for the whole company.
        planned_minutes: How long it should take; None for what its kind takes, as in `PLANNED`.
    """

    kind: str
    cycle: int
    team: int | None
    planned_minutes: int | None = None


def begin_meeting(actor: Actor, stated: StatedMeeting) -> Meeting:
    """Begin a meeting, with its facilitator as the first participant.

    Raises:
        InputError: One goes on already, its cycle is in another state, or nothing is left to review.
        PermissionDenied: They may not lead meetings of that team.
    """
    with once("the meeting"):
        allow(actor, "grade", Meant(stated.team))
        cycle = _fitting(stated)
        made = Meeting.objects.create(
            kind=stated.kind,
            cycle=cycle,
            team_id=stated.team,
            facilitator=actor.person,
            planned_minutes=_minutes(stated),
            began_at=actor.at,
        )
        add_participant(actor, made)
        record(actor, "began a meeting", made, {"kind": (None, stated.kind), "cycle": (None, cycle.name)})
    return made


def _minutes(stated: StatedMeeting) -> int:
    return PLANNED[stated.kind] if stated.planned_minutes is None else stated.planned_minutes


def _fitting(stated: StatedMeeting) -> Cycle:
    if stated.kind not in dict(KINDS):
        raise InputError("the meeting", f"{stated.kind!r}", "review or weekly", "Choose one of them")
    if not 1 <= _minutes(stated) <= LONGEST_MEETING:
        raise InputError(
            "the length", f"{stated.planned_minutes} minutes", f"1 to {LONGEST_MEETING}", "Choose another"
        )
    cycle = Cycle.objects.filter(pk=stated.cycle).first()
    if cycle is None or (stated.team is not None and not Team.objects.filter(pk=stated.team).exists()):
        raise InputError("the meeting", "its cycle or team is not there", "ones that are", "Choose again")
    if cycle.state not in _STATES[stated.kind]:
        remedy = "An administrator begins to close it, under Settings"
        if stated.kind == "weekly":
            remedy = "An administrator begins the cycle, under Settings"
        raise InputError(
            f"the cycle {cycle.name}", f"it is {cycle.state}", " or ".join(_STATES[stated.kind]), remedy
        )
    held = Meeting.objects.filter(kind=stated.kind, cycle=cycle, team=stated.team, ended_at=None)
    if held.exists():
        raise InputError("the meeting", "one goes on already", "none", "Join it, or end it first")
    if stated.kind == "review" and not _has_objectives(stated):
        raise InputError("the meeting", "no published objective is left to review", "at least one")
    return cycle


def _has_objectives(stated: StatedMeeting) -> bool:
    rows = Objective.objects.filter(cycle_id=stated.cycle, state="published")
    return (
        rows.filter(is_private=False) if stated.team is None else rows.filter(team_id=stated.team)
    ).exists()
