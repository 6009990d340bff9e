"""Reads of meetings: the list, and what one may begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.calendars import WEEKDAYS
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.objectives.access import visible_key_results
from holdfast.web.people.access import OfTeam, can, roles_of
from holdfast.web.people.models import Team
from holdfast.web.people.queries import teams

if TYPE_CHECKING:
    from holdfast.web.meetings.models import MeetingTime
    from holdfast.web.people.models import Person

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """All meetings, and what is still to be done from them.

    Attributes:
        going_on: Those that have not ended.
        held: Those that have, the latest first.
        page: From 1.
        pages: At least 1.
        mine: Decisions of the reader that are not carried out.
    """

    going_on: tuple[Meeting, ...]
    held: tuple[Meeting, ...]
    page: int
    pages: int
    mine: tuple[Decision, ...]


def meetings(person: Person, *, team: int | None, page: int) -> MeetingsPage:
    """The meetings of a team, or of all. Four queries."""
    rows = Meeting.objects.select_related("cycle", "team", "facilitator").defer("record")
    if team is not None:
        rows = rows.filter(team_id=team)
    held = rows.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    pages = max(1, -(-held.count() // PER_PAGE))
    page = max(1, min(page, pages))
    first = (page - 1) * PER_PAGE
    return MeetingsPage(
        going_on=tuple(rows.filter(ended_at=None)),
        held=tuple(held[first : first + PER_PAGE]),
        page=page,
        pages=pages,
        mine=open_decisions(person),
    )


@dataclass(frozen=True, slots=True)
class Meets:
    """When a team meets.

    Attributes:
        row: None where nobody has said.
        weekday: Its name; empty without a row.
        may_plan: The reader may change it.
    """

    team: int
    name: str
    row: MeetingTime | None
    weekday: str
    may_plan: bool


def meeting_times(person: Person, team: int | None) -> tuple[Meets, ...]:
    """When a team meets, or each team of a person, where it is set or they may set it. One query."""
    keys = [team] if team is not None else list(roles_of(person))
    found = []
    for row in Team.objects.filter(pk__in=keys).select_related("meeting_time"):
        meets = getattr(row, "meeting_time", None)
        may = can(person, "grade", OfTeam(row.pk))
        if meets or may:
            day = WEEKDAYS[meets.weekday] if meets else ""
            found.append(Meets(row.pk, row.name, meets, day, may))
    return tuple(found)


def open_decisions(person: Person) -> tuple[Decision, ...]:
    """What a person has to carry out, the earliest first. One query."""
    rows = Decision.objects.filter(owner=person, done_at=None).select_related("meeting__cycle", "key_result")
    return tuple(rows.order_by("due_on", "pk"))


def decisions_of(person: Person, meeting: Meeting) -> tuple[Decision, ...]:
    """The decisions of a meeting that a person may read. Two queries."""
    rows = meeting.decisions.select_related("owner", "key_result")
    seen = set(visible_key_results(person).filter(decisions__meeting=meeting).values_list("pk", flat=True))
    return tuple(one for one in rows if one.key_result_id is None or one.key_result_id in seen)


def led_teams(person: Person) -> list[tuple[int | str, str]]:
    """The teams whose meetings a person may lead, for a choice; of administrators the whole company too."""
    if can(person, "administer"):
        return [("", "The whole company"), *((one.pk, one.name) for one in teams())]
    mine = {team for team, role in roles_of(person).items() if role == "editor"}
    return [(one.pk, one.name) for one in teams() if one.pk in mine]


def cycles_to_meet_in() -> list[tuple[int, str]]:
    """Cycles that run or close, the latest first, for a choice."""
    rows = Cycle.objects.filter(state__in=("active", "closing")).order_by("-starts_on")
    return [(one.pk, f"{one.name}, {one.state}") for one in rows]
