"""Reads of people and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from holdfast.values import dataclass
from holdfast.web.people.access import can, roles_of
from holdfast.web.people.models import Invitation, Membership, Person, Team
from holdfast.web.prepared import Prepared

if TYPE_CHECKING:
    from datetime import datetime

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team as a filter offers it."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """The filters of the list of people, as they stand in its address.

    Attributes:
        words: Part of a name or an address.
        team: Key of a team, or None.
        gone: Those who left, instead of those who are here.
        page: From 1.
    """

    words: str = ""
    team: int | None = None
    gone: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the list, with role by name of team."""

    row: Person
    roles: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list.

    Attributes:
        lines: Those on it.
        total: All that fit the filters.
        pages: How many pages there are, at least 1.
    """

    lines: tuple[PersonLine, ...]
    total: int
    pages: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in the list, with its depth under the company."""

    pk: int
    name: str
    members: int
    depth: int


def teams() -> tuple[TeamChoice, ...]:
    """All teams by name."""
    return tuple(TeamChoice(pk, name) for pk, name in _TEAMS())


_TEAMS = Prepared(lambda: Team.objects.values_list("pk", "name"))


def team_tree() -> tuple[TeamLine, ...]:
    """All teams, each after the one it stands under. One query."""
    active = Count("memberships", filter=Q(memberships__person__is_active=True))
    under: dict[int | None, list[tuple[int, str, int]]] = {}
    rows = Team.objects.annotate(members=active).order_by("name")
    for pk, name, parent, members in rows.values_list("pk", "name", "parent_id", "members"):
        under.setdefault(parent, []).append((pk, name, members))
    found: list[TeamLine] = []
    waiting = [(one, 0) for one in reversed(under.get(None, []))]
    while waiting:
        (pk, name, members), depth = waiting.pop()
        found.append(TeamLine(pk, name, members, depth))
        waiting += [(one, depth + 1) for one in reversed(under.get(pk, []))]
    return tuple(found)


def people(asked: PeopleAsked) -> PeoplePage:
    """A page of people with their roles. Three queries."""
    rows = Person.objects.filter(is_active=not asked.gone)
    if asked.words:
        rows = rows.filter(Q(name__icontains=asked.words) | Q(email__icontains=asked.words))
    if asked.team is not None:
        rows = rows.filter(memberships__team_id=asked.team)
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    first = (min(asked.page, pages) - 1) * PER_PAGE
    shown = list(rows[first : first + PER_PAGE])
    roles: dict[int, list[tuple[int, str, str]]] = {}
    for one in Membership.objects.filter(person__in=shown).select_related("team").order_by("team__name"):
        roles.setdefault(one.person_id, []).append((one.team_id, one.team.name, one.get_role_display()))
    return PeoplePage(tuple(PersonLine(row, tuple(roles.get(row.pk, ()))) for row in shown), total, pages)


def members_of(team: Team, words: str = "") -> tuple[Membership, ...]:
    """Who is in a team, those who left last; with `words`, whose name or address has them."""
    rows = team.memberships.select_related("person").order_by("-person__is_active", "person__name")
    if words:
        rows = rows.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words))
    return tuple(rows)


def choices_of_people() -> list[tuple[int, str]]:
    """Everybody who is here, by name, for a field that asks for somebody."""
    return [
        (pk, f"{name} ({email})")
        for pk, name, email in Person.objects.filter(is_active=True).values_list("pk", "name", "email")
    ]


def managed_teams(person: Person) -> tuple[TeamChoice, ...]:
    """The teams whose people this person may manage."""
    if can(person, "administer"):
        return teams()
    mine = {team for team, role in roles_of(person).items() if role == "editor"}
    return tuple(one for one in teams() if one.pk in mine)


def open_invitations(person: Person, at: datetime) -> list[tuple[Invitation, bool]]:
    """Invitations that this person may send again or revoke, each with whether it is too old."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("team", "invited_by")
    if not can(person, "administer"):
        rows = rows.filter(team_id__in=[one.pk for one in managed_teams(person)], is_administrator=False)
    return [(row, row.expires_at <= at) for row in rows]
